"""A ComfyUI workflow used directly."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, line
from production_canvas.nodes.spec import NodeType
from production_canvas.nodes.workflows import INPUTS, OUTPUTS, WORKFLOW_ID, WORKFLOW_NAME, parameters

NODE = NodeType(
    kind="comfyui_workflow",
    title="ComfyUI workflow",
    help="A ComfyUI workflow used directly, with the parameters that were chosen to be shown.",
    component="WorkflowNode",
    category="Pipelines",
    icon="network",
    width=280,
    inputs=INPUTS,
    outputs=OUTPUTS,
    parameters=(
        *parameters(WORKFLOW_ID, WORKFLOW_NAME, line("version", "Version", limit=40, server=True)),
        *COMMON,
    ),
)
