"""The past of a film: its batches, any version, the difference of two, the way back, versions with names."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from production_canvas.protocol.operations import Identifier, Version
from production_canvas.protocol.rest import (
    GraphChanges,
    HistoryEntry,
    HistoryPage,
    NamedVersion,
    NameVersion,
    PersonMark,
    Reached,
    RestoreNode,
    RollBack,
    TouchedRecord,
    VersionGraph,
)
from production_canvas.store.history import Entry, Named, Person
from production_canvas.web.auth import MEMBER, CurrentActor, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}", tags=["history"])

KINDS = ("added", "removed", "moved", "changed", "settings")


@router.get("/history", dependencies=[MEMBER])
async def entries(
    project_id: str,
    request: Request,
    before: Version | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    node_id: Identifier | None = None,
) -> HistoryPage:
    """Who did what and when, newest first: the batches before a version, of one node where it is named."""
    history = canvas_of(request).history
    page = await history.entries(project_id, before=before, limit=limit, node_id=node_id)
    return HistoryPage(entries=[_entry(entry) for entry in page.entries], before=page.before)


@router.get("/history/{version}", dependencies=[MEMBER], response_model=VersionGraph)
async def graph(project_id: str, version: Version, request: Request) -> Response:
    """The graph as it was at that version."""
    found = await canvas_of(request).history.graph(project_id, version)
    return await _large({"graph": found.record()})


@router.get("/diff", dependencies=[MEMBER], response_model=GraphChanges)
async def diff(
    project_id: str, request: Request, start: Annotated[Version, Query(alias="from")], to: Version
) -> Response:
    """What is different at version `to` from version `from`; either may be the later one."""
    found = await canvas_of(request).history.changes(project_id, start, to)
    return await _large({"from": start, "to": to, **found})


@router.post("/rollback")
async def roll_back(project_id: str, body: RollBack, request: Request, actor: CurrentActor) -> Reached:
    """Makes the graph hold what it held at that version, as a new batch that can be undone."""
    history = canvas_of(request).history
    return Reached(version=await history.roll_back(project_id, actor, body.version, body.client_op_id))


@router.post("/nodes/{node_id}/restore")
async def restore(
    project_id: str, node_id: str, request: Request, actor: CurrentActor, body: RestoreNode | None = None
) -> Reached:
    """Brings one node back as it was at that version, or as it was just before it was removed."""
    version = body.version if body else None
    return Reached(version=await canvas_of(request).history.restore(project_id, actor, node_id, version))


@router.post("/versions", status_code=201)
async def name_version(project_id: str, body: NameVersion, request: Request, actor: CurrentActor) -> NamedVersion:
    """Gives a version a name and keeps it at hand from now on."""
    return _named(await canvas_of(request).history.name(project_id, actor, body.name, body.version))


@router.get("/versions", dependencies=[MEMBER])
async def named_versions(project_id: str, request: Request) -> list[NamedVersion]:
    """The versions with a name, newest first."""
    return [_named(named) for named in await canvas_of(request).history.named(project_id)]


@router.delete("/versions/{version}", status_code=204)
async def forget_name(project_id: str, version: Version, request: Request, actor: CurrentActor) -> None:
    """Takes a version's name away; the version stays in the history."""
    await canvas_of(request).history.forget_name(project_id, actor, version)


async def _large(record: dict[str, Any]) -> Response:
    # A film of 10,000 nodes: made in a thread, as it stands, so that nobody's edit waits for it.
    return Response(await asyncio.to_thread(orjson.dumps, record), media_type="application/json")


def _entry(entry: Entry) -> HistoryEntry:
    touched = entry.touched
    return HistoryEntry(
        version=entry.version,
        user=_person(entry.person),
        created_at=entry.created_at.isoformat(),
        label=entry.label,
        result=entry.result,
        undo_of=entry.undo_of,
        step=entry.step,
        name=entry.version_name,
        touched=TouchedRecord(
            **{kind: touched[kind].ids if kind in touched else [] for kind in KINDS},
            wires=touched["wires"].count if "wires" in touched else 0,
            counts={kind: touched[kind].count for kind in KINDS if kind in touched},
        ),
    )


def _person(person: Person) -> PersonMark:
    return PersonMark(id=person.id, name=person.name, color=person.color)


def _named(named: Named) -> NamedVersion:
    return NamedVersion(
        version=named.version,
        name=named.name,
        user=_person(named.person) if named.person else None,
        created_at=named.named_at.isoformat(),
    )
