"""Folders of a library: trees up to eight deep, one for each project and one for the team."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Invalid, NotFound, TooLarge
from production_canvas.protocol.library import FolderChange, NewFolder
from production_canvas.protocol.messages import AssetFolder, AssetFoldersUpdated, frame
from production_canvas.services.accounts import Actor, require
from production_canvas.services.assets import Assets, publish
from production_canvas.store import asset_folders
from production_canvas.store.asset_folders import Folder
from production_canvas.store.database import Database, new_id, transaction

DEEPEST = 8
MOST = 1000


class Folders:
    def __init__(self, db: Database, bus: Bus, assets: Assets) -> None:
        self._db = db
        self._bus = bus
        self._assets = assets
        self._telling = asyncio.Lock()

    async def of_project(self, project_id: str | None) -> Sequence[AssetFolder]:
        """The folders of the project, by name; of None the team's."""
        return [_record(each) for each in await asset_folders.of_project(self._db, project_id)]

    async def create(self, project_id: str | None, actor: Actor, wanted: NewFolder) -> AssetFolder:
        """The new folder. Raises NotFound for a parent that is not there, Invalid where it would stand too deep."""
        require(actor, "editor", "make a folder")
        folder = Folder(new_id(), project_id, wanted.parent_id, _name(wanted.name))
        async with transaction(self._db) as db:
            await asset_folders.lock(db, project_id)
            every = await asset_folders.of_project(db, project_id)
            if len(every) >= MOST:
                raise TooLarge(f"A library has at most {MOST} folders.")
            check_tree([*every, folder], folder)
            made = await asset_folders.insert(db, folder, actor.user_id)
        await self._tell(project_id)
        return _record(made)

    async def change(self, project_id: str | None, actor: Actor, folder_id: str, change: FolderChange) -> AssetFolder:
        """The folder with its new name and place. Raises NotFound, or Invalid where no tree can be as it is wanted."""
        require(actor, "editor", "change a folder")
        async with transaction(self._db) as db:
            await asset_folders.lock(db, project_id)
            every = await asset_folders.of_project(db, project_id)
            folder = _named(every, folder_id)
            if change.name is not None:
                folder = replace(folder, name=_name(change.name))
            if "parent_id" in change.model_fields_set:
                folder = replace(folder, parent_id=change.parent_id)
            check_tree([folder if each.id == folder_id else each for each in every], folder)
            await asset_folders.update(db, folder)
        await self._tell(project_id)
        return _record(folder)

    async def remove(self, project_id: str | None, actor: Actor, folder_id: str) -> None:
        """Removes the folder; what is in it moves to where it stood."""
        require(actor, "editor", "remove a folder")
        async with transaction(self._db) as db:
            await asset_folders.lock(db, project_id)
            folder = _named(await asset_folders.of_project(db, project_id), folder_id)
            moved = await asset_folders.remove(db, folder)
        await self._tell(project_id)
        for asset_id in moved:
            await self._assets.tell(asset_id)

    async def _tell(self, project_id: str | None) -> None:
        # Read anew within the turn: what is told last is what stands last.
        async with self._telling:
            folders = list(await self.of_project(project_id))
            publish(self._bus, project_id, frame(AssetFoldersUpdated(project_id=project_id, folders=folders)))


def check_tree(every: Iterable[Folder], moved: Folder) -> None:
    """Raises NotFound, or Invalid where `moved`, which is among them, stands in itself or something too deep."""
    by_id = {each.id: each for each in every}
    if moved.parent_id is not None and moved.parent_id not in by_id:
        raise NotFound("folder", moved.parent_id)
    if any(_depth(by_id, each) is None for each in by_id.values()):
        raise Invalid(f"“{moved.name}” cannot stand in itself.")
    if max(_depth(by_id, each) or 0 for each in by_id.values()) > DEEPEST:
        raise Invalid(f"Folders nest {DEEPEST} deep at most.")


def _depth(by_id: Mapping[str, Folder], folder: Folder) -> int | None:
    """1 at the top; None where it stands in itself."""
    depth, passed = 1, {folder.id}
    while folder.parent_id is not None:
        folder = by_id[folder.parent_id]
        if folder.id in passed:
            return None
        passed.add(folder.id)
        depth += 1
    return depth


def _named(every: Iterable[Folder], folder_id: str) -> Folder:
    for each in every:
        if each.id == folder_id:
            return each
    raise NotFound("folder", folder_id[:64])


def _name(name: str) -> str:
    if not name.strip():
        raise Invalid("A folder needs a name.")
    return name.strip()


def _record(folder: Folder) -> AssetFolder:
    return AssetFolder(id=folder.id, project_id=folder.project_id, parent_id=folder.parent_id, name=folder.name)
