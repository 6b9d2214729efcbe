"""The frames of a clip as a list of pictures."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, whole
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType


def plan(node_id: str, inputs: Inputs) -> Job:
    """The pictures, as a clip each of whose frames stands by itself."""
    wanted(inputs, "video", "There is no clip yet: wire one to “Clip”.")
    return job(NODE, node_id, inputs, {key: int(inputs.data[key]) for key in ("every", "limit")})


NODE = NodeType(
    kind="convert_video_images",
    title="Clip to pictures",
    help="The frames of a clip as a list of pictures.",
    component="ConvertNode",
    category="Conversions",
    icon="images",
    width=240,
    inputs=(Socket("video", (SocketType.VIDEO,), "Clip"),),
    outputs=(Socket("images", (SocketType.ARRAY,), "Pictures", item=SocketType.IMAGE),),
    parameters=(
        whole("every", "Every", 1, 1000, default=1, unit="frames"),
        whole("limit", "At most", 1, 10_000, default=1000, unit="pictures"),
        *COMMON,
    ),
    plan=plan,
)
