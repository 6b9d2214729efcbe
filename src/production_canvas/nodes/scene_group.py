"""A scene: holds its shots; what is wired to it reaches every shot inside."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, SOURCE, line, prose, whole
from production_canvas.nodes.spec import Level, NodeType, Socket, SocketType

NODE = NodeType(
    kind="scene_group",
    title="Scene",
    help="A scene or an act. Enter it for its shots; its place and style apply to each that has none of its own.",
    component="SceneGroupNode",
    category="Film",
    icon="film",
    levels=(Level.PROJECT, Level.SCENE),
    container=Level.SCENE,
    width=300,
    inputs=(
        Socket("sequence_in", (SocketType.SEQUENCE,), "Previous"),
        Socket(
            "assets",
            (SocketType.ENVIRONMENT, SocketType.STYLE, SocketType.CHARACTER),
            "Place, style, people",
            many=True,
        ),
    ),
    outputs=(Socket("sequence_out", (SocketType.SEQUENCE,), "Next"),),
    parameters=(
        line("number", "Number", limit=20),
        line("title", "Heading", limit=300),
        prose("synopsis", "Synopsis"),
        line("int_ext", "INT/EXT", limit=20),
        line("place", "Place"),
        line("time", "Time of day", limit=60),
        whole("eighths", "Length", 0, 100_000, default=0, unit="⅛ page"),
        SOURCE,
        *COMMON,
    ),
)
