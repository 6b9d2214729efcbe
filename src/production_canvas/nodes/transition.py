"""One clip turns into the next."""

from __future__ import annotations

import re

from production_canvas.errors import NotRunnable
from production_canvas.nodes.parameters import COMMON, EASINGS, QUALITY, choice, line, seconds, whole
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, Level, NodeType, Socket, SocketType

TRANSITIONS = {
    "cut": "Cut",
    "fade": "Dissolve",
    "fadefast": "Dissolve, fast",
    "fadeslow": "Dissolve, slow",
    "fadeblack": "Fade through black",
    "fadewhite": "Fade through white",
    "fadegrays": "Dissolve through greys",
    "dissolve": "Dissolve in grains",
    "distance": "Dissolve in patches",
    "pixelize": "Pixelize",
    "hblur": "Blur across",
    "radial": "Clock",
    "zoomin": "Zoom in",
    "wipeleft": "Wipe left",
    "wiperight": "Wipe right",
    "wipeup": "Wipe up",
    "wipedown": "Wipe down",
    "wipetl": "Wipe to the top left",
    "wipetr": "Wipe to the top right",
    "wipebl": "Wipe to the bottom left",
    "wipebr": "Wipe to the bottom right",
    "smoothleft": "Soft wipe left",
    "smoothright": "Soft wipe right",
    "smoothup": "Soft wipe up",
    "smoothdown": "Soft wipe down",
    "diagtl": "Soft wipe to the top left",
    "diagtr": "Soft wipe to the top right",
    "diagbl": "Soft wipe to the bottom left",
    "diagbr": "Soft wipe to the bottom right",
    "slideleft": "Slide left",
    "slideright": "Slide right",
    "slideup": "Slide up",
    "slidedown": "Slide down",
    "coverleft": "Cover left",
    "coverright": "Cover right",
    "coverup": "Cover up",
    "coverdown": "Cover down",
    "revealleft": "Reveal left",
    "revealright": "Reveal right",
    "revealup": "Reveal up",
    "revealdown": "Reveal down",
    "hlslice": "Slices left",
    "hrslice": "Slices right",
    "vuslice": "Slices up",
    "vdslice": "Slices down",
    "hlwind": "Wind left",
    "hrwind": "Wind right",
    "vuwind": "Wind up",
    "vdwind": "Wind down",
    "squeezeh": "Squeeze flat",
    "squeezev": "Squeeze narrow",
    "circlecrop": "Circle closes and opens",
    "rectcrop": "Rectangle closes and opens",
    "circleopen": "Iris out",
    "circleclose": "Iris in",
    "vertopen": "Doors open",
    "vertclose": "Doors close",
    "horzopen": "Shutters open",
    "horzclose": "Shutters close",
    "custom": "By formula",
}
"""Every name of FFmpeg's xfade filter, and the cut, in the words of an editor: its `fade` is their dissolve."""

WHY = {
    "while": "it might never end",
    "random": "the same card would give another clip each time",
    "randomi": "the same card would give another clip each time",
    "time": "the same card would give another clip each time",
    "print": "it writes a line for every pixel",
}
"""Functions of FFmpeg's expressions that a formula may not use."""
UNFIT = re.compile(rf"(?<![A-Za-z_])({'|'.join(WHY)})\(")
"""In a formula without its white space, which FFmpeg reads over within names too."""


def plan(node_id: str, inputs: Inputs) -> Job:
    """The whole clip: what is before, the transition, what comes. `overlap` frames of both run together; the transition
    lasts `duration` around their middle.
    """
    wanted(inputs, "from", "A transition needs a clip at “From”.")
    wanted(inputs, "to", "A transition needs a clip at “To”.")
    data = inputs.data
    by_formula = data["transition"] == "custom"
    if by_formula and not data["formula"].strip():
        raise NotRunnable("The transition by formula has none yet; A*P+B*(1-P) is a plain dissolve.")
    if by_formula and (unfit := UNFIT.search("".join(data["formula"].split()))):
        raise NotRunnable(f"The formula of the transition may not use {unfit[1]}(): {WHY[unfit[1]]}.")
    asked = {key: data[key] for key in ("transition", "duration", "overlap", "easing")}
    return job(NODE, node_id, inputs, {**asked, **({"formula": data["formula"].strip()} if by_formula else {})})


NODE = NodeType(
    kind="transition",
    title="Transition",
    help="One clip turns into the next: cut, fade, dissolve, wipe, slide.",
    component="TransitionNode",
    category="Picture and sound",
    icon="blend",
    levels=(Level.PROJECT, Level.SCENE),
    width=260,
    inputs=(
        Socket("from", (SocketType.VIDEO,), "From"),
        Socket("to", (SocketType.VIDEO,), "To"),
    ),
    outputs=(
        Socket("video", (SocketType.VIDEO,), "Clip"),
        Socket("sequence_out", (SocketType.SEQUENCE,), "Next"),
    ),
    parameters=(
        choice("transition", "Transition", TRANSITIONS, default="fade", titles=TRANSITIONS, control="transition"),
        seconds("duration", "Duration", 0, 20, default=1.0),
        whole("overlap", "Overlap", 0, 480, default=24, unit="frames", hint="How long both clips run together."),
        choice("easing", "Easing", EASINGS[:-1], default="linear"),
        line("formula", "Formula", limit=2000, hint="An xfade expression; for the transition by formula alone."),
        QUALITY,
        *COMMON,
    ),
    plan=plan,
)
