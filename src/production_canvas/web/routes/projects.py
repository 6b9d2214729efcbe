"""Projects, their people, and where each person is in them."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from production_canvas.errors import GraphMoved
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.state import Graph
from production_canvas.protocol.messages import Viewport
from production_canvas.protocol.operations import GraphRecord
from production_canvas.protocol.rest import (
    MemberRecord,
    NewMember,
    NewProject,
    NodeRuntime,
    Page,
    PlaceBody,
    ProjectGraph,
    ProjectLine,
    ProjectMade,
    ProjectRecord,
    ReplaceGraph,
    Saved,
)
from production_canvas.services.projects import Listed
from production_canvas.store.places import Place
from production_canvas.store.projects import Member, Project
from production_canvas.web.auth import MEMBER, CurrentActor, CurrentUser, canvas_of
from production_canvas.web.routes.session import user_record

# Nodes of a film, or of a level of a larger one, that come with the page.
WHOLE_PAGE = 1000
# Pixels of a usual window.
WINDOW = (1600, 900)
router = APIRouter(prefix="/api/v1/projects", tags=["projects"])


@router.get("")
async def projects(request: Request, user: CurrentUser) -> list[ProjectLine]:
    """The signed-in user's projects, latest change first."""
    return [_line(listed) for listed in await canvas_of(request).projects.list(user)]


@router.post("", status_code=201)
async def create(body: NewProject, request: Request, user: CurrentUser) -> ProjectMade:
    """A new, empty project; whoever makes it owns it."""
    project = await canvas_of(request).projects.create(user, body.name)
    return ProjectMade(id=project.id, name=project.name)


@router.get("/{project_id}", dependencies=[MEMBER])
async def project_graph(project_id: str, request: Request) -> ProjectGraph:
    """The project's graph as it is now."""
    return ProjectGraph(id=project_id, graph=await _graph(project_id, request))


@router.put("/{project_id}", response_model=Saved)
async def replace(project_id: str, body: ReplaceGraph, request: Request, actor: CurrentActor) -> Saved | JSONResponse:
    """Saves a changed graph as its difference to the stored one, or answers 409 with what happened since `version`."""
    sync = canvas_of(request).sync
    nodes = [Node.read(node.model_dump()) for node in body.graph.nodes]
    edges = [Edge.read(edge.model_dump()) for edge in body.graph.edges]
    try:
        wanted = Graph("", "", body.version, nodes, edges, body.graph.settings)
        await sync.replace(project_id, actor, wanted, body.version)
    except GraphMoved as error:
        batches = [asdict(row) for row in await sync.since(project_id, body.version)]
        told = {"error": {"code": error.code, "detail": str(error)}, "version": error.version, "batches": batches}
        return JSONResponse(told, status_code=error.status)
    return Saved()


@router.get("/{project_id}/page")
async def page(project_id: str, request: Request, user: CurrentUser, actor: CurrentActor) -> Page:
    """All that the canvas shows at first, gathered in one answer."""
    canvas = canvas_of(request)
    runtime = await canvas.generation.runtime_by_node(project_id)
    place = await canvas.projects.place(project_id, actor)
    # The graph comes last: what happens meanwhile reaches the browser as operations on this version.
    return Page(
        project=_record(await canvas.projects.get(project_id)),
        user=user_record(user),
        role=actor.role,
        runtime={node_id: NodeRuntime.model_validate(state) for node_id, state in runtime.items()},
        takes=await canvas.generation.takes_by_node(project_id),
        assets=list(await canvas.assets.of_project(project_id)),
        members=[_member(member) for member in await canvas.projects.members(project_id)],
        place=_place(place),
        graph=await _first_graph(project_id, request, place),
    )


@router.put("/{project_id}/place", status_code=204)
async def leave_at(project_id: str, body: PlaceBody, request: Request, actor: CurrentActor) -> None:
    """Keeps level and view for this user's next visit."""
    await canvas_of(request).projects.leave_at(project_id, actor, Place(body.level, body.viewport.model_dump()))


@router.get("/{project_id}/members", dependencies=[MEMBER])
async def members(project_id: str, request: Request) -> list[MemberRecord]:
    """Everybody of the project, first come first."""
    return [_member(member) for member in await canvas_of(request).projects.members(project_id)]


@router.post("/{project_id}/members")
async def put_member(project_id: str, body: NewMember, request: Request, actor: CurrentActor) -> list[MemberRecord]:
    """The members once the account of that mail has that role."""
    changed = await canvas_of(request).projects.put_member(project_id, actor, body.email, body.role)
    return [_member(member) for member in changed]


async def _graph(project_id: str, request: Request) -> GraphRecord:
    graph = await canvas_of(request).sync.graph(project_id)
    return GraphRecord.model_validate(graph.record())


async def _first_graph(project_id: str, request: Request, place: Place | None) -> GraphRecord:
    """The graph, or of a large one what is looked at, without an epoch: its rest is asked for through the socket."""
    graph = await canvas_of(request).sync.graph(project_id)
    if len(graph.nodes) <= WHOLE_PAGE:
        return GraphRecord.model_validate(graph.record())
    level = place.level if place and place.level in graph.nodes else None
    view = place.viewport if place and place.level == level else {"x": 0, "y": 0, "zoom": 1}
    # How large the window is only the browser knows.
    middle = ((WINDOW[0] / 2 - view["x"]) / view["zoom"], (WINDOW[1] / 2 - view["y"]) / view["zoom"])
    return GraphRecord.model_validate(graph.part(level, middle, WHOLE_PAGE).record() | {"epoch": ""})


def _line(listed: Listed) -> ProjectLine:
    poster = listed.poster_asset_id
    return ProjectLine(
        id=listed.id,
        name=listed.name,
        role=listed.role,
        scenes=listed.scenes,
        shots=listed.shots,
        takes=listed.takes,
        people=listed.people,
        updated_at=listed.updated_at.isoformat(),
        poster_url=f"/files/{poster}/poster" if poster else None,
    )


def _record(project: Project) -> ProjectRecord:
    return ProjectRecord(id=project.id, name=project.name, rate=project.rate, aspect_ratio=project.aspect_ratio)


def _member(member: Member) -> MemberRecord:
    return MemberRecord(id=member.user_id, name=member.name, color=member.color, role=member.role)


def _place(place: Place | None) -> PlaceBody | None:
    return PlaceBody(level=place.level, viewport=Viewport.model_validate(place.viewport)) if place else None
