"""The sound of a clip."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType


def plan(node_id: str, inputs: Inputs) -> Job:
    """The sound."""
    wanted(inputs, "video", "There is no clip yet: wire one to “Clip”.")
    return job(NODE, node_id, inputs, {})


NODE = NodeType(
    kind="convert_video_audio",
    title="Sound of clip",
    help="The sound of a clip.",
    component="ConvertNode",
    category="Conversions",
    icon="file-headphone",
    width=240,
    inputs=(Socket("video", (SocketType.VIDEO,), "Clip"),),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=COMMON,
    plan=plan,
)
