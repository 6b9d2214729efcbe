"""A text, read as a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.errors import NotRunnable
from production_canvas.graph.handing import chosen
from production_canvas.graph.handing import number as read
from production_canvas.nodes.parameters import COMMON, flag, number
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """The number; nothing as long as no text is wired."""
    text = chosen(inputs, "text", None)
    if text is None:
        return ()
    found = read(text)
    if found is None and not inputs.data["replace"]:
        raise NotRunnable(f"“{text[:60]}” is no number; write one, or choose what takes its place.")
    return ({"data": {}, "value": inputs.data["otherwise"] if found is None else found},)


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
    gives=gives,
)
