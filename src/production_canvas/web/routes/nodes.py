"""What a person asks of one node: read this script, break it down, generate."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, UploadFile

from production_canvas.errors import TooLarge
from production_canvas.protocol.operations import Identifier
from production_canvas.protocol.rest import BrokenDown, Task
from production_canvas.protocol.scripts import BreakDown, BringIn, Coverage, NodeLines, RevisionPreview, ScriptPage
from production_canvas.web.auth import MEMBER, CurrentActor, canvas_of

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
async def break_down(
    project_id: str, node_id: str, request: Request, actor: CurrentActor, body: BreakDown | None = None
) -> BrokenDown:
    """How many scenes were put on the canvas; while they come, `server:script_progress` tells. Again, after a new draft,
    brings that in; with nothing new it changes nothing.
    """
    shots_per_page = body.shots_per_page if body else None
    scripts = canvas_of(request).scripts
    return BrokenDown(total=await scripts.break_down(project_id, actor, node_id, shots_per_page=shots_per_page))


@router.delete("/breakdown", status_code=204)
async def stop_breakdown(project_id: str, node_id: str, request: Request, actor: CurrentActor) -> None:
    """Ends a running breakdown between two scenes; what is there stays, one step to undo."""
    await canvas_of(request).scripts.stop(project_id, actor, node_id)


@router.get("/revision", dependencies=[MEMBER])
async def revision(project_id: str, node_id: str, request: Request) -> RevisionPreview:
    """What the newest draft would do to the scenes and shots on the canvas."""
    return await canvas_of(request).scripts.revisions.preview(project_id, node_id)


@router.post("/revision")
async def bring_in(
    project_id: str, node_id: str, request: Request, actor: CurrentActor, body: BringIn | None = None
) -> BrokenDown:
    """Makes the canvas follow the newest draft, as one step: takes, wires and what people wrote stay."""
    told = body or BringIn()
    total = await canvas_of(request).scripts.bring_in(
        project_id, actor, node_id, draft=told.draft_id, shots_per_page=told.shots_per_page
    )
    return BrokenDown(total=total)


@router.get("/script", dependencies=[MEMBER])
async def script_page(
    project_id: str, node_id: str, request: Request, start: Annotated[int, Query(alias="from", ge=1)] = 1
) -> ScriptPage:
    """The text of the draft on the canvas, a thousand lines at a time."""
    return await canvas_of(request).scripts.lines.page(project_id, node_id, start)


@router.get("/coverage", dependencies=[MEMBER])
async def coverage(project_id: str, node_id: str, request: Request, scene: Identifier | None = None) -> Coverage:
    """Which lines of the script its shots show, which none does, and which shot shows what; with `scene` of that one."""
    return await canvas_of(request).scripts.lines.coverage(project_id, node_id, scene)


@router.get("/lines", dependencies=[MEMBER])
async def lines(project_id: str, node_id: str, request: Request) -> NodeLines:
    """The lines of the script that a shot or a scene comes from."""
    return await canvas_of(request).scripts.lines.of_node(project_id, node_id)


@router.post("/generate", status_code=202)
async def generate(project_id: str, node_id: str, request: Request, actor: CurrentActor) -> Task:
    """Queues the node's next take, behind all that is stale upstream."""
    return Task(task_id=await canvas_of(request).batch.start(project_id, actor, node_id))
