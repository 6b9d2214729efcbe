"""Pictures and clips in layers, one above the other."""

from __future__ import annotations

from production_canvas.nodes.parameters import COLOR, COMMON, RESOLUTIONS, choice, table
from production_canvas.nodes.spec import NodeType, Parameter, Socket, SocketType

BLENDS = (
    "normal", "multiply", "screen", "overlay", "darken", "lighten", "dodge", "burn", "hardlight", "softlight",
    "difference", "exclusion", "addition", "subtract", "divide", "average", "negation", "grainmerge", "grainextract",
)  # fmt: skip
LAYERS = 32
LAYER = {
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
        *COMMON,
    ),
)
