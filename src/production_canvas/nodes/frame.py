"""A titled backdrop that carries what lies on it."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, line, number
from production_canvas.nodes.spec import NodeType

NODE = NodeType(
    kind="frame",
    title="Frame",
    help="A titled backdrop; moved, it takes along what lies wholly on it.",
    component="FrameNode",
    category="Canvas",
    icon="frame",
    width=600,
    parameters=(
        line("title", "Title"),
        number("width", "Width", 80, 100_000, default=600, unit="px", step=8),
        number("height", "Height", 80, 100_000, default=400, unit="px", step=8),
        *COMMON,
    ),
)
