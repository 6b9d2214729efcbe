"""A look: keywords, palette and example pictures."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, ASSET_VERSION, COMMON, line, names
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="style",
    title="Style",
    help="A look: keywords, palette and example pictures.",
    component="AssetNode",
    category="Assets",
    icon="palette",
    width=200,
    outputs=(Socket("style", (SocketType.STYLE,), "Style"),),
    parameters=(
        ASSET_ID,
        ASSET_VERSION,
        line("name", "Name"),
        names("keywords", "Keywords"),
        names("examples", "Example pictures", limit=12, hint="Pictures of the library.", control="assets"),
        names("palette", "Palette", control="palette"),
        *COMMON,
    ),
)
