"""A list of pictures becomes a clip."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, QUALITY, number
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType


def plan(node_id: str, inputs: Inputs) -> Job:
    """The clip, each picture one frame."""
    wanted(inputs, "images", "There are no pictures yet: wire some to “Pictures”.")
    return job(NODE, node_id, inputs, {"clip_rate": float(inputs.data["rate"])})


NODE = NodeType(
    kind="convert_images_video",
    title="Pictures to clip",
    help="A list of pictures becomes a clip, each picture one frame.",
    component="ConvertNode",
    category="Conversions",
    icon="film",
    width=240,
    inputs=(Socket("images", (SocketType.ARRAY,), "Pictures", many=True, item=SocketType.IMAGE),),
    outputs=(Socket("video", (SocketType.VIDEO,), "Clip"),),
    parameters=(number("rate", "Frame rate", 1, 240, default=24, unit="fps", step=1), QUALITY, *COMMON),
    plan=plan,
)
