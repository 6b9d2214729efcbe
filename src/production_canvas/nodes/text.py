"""A text that several nodes share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, prose
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="text",
    title="Text",
    help="A text for every prompt wired to it.",
    component="ConstantNode",
    category="Values",
    icon="type",
    width=220,
    outputs=(Socket("text", (SocketType.TEXT,), "Text"),),
    parameters=(prose("text", "Text"), *COMMON),
)
