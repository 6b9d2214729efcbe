"""A switch that several nodes share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.parameters import COMMON, flag
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """What stands on the card."""
    return ({"data": {}, "value": inputs.data["value"]},)


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
    gives=gives,
)
