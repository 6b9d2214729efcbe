"""The sound of a clip."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="convert_video_audio",
    title="Sound of clip",
    help="The sound of a clip.",
    component="ConvertNode",
    category="Conversions",
    icon="file-headphone",
    width=200,
    inputs=(Socket("video", (SocketType.VIDEO,), "Clip"),),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=COMMON,
)
