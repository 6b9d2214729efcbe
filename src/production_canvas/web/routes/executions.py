"""Work on its way, and the takes it made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from production_canvas.protocol.operations import Identifier
from production_canvas.protocol.rest import GenerateShot, Takes, Task
from production_canvas.protocol.reviewing import TakeDetail, TakesDifference
from production_canvas.services.reviewing import MOST, NOW
from production_canvas.web.auth import MEMBER, CurrentActor, CurrentUser, actor_of_job, canvas_of

router = APIRouter(prefix="/api/v1", tags=["executions"])


@router.post("/tasks/generate_shot", status_code=202)
async def generate_shot(body: GenerateShot, request: Request, user: CurrentUser) -> Task:
    """Queues the next take of the node that `node_data` names."""
    canvas = canvas_of(request)
    asked = body.node_data
    actor = await canvas.projects.actor(asked.project_id, user)
    return Task(task_id=await canvas.batch.start(asked.project_id, actor, asked.node_id))


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
    await canvas.staleness.activated(project_id, [records[0].node_id])
    return Takes(takes=records)


@router.get("/projects/{project_id}/takes/{take_id}", dependencies=[MEMBER])
async def take(project_id: str, take_id: str, request: Request) -> TakeDetail:
    """The whole job of the take: what it was made of, by whom, where and how long."""
    return await canvas_of(request).reviewing.detail(project_id, take_id)


@router.get("/projects/{project_id}/takes/{take_id}/difference", dependencies=[MEMBER])
async def difference(
    project_id: str,
    take_id: str,
    request: Request,
    beside: Annotated[list[Identifier] | None, Query(alias="with", max_length=MOST - 1)] = None,
) -> TakesDifference:
    """What differs between the take and its node as it stands, or between it and up to three others of the node."""
    return await canvas_of(request).reviewing.difference(project_id, [take_id, *(beside or [NOW])])


@router.post("/projects/{project_id}/takes/{take_id}/remake", status_code=202)
async def remake(project_id: str, take_id: str, request: Request, actor: CurrentActor) -> Task:
    """Makes the very job of the take again: inputs, parameters, seed and slate as they were."""
    return Task(task_id=await canvas_of(request).reviewing.remake(project_id, actor, take_id))
