"""A picture, clip or sound of the library."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, COMMON, line
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="asset",
    title="Media",
    help="A picture, clip or sound of the library, by its asset.",
    component="AssetNode",
    category="Assets",
    icon="image",
    width=200,
    outputs=(Socket("media", (SocketType.IMAGE, SocketType.VIDEO, SocketType.AUDIO), "Media"),),
    parameters=(ASSET_ID, line("name", "Name"), *COMMON),
)
