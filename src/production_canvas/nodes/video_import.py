"""A clip from a file, with its sound and its last frame."""

from __future__ import annotations

from production_canvas.nodes.parameters import (
    ASSET_ID,
    COMMON,
    LENGTH,
    PIXELS,
    TEXT_SHORT,
    UPLOADS,
    choice,
    file_facts,
    line,
    seconds,
)
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="video_import",
    title="Clip",
    help="A clip from a file: MP4, MOV or WebM, with its sound and its last frame.",
    component="ImportNode",
    category="Picture and sound",
    icon="file-play",
    width=240,
    outputs=(
        Socket("video", (SocketType.VIDEO,), "Clip"),
        Socket("audio", (SocketType.AUDIO,), "Sound"),
        Socket("last_frame", (SocketType.IMAGE,), "Last frame"),
    ),
    parameters=(
        line("name", "Name"),
        ASSET_ID,
        seconds("trim_in", "Begins at", 0, 86_400, default=0),
        seconds("trim_out", "Ends at", 0, 86_400, default=0, hint="0: at the end of the file."),
        file_facts(
            width=PIXELS,
            height=PIXELS,
            duration=LENGTH,
            rate={"type": "number", "minimum": 0, "maximum": 1000},
            codec=TEXT_SHORT,
            audio_codec=TEXT_SHORT,
        ),
        choice("status", "File", UPLOADS, default="empty", server=True),
        *COMMON,
    ),
)
