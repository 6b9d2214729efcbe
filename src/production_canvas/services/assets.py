"""The library of a project: characters, styles, environments and media, and the files behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Invalid, NotFound, TooLarge
from production_canvas.protocol.messages import AssetRecord, AssetUpdated, frame
from production_canvas.services.accounts import Actor, require
from production_canvas.store import assets, projects
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database, is_id
from production_canvas.store.users import User

DATA_BYTES = 64 * 1024


class Assets:
    def __init__(self, db: Database, bus: Bus) -> None:
        self._db = db
        self._bus = bus

    async def of_project(self, project_id: str) -> Sequence[AssetRecord]:
        """The project's library by name; the clips of takes stand with their takes, not here."""
        return [record(asset) for asset in await assets.of_project(self._db, project_id)]

    async def change(
        self,
        project_id: str,
        actor: Actor,
        asset_id: str,
        *,
        name: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> AssetRecord:
        """The asset with a new name, and with `data` merged over its own by top-level key; all canvases are told."""
        require(actor, "editor", "change an asset")
        if name is not None and not name.strip():
            raise Invalid("An asset needs a name.")
        if data is not None:
            _check_data(data)
        changed = await assets.change(
            self._db,
            project_id,
            asset_id,
            name=name.strip() if name is not None else None,
            data=dict(data) if data is not None else None,
        )
        if changed is None:
            raise NotFound("asset", asset_id)
        told = record(changed)
        self._bus.publish("events", project_id, frame(AssetUpdated(asset=told)))
        return told

    async def file_of(self, asset_id: str) -> Asset:
        """The asset whose file somebody asks for. Raises NotFound for an unknown one."""
        asset = await assets.get(self._db, asset_id) if is_id(asset_id) else None
        if asset is None:
            raise NotFound("file", asset_id[:64])
        return asset

    async def visible(self, asset: Asset, user: User) -> bool:
        """Whether the user may see the asset: as a member of its project, or as anybody where it has none."""
        if asset.project_id is None:
            return True
        return await projects.role_of(self._db, asset.project_id, user.id) is not None


def _check_data(data: Mapping[str, Any]) -> None:
    try:
        text = orjson.dumps(data)
    except (TypeError, ValueError) as error:
        raise Invalid("The data holds something that JSON cannot say.") from error
    if len(text) > DATA_BYTES:
        raise TooLarge(f"An asset holds at most {DATA_BYTES // 1024} KB of data.")
    # PostgreSQL's JSON holds no NUL character.
    if rb"\u0000" in text:
        raise Invalid("Texts cannot hold the character NUL.")


def record(asset: Asset) -> AssetRecord:
    """The asset as clients see it: by id, without any path."""
    return AssetRecord(
        id=asset.id,
        project_id=asset.project_id,
        kind=asset.kind,
        name=asset.name,
        data=asset.data,
        url=f"/files/{asset.id}" if asset.object_hash else None,
        status=asset.status,
        problem=asset.problem,
        facts=asset.facts,
        thumb=_made(asset.id, "thumb", asset.thumb_hash),
        proxy=_made(asset.id, "proxy", asset.proxy_hash),
        waveform=_made(asset.id, "waveform", asset.waveform_hash),
    )


def _made(asset_id: str, what: str, object_hash: str | None) -> str | None:
    # By content: what a browser has kept of an earlier file is not shown for the new one.
    return f"/files/{asset_id}/{what}?v={object_hash[:12]}" if object_hash else None
