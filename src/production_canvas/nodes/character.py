"""A person of the film, wired to every shot they appear in."""

from __future__ import annotations

from production_canvas.nodes.parameters import ASSET_ID, ASSET_VERSION, COMMON, VOICES, choice, line, names, prose
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="character",
    title="Character",
    help="A person of the film, wired to every shot they appear in.",
    component="AssetNode",
    category="Assets",
    icon="user",
    width=200,
    outputs=(Socket("character", (SocketType.CHARACTER,), "Character"),),
    parameters=(
        ASSET_ID,
        ASSET_VERSION,
        line("name", "Name"),
        line("age", "Age", limit=40),
        line("role", "Role"),
        names("traits", "Traits", limit=40, letters=60, hint="Single words: stubborn, gentle, vain."),
        prose("personality", "Personality", hint="How they are: temper, habits, what they want."),
        line("look", "Look", limit=500, hint="What the camera sees of them."),
        choice("voice", "Voice", VOICES, default="narrator"),
        *COMMON,
    ),
)
