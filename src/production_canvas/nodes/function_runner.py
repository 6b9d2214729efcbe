"""A model behind a function runner, used directly."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, line, whole
from production_canvas.nodes.spec import NodeType
from production_canvas.nodes.workflows import INPUTS, OUTPUTS, parameters

NODE = NodeType(
    kind="function_runner",
    title="Function runner",
    help="Any model behind a function runner; its parameters become controls here.",
    component="WorkflowNode",
    category="Pipelines",
    icon="square-function",
    width=280,
    inputs=INPUTS,
    outputs=OUTPUTS,
    parameters=(
        *parameters(
            line("runner", "Runner", limit=64, hint="The name under which an administrator declared it."),
            line("version", "Version", limit=80, server=True),
            whole("time_limit", "Time limit", 1, 7200, default=600, unit="s"),
        ),
        *COMMON,
    ),
)
