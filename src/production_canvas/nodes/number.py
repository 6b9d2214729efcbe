"""A number that several nodes share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import NodeType, Parameter, Socket, SocketType

NODE = NodeType(
    kind="number",
    title="Number",
    help="One number for every input wired to it.",
    component="GenericNode",
    category="Values",
    icon="hash",
    outputs=(Socket("number", (SocketType.NUMBER,), "Number"),),
    parameters=(
        Parameter("value", "Value", {"type": "number", "minimum": -1e12, "maximum": 1e12}, 0, control="number"),
        *COMMON,
    ),
)
