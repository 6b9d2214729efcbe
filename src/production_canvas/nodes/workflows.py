"""What every node has that runs a workflow of a backend directly."""

from __future__ import annotations

from production_canvas.nodes.parameters import QUALITY, SEED, SEED_LOCKED, choice, line, prose, values
from production_canvas.nodes.spec import Merge, Parameter, Socket, SocketType

GIVEN = (SocketType.VIDEO, SocketType.IMAGE, SocketType.AUDIO, SocketType.TEXT)
EXPOSED = {
    "type": "array",
    "maxItems": 200,
    "items": {
        "type": "object",
        "required": ["key", "title"],
        "additionalProperties": False,
        "properties": {
            "key": {"type": "string", "maxLength": 200},
            "title": {"type": "string", "maxLength": 200},
            "type": {"type": "string", "enum": ["string", "number", "integer", "boolean"]},
            "enum": {"type": "array", "maxItems": 500, "items": {"type": ["string", "number"], "maxLength": 400}},
            "minimum": {"type": "number"},
            "maximum": {"type": "number"},
            "step": {"type": "number"},
            "unit": {"type": "string", "maxLength": 20},
            "help": {"type": "string", "maxLength": 1000},
            "default": {"type": ["string", "number", "boolean"], "maxLength": 4000},
        },
    },
}
"""What a workflow lets people set, in the order in which it is shown: read from the workflow by the server."""

INPUTS = (
    Socket("prompt", (SocketType.TEXT,), "Prompt", many=True),
    Socket("images", (SocketType.IMAGE,), "Pictures", many=True, reference=True),
    Socket("video", (SocketType.VIDEO,), "Clip"),
    Socket("audio", (SocketType.AUDIO,), "Sound"),
    Socket("mask", (SocketType.MASK,), "Mask"),
    Socket("control", (SocketType.CONTROL_MAP,), "Control", reference=True),
    Socket("numbers", (SocketType.NUMBER,), "Numbers", many=True),
)
OUTPUTS = (Socket("result", GIVEN, "Result", by="output_type"),)

WORKFLOW_ID = line("workflow_id", "Workflow", limit=64, server=True, control="workflow")
WORKFLOW_NAME = line("workflow_name", "Workflow", server=True)


def parameters(*own: Parameter) -> tuple[Parameter, ...]:
    """`own` ones among those of every workflow."""
    return (
        line("name", "Name"),
        *own,
        prose("prompt", "Prompt"),
        QUALITY,
        SEED,
        SEED_LOCKED,
        values("values", "Settings", hint="What the workflow lets people set, by name."),
        Parameter("exposed", "Exposed parameters", EXPOSED, [], Merge.ATOMIC, control="hidden", server=True),
        choice("output_type", "Gives", map(str, GIVEN), default="video"),
    )
