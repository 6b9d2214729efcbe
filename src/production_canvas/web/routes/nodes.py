"""What a person asks of one node: read this script, break it down, generate."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, UploadFile

from production_canvas.errors import TooLarge
from production_canvas.protocol.rest import BrokenDown, Task
from production_canvas.web.auth import CurrentActor, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}/nodes/{node_id}", tags=["nodes"])


@router.post("/script")
async def upload_script(
    project_id: str, node_id: str, file: UploadFile, request: Request, actor: CurrentActor
) -> dict[str, Any]:
    """What the screenplay holds: title, format, scenes, pages, characters, locations."""
    canvas = canvas_of(request)
    content = await file.read(canvas.settings.upload_limit + 1)
    if len(content) > canvas.settings.upload_limit:
        raise TooLarge(f"A script has at most {canvas.settings.upload_limit // (1024 * 1024)} MB.")
    return await canvas.scripts.upload(project_id, actor, node_id, file.filename or "script.fountain", content)


@router.post("/breakdown", status_code=202)
async def break_down(project_id: str, node_id: str, request: Request, actor: CurrentActor) -> BrokenDown:
    """How many scenes were put on the canvas; while they come, `server:script_progress` tells."""
    return BrokenDown(total=await canvas_of(request).scripts.break_down(project_id, actor, node_id))


@router.post("/generate", status_code=202)
async def generate(project_id: str, node_id: str, request: Request, actor: CurrentActor) -> Task:
    """Queues the node's next take."""
    return Task(task_id=await canvas_of(request).generation.start(project_id, actor, node_id))
