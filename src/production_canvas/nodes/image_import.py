"""A picture from a file."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, COMMON, PIXELS, TEXT_SHORT, UPLOADS, choice, file_facts, line
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="image_import",
    title="Picture",
    help="A picture from a file: PNG, JPEG or WebP.",
    component="ImportNode",
    category="Picture and sound",
    icon="image-up",
    width=240,
    outputs=(Socket("image", (SocketType.IMAGE,), "Picture"),),
    parameters=(
        line("name", "Name"),
        ASSET_ID,
        file_facts(width=PIXELS, height=PIXELS, color=TEXT_SHORT),
        choice("status", "File", UPLOADS, default="empty", server=True),
        *COMMON,
    ),
)
