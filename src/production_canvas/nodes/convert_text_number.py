"""A text, read as a number."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, flag, number
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="convert_text_number",
    title="Text to number",
    help="A text, read as a number; what is no number is told, or replaced where that is chosen.",
    component="ConvertNode",
    category="Conversions",
    icon="binary",
    width=200,
    inputs=(Socket("text", (SocketType.TEXT,), "Text"),),
    outputs=(Socket("number", (SocketType.NUMBER,), "Number"),),
    parameters=(
        flag("replace", "Replace what is no number"),
        number("otherwise", "By", -1e12, 1e12, default=0),
        *COMMON,
    ),
)
