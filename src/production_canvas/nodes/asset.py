"""Anything of the library by its asset: a picture, clip or sound, a character, a style, a place."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, ASSET_VERSION, COMMON, choice, line
from production_canvas.nodes.spec import NodeType, Socket, SocketType

KINDS = (
    SocketType.IMAGE,
    SocketType.VIDEO,
    SocketType.AUDIO,
    SocketType.CHARACTER,
    SocketType.STYLE,
    SocketType.ENVIRONMENT,
)

NODE = NodeType(
    kind="asset",
    title="Asset",
    help="Anything of the library by its asset; it gives what that asset is.",
    component="AssetNode",
    category="Assets",
    icon="package",
    width=200,
    outputs=(Socket("media", KINDS, "Asset", by="asset_kind"),),
    parameters=(
        ASSET_ID,
        ASSET_VERSION,
        line("name", "Name"),
        choice(
            "asset_kind",
            "Kind",
            ("any", *map(str, KINDS)),
            default="any",
            titles={"environment": "Place"},
            hint="What the asset is, and so what its wires carry.",
        ),
        *COMMON,
    ),
)
