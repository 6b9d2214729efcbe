"""A screenplay: read it, see what is in it, break it down to scenes and shots."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, count, line, names
from production_canvas.nodes.spec import Level, NodeType, Parameter, Socket, SocketType

STATES = ["empty", "read", "breaking_down", "broken_down", "failed", "stopped"]

NODE = NodeType(
    kind="script",
    title="Script",
    help=(
        "Drop a Fountain, Final Draft or plain text screenplay here. Break Down to Shots puts its scenes and shots on"
        " the canvas; a new draft dropped on it later is brought in scene by scene, and takes survive."
    ),
    component="ScriptNode",
    category="Film",
    icon="scroll-text",
    levels=(Level.PROJECT,),
    width=320,
    outputs=(
        Socket("sequence_out", (SocketType.SEQUENCE,), "Scenes"),
        Socket("text", (SocketType.TEXT,), "Text"),
    ),
    parameters=(
        line("title", "Title"),
        line("asset_id", "Script file", limit=64, server=True),
        line("file_name", "File", server=True),
        line("format", "Format", limit=20, server=True),
        count("scenes", "Scenes"),
        Parameter("pages", "Pages", {"type": "number", "minimum": 0, "maximum": 1_000_000}, 0, server=True),
        names("characters", "Characters", server=True),
        names("locations", "Places", server=True),
        choice(
            "density",
            "Shots",
            ("few", "normal", "many"),
            default="normal",
            hint="Four, seven or twelve shots a page.",
        ),
        count("pending", "Scenes to bring in"),
        line("draft_id", "Draft on the canvas", limit=64, server=True),
        Parameter("status", "Breakdown", {"type": "string", "enum": STATES}, "empty", server=True),
        *COMMON,
    ),
)
