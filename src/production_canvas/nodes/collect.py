"""Several things as one list."""

from __future__ import annotations

from production_canvas.nodes.lists import ITEMS, item_type
from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import NodeType, Socket, SocketType

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
)
