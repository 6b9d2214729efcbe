"""A Wan2GP model used directly."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, line, seconds, whole
from production_canvas.nodes.spec import NodeType
from production_canvas.nodes.workflows import INPUTS, OUTPUTS, parameters

NODE = NodeType(
    kind="wan2gp",
    title="Wan2GP",
    help="A model of Wan2GP used directly; the quality tier picks model, size and steps unless they are set here.",
    component="WorkflowNode",
    category="Pipelines",
    icon="wand-sparkles",
    width=280,
    inputs=INPUTS,
    outputs=OUTPUTS,
    parameters=(
        *parameters(
            line("model", "Model", limit=120, hint="Empty: the tier's own."),
            choice(
                "resolution",
                "Resolution",
                ("tier", "832x480", "1280x720", "1920x1080"),
                default="tier",
                titles={"tier": "By tier"},
            ),
            whole("steps", "Steps", 0, 100, default=0, hint="0: the tier's own."),
            seconds("duration", "Duration", 0.25, 60, default=4),
        ),
        *COMMON,
    ),
)
