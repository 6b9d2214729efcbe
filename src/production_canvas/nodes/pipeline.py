"""How shots are made: backend, workflow, version. It calls nothing itself; it gives its pipeline_id to shots."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, line
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="pipeline",
    title="Pipeline",
    help="The backend and version that make the shots wired to it; without one, the built-in previs does.",
    component="PipelineNode",
    category="Pipelines",
    icon="workflow",
    width=240,
    outputs=(Socket("pipeline", (SocketType.PIPELINE,), "Pipeline"),),
    parameters=(
        line("name", "Name", default="Previs"),
        choice("backend", "Backend", ("previs",), default="previs"),
        line("pipeline_id", "Pipeline", default="previs", limit=64),
        choice("version", "Version", ("1",), default="1"),
        *COMMON,
    ),
)
