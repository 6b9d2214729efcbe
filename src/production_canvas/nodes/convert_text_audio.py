"""A text, spoken."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, VOICES, choice, number
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="convert_text_audio",
    title="Voice",
    help="A text, spoken.",
    component="ConvertNode",
    category="Conversions",
    icon="speech",
    width=200,
    inputs=(Socket("text", (SocketType.TEXT,), "Text"),),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=(
        choice("voice", "Voice", VOICES, default="narrator"),
        number("pace", "Pace", 0.5, 2, default=1, unit="×", step=0.05, control="slider"),
        *COMMON,
    ),
)
