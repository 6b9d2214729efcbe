"""Facts about the film or a scene, kept as names and values."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, line
from production_canvas.nodes.spec import Merge, NodeType, Parameter, Socket, SocketType

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
)
