"""A switch that several nodes share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, flag
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="boolean",
    title="Switch",
    help="True or false for every input wired to it.",
    component="ConstantNode",
    category="Values",
    icon="toggle-left",
    width=220,
    outputs=(Socket("boolean", (SocketType.BOOLEAN,), "Switch"),),
    parameters=(flag("value", "Value"), *COMMON),
)
