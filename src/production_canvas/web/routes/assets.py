"""A project's library, and the team's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from pydantic import TypeAdapter
from starlette.responses import JSONResponse, Response

from production_canvas.errors import AssetMoved
from production_canvas.protocol.library import (
    AssetChange,
    AssetImpact,
    AssetProposal,
    AssetUsage,
    AssetVersion,
    NewAsset,
    TeamImpact,
    TeamUsage,
)
from production_canvas.protocol.messages import AssetRecord
from production_canvas.services.assets import FOUND_AT_MOST
from production_canvas.store.asset_search import Wanted
from production_canvas.web.auth import MEMBER, CurrentActor, CurrentUser, TeamActor, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}/assets", tags=["library"])
team = APIRouter(prefix="/api/v1/library/assets", tags=["library"])
T = TypeVar("T")
_RECORDS = TypeAdapter(Sequence[AssetRecord])
_USAGE = TypeAdapter(AssetUsage)
_IMPACT = TypeAdapter(AssetImpact)
_TEAM_USAGE = TypeAdapter(TeamUsage)
_TEAM_IMPACT = TypeAdapter(TeamImpact)
Short = Annotated[str | None, Query(max_length=60)]


def _wanted(
    *,
    kind: Short = None,
    tag: Short = None,
    folder: Short = None,
    archived: bool | None = None,
    limit: Annotated[int | None, Query(ge=1, le=FOUND_AT_MOST)] = None,
) -> Wanted:
    return Wanted(kind=kind, tag=tag, folder_id=folder, archived=archived, limit=limit)


Asked = Annotated[Wanted, Depends(_wanted)]
Typed = Annotated[str, Query(max_length=200)]


@router.get("", dependencies=[MEMBER], response_model=list[AssetRecord])
async def assets(project_id: str, request: Request, wanted: Asked, q: Typed = "") -> Response:
    """Characters, styles, places and media of the project and the team, by name; all, or what is asked for: `q` words
    of name, tags and traits, `kind`, `tag`, `folder` (empty: the top; with `q` all that is in it), `archived`.
    """
    return await _told(_RECORDS, await canvas_of(request).assets.listed(project_id, q, wanted))


@router.post("", status_code=201)
async def create(project_id: str, body: NewAsset, request: Request, actor: CurrentActor) -> AssetRecord:
    """A new character, style or place."""
    return await canvas_of(request).assets.create(project_id, actor, body)


@router.patch("/{asset_id}", response_model=AssetRecord)
async def change(
    project_id: str, asset_id: str, body: AssetChange, request: Request, actor: CurrentActor
) -> AssetRecord | JSONResponse:
    """The asset with what the body sets; 409 with the newer asset where it is not at `expected_version`. `then`: its
    shots are stale, are queued anew, or their cards keep the version before.
    """
    try:
        return await canvas_of(request).impact.change(project_id, actor, asset_id, body)
    except AssetMoved as error:
        return _moved(error)


@router.get("/{asset_id}/versions", dependencies=[MEMBER])
async def versions(project_id: str, asset_id: str, request: Request) -> list[AssetVersion]:
    """Every version of the asset, newest first."""
    return list(await canvas_of(request).assets.versions(project_id, asset_id))


@router.post("/{asset_id}/versions/{version}/restore")
async def restore(
    project_id: str, asset_id: str, version: int, request: Request, actor: CurrentActor
) -> AssetRecord:
    """The asset as it was at that version, as a new version."""
    return await canvas_of(request).impact.restore(project_id, actor, asset_id, version)


@router.get("/{asset_id}/usage", dependencies=[MEMBER], response_model=AssetUsage)
async def usage(project_id: str, asset_id: str, request: Request) -> Response:
    """Where the asset is used in the film, over all levels: nodes, shots, scenes, takes, seconds."""
    return await _told(_USAGE, await canvas_of(request).usage.of_asset(project_id, asset_id))


@router.post("/{asset_id}/impact", dependencies=[MEMBER], response_model=AssetImpact)
async def impact(project_id: str, asset_id: str, body: AssetProposal, request: Request) -> Response:
    """Which shots a change would make stale, and how long making them anew takes; nothing is changed."""
    return await _told(_IMPACT, await canvas_of(request).impact.preview(project_id, asset_id, body))


@router.post("/{asset_id}/share")
async def share(project_id: str, asset_id: str, request: Request, actor: CurrentActor) -> AssetRecord:
    """The asset, from now on the team's."""
    return await canvas_of(request).assets.share(project_id, actor, asset_id)


@router.post("/{asset_id}/copy", status_code=201)
async def copy(project_id: str, asset_id: str, request: Request, actor: CurrentActor) -> AssetRecord:
    """A copy of the asset for the project alone."""
    return await canvas_of(request).assets.copy(project_id, actor, asset_id)


@team.get("", response_model=list[AssetRecord])
async def team_assets(request: Request, _user: CurrentUser, wanted: Asked, q: Typed = "") -> Response:
    """The team's assets by name; asked for as a project's are."""
    return await _told(_RECORDS, await canvas_of(request).assets.listed(None, q, wanted))


@team.post("", status_code=201)
async def create_for_team(body: NewAsset, request: Request, actor: TeamActor) -> AssetRecord:
    """A new character, style or place of the team's."""
    return await canvas_of(request).assets.create(None, actor, body)


@team.patch("/{team_asset_id}", response_model=AssetRecord)
async def change_for_team(
    team_asset_id: str, body: AssetChange, request: Request, actor: TeamActor
) -> AssetRecord | JSONResponse:
    """The team's asset with what the body sets; 409 with the newer asset where it is not at `expected_version`."""
    try:
        return await canvas_of(request).impact.change_for_team(actor, team_asset_id, body)
    except AssetMoved as error:
        return _moved(error)


@team.get("/{team_asset_id}/versions")
async def team_versions(team_asset_id: str, request: Request, _user: CurrentUser) -> list[AssetVersion]:
    """Every version of the team's asset, newest first."""
    return list(await canvas_of(request).assets.versions(None, team_asset_id))


@team.get("/{team_asset_id}/usage", response_model=TeamUsage)
async def team_usage(team_asset_id: str, request: Request, user: CurrentUser) -> Response:
    """Where the team's asset is used, by film; those that the asker does not see are one number."""
    return await _told(_TEAM_USAGE, await canvas_of(request).everywhere.usage(user, team_asset_id))


@team.post("/{team_asset_id}/impact", response_model=TeamImpact)
async def team_impact(team_asset_id: str, body: AssetProposal, request: Request, user: CurrentUser) -> Response:
    """Which shots of which films a change would make stale; nothing is changed."""
    return await _told(_TEAM_IMPACT, await canvas_of(request).everywhere.impact(user, team_asset_id, body))


@team.post("/{team_asset_id}/versions/{version}/restore")
async def restore_for_team(team_asset_id: str, version: int, request: Request, actor: TeamActor) -> AssetRecord:
    """The team's asset as it was at that version, as a new version."""
    return await canvas_of(request).impact.restore(None, actor, team_asset_id, version)


async def _told(kind: TypeAdapter[T], value: T) -> Response:
    """The value as JSON, written beside the loop: it may have ten thousand parts."""
    return Response(await asyncio.to_thread(kind.dump_json, value), media_type="application/json")


def _moved(error: AssetMoved) -> JSONResponse:
    assert isinstance(error.asset, AssetRecord)
    told = {"error": {"code": error.code, "detail": str(error)}, "asset": error.asset.model_dump(mode="json")}
    return JSONResponse(told, status_code=error.status)
