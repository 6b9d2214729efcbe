"""Facts about the film or a scene, kept as names and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.parameters import COMMON, line
from production_canvas.nodes.spec import Inputs, Merge, NodeType, Parameter, Socket, SocketType


def gives(_handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """The facts in words, one a line."""
    told = "\n".join(f"{name}: {fact}" for name, fact in sorted(inputs.data["facts"].items()))
    return ({"data": {}, "value": told},)


NODE = NodeType(
    kind="metadata",
    title="Facts",
    help="Facts about the film or a scene: client, delivery, format.",
    component="MetadataNode",
    category="Values",
    icon="table-properties",
    outputs=(Socket("text", (SocketType.TEXT,), "Text"),),
    parameters=(
        line("name", "Name"),
        Parameter(
            "facts",
            "Facts",
            {
                "type": "object",
                "maxProperties": 200,
                "propertyNames": {"maxLength": 200},
                "additionalProperties": {"type": "string", "maxLength": 2000},
            },
            {},
            Merge.OBJECT,
            control="facts",
        ),
        *COMMON,
    ),
    gives=gives,
)
