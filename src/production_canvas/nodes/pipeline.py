"""How shots are made: backend, workflow, version. It calls nothing itself; it gives its pipeline_id to shots."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, line, values
from production_canvas.nodes.spec import NodeType, Socket, SocketType
from production_canvas.nodes.workflows import GIVEN, WORKFLOW_ID, WORKFLOW_NAME

BACKENDS = {
    "previs": "Previs, built in",
    "comfyui": "ComfyUI",
    "wan2gp": "Wan2GP",
    "function_runner": "Function runner",
}

NODE = NodeType(
    kind="pipeline",
    title="Pipeline",
    help="The backend and version that make the shots wired to it; without one, the built-in previs does.",
    component="PipelineNode",
    category="Pipelines",
    icon="workflow",
    width=240,
    inputs=(Socket("parameters", (SocketType.TEXT, SocketType.NUMBER, SocketType.BOOLEAN), "Parameters", many=True),),
    outputs=(Socket("pipeline", (SocketType.PIPELINE,), "Pipeline"),),
    parameters=(
        line("name", "Name", default="Previs"),
        choice("backend", "Backend", BACKENDS, default="previs", titles=BACKENDS),
        line("pipeline_id", "Pipeline", default="previs", limit=64),
        line("version", "Version", default="1", limit=40, control="version"),
        WORKFLOW_ID,
        WORKFLOW_NAME,
        values("values", "Settings", hint="What the workflow lets people set, by name."),
        choice("output_type", "Makes", map(str, GIVEN), default="video"),
        *COMMON,
    ),
)
