"""Pictures and clips in layers, one above the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from production_canvas.errors import NotRunnable
from production_canvas.nodes.parameters import COLOR, COMMON, QUALITY, RESOLUTIONS, choice, table
from production_canvas.nodes.rendered import job, wanted
from production_canvas.nodes.spec import Inputs, Job, NodeType, Parameter, Socket, SocketType

BLENDS = (
    "normal", "multiply", "screen", "overlay", "darken", "lighten", "dodge", "burn", "hardlight", "softlight",
    "difference", "exclusion", "addition", "subtract", "divide", "average", "negation", "grainmerge", "grainextract",
)  # fmt: skip
LAYERS = 32
LAYER: dict[str, dict[str, Any]] = {
    "order": {"type": "number", "minimum": -1e6, "maximum": 1e6, "default": 0},
    "name": {"type": "string", "maxLength": 80, "default": ""},
    "blend": {"type": "string", "enum": list(BLENDS), "default": "normal"},
    "opacity": {"type": "number", "minimum": 0, "maximum": 1, "default": 1},
    "x": {"type": "number", "minimum": -10, "maximum": 10, "default": 0},
    "y": {"type": "number", "minimum": -10, "maximum": 10, "default": 0},
    "scale": {"type": "number", "minimum": 0.01, "maximum": 100, "default": 1},
    "rotation": {"type": "number", "minimum": -360, "maximum": 360, "default": 0},
    "mask": {"type": "string", "maxLength": 64, "default": ""},
    "hidden": {"type": "boolean", "default": False},
}
"""`x` and `y` of the layer's centre from the picture's, in its width and height; `mask` is the wire that brings one."""
PICTURE = (SocketType.VIDEO, SocketType.IMAGE)

EMPTY = "A composite needs a picture or a clip at “Layers”."
DRAWN = ("blend", "opacity", "x", "y", "scale", "rotation")


def plan(node_id: str, inputs: Inputs) -> Job:
    """The layers that are seen, the lowest first, each with how many values it is made of and which of the masks it
    has; nothing in it names a wire.
    """
    layers = _by_wire(inputs, "layers")
    if not layers:
        raise NotRunnable(EMPTY)
    rows = {wire: _row(inputs.data["layers"].get(wire, {})) for wire in layers}
    seen = sorted((wire for wire in layers if not rows[wire]["hidden"]), key=lambda wire: rows[wire]["order"])
    if not seen:
        raise NotRunnable("Every layer of the composite is hidden.")
    masks = _by_wire(inputs, "masks")
    used = [wire for wire in dict.fromkeys(rows[each]["mask"] for each in seen) if wire in masks]
    numbers = {wire: number for number, wire in enumerate(used)}
    given = {
        "layers": tuple(value for wire in seen for value in layers[wire]),
        **({"masks": tuple(masks[wire][0] for wire in used)} if used else {}),
    }
    asked = {
        "layers": [
            {key: rows[wire][key] for key in DRAWN}
            | {"values": len(layers[wire]), "mask": numbers.get(rows[wire]["mask"])}
            for wire in seen
        ],
        **{key: inputs.data[key] for key in ("output_type", "resolution", "background")},
    }
    told = replace(inputs, sockets=given)
    for socket in given:
        wanted(told, socket, EMPTY)
    return job(NODE, node_id, told, asked)


def _by_wire(inputs: Inputs, socket: str) -> dict[str, list[dict[str, Any]]]:
    """What each wire brings, in the order of the wires."""
    found: dict[str, list[dict[str, Any]]] = {}
    for value in inputs.sockets.get(socket, ()):
        found.setdefault(value["wire"], []).append({key: each for key, each in value.items() if key != "wire"})
    return found


def _row(own: dict[str, Any]) -> dict[str, Any]:
    return {key: own.get(key, field["default"]) for key, field in LAYER.items()}


NODE = NodeType(
    kind="composite",
    title="Composite",
    help="Pictures and clips in layers: order, blend mode, opacity, place, size and a mask for each.",
    component="CompositeNode",
    category="Picture and sound",
    icon="layers",
    width=300,
    inputs=(
        Socket("layers", PICTURE, "Layers", many=True),
        Socket("masks", (SocketType.MASK,), "Masks", many=True),
    ),
    outputs=(Socket("result", PICTURE, "Composite", by="output_type"),),
    parameters=(
        table(
            "layers",
            "Layers",
            LAYER,
            limit=LAYERS,
            control="layers",
            hint="By the id of the wire that brings the layer; the lowest order lies at the bottom.",
        ),
        choice("output_type", "Gives", map(str, PICTURE), default="video"),
        choice("resolution", "Resolution", RESOLUTIONS, default="project", titles={"project": "As the film"}),
        Parameter("background", "Background", COLOR, None, control="color"),
        QUALITY,
        *COMMON,
    ),
    plan=plan,
)
