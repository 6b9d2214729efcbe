"""A text, spoken."""

from __future__ import annotations

from production_canvas.errors import NotRunnable
from production_canvas.graph.handing import chosen
from production_canvas.nodes.parameters import COMMON, VOICES, choice, number
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType

LONGEST = 5000
"""Characters that are spoken at once."""


def plan(node_id: str, inputs: Inputs) -> Job:
    """The sound of the voice."""
    wanted(inputs, "text", "There is no text yet: wire one to “Text”.")
    text = str(chosen(inputs, "text", "")).strip()
    if not text:
        raise NotRunnable("The text that is wired to it is empty.")
    return job(
        NODE, node_id, inputs, {"text": text[:LONGEST], "voice": inputs.data["voice"], "pace": inputs.data["pace"]}
    )


NODE = NodeType(
    kind="convert_text_audio",
    title="Voice",
    help="A text, spoken.",
    component="ConvertNode",
    category="Conversions",
    icon="speech",
    width=240,
    inputs=(Socket("text", (SocketType.TEXT,), "Text"),),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=(
        choice("voice", "Voice", VOICES, default="narrator"),
        number("pace", "Pace", 0.5, 2, default=1, unit="×", step=0.05, control="slider"),
        *COMMON,
    ),
    plan=plan,
)
