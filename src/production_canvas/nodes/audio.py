"""A sound: brought in as a file, or spoken from a text."""

from __future__ import annotations

from dataclasses import replace

from production_canvas.errors import NotRunnable
from production_canvas.graph.handing import chosen
from production_canvas.nodes.parameters import (
    ASSET_ID,
    COMMON,
    LENGTH,
    TEXT_SHORT,
    UPLOADS,
    VOICES,
    choice,
    file_facts,
    flag,
    line,
    number,
    prose,
    seconds,
    several,
    table,
)
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Socket, SocketType

EFFECTS = ("noise_reduction", "high_pass", "low_pass", "compressor", "limiter", "reverb", "echo", "telephone")
LOUDNESS = {
    "as_is": "As it is",
    "-14": "\u221214 LUFS, streaming",
    "-16": "\u221216 LUFS, spoken word",
    "-23": "\u221223 LUFS, broadcast (EBU R128)",
}
MARKERS = 500
MARKER = {
    "time": {**LENGTH, "default": 0},
    "label": {"type": "string", "maxLength": 120, "default": ""},
}

HEARD = ("volume", "fade_in", "fade_out", "loudness")


def plan(node_id: str, inputs: Inputs) -> Job:
    """The sound as the card has it; of a voice its text, of a file where it begins. What is wired goes before what the
    card has itself.
    """
    data = inputs.data
    asked = {key: data[key] for key in HEARD}
    asked["effects"] = [each for each in EFFECTS if each in data["effects"]]
    if data["source"] == "voice":
        text = str(chosen(inputs, "text", data["text"])).strip()
        if not text:
            raise NotRunnable("There is nothing to say yet: write a text, or wire one to “Text”.")
        spoken = {"source": "voice", "text": text, "voice": data["voice"], "pace": data["pace"]}
        return job(NODE, node_id, replace(inputs, sockets={}), {**asked, **spoken})
    own = inputs.settings.get("asset")
    values = inputs.sockets.get("file", ())[:1]
    if not values and own:
        values = ({"node_id": node_id, "kind": NODE.kind, "data": {}, "asset": dict(own), "weight": 1.0},)
    told = replace(inputs, sockets={"file": values} if values else {})
    wanted(told, "file", "There is no sound yet: choose a file, or wire one to “File”.")
    return job(NODE, node_id, told, {**asked, "source": "file", "start": data["start"]})


NODE = NodeType(
    kind="audio",
    title="Sound",
    help="A sound: brought in as a file, or spoken from a text. Volume, fades, effects, marks to cut by.",
    component="AudioNode",
    category="Picture and sound",
    icon="audio-lines",
    width=300,
    inputs=(
        Socket("file", (SocketType.AUDIO,), "File"),
        Socket("text", (SocketType.TEXT,), "Text"),
    ),
    outputs=(Socket("audio", (SocketType.AUDIO,), "Sound"),),
    parameters=(
        line("name", "Name"),
        choice("source", "From", ("file", "voice"), default="file"),
        ASSET_ID,
        prose("text", "Spoken text", limit=5000),
        choice("voice", "Voice", VOICES, default="narrator"),
        number("pace", "Pace", 0.5, 2, default=1, unit="×", step=0.05, control="slider"),
        number("volume", "Volume", -60, 12, default=0, unit="dB", step=0.5, control="slider"),
        seconds("fade_in", "Fade in", 0, 60, default=0),
        seconds("fade_out", "Fade out", 0, 60, default=0),
        seconds("start", "Starts at", 0, 3600, default=0, hint="Where in the file the sound begins."),
        flag("loop", "Loop"),
        several("effects", "Effects", EFFECTS),
        choice("loudness", "Loudness", LOUDNESS, default="as_is", titles=LOUDNESS),
        table("markers", "Sync marks", MARKER, limit=MARKERS, control="markers", hint="Moments to cut by, in seconds."),
        file_facts(duration=LENGTH, rate={"type": "integer"}, channels={"type": "integer"}, codec=TEXT_SHORT),
        choice("status", "File", UPLOADS, default="empty", server=True),
        *COMMON,
    ),
    plan=plan,
)
