"""A project's library."""

from __future__ import annotations

from fastapi import APIRouter, Request

from production_canvas.protocol.messages import AssetRecord
from production_canvas.protocol.rest import AssetChange
from production_canvas.web.auth import MEMBER, CurrentActor, canvas_of

router = APIRouter(prefix="/api/v1/projects/{project_id}/assets", tags=["assets"])


@router.get("", dependencies=[MEMBER])
async def assets(project_id: str, request: Request) -> list[AssetRecord]:
    """Characters, styles, environments and media of the project by name."""
    return list(await canvas_of(request).assets.of_project(project_id))


@router.patch("/{asset_id}")
async def change(
    project_id: str, asset_id: str, body: AssetChange, request: Request, actor: CurrentActor
) -> AssetRecord:
    """The asset with its new name and data; every open canvas is told."""
    return await canvas_of(request).assets.change(project_id, actor, asset_id, name=body.name, data=body.data)
