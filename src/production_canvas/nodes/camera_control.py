"""A camera move that several shots share."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, EASINGS, choice, line, number, record, table
from production_canvas.nodes.shot import CARD, MOVES
from production_canvas.nodes.spec import Level, NodeType, Socket, SocketType

CHANNELS_2D = ("pan", "tilt", "zoom", "rotate")
CHANNELS_3D = ("dolly", "truck", "pedestal", "orbit", "roll")
KEY_FRAMES = 200
KEY_FRAME = {
    "channel": {"type": "string", "enum": [*CHANNELS_2D, *CHANNELS_3D], "default": "dolly"},
    "time": {"type": "number", "minimum": 0, "maximum": 1, "default": 0},
    "value": {"type": "number", "minimum": -1000, "maximum": 1000, "default": 0},
    "easing": {"type": "string", "enum": [*EASINGS, "custom"], "default": "ease_in_out"},
    "curve": {
        "type": "array",
        "minItems": 4,
        "maxItems": 4,
        "items": {"type": "number", "minimum": -1, "maximum": 2},
        "default": [0.42, 0, 0.58, 1],
    },
}
"""`time` from the shot's first frame, 0, to its last, 1. Pan, tilt, rotate, orbit, roll in degrees; zoom as a factor,
0 being none; dolly, truck, pedestal in metres. `curve`: x and y of both handles of a custom easing, as CSS has it.
"""

NODE = NodeType(
    kind="camera_control",
    title="Camera",
    help="One camera move for every shot wired to it: ready made, or by key frames.",
    component="CameraNode",
    category="Film",
    icon="video",
    levels=(Level.PROJECT, Level.SCENE, Level.SHOT),
    width=280,
    outputs=(Socket("camera", (SocketType.CAMERA,), "Camera"),),
    parameters=(
        line("name", "Name"),
        record(
            "camera",
            "Camera",
            {
                "mode": {"type": "string", "enum": ["2d", "3d"]},
                "move": {"type": "string", "enum": list(MOVES)},
                "amount": {"type": "number", "minimum": 0, "maximum": 1},
            },
            CARD,
            control="camera",
        ),
        choice("easing", "Easing", EASINGS[:-1], default="ease_in_out", hint="Of a ready made move."),
        table("keyframes", "Key frames", KEY_FRAME, limit=KEY_FRAMES, control="keyframes"),
        number("lens", "Lens", 8, 400, default=35, unit="mm", step=1, control="slider"),
        *COMMON,
    ),
)
