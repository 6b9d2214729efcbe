"""Work on its way, and the takes it made."""

from __future__ import annotations

from fastapi import APIRouter, Request

from production_canvas.protocol.rest import GenerateShot, Takes, Task
from production_canvas.web.auth import CurrentActor, CurrentUser, actor_of_job, canvas_of

router = APIRouter(prefix="/api/v1", tags=["executions"])


@router.post("/tasks/generate_shot", status_code=202)
async def generate_shot(body: GenerateShot, request: Request, user: CurrentUser) -> Task:
    """Queues the next take of the node that `node_data` names."""
    canvas = canvas_of(request)
    asked = body.node_data
    actor = await canvas.projects.actor(asked.project_id, user)
    return Task(task_id=await canvas.generation.start(asked.project_id, actor, asked.node_id))


@router.post("/executions/{task_id}/cancel", status_code=202)
async def cancel(task_id: str, request: Request, user: CurrentUser) -> Task:
    """Asks the execution to stop; the canvas tells when it has."""
    project_id, actor = await actor_of_job(task_id, request, user)
    await canvas_of(request).generation.cancel(project_id, actor, task_id)
    return Task(task_id=task_id)


@router.post("/projects/{project_id}/takes/{take_id}/activate")
async def activate(project_id: str, take_id: str, request: Request, actor: CurrentActor) -> Takes:
    """The node's takes with that one active."""
    canvas = canvas_of(request)
    records = list(await canvas.generation.activate(project_id, actor, take_id))
    await canvas.staleness.activated(project_id, records[0].node_id)
    return Takes(takes=records)
