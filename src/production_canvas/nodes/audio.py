"""A sound: brought in as a file, or spoken from a text."""

from __future__ import annotations

from production_canvas.nodes.parameters import (
    ASSET_ID,
    COMMON,
    LENGTH,
    TEXT_SHORT,
    UPLOADS,
    VOICES,
    choice,
    file_facts,
    flag,
    line,
    number,
    prose,
    seconds,
    several,
    table,
)
from production_canvas.nodes.spec import NodeType, Socket, SocketType

EFFECTS = ("noise_reduction", "high_pass", "low_pass", "compressor", "limiter", "reverb", "echo", "telephone")
MARKERS = 500
MARKER = {
    "time": {**LENGTH, "default": 0},
    "label": {"type": "string", "maxLength": 120, "default": ""},
}

NODE = NodeType(
    kind="audio",
    title="Sound",
    help="A sound: brought in as a file, or spoken from a text. Volume, fades, effects, marks to cut by.",
    component="AudioNode",
    category="Picture and sound",
    icon="audio-lines",
    width=300,
    inputs=(
        Socket("file", (SocketType.AUDIO,), "File"),
        Socket("text", (SocketType.TEXT,), "Text"),
    ),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=(
        line("name", "Name"),
        choice("source", "From", ("file", "voice"), default="file"),
        ASSET_ID,
        prose("text", "Spoken text", limit=5000),
        choice("voice", "Voice", VOICES, default="narrator"),
        number("pace", "Pace", 0.5, 2, default=1, unit="×", step=0.05, control="slider"),
        number("volume", "Volume", -60, 12, default=0, unit="dB", step=0.5, control="slider"),
        seconds("fade_in", "Fade in", 0, 60, default=0),
        seconds("fade_out", "Fade out", 0, 60, default=0),
        seconds("start", "Starts at", 0, 3600, default=0, hint="Where in the file the sound begins."),
        flag("loop", "Loop"),
        several("effects", "Effects", EFFECTS),
        table("markers", "Sync marks", MARKER, limit=MARKERS, control="markers", hint="Moments to cut by, in seconds."),
        file_facts(duration=LENGTH, rate={"type": "integer"}, channels={"type": "integer"}, codec=TEXT_SHORT),
        choice("status", "File", UPLOADS, default="empty", server=True),
        *COMMON,
    ),
)
