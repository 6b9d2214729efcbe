"""A number that several nodes share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.parameters import COMMON, flag
from production_canvas.nodes.spec import Inputs, NodeType, Parameter, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """What stands on the card."""
    return ({"data": {}, "value": inputs.data["value"]},)


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
    gives=gives,
)
