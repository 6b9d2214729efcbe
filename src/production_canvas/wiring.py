"""The composition root: the only module that knows every room of the house."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from production_canvas.bus.jobs import Jobs
from production_canvas.bus.valkey import Bus
from production_canvas.files.signing import Signer
from production_canvas.files.store import FileStore
from production_canvas.services.accounts import Accounts
from production_canvas.services.assets import Assets
from production_canvas.services.batches import Batches
from production_canvas.services.dispatch import Dispatch
from production_canvas.services.estimates import Estimates
from production_canvas.services.everywhere import Everywhere
from production_canvas.services.folders import Folders
from production_canvas.services.forecast import Forecaster
from production_canvas.services.generation import Generation
from production_canvas.services.history import History
from production_canvas.services.impact import Impact
from production_canvas.services.news import News
from production_canvas.services.projects import Projects
from production_canvas.services.queue import Queue
from production_canvas.services.refinement import Refinement
from production_canvas.services.reviewing import Reviewing
from production_canvas.services.scripts import Scripts
from production_canvas.services.staleness import Staleness
from production_canvas.services.steps import Steps
from production_canvas.services.sync import Sync
from production_canvas.services.tokens import Tokens
from production_canvas.services.uploads import Limits, Uploads
from production_canvas.services.usage import Usage
from production_canvas.settings import Settings
from production_canvas.store.database import Pool, connect
from production_canvas.store.graphs import Journal

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Canvas:
    """Everything an entrance of the house needs: web, worker, command line."""

    settings: Settings
    db: Pool
    bus: Bus
    files: FileStore
    sync: Sync
    steps: Steps
    accounts: Accounts
    projects: Projects
    assets: Assets
    folders: Folders
    usage: Usage
    staleness: Staleness
    impact: Impact
    everywhere: Everywhere
    generation: Generation
    dispatch: Dispatch
    queue: Queue
    batch: Batches
    reviewing: Reviewing
    scripts: Scripts
    history: History
    uploads: Uploads


@asynccontextmanager
async def open_canvas(settings: Settings, *, serve: bool = False) -> AsyncIterator[Canvas]:
    """The services on the database and broker of `settings`, for as long as the block lasts.

    `serve` is for the web process: it also brings back lost work. Raises OSError or asyncpg.PostgresError where the
    database does not answer.
    """
    db = await connect(settings.database_url, size=10 if serve else 4)
    try:
        canvas = _furnish(settings, db)
        work = [canvas.bus.run(listen=serve), canvas.sync.run()]
        if serve:
            work += [canvas.dispatch.run(), canvas.staleness.run(), canvas.uploads.run()]
        running = [watched(each) for each in work]
        try:
            yield canvas
        finally:
            await canvas.bus.drain()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
    finally:
        await db.close()


def _furnish(settings: Settings, db: Pool) -> Canvas:
    secret = settings.secret_key.get_secret_value()
    bus = Bus(settings.broker_url, origin=secrets.token_hex(8))
    journal = Journal(db)
    sync = Sync(journal, bus)
    files = _files(settings)
    jobs = Jobs(settings.broker_url)
    assets = Assets(db, bus)
    usage = Usage(db, sync, assets)
    staleness = Staleness(db, bus, sync)
    estimates = Estimates(db)
    generation = Generation(db, bus, Signer(secret))
    batch = Batches(db, sync, generation, estimates, staleness)
    forecaster = Forecaster(db)
    news = News(db, bus, forecaster)
    history = History(db, sync)
    impact = Impact(db, sync, assets, usage, batch, staleness, estimates)
    return Canvas(
        settings=settings,
        db=db,
        bus=bus,
        files=files,
        sync=sync,
        steps=Steps(journal, sync),
        accounts=Accounts(db, Tokens(secret), token_life=settings.token_life, session_life=settings.session_life),
        projects=Projects(db, sync),
        assets=assets,
        folders=Folders(db, bus, assets),
        usage=usage,
        staleness=staleness,
        impact=impact,
        everywhere=Everywhere(db, assets, usage, impact),
        generation=generation,
        dispatch=Dispatch(db, bus, jobs, generation, news, lease=settings.lease),
        queue=Queue(db, forecaster, generation),
        batch=batch,
        reviewing=Reviewing(db, files, sync, history, generation),
        scripts=Scripts(db, bus, sync, files, _refinement(settings)),
        history=history,
        uploads=Uploads(db, files, assets, jobs, Limits(settings.file_limit, settings.library_limit)),
    )


def _files(settings: Settings) -> FileStore:
    if not settings.s3_bucket:
        return FileStore.local(settings.data / "objects")
    return FileStore.s3(
        endpoint=settings.s3_endpoint,
        bucket=settings.s3_bucket,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
    )


def _refinement(settings: Settings) -> Refinement:
    return Refinement(
        settings.refine_url,
        model=settings.refine_model,
        key=settings.refine_key.get_secret_value(),
        seconds=settings.refine_seconds,
    )


def watched(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """The work as a task without which the process is of no use: where it fails, the process ends."""
    task = asyncio.create_task(work)
    task.add_done_callback(_end_process_where_it_failed)
    return task


def _end_process_where_it_failed(task: asyncio.Task[None]) -> None:
    # A web process whose commit loop has died would accept edits and never save them: the supervisor starts a new one.
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("process.broken", error=repr(error))
        signal.raise_signal(signal.SIGTERM)
