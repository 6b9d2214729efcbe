"""A text that several nodes share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.parameters import COMMON, prose
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """What stands on the card."""
    return ({"data": {}, "value": inputs.data["text"]},)


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
    gives=gives,
)
