"""Files that have arrived whole, opened in a worker: each becomes what its asset shows, exactly once, or a sentence."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import NotFound
from production_canvas.files.store import FileStore, StoreAway
from production_canvas.media import isolated, sniffing
from production_canvas.media.isolated import TakenIn
from production_canvas.media.sniffing import NotMedia
from production_canvas.protocol.messages import AssetRemoved, frame
from production_canvas.services.assets import Assets, publish
from production_canvas.store import assets, uploads
from production_canvas.store.database import SILENT, Connection, Database, Pool, transaction
from production_canvas.store.uploads import Upload

log = structlog.get_logger()

LEASE = 30.0
BEAT = 8.0
ATTEMPTS = 3
AGAIN = 10.0
"""Seconds until a file is opened anew after its store was away."""
LOST = "The file could not be opened: the worker that tried was lost each time."


class Intake:
    def __init__(self, db: Pool, bus: Bus, files: FileStore, library: Assets) -> None:
        self._db = db
        self._bus = bus
        self._files = files
        self._assets = library

    async def run(self, upload_id: str) -> None:
        """Opens the file and tells everybody what it is. Does nothing where another worker does, or it is done."""
        lease = str(uuid.uuid4())
        upload = await uploads.claim(self._db, upload_id, lease, seconds=LEASE)
        if upload is None:
            return
        await asyncio.to_thread(_clear_up, upload_id)
        if upload.attempt > ATTEMPTS or upload.asset_id is None:
            await self._refuse(upload, lease, LOST)
            return
        pulse = asyncio.create_task(self._pulse(upload_id, lease))
        try:
            with tempfile.TemporaryDirectory(prefix=f"canvas-file-{upload_id}-") as folder:
                await self._open(upload, lease, Path(folder))
        except NotMedia as error:
            await self._refuse(upload, lease, str(error))
        except StoreAway:
            log.warning("intake.store_away", upload_id=upload.id)
            await uploads.put_back(self._db, upload.id, lease, seconds=AGAIN)
        finally:
            pulse.cancel()
            await asyncio.gather(pulse, return_exceptions=True)

    async def _open(self, upload: Upload, lease: str, folder: Path) -> None:
        source, made = folder / "source", folder / "made"
        made.mkdir()
        try:
            digest = await self._gather(upload, source)
        except NotFound:
            # A worker that was slower than its lease: the one that took over has cleared the parts away.
            log.warning("intake.parts_gone", upload_id=upload.id)
            return
        given = None
        if await _same(self._db, upload, digest) is None:
            taken = await asyncio.to_thread(isolated.take_in, source, made)
            given = await self._put(source, taken)
        await self._settle(upload, lease, digest, given)

    async def _gather(self, upload: Upload, source: Path) -> str:
        """Puts the parts together; the SHA-256 of the whole."""
        digest = hashlib.sha256()
        with source.open("wb") as file:
            for part in await uploads.parts(self._db, upload.id):
                content = await self._files.part(upload.id, part)
                await asyncio.to_thread(file.write, content)
                await asyncio.to_thread(digest.update, content)
        return digest.hexdigest()

    async def _put(self, source: Path, taken: TakenIn) -> dict[str, Any]:
        """Everything made of the file in the store, as `assets.give_file` wants it."""
        written = taken.made.get("file", source)
        hashes = {"file": await self._files.put(written)}
        for name, path in taken.made.items():
            hashes[name] = await self._files.put(path)
        size = written.stat().st_size
        facts = {"mime": taken.mime, "bytes": size, **taken.facts}
        return {"kind": taken.sort, "mime": taken.mime, "size": size, "facts": facts, "hashes": hashes}

    async def _settle(self, upload: Upload, lease: str, digest: str, given: dict[str, Any] | None) -> None:
        async with transaction(self._db) as db:
            # Of two workers with the very same file the second one finds the first one's asset.
            await assets.lock_file(db, upload.project_id, digest)
            known = await _same(db, upload, digest)
            if known is None and given is None:
                await uploads.put_back(db, upload.id, lease, seconds=0)
                return
            if not await uploads.end(db, upload.id, lease):
                log.warning("intake.lease_lost", upload_id=upload.id)
                return
            if known is None:
                await _give(db, upload, digest, given or {})
            elif upload.replaces is None:
                await assets.remove(db, str(upload.asset_id))
            else:
                await assets.keep_file(db, upload.replaces)
        if known is None or upload.replaces is not None:
            await self._done(upload)
        else:
            await self._files.drop_parts(upload.id)
            publish(self._bus, upload.project_id, frame(AssetRemoved(asset_id=str(upload.asset_id), instead=known)))
        log.info("intake.done", upload_id=upload.id, known=known is not None)

    async def _refuse(self, upload: Upload, lease: str, sentence: str) -> None:
        async with transaction(self._db) as db:
            if not await uploads.end(db, upload.id, lease):
                return
            if upload.replaces is not None:
                await assets.keep_file(db, upload.replaces, f"The new file was not taken. {sentence}")
            elif upload.asset_id is not None:
                await assets.refuse_file(db, upload.asset_id, sentence)
        await self._done(upload)

    async def _done(self, upload: Upload) -> None:
        await self._files.drop_parts(upload.id)
        if upload.asset_id is not None:
            await self._assets.tell(upload.asset_id)

    async def _pulse(self, upload_id: str, lease: str) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with suppress(*SILENT):
                await uploads.hold(self._db, upload_id, lease, seconds=LEASE)


async def _same(db: Database, upload: Upload, digest: str) -> str | None:
    """The asset that is the very same file already."""
    if upload.replaces is None:
        return await assets.alike(db, upload.project_id, digest, str(upload.asset_id))
    asset = await assets.get(db, upload.replaces)
    return upload.replaces if asset is not None and asset.source_hash == digest else None


async def _give(db: Connection, upload: Upload, digest: str, given: dict[str, Any]) -> None:
    if upload.replaces is not None:
        asset = await assets.lock(db, upload.replaces, upload.project_id)
        if asset is not None:
            sniffing.check_same(asset.name, asset.kind, given["kind"])
            if asset.archived:
                raise NotMedia(f"{asset.name} is in the archive now.")
            # The version before is one that stands: nobody restores it half way.
            await assets.keep_file(db, asset.id)
            await assets.keep_version(db, asset.id, upload.user_id)
    await assets.give_file(db, str(upload.asset_id), source_hash=digest, **given)


def _clear_up(upload_id: str) -> None:
    """Removes what a worker that was killed has left of the upload on this machine."""
    for left in Path(tempfile.gettempdir()).glob(f"canvas-file-{upload_id}-*"):
        shutil.rmtree(left, ignore_errors=True)
