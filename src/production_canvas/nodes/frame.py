"""A titled backdrop that carries what lies on it."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, IDENTIFIER, line, number
from production_canvas.nodes.spec import NodeType, Parameter

HELD = {"type": "array", "maxItems": 2000, "uniqueItems": True, "items": {"type": "string", "pattern": IDENTIFIER}}

NODE = NodeType(
    kind="frame",
    title="Frame",
    help="A titled backdrop; moved, it takes along what lies wholly on it, and folded it hides it.",
    component="FrameNode",
    category="Canvas",
    icon="frame",
    width=600,
    parameters=(
        line("title", "Title"),
        number("width", "Width", 80, 100_000, default=600, unit="px", step=8),
        number("height", "Height", 80, 100_000, default=400, unit="px", step=8),
        Parameter("holds", "Holds", HELD, [], help="What is folded away in it.", control="hidden"),
        *COMMON,
    ),
)
