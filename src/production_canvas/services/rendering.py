"""One job in a worker: claimed under a lease, kept alive, ended exactly once."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from pathlib import Path

import structlog

from production_canvas.backends.backend import BackendFailed, Backends, Cancelled, OutOfMemory, Passing, Rendered
from production_canvas.backends.meter import Meter, peak
from production_canvas.errors import Conflict
from production_canvas.files.store import FileStore
from production_canvas.protocol.messages import TaskProgress, TaskProgressMeta
from production_canvas.protocol.queue import Resources
from production_canvas.scheduling.faults import Fault, Over, after_fault
from production_canvas.services.bringing import bring
from production_canvas.services.generation import Generation
from production_canvas.services.numbering import place_of, slated
from production_canvas.services.staleness import Staleness
from production_canvas.store import assets, executions, takes, workers
from production_canvas.store.database import SILENT, Pool, new_id, transaction
from production_canvas.store.executions import Execution

log = structlog.get_logger()

PROGRESS_EVERY = 0.1
HEARTBEAT_EVERY = 2.0
MEASURE_EVERY = 1.0
FAULTS: dict[type[BackendFailed], Fault] = {Passing: Fault.PASSING, OutOfMemory: Fault.MEMORY}
BROKE = "Something broke while the shot was made. Press Generate to try again; the worker's log says more."


class Rendering:
    def __init__(
        self, db: Pool, files: FileStore, generation: Generation, backends: Backends, staleness: Staleness
    ) -> None:
        self._db = db
        self._staleness = staleness
        self._files = files
        self._generation = generation
        self._backends = backends

    async def run(self, execution_id: str, worker: str, lease: str) -> None:
        """Makes the take and tells everybody how it ended. Does nothing where the job waits no longer."""
        execution = await executions.claim(self._db, execution_id, worker=worker, lease=lease)
        if execution is None:
            return
        execution = await slated(self._db, execution, lease)
        self._generation.tell_state(execution, "generating")
        with tempfile.TemporaryDirectory(prefix="canvas-take-") as folder:
            watch = _Watch()
            try:
                rendered = await self._render(execution, lease, Path(folder), watch)
                await self._keep(execution, lease, rendered)
            except Cancelled:
                if not watch.lost:
                    await self._end(execution, lease, "cancelled")
            except BackendFailed as error:
                await self._failed(execution, lease, error)
            except LeaseLost:
                log.warning("rendering.lease_lost", execution_id=execution.id)

    async def broke(self, execution_id: str, lease: str) -> None:
        """Ends a job whose worker met an error that nobody foresaw, with a sentence."""
        execution = await executions.get(self._db, execution_id)
        if execution is not None:
            await self._end(execution, lease, "error", BROKE)

    async def _render(self, execution: Execution, lease: str, folder: Path, watch: _Watch) -> Rendered:
        backend = self._backends.named(execution.job["backend"])
        # Apart: a slow measuring may not hold up the signs of life.
        beside = [asyncio.create_task(self._pulse(execution, lease, watch)), asyncio.create_task(watch.measure())]
        try:
            await bring(self._files, execution.job, folder)
            return await asyncio.to_thread(backend.run, execution.job, folder, watch.report, watch.stop.is_set)
        finally:
            watch.stop.set()
            for each in beside:
                each.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self._tell_progress(execution, watch)
            if watch.peak is not None:
                await workers.note_peak(self._db, execution.id, execution.attempt, watch.peak.model_dump())

    async def _pulse(self, execution: Execution, lease: str, watch: _Watch) -> None:
        beaten = time.monotonic()
        while True:
            await asyncio.sleep(PROGRESS_EVERY)
            self._tell_progress(execution, watch)
            if time.monotonic() - beaten >= HEARTBEAT_EVERY:
                beaten = time.monotonic()
                await self._beat(execution, lease, watch)

    def _tell_progress(self, execution: Execution, watch: _Watch) -> None:
        if watch.latest != watch.told or watch.used is not None:
            percent, step = watch.told = watch.latest
            progress = TaskProgress(task_id=execution.id, node_id=execution.node_id, progress=percent, step=step)
            used, watch.used = watch.used, None
            self._generation.tell(execution, progress, TaskProgressMeta(resources=used) if used else None)

    async def _beat(self, execution: Execution, lease: str, watch: _Watch) -> None:
        try:
            asked = await executions.heartbeat(self._db, execution.id, lease)
        except SILENT as error:
            # The lease outlasts a short outage; a long one takes the job away, and the fence keeps its take out.
            log.warning("rendering.no_heartbeat", error=type(error).__name__)
            return
        if asked is None:
            watch.lost = True
        if asked is None or asked:
            watch.stop.set()

    async def _keep(self, execution: Execution, lease: str, rendered: Rendered) -> None:
        clip = await self._files.put(rendered.path)
        poster = await self._files.put(rendered.poster_path)
        media = rendered.record()
        take_id, asset_id = new_id(), new_id()
        results = {"take_id": take_id, "asset_id": asset_id, **media}
        async with transaction(self._db) as db:
            if not await executions.finish(db, execution.id, lease, status="success", results=results):
                raise LeaseLost
            await takes.hold(db, execution.project_id, execution.node_id)
            place = await place_of(db, execution.project_id, execution.node_id, execution.job)
            await assets.insert(
                db,
                asset_id=asset_id,
                project_id=execution.project_id,
                kind=rendered.kind,
                name=place.name,
                data=dict(media),
                object_hash=clip,
                poster_hash=poster,
                mime=rendered.mime,
                size=rendered.path.stat().st_size,
                created_by=execution.user_id,
            )
            await takes.append(
                db,
                take_id=take_id,
                project_id=execution.project_id,
                node_id=execution.node_id,
                execution_id=execution.id,
                asset_id=asset_id,
                media=dict(media),
                quality=execution.job["quality"],
                seed=execution.job["seed"],
                user_id=execution.user_id,
                place=place,
                remake_of=execution.remake_of,
            )
        await self._tell_end(execution.id)
        # An asset may have changed while the take was made of how it was.
        await self._staleness.made(execution.project_id, execution.node_id)
        log.info("rendering.finished", execution_id=execution.id, frames=rendered.media.frames)

    async def _end(self, execution: Execution, lease: str, status: str, error: str | None = None) -> None:
        if await executions.finish(self._db, execution.id, lease, status=status, error=error):
            await self._tell_end(execution.id)

    async def _failed(self, execution: Execution, lease: str, error: BackendFailed) -> None:
        """Puts the job back into the line where trying again has a prospect, else ends it with the sentence."""
        fault = FAULTS.get(type(error), Fault.INVALID)
        had, largest = await workers.memory(self._db, execution.worker or "", execution.job["backend"])
        becomes = after_fault(fault, str(error), before=execution.faults, need=execution.vram, had=had, largest=largest)
        if isinstance(becomes, Over):
            await self._end(execution, lease, "error", becomes.sentence)
            return
        again = await executions.try_again(
            self._db, execution.id, lease, seconds=becomes.delay, vram=becomes.vram, fault=str(error)
        )
        if again is None:
            # Somebody asked to stop meanwhile, or the lease is another's.
            await self._end(execution, lease, "cancelled")
            return
        log.info("rendering.again", execution_id=execution.id, fault=fault, delay=becomes.delay)
        await self._generation.tell_end(again)

    async def _tell_end(self, execution_id: str) -> None:
        ended = await executions.get(self._db, execution_id)
        if ended is not None:
            await self._generation.tell_end(ended)


class LeaseLost(Conflict):
    """Another worker has the job; what this one made is dropped."""

    def __init__(self) -> None:
        super().__init__("Another worker has taken this job over.")


class _Watch:
    """What the rendering thread and its keeper tell each other. `latest`: percent and step; `used`: what was
    measured and not told yet.
    """

    def __init__(self) -> None:
        self.latest = self.told = (0.0, "")
        self.stop = threading.Event()
        self.lost = False
        self.used: Resources | None = None
        self.peak: Resources | None = None

    async def measure(self) -> None:
        """What this process uses: it makes one take at a time, by itself or by children."""
        meter = Meter()
        while True:
            await asyncio.sleep(MEASURE_EVERY)
            self.used = await asyncio.to_thread(meter.read)
            self.peak = peak(self.peak, self.used)

    def report(self, percent: float, step: str) -> None:
        self.latest = (percent, step)
