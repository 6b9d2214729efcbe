"""The queue of a project, what people do with the jobs in it, and the workers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from production_canvas.protocol.queue import (
    BatchPlan,
    Cancelled,
    CancelMany,
    EndedJobs,
    LARGEST_PAGE,
    FindInQueue,
    GenerateMany,
    MoveInQueue,
    NewPriority,
    PauseQueue,
    QueuePage,
    WorkerRuns,
    WorkersUpdated,
)
from production_canvas.protocol.rest import Task
from production_canvas.services.batches import How
from production_canvas.web.auth import MEMBER, CurrentActor, CurrentUser, actor_of_job, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}", tags=["queue"])
jobs = APIRouter(prefix="/api/v1/executions/{task_id}", tags=["queue"])
workers = APIRouter(prefix="/api/v1/workers", tags=["queue"])

Offset = Annotated[int, Query(ge=0, lt=2**31)]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/queue", dependencies=[MEMBER])
async def page(
    project_id: str,
    request: Request,
    offset: Offset = 0,
    limit: PageSize = 100,
) -> QueuePage:
    """What waits and runs, in the order in which it will be made; `server:queue_updated` tells how it goes on."""
    return await canvas_of(request).queue.page(project_id, FindInQueue(offset=offset, limit=limit))


@router.post("/queue/find", dependencies=[MEMBER])
async def find(project_id: str, body: FindInQueue, request: Request) -> QueuePage:
    """The same of one person, one worker, or some nodes."""
    return await canvas_of(request).queue.page(project_id, body)


@router.get("/queue/ended", dependencies=[MEMBER])
async def ended(
    project_id: str,
    request: Request,
    offset: Offset = 0,
    limit: PageSize = 100,
) -> EndedJobs:
    """What failed or was cancelled in the last week, newest first."""
    return await canvas_of(request).queue.ended(project_id, offset=offset, limit=limit)


@router.post("/queue/pause", status_code=204)
async def pause_all(project_id: str, body: PauseQueue, request: Request, actor: CurrentActor) -> None:
    """Holds what waits and what will come: one's own, or the whole film's."""
    await canvas_of(request).queue.pause_all(project_id, actor, film=body.scope == "film", paused=True)


@router.post("/queue/resume", status_code=204)
async def resume_all(project_id: str, body: PauseQueue, request: Request, actor: CurrentActor) -> None:
    """Lets it go on."""
    await canvas_of(request).queue.pause_all(project_id, actor, film=body.scope == "film", paused=False)


@router.post("/generate", status_code=202)
async def generate_many(project_id: str, body: GenerateMany, request: Request, actor: CurrentActor) -> BatchPlan:
    """Queues what is stale or was never made of shots, scenes or the film, each after what it is made of."""
    how = How(anew=body.anew, priority=body.priority, quality=body.quality)
    return await canvas_of(request).batch.generate(project_id, actor, body.node_ids, how, dry_run=body.dry_run)


@router.post("/generate/cancel", status_code=202)
async def cancel_many(project_id: str, body: CancelMany, request: Request, actor: CurrentActor) -> Cancelled:
    """Stops those jobs at once, or asks those that run to; what is over already stays as it is."""
    return Cancelled(count=await canvas_of(request).generation.cancel_all(project_id, actor, body.task_ids))


@router.get("/workers/{name}/runs", dependencies=[MEMBER])
async def runs(project_id: str, name: str, request: Request) -> WorkerRuns:
    """What the worker did for this project in the last day."""
    return await canvas_of(request).queue.runs(project_id, name)


@workers.get("")
async def connected(request: Request, _user: CurrentUser) -> WorkersUpdated:
    """The workers that are connected."""
    return WorkersUpdated(workers=await canvas_of(request).queue.workers())


@jobs.put("/priority", status_code=204)
async def prioritise(task_id: str, body: NewPriority, request: Request, user: CurrentUser) -> None:
    """Raises or lowers a job that waits."""
    project_id, actor = await actor_of_job(task_id, request, user)
    await canvas_of(request).queue.prioritise(project_id, actor, task_id, body.priority)


@jobs.post("/move", status_code=204)
async def move(task_id: str, body: MoveInQueue, request: Request, user: CurrentUser) -> None:
    """Puts a waiting job right before or after another one of the same person."""
    project_id, actor = await actor_of_job(task_id, request, user)
    await canvas_of(request).queue.move(project_id, actor, task_id, before=body.before, after=body.after)


@jobs.post("/pause", status_code=204)
async def pause(task_id: str, request: Request, user: CurrentUser) -> None:
    """Holds a job that waits."""
    project_id, actor = await actor_of_job(task_id, request, user)
    await canvas_of(request).queue.pause(project_id, actor, task_id, paused=True)


@jobs.post("/resume", status_code=204)
async def resume(task_id: str, request: Request, user: CurrentUser) -> None:
    """Lets it go on."""
    project_id, actor = await actor_of_job(task_id, request, user)
    await canvas_of(request).queue.pause(project_id, actor, task_id, paused=False)


@jobs.post("/retry", status_code=202)
async def retry(task_id: str, request: Request, user: CurrentUser) -> Task:
    """Makes the very job that failed or was cancelled again: parameters, inputs and seed as they were."""
    project_id, actor = await actor_of_job(task_id, request, user)
    return Task(task_id=await canvas_of(request).queue.retry(project_id, actor, task_id))
