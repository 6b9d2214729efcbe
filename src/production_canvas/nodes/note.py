"""A note to the crew, stuck to the canvas."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, prose
from production_canvas.nodes.spec import NodeType

NODE = NodeType(
    kind="note",
    title="Note",
    help="A note to the crew.",
    component="GenericNode",
    category="Canvas",
    icon="sticky-note",
    parameters=(prose("text", "Text"), *COMMON),
)
