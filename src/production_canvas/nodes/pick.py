"""One element of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.graph.handing import chosen, picked
from production_canvas.nodes.lists import ITEMS, item_type
from production_canvas.nodes.parameters import COMMON, whole
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """The one element; nothing as long as no list is wired."""
    values = inputs.sockets.get("list", ())
    return (picked(values, int(chosen(inputs, "number", inputs.data["index"]))),) if values else ()


NODE = NodeType(
    kind="pick",
    title="Pick",
    help="One element of a list, counted from 0; from the end where the number is below 0.",
    component="ConvertNode",
    category="Conversions",
    icon="list-filter",
    width=200,
    inputs=(
        Socket("list", (SocketType.ARRAY,), "List", many=True, by="item_type"),
        Socket("number", (SocketType.NUMBER,), "Which", integer=True),
    ),
    outputs=(Socket("item", ITEMS, "Element", by="item_type"),),
    parameters=(item_type(SocketType.IMAGE), whole("index", "Which", -100_000, 100_000, default=0), *COMMON),
    gives=gives,
)
