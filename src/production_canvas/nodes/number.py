"""A number that several nodes share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, flag
from production_canvas.nodes.spec import NodeType, Parameter, Socket, SocketType

NODE = NodeType(
    kind="number",
    title="Number",
    help="One number for every input wired to it.",
    component="ConstantNode",
    category="Values",
    icon="hash",
    width=220,
    outputs=(Socket("number", (SocketType.NUMBER,), "Number", by="whole"),),
    parameters=(
        Parameter("value", "Value", {"type": "number", "minimum": -1e12, "maximum": 1e12}, 0, control="number"),
        flag("whole", "Whole number"),
        *COMMON,
    ),
)
