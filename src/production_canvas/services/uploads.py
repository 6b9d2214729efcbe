"""Files on their way in: begun, continued wherever they were cut off, handed to a worker when they are whole."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import structlog
from kombu.exceptions import OperationalError

from production_canvas.bus.jobs import INTAKE, Jobs
from production_canvas.errors import CanvasError, Conflict, Invalid, NotFound, TooLarge, TooMany
from production_canvas.files.store import FileStore, StoreAway
from production_canvas.media import sniffing
from production_canvas.media.sniffing import HEADER, NotMedia
from production_canvas.services.accounts import Actor, require
from production_canvas.services.assets import Assets
from production_canvas.store import asset_folders, assets, uploads
from production_canvas.store.database import SILENT, Connection, Pool, is_id, new_id, transaction
from production_canvas.store.uploads import Upload

log = structlog.get_logger()

PART = 8 * 1024 * 1024
NAME = 200
AT_ONCE = 32
"""Unfinished uploads of one person."""
PARTS = 20_000
STALL = 60.0
LIFE = 24 * 3600
"""Seconds after which what nobody continues is given up."""
LOOK_EVERY = 5.0
SWEEP_EVERY = 3600.0
UNSENT = 5.0


class OffsetMoved(Conflict):
    """`received` bytes are there; the next one to send is the one behind them."""

    code = "offset_moved"

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes of the file are there; go on behind them.")
        self.received = received


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes: of one file, of a library, of a part that is kept. `at_once`: unfinished uploads of one person.

    `stall`: seconds without a byte after which a sender is given up.
    """

    file: int
    library: int
    part: int = PART
    at_once: int = AT_ONCE
    stall: float = STALL


class Uploads:
    def __init__(self, db: Pool, files: FileStore, library: Assets, jobs: Jobs, limits: Limits) -> None:
        self._db = db
        self._files = files
        self._assets = library
        self._jobs = jobs
        self.limits = limits
        self._wake = asyncio.Event()

    async def begin(
        self,
        project_id: str | None,
        actor: Actor,
        name: str,
        size: int,
        *,
        folder_id: str | None = None,
        replaces: str | None = None,
    ) -> Upload:
        """A file of that many bytes is announced: a new asset in that folder, or the new file of the asset that it
        `replaces`. Raises Invalid, Conflict, NotFound, TooLarge, TooMany with a sentence.
        """
        require(actor, "editor", "bring files")
        shown = shown_name(name)
        if size <= 0:
            raise Invalid(f"{shown} is empty.")
        if size > self.limits.file:
            raise TooLarge(f"{shown} has {_said(size)}; a file has at most {_said(self.limits.file)}.")
        if replaces is not None:
            await self._replaceable(project_id, replaces)
        async with transaction(self._db) as db:
            await uploads.lock(db, project_id, actor.user_id)
            if await uploads.taken(db, project_id) + size > self.limits.library:
                raise TooLarge(f"The library is full: it holds at most {_said(self.limits.library)} of files.")
            if await uploads.under_way(db, actor.user_id) >= self.limits.at_once:
                raise TooMany(
                    f"{self.limits.at_once} of your files are on their way already; finish or cancel some first."
                )
            if folder_id and folder_id not in {each.id for each in await asset_folders.of_project(db, project_id)}:
                raise NotFound("folder", folder_id[:64])
            return await uploads.insert(
                db,
                upload_id=new_id(),
                project_id=project_id,
                user_id=actor.user_id,
                name=shown,
                size=size,
                folder_id=folder_id or None,
                replaces=replaces,
            )

    async def get(self, project_id: str | None, actor: Actor, upload_id: str) -> Upload:
        """The actor's upload. Raises NotFound, also for another's."""
        found = await uploads.get(self._db, upload_id) if is_id(upload_id) else None
        if found is None or (found.project_id, found.user_id) != (project_id, actor.user_id):
            raise NotFound("upload", upload_id[:64])
        return found

    async def add(
        self, project_id: str | None, actor: Actor, upload_id: str, start: int, content: AsyncIterator[bytes]
    ) -> Upload:
        """The upload with what arrives, from `start` on. What has arrived is kept though the rest never comes. Raises
        OffsetMoved, TooLarge, and NotMedia where the file turns out to be nothing that is used here.
        """
        require(actor, "editor", "bring files")
        upload = await self.get(project_id, actor, upload_id)
        if start != upload.received:
            raise OffsetMoved(upload.received)
        held = bytearray()
        try:
            async for piece in content:
                held += piece
                if upload.received + len(held) > upload.bytes:
                    raise TooLarge("More arrives than was announced.")
                while len(held) >= self.limits.part:
                    whole, held = bytes(held[: self.limits.part]), held[self.limits.part :]
                    upload = await self._keep(upload, whole)
        except CanvasError:
            held.clear()
            raise
        finally:
            # Also where the line was cut: the next attempt goes on behind it.
            if held:
                upload = await self._keep(upload, bytes(held))
        return upload

    async def cancel(self, project_id: str | None, actor: Actor, upload_id: str) -> None:
        """Nothing of it is left. What has arrived whole is an asset already."""
        upload = await self.get(project_id, actor, upload_id)
        if upload.whole:
            raise Conflict(f"{upload.name} has arrived already.")
        await self._drop(upload.id)

    async def run(self) -> None:
        """Sends what waits to the workers and clears away what nobody continues, until cancelled."""
        swept = -SWEEP_EVERY
        while True:
            try:
                await self.tidy()
                if (now := time.monotonic()) - swept >= SWEEP_EVERY:
                    await self.sweep()
                    swept = now
            except (*SILENT, OperationalError, TimeoutError, StoreAway) as error:
                log.warning("uploads.not_tidied", error=type(error).__name__)
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()

    async def tidy(self) -> None:
        """One pass of `run`."""
        for upload_id in await uploads.abandoned(self._db, older_than_seconds=LIFE):
            await self._drop(upload_id)
        waiting = await uploads.waiting(self._db, older_than_seconds=UNSENT)
        if waiting:
            await self._jobs.send(waiting, task=INTAKE)

    async def sweep(self) -> None:
        """Takes away what was left of uploads that are gone, where a process was killed between the two."""
        # Parts are written of uploads in the table alone: nobody can want any of these.
        for upload_id in await uploads.gone(self._db, [each for each in await self._files.arriving() if is_id(each)]):
            await self._files.drop_parts(upload_id)

    async def _replaceable(self, project_id: str | None, asset_id: str) -> None:
        asset = await self._assets.seen(project_id, asset_id)
        if asset.project_id != project_id:
            raise Conflict(f"{asset.name} is the team's: its file is replaced in the team's library.")
        if asset.kind not in sniffing.SORTS or await assets.is_take(self._db, asset_id):
            raise Invalid(f"{asset.name} has no file that somebody brought; there is nothing to replace.")
        if asset.archived:
            raise Conflict(f"{asset.name} is in the archive; take it out first.")

    async def _keep(self, upload: Upload, content: bytes) -> Upload:
        last = upload.received + len(content) == upload.bytes
        if len(content) < self.limits.part and not last and await uploads.count_parts(self._db, upload.id) >= PARTS:
            raise TooMany("The file comes in too many small pieces.")
        try:
            if upload.received == 0 and len(content) >= HEADER:
                await self._told_by(upload, content)
            part = await self._files.put_part(upload.id, content)
            async with transaction(self._db) as db:
                after = await uploads.append(db, upload.id, start=upload.received, size=len(content), part=part)
                if after is not None and after.whole:
                    after = await self._arrived(db, after)
        except NotMedia:
            await self._drop(upload.id)
            raise
        if after is None:
            await self._files.drop_part(upload.id, part)
            now = await uploads.get(self._db, upload.id)
            raise OffsetMoved(now.received) if now else NotFound("upload", upload.id)
        if after.asset_id is not None:
            await self._hand_over(after)
        return after

    async def _arrived(self, db: Connection, upload: Upload) -> Upload:
        """The upload with the asset that it becomes."""
        header = b""
        for part in await uploads.parts(db, upload.id):
            header += await self._files.part(upload.id, part, HEADER - len(header))
            if len(header) >= HEADER:
                break
        sort = await self._told_by(upload, header)
        asset_id = upload.replaces or new_id()
        if upload.replaces is None:
            await assets.insert(
                db,
                asset_id=asset_id,
                project_id=upload.project_id,
                kind=sort,
                name=upload.name,
                created_by=upload.user_id,
                folder_id=upload.folder_id,
            )
        await assets.await_file(db, asset_id)
        await uploads.becomes(db, upload.id, asset_id)
        return replace(upload, asset_id=asset_id)

    async def _told_by(self, upload: Upload, header: bytes) -> sniffing.Sort:
        """What the file is. Raises NotMedia, also where it is another sort than what it replaces."""
        sort, _mime = sniffing.told_by(header)
        if upload.replaces is not None:
            asset = await self._assets.seen(upload.project_id, upload.replaces)
            sniffing.check_same(asset.name, asset.kind, sort)
        return sort

    async def _hand_over(self, upload: Upload) -> None:
        await self._assets.tell(str(upload.asset_id))
        try:
            await self._jobs.send([upload.id], task=INTAKE)
        except (OSError, TimeoutError, OperationalError) as error:
            # The broker is away: `run` sends it as soon as it is back.
            log.warning("uploads.not_sent", error=type(error).__name__)

    async def _drop(self, upload_id: str) -> None:
        await self._files.drop_parts(upload_id)
        await uploads.remove(self._db, upload_id)


def shown_name(name: str) -> str:
    """The name as it is shown: of a path its last part, without characters that show nothing or turn the text round.
    Raises Invalid where nothing is left.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C")
    shown = " ".join(kept.split())[:NAME].strip(". ")
    if not shown:
        raise Invalid("The file needs a name.")
    return shown


def _said(size: int) -> str:
    for unit, least in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if size >= least:
            return f"{size / least:.1f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{size} bytes"
