"""One frame of a clip."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, whole
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="convert_video_frame",
    title="Frame of clip",
    help="One frame of a clip: its first, its last, or the one that is chosen.",
    component="ConvertNode",
    category="Conversions",
    icon="scan",
    width=200,
    inputs=(
        Socket("video", (SocketType.VIDEO,), "Clip"),
        Socket("number", (SocketType.NUMBER,), "Frame", integer=True),
    ),
    outputs=(Socket("image", (SocketType.IMAGE,), "Picture"),),
    parameters=(
        choice("which", "Frame", ("first", "middle", "last", "chosen"), default="last"),
        whole("frame", "Number", 0, 10_000_000, default=0, hint="Counted from 0."),
        *COMMON,
    ),
)
