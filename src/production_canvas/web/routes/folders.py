"""Folders of a project's library, and of the team's."""

from __future__ import annotations

from fastapi import APIRouter, Request

from production_canvas.protocol.library import FolderChange, NewFolder
from production_canvas.protocol.messages import AssetFolder
from production_canvas.web.auth import MEMBER, CurrentActor, CurrentUser, TeamActor, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}/asset-folders", tags=["library"])
team = APIRouter(prefix="/api/v1/library/asset-folders", tags=["library"])


@router.get("", dependencies=[MEMBER])
async def folders(project_id: str, request: Request) -> list[AssetFolder]:
    """All folders of the project, by name."""
    return list(await canvas_of(request).folders.of_project(project_id))


@router.post("", status_code=201)
async def create(project_id: str, body: NewFolder, request: Request, actor: CurrentActor) -> AssetFolder:
    """A new folder, at most eight deep."""
    return await canvas_of(request).folders.create(project_id, actor, body)


@router.patch("/{folder_id}")
async def change(
    project_id: str, folder_id: str, body: FolderChange, request: Request, actor: CurrentActor
) -> AssetFolder:
    """The folder with its new name and place."""
    return await canvas_of(request).folders.change(project_id, actor, folder_id, body)


@router.delete("/{folder_id}", status_code=204)
async def remove(project_id: str, folder_id: str, request: Request, actor: CurrentActor) -> None:
    """Removes the folder; what is in it moves to where it stood."""
    await canvas_of(request).folders.remove(project_id, actor, folder_id)


@team.get("")
async def team_folders(request: Request, _user: CurrentUser) -> list[AssetFolder]:
    """All folders of the team's library, by name."""
    return list(await canvas_of(request).folders.of_project(None))


@team.post("", status_code=201)
async def create_for_team(body: NewFolder, request: Request, actor: TeamActor) -> AssetFolder:
    """A new folder of the team's, at most eight deep."""
    return await canvas_of(request).folders.create(None, actor, body)


@team.patch("/{team_folder_id}")
async def change_for_team(team_folder_id: str, body: FolderChange, request: Request, actor: TeamActor) -> AssetFolder:
    """The team's folder with its new name and place."""
    return await canvas_of(request).folders.change(None, actor, team_folder_id, body)


@team.delete("/{team_folder_id}", status_code=204)
async def remove_for_team(team_folder_id: str, request: Request, actor: TeamActor) -> None:
    """Removes a folder of the team's; what is in it moves to where it stood."""
    await canvas_of(request).folders.remove(None, actor, team_folder_id)
