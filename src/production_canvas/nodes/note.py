"""A note to the crew, stuck to the canvas."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, number, prose
from production_canvas.nodes.spec import NodeType

NODE = NodeType(
    kind="note",
    title="Note",
    help="A note to the crew, in Markdown.",
    component="NoteNode",
    category="Canvas",
    icon="sticky-note",
    width=240,
    parameters=(
        prose("text", "Text", hint="Markdown: **bold**, lists, links."),
        number("width", "Width", 120, 1200, default=240, unit="px", step=8),
        number("height", "Height", 80, 1200, default=180, unit="px", step=8),
        *COMMON,
    ),
)
