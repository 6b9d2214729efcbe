"""A location. Wired to a scene, it is the place of all its shots."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, ASSET_VERSION, COMMON, choice, flag, line, several
from production_canvas.nodes.spec import NodeType, Socket, SocketType

ANGLES = ("front", "left", "right", "reverse", "high", "low", "top")

NODE = NodeType(
    kind="environment",
    title="Place",
    help="A location. Wired to a scene, it is the place of all its shots.",
    component="AssetNode",
    category="Assets",
    icon="mountain",
    width=200,
    outputs=(
        Socket("environment", (SocketType.ENVIRONMENT,), "Place"),
        Socket("depth", (SocketType.CONTROL_MAP,), "Depth map"),
    ),
    parameters=(
        ASSET_ID,
        ASSET_VERSION,
        line("name", "Name"),
        line("place", "Place"),
        line("type", "Type", hint="What kind of place it is: harbour, flat, forest."),
        choice("int_ext", "INT/EXT", ("INT", "EXT", "INT/EXT"), default="EXT"),
        line("mood", "Mood"),
        line("time", "Time of day", limit=60),
        line("weather", "Weather", limit=60),
        choice("space", "Space", ("2d", "3d"), default="3d", titles={"2d": "2D", "3d": "3D"}),
        several("angles", "Angles", ANGLES, hint="The sides that there are of it; none chosen: all."),
        choice("angle", "Angle", ANGLES, default="front", hint="From which side the place is seen."),
        flag("depth_map", "Depth map", hint="Hands a map of its depth to what is wired to it."),
        flag("grid", "Reference grid", hint="Shows one metre squares on the ground."),
        *COMMON,
    ),
)
