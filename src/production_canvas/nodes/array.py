"""A list that several nodes share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.lists import item_type
from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import Inputs, Merge, NodeType, Parameter, Socket, SocketType

CONSTANTS = (SocketType.TEXT, SocketType.NUMBER, SocketType.BOOLEAN)
VALUES = {
    "type": "array",
    "maxItems": 1000,
    "items": {"type": ["string", "number", "boolean"], "maxLength": 4000},
}


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """Its elements, one after the other."""
    return ({"data": {}, "value": value} for value in inputs.data["values"])


NODE = NodeType(
    kind="array",
    title="List",
    help="A list of texts, numbers or switches for every input wired to it.",
    component="ConstantNode",
    category="Values",
    icon="list",
    width=220,
    outputs=(Socket("list", (SocketType.ARRAY,), "List", by="item_type"),),
    parameters=(
        item_type(SocketType.TEXT, among=CONSTANTS),
        Parameter("values", "Elements", VALUES, [], Merge.ATOMIC, control="list"),
        *COMMON,
    ),
    gives=gives,
)
