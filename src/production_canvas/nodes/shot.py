"""One shot of the film: what is seen, by whom, how long, and the takes made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.graph.handing import file_of
from production_canvas.nodes.parameters import (
    COMMON,
    QUALITY,
    SEED,
    SEED_LOCKED,
    SOURCE,
    choice,
    line,
    names,
    number,
    prose,
    record,
    seconds,
)
from production_canvas.nodes.spec import Inputs, Job, Level, NodeType, Socket, SocketType

MOVES = (
    "static", "pan_left", "pan_right", "tilt_up", "tilt_down", "zoom_in", "zoom_out", "roll",
    "dolly_in", "dolly_out", "truck_left", "truck_right", "pedestal_up", "pedestal_down", "orbit_left", "orbit_right",
    "crane_up", "crane_down", "handheld",
)  # fmt: skip
SIZES = (
    "EXTREME WIDE", "WIDE", "FULL", "MEDIUM", "MEDIUM CLOSE UP", "CLOSE UP", "EXTREME CLOSE UP", "INSERT", "TWO SHOT",
    "OVER THE SHOULDER",
)  # fmt: skip

STILL = {"mode": "2d", "move": "static", "amount": 0.5}
CARD = {"mode": "3d", "move": "dolly_in", "amount": 0.5}
"""The move of a camera card on which nobody has set any."""


def plan(node_id: str, inputs: Inputs) -> Job | None:
    """The job that renders this shot, whole: an equal job gives an equal clip."""
    data = inputs.data
    pipeline = next(iter(inputs.sockets.get("pipeline", ())), {}).get("data", {})
    ends = (each for each in inputs.sockets.get("references", ()) if "frame" in each and file_of(each))
    before = next(ends, None)
    texts = (str(text["value"]) for text in inputs.sockets.get("prompt_text", ()) if "value" in text)
    prompt = " ".join([data.get("prompt", ""), *texts])
    camera = _camera(next(iter(inputs.sockets.get("camera", ())), {}).get("data", {})) or data.get("camera")
    return Job(
        node_id=node_id,
        kind="shot",
        backend=pipeline.get("backend", "previs"),
        pipeline_id=pipeline.get("pipeline_id", "previs"),
        pipeline_version=pipeline.get("version", "1"),
        quality=data.get("quality", "standard"),
        seed=int(data.get("seed", 0)),
        parameters={
            "number": data.get("number", ""),
            "title": data.get("title", ""),
            "prompt": prompt.strip(),
            "negative_prompt": data.get("negative_prompt", ""),
            "size": data.get("size", "WIDE"),
            "camera": {**STILL, **(camera or {})},
            "duration": float(data.get("duration", 4.0)),
            "motion": float(data.get("motion", 0.5)),
            "dialogue": data.get("dialogue", ""),
            "rate": inputs.settings.get("rate", 24.0),
            "aspect_ratio": inputs.settings.get("aspect_ratio", "16:9"),
            "scene": dict(inputs.settings.get("scene", {})),
            **(_begins(before) if before else {}),
        },
        inputs={name: _given(name, values) for name, values in inputs.sockets.items()},
        node_type_version=NODE.version,
    )


def _given(name: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    # Of what this one begins from only that picture counts; a reference that has none yet says nothing.
    return [dict(value) for value in values if name != "references" or (file_of(value) and "frame" not in value)]


def _begins(value: Mapping[str, Any]) -> dict[str, Any]:
    """The picture that it begins from: the last of that clip, or the one that `first_frame_at` says."""
    at = {key: value[key] for key in ("frame", "start", "end") if key in value}
    return {"first_frame": file_of(value), **({"first_frame_at": at} if at != {"frame": -1} else {})}


def _camera(card: Mapping[str, Any]) -> dict[str, Any]:
    """What a wired camera card says beyond the shot's own: easing, key frames, lens. Empty where it says nothing."""
    said = {key: card[key] for key in ("easing", "keyframes", "lens") if card.get(key)}
    return {**CARD, **(card.get("camera") or {}), **said} if card else {}


NODE = NodeType(
    kind="shot",
    title="Shot",
    help="Prompt, people, place, camera and quality go in; Generate makes a take; the active take is the clip.",
    component="ShotNode",
    category="Film",
    icon="clapperboard",
    levels=(Level.PROJECT, Level.SCENE),
    container=Level.SHOT,
    width=300,
    inputs=(
        Socket("sequence_in", (SocketType.SEQUENCE,), "Previous"),
        Socket("environment", (SocketType.ENVIRONMENT,), "Place"),
        Socket("styles", (SocketType.STYLE,), "Styles", many=True),
        Socket("characters", (SocketType.CHARACTER,), "Characters", many=True),
        Socket("pipeline", (SocketType.PIPELINE,), "Pipeline"),
        Socket("camera", (SocketType.CAMERA,), "Camera"),
        Socket("references", (SocketType.IMAGE,), "References", many=True, reference=True),
        Socket("control", (SocketType.CONTROL_MAP,), "Control", reference=True),
        Socket("audio", (SocketType.AUDIO,), "Sound"),
        Socket("prompt_text", (SocketType.TEXT,), "Prompt text", many=True),
    ),
    outputs=(
        Socket("sequence_out", (SocketType.SEQUENCE,), "Next"),
        Socket("video", (SocketType.VIDEO,), "Clip"),
        Socket("last_frame", (SocketType.IMAGE,), "Last frame"),
    ),
    parameters=(
        line("number", "Number", limit=20),
        line("title", "Title"),
        prose("prompt", "Prompt", hint="What is seen and what happens, in plain words."),
        prose("negative_prompt", "Negative prompt", hint="What must not be seen."),
        choice("size", "Size", SIZES, default="WIDE", titles={size: size.capitalize() for size in SIZES}),
        QUALITY,
        seconds("duration", "Duration", 0.25, 120, default=4.0),
        number("motion", "Motion", 0, 1, default=0.5, step=0.01, control="slider"),
        record(
            "camera",
            "Camera",
            {
                "mode": {"type": "string", "enum": ["2d", "3d"]},
                "move": {"type": "string", "enum": list(MOVES)},
                "amount": {"type": "number", "minimum": 0, "maximum": 1},
            },
            STILL,
            control="camera",
        ),
        SEED,
        SEED_LOCKED,
        line("dialogue", "Spoken line", limit=2000),
        names("cast", "In the shot"),
        SOURCE,
        *COMMON,
    ),
    plan=plan,
)
