"""One frame of a clip."""

from __future__ import annotations

from production_canvas.graph.handing import chosen
from production_canvas.nodes.parameters import COMMON, choice, whole
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType


def plan(node_id: str, inputs: Inputs) -> Job:
    """The picture: the frame of a number that is wired, else the one that the card says."""
    wanted(inputs, "video", "There is no clip yet: wire one to “Clip”.")
    number = chosen(inputs, "number", None)
    which = inputs.data["which"] if number is None else "chosen"
    frame = {"chosen": inputs.data["frame"] if number is None else number, "first": 0, "last": -1}.get(which, which)
    return job(NODE, node_id, inputs, {"frame": frame})


NODE = NodeType(
    kind="convert_video_frame",
    title="Frame of clip",
    help="One frame of a clip: its first, its last, or the one that is chosen.",
    component="ConvertNode",
    category="Conversions",
    icon="scan",
    width=240,
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
    plan=plan,
)
