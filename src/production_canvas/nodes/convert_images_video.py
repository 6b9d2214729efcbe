"""A list of pictures becomes a clip."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, number
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="convert_images_video",
    title="Pictures to clip",
    help="A list of pictures becomes a clip, each picture one frame.",
    component="ConvertNode",
    category="Conversions",
    icon="film",
    width=200,
    inputs=(Socket("images", (SocketType.ARRAY,), "Pictures", many=True, item=SocketType.IMAGE),),
    outputs=(Socket("video", (SocketType.VIDEO,), "Clip"),),
    parameters=(number("rate", "Frame rate", 1, 240, default=24, unit="fps", step=1), *COMMON),
)
