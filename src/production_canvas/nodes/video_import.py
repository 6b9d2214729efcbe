"""A clip from a file, with its sound and its last frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.graph.handing import LAST_FRAME
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
from production_canvas.nodes.spec import Inputs, NodeType, Socket, SocketType


def gives(handle: str, inputs: Inputs) -> Iterable[Mapping[str, Any]]:
    """Its file, of that what is kept; at “Last frame” the very last picture of it."""
    data = inputs.data
    kept = {key: float(data[name]) for key, name in (("start", "trim_in"), ("end", "trim_out")) if data[name]}
    return ({"data": {}, **kept, **({"frame": -1} if handle == LAST_FRAME else {})},)


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
    gives=gives,
)
