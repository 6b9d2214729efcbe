"""Files that have arrived whole, opened in a worker: each becomes what its asset shows, exactly once, or a sentence."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import NotFound
from production_canvas.files.store import FileStore
from production_canvas.media import isolated
from production_canvas.media.isolated import TakenIn
from production_canvas.media.sniffing import NotMedia
from production_canvas.protocol.messages import AssetRemoved, frame
from production_canvas.services.assets import Assets, publish
from production_canvas.store import assets, uploads
from production_canvas.store.database import SILENT, Pool, transaction
from production_canvas.store.uploads import Upload

log = structlog.get_logger()

LEASE = 30.0
BEAT = 8.0
ATTEMPTS = 3
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
        known = await assets.alike(self._db, upload.project_id, digest, str(upload.asset_id))
        if known is not None:
            await self._stand_back(upload, lease, known)
            return
        taken = await asyncio.to_thread(isolated.take_in, source, made)
        await self._keep(upload, lease, source, taken, digest)

    async def _gather(self, upload: Upload, source: Path) -> str:
        """Puts the parts together; the SHA-256 of the whole."""
        digest = hashlib.sha256()
        with source.open("wb") as file:
            for part in await uploads.parts(self._db, upload.id):
                content = await self._files.part(upload.id, part)
                await asyncio.to_thread(file.write, content)
                await asyncio.to_thread(digest.update, content)
        return digest.hexdigest()

    async def _keep(self, upload: Upload, lease: str, source: Path, taken: TakenIn, digest: str) -> None:
        written = taken.made.get("file", source)
        hashes = {"file": await self._files.put(written)}
        for name, path in taken.made.items():
            hashes[name] = await self._files.put(path)
        size = written.stat().st_size
        async with transaction(self._db) as db:
            if not await uploads.end(db, upload.id, lease):
                log.warning("intake.lease_lost", upload_id=upload.id)
                return
            await assets.give_file(
                db,
                str(upload.asset_id),
                kind=taken.sort,
                mime=taken.mime,
                size=size,
                facts={"mime": taken.mime, "bytes": size, **taken.facts},
                source_hash=digest,
                hashes=hashes,
            )
        await self._done(upload)
        log.info("intake.done", upload_id=upload.id, mime=taken.mime, bytes=size)

    async def _stand_back(self, upload: Upload, lease: str, known: str) -> None:
        """The very same file is in the library: that asset stands for it."""
        async with transaction(self._db) as db:
            if not await uploads.end(db, upload.id, lease):
                return
            await assets.remove(db, str(upload.asset_id))
        await self._files.drop_parts(upload.id)
        publish(self._bus, upload.project_id, frame(AssetRemoved(asset_id=str(upload.asset_id), instead=known)))

    async def _refuse(self, upload: Upload, lease: str, sentence: str) -> None:
        async with transaction(self._db) as db:
            if not await uploads.end(db, upload.id, lease):
                return
            if upload.asset_id is not None:
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


def _clear_up(upload_id: str) -> None:
    """Removes what a worker that was killed has left of the upload on this machine."""
    for left in Path(tempfile.gettempdir()).glob(f"canvas-file-{upload_id}-*"):
        shutil.rmtree(left, ignore_errors=True)
