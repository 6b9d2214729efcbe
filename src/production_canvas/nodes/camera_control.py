"""A camera move that several shots share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, record
from production_canvas.nodes.shot import MOVES
from production_canvas.nodes.spec import Level, NodeType, Socket, SocketType

NODE = NodeType(
    kind="camera_control",
    title="Camera",
    help="One camera move for every shot wired to it.",
    component="GenericNode",
    category="Film",
    icon="video",
    levels=(Level.PROJECT, Level.SCENE, Level.SHOT),
    outputs=(Socket("camera", (SocketType.CAMERA,), "Camera"),),
    parameters=(
        record(
            "camera",
            "Camera",
            {
                "mode": {"type": "string", "enum": ["2d", "3d"]},
                "move": {"type": "string", "enum": list(MOVES)},
                "amount": {"type": "number", "minimum": 0, "maximum": 1},
            },
            {"mode": "3d", "move": "dolly_in", "amount": 0.5},
            control="camera",
        ),
        *COMMON,
    ),
)
