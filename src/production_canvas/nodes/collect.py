"""Several things as one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.lists import ITEMS, item_type
from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """All that comes, one after the other."""
    return inputs.sockets.get("items", ())


NODE = NodeType(
    kind="collect",
    title="Collect",
    help="Several things of one type as one list, in the order of their wires.",
    component="ConvertNode",
    category="Conversions",
    icon="list-plus",
    width=200,
    inputs=(Socket("items", ITEMS, "Elements", many=True, by="item_type"),),
    outputs=(Socket("list", (SocketType.ARRAY,), "List", by="item_type"),),
    parameters=(item_type(SocketType.IMAGE), *COMMON),
    gives=gives,
)
