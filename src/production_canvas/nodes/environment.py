"""A location. Wired to a scene, it is the place of all its shots."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, COMMON, choice, line
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="environment",
    title="Place",
    help="A location. Wired to a scene, it is the place of all its shots.",
    component="AssetNode",
    category="Assets",
    icon="mountain",
    width=200,
    outputs=(Socket("environment", (SocketType.ENVIRONMENT,), "Place"),),
    parameters=(
        ASSET_ID,
        line("name", "Name"),
        line("place", "Place"),
        choice("int_ext", "INT/EXT", ("INT", "EXT", "INT/EXT"), default="EXT"),
        line("mood", "Mood"),
        line("time", "Time of day", limit=60),
        line("weather", "Weather", limit=60),
        choice("space", "Space", ("2d", "3d"), default="3d"),
        *COMMON,
    ),
)
