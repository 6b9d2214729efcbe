"""The library: characters, styles, environments and media of a project and of the team, and the files behind them.

`project_id` None is the team's library. A project sees its own assets and the team's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from production_canvas.bus.valkey import Bus
from production_canvas.errors import AssetMoved, Conflict, NotFound
from production_canvas.protocol.library import AssetChange, AssetVersion, NewAsset
from production_canvas.protocol.messages import AssetRecord, AssetUpdated, frame
from production_canvas.protocol.rest import PersonMark
from production_canvas.services.accounts import Actor, require
from production_canvas.services.asset_rules import (
    check_data,
    check_name,
    check_references,
    merged,
    normalised,
    pictures_in,
    remapped,
)
from production_canvas.store import asset_folders, asset_search, asset_versions, assets, projects
from production_canvas.store.asset_search import Wanted
from production_canvas.store.assets import Asset
from production_canvas.store.database import Connection, Database, is_id, new_id, transaction
from production_canvas.store.searching import terms_of
from production_canvas.store.users import User

FOUND_AT_ONCE = 200
FOUND_AT_MOST = 1000
ROWS_AT_ONCE = 500


class Assets:
    def __init__(self, db: Database, bus: Bus) -> None:
        self._db = db
        self._bus = bus
        self._telling = asyncio.Lock()

    async def of_project(self, project_id: str | None) -> Sequence[AssetRecord]:
        """The whole library by name; the clips of takes stand with their takes, not here."""
        return [record(asset) for asset in await asset_search.listed(self._db, project_id, Wanted())]

    async def listed(self, project_id: str | None, query: str, wanted: Wanted) -> Sequence[AssetRecord]:
        """What is asked for, by name. With a query at most 200, unless `wanted.limit` says otherwise, and where nothing
        holds all its words, what holds words like them.
        """
        terms = terms_of(query)
        if wanted.folder_id and not is_id(wanted.folder_id):
            raise NotFound("folder", wanted.folder_id[:64])
        tag = next(iter(normalised([wanted.tag])), "") if wanted.tag is not None else None
        limit = wanted.limit or (FOUND_AT_ONCE if terms else None)
        asked = replace(wanted, terms=terms, tag=tag, limit=limit)
        found = await asset_search.listed(self._db, project_id, asked)
        if terms and not found:
            found = await asset_search.alike(self._db, project_id, asked)
        return [record(asset) for asset in found]

    async def create(self, project_id: str | None, actor: Actor, wanted: NewAsset) -> AssetRecord:
        """The new character, style or environment; all who see the library are told."""
        require(actor, "editor", "add to the library")
        check_data(wanted.kind, wanted.data)
        async with transaction(self._db) as db:
            await check_references(db, project_id, wanted.reference_ids)
            await self._check_folder(db, project_id, wanted.folder_id)
            made = await assets.insert(
                db,
                asset_id=new_id(),
                project_id=project_id,
                kind=wanted.kind,
                name=check_name(wanted.name),
                data=merged({}, wanted.data),
                created_by=actor.user_id,
                folder_id=wanted.folder_id,
                tags=normalised(wanted.tags),
                reference_ids=wanted.reference_ids,
            )
        await self.tell(made.id)
        return record(made)

    async def change(self, project_id: str | None, actor: Actor, asset_id: str, change: AssetChange) -> AssetRecord:
        """The asset with what `change` sets; all who see it are told. Raises NotFound, or AssetMoved where it is not at
        the expected version: then nothing is changed.
        """
        require(actor, "editor", "change an asset")
        async with transaction(self._db) as db:
            asset = await self._held(db, project_id, asset_id)
            if change.expected_version not in (None, asset.version):
                raise AssetMoved(record(asset), asset.name, change.expected_version or 0, asset.version)
            changed = await self._written(db, asset, await self._changed(db, asset, change), actor)
        await self.tell(asset_id)
        return record(changed)

    async def versions(self, project_id: str | None, asset_id: str) -> Sequence[AssetVersion]:
        """Every version of the asset, newest first."""
        await self.seen(project_id, asset_id)
        return [_version(each) for each in await asset_versions.of_asset(self._db, asset_id)]

    async def restore(self, project_id: str | None, actor: Actor, asset_id: str, version: int) -> AssetRecord:
        """The asset as it was at `version`, which is a new version; where it is so already, nothing changes."""
        require(actor, "editor", "restore an asset")
        async with transaction(self._db) as db:
            asset = await self._held(db, project_id, asset_id)
            found = await asset_versions.some(db, [(asset_id, version)])
            if not found:
                raise NotFound(f"version {version} of", asset.name)
            before = found[0]
            wanted = replace(
                asset,
                name=before.name,
                data=before.data,
                reference_ids=before.reference_ids,
                **before.file,
            )
            restored = await self._written(db, asset, wanted, actor)
        await self.tell(asset_id)
        return record(restored)

    async def share(self, project_id: str, actor: Actor, asset_id: str) -> AssetRecord:
        """The asset, from now on the team's, its pictures with it; nodes that stand for it stay as they are."""
        require(actor, "editor", "share an asset")
        async with transaction(self._db) as db:
            asset = await self._held(db, project_id, asset_id)
            if asset.project_id is None:
                raise Conflict(f"{asset.name} is the team's already.")
            for each in (asset, *await assets.many(db, belonging(asset), project_id)):
                if each.project_id is not None:
                    await assets.write(db, replace(each, project_id=None, folder_id=None))
        for each_id in (*belonging(asset), asset_id):
            await self.tell(each_id)
        return record(await self.seen(None, asset_id))

    async def copy(self, project_id: str, actor: Actor, asset_id: str) -> AssetRecord:
        """A copy of its own for the project, with copies of its pictures; the files behind are the same."""
        require(actor, "editor", "copy an asset")
        asset = await self.seen(project_id, asset_id)
        pictures = await assets.many(self._db, belonging(asset), project_id)
        ids = {each.id: new_id() for each in (asset, *pictures)}
        async with transaction(self._db) as db:
            for each in (*pictures, asset):
                await self._copy(db, each, ids, project_id, actor)
        for each_id in ids.values():
            await self.tell(each_id)
        return record(await self.seen(project_id, ids[asset_id]))

    async def tell(self, asset_id: str) -> None:
        """Tells everybody who sees the asset how it stands now, and how those stand whose portrait it is."""
        # Read anew within the turn: what is told last is what stands last.
        async with self._telling:
            asset = await assets.get(self._db, asset_id)
            for each in (asset, *await assets.referring(self._db, asset_id)):
                if each is not None:
                    publish(self._bus, each.project_id, frame(AssetUpdated(asset=record(each))))

    async def seen(self, project_id: str | None, asset_id: str) -> Asset:
        """The asset, where the project sees it. Raises NotFound."""
        found = await assets.many(self._db, [asset_id], project_id) if is_id(asset_id) else []
        if not found:
            raise NotFound("asset", asset_id[:64])
        return found[0]

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

    async def team_actor(self, user: User) -> Actor:
        """The user at work in the team's library, with the highest role they have in any project."""
        return Actor(user.id, user.name, user.color, await projects.best_role(self._db, user.id))

    async def _held(self, db: Connection, project_id: str | None, asset_id: str) -> Asset:
        asset = await assets.lock(db, asset_id, project_id) if is_id(asset_id) else None
        if asset is None:
            raise NotFound("asset", asset_id[:64])
        return asset

    async def _written(self, db: Connection, asset: Asset, wanted: Asset, actor: Actor) -> Asset:
        if content_of(wanted) != content_of(asset):
            await assets.keep_version(db, asset.id, actor.user_id)
        return asset if wanted == asset else await assets.write(db, wanted)

    async def _changed(self, db: Connection, asset: Asset, change: AssetChange) -> Asset:
        told = change.model_fields_set
        wanted = asset
        if change.name is not None:
            wanted = replace(wanted, name=check_name(change.name))
        if change.data is not None:
            check_data(asset.kind, change.data)
            wanted = replace(wanted, data=merged(asset.data, change.data))
        if change.reference_ids is not None:
            await check_references(db, asset.project_id, change.reference_ids)
            wanted = replace(wanted, reference_ids=list(change.reference_ids))
        if change.tags is not None:
            wanted = replace(wanted, tags=normalised(change.tags))
        if change.archived is not None:
            wanted = replace(wanted, archived=change.archived)
        if "folder_id" in told:
            await self._check_folder(db, asset.project_id, change.folder_id)
            wanted = replace(wanted, folder_id=change.folder_id)
        return wanted

    async def _check_folder(self, db: Connection, project_id: str | None, folder_id: str | None) -> None:
        if folder_id is None:
            return
        # Held until the end, so that the folder is not removed in between.
        await asset_folders.lock(db, project_id)
        if folder_id not in {each.id for each in await asset_folders.of_project(db, project_id)}:
            raise NotFound("folder", folder_id)

    async def _copy(self, db: Connection, asset: Asset, ids: dict[str, str], project_id: str, actor: Actor) -> None:
        await assets.insert(
            db,
            asset_id=ids[asset.id],
            project_id=project_id,
            kind=asset.kind,
            name=asset.name,
            data=remapped(asset.data, ids),
            object_hash=asset.object_hash,
            poster_hash=asset.poster_hash,
            mime=asset.mime,
            size=asset.bytes,
            created_by=actor.user_id,
            tags=asset.tags,
            reference_ids=[ids.get(each, each) for each in asset.reference_ids],
        )


def content_of(asset: Asset) -> tuple[Any, ...]:
    """What makes a version: where it is equal, nothing was changed that a picture is made of."""
    return asset.name, asset.data, asset.reference_ids, asset.object_hash or asset.source_hash


def belonging(asset: Asset) -> list[str]:
    """The assets that an asset cannot be without: its pictures, its examples, its depth map."""
    return list(dict.fromkeys(each for each in (*asset.reference_ids, *pictures_in(asset.data)) if each != asset.id))


def publish(bus: Bus, project_id: str | None, body: bytes) -> None:
    """Hands a frame to everybody on the project, of the team's library to everybody at all."""
    if project_id is None:
        bus.publish("team", "all", body)
    else:
        bus.publish("events", project_id, body)


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
        thumb=_thumb(asset),
        proxy=_made(asset.id, "proxy", asset.proxy_hash),
        waveform=_made(asset.id, "waveform", asset.waveform_hash),
        folder_id=asset.folder_id,
        tags=asset.tags,
        version=asset.version,
        archived=asset.archived,
        reference_ids=asset.reference_ids,
        created_at=asset.created_at.isoformat(),
        updated_at=asset.updated_at.isoformat(),
    )


def _version(version: asset_versions.AssetVersion) -> AssetVersion:
    author = version.created_by
    return AssetVersion(
        version=version.version,
        name=version.name,
        data=version.data,
        reference_ids=version.reference_ids,
        user=PersonMark(id=author, name=version.author, color=version.color) if author else None,
        created_at=version.created_at.isoformat(),
    )


def _thumb(asset: Asset) -> str | None:
    if asset.portrait_hash is not None:
        return _made(asset.reference_ids[0], "thumb", asset.portrait_hash)
    return _made(asset.id, "thumb", asset.thumb_hash)


def _made(asset_id: str, what: str, object_hash: str | None) -> str | None:
    # By content: what a browser has kept of an earlier file is not shown for the new one.
    return f"/files/{asset_id}/{what}?v={object_hash[:12]}" if object_hash else None
