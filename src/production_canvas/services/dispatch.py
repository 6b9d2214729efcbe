"""Gives waiting executions to free workers, brings back what was lost, and tells how the queue stands.

Of all web processes one decides at a time: the one whose connection holds the lead's lock. All its decisions go over
that very connection, so that a process that lost it decides nothing more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import structlog
from kombu.exceptions import OperationalError

from production_canvas.bus.jobs import Jobs
from production_canvas.bus.valkey import Bus
from production_canvas.graph.batch import fulfilled
from production_canvas.scheduling.line import decide
from production_canvas.scheduling.work import HALF_LIFE, Running, Worker
from production_canvas.services.forecast import usage_of, waiting_of
from production_canvas.services.generation import Generation
from production_canvas.services.news import News
from production_canvas.services.planning import job_key
from production_canvas.store import executions, queue, workers
from production_canvas.store.database import SILENT, Connection, Database, Pool, transaction

log = structlog.get_logger()

ATTEMPTS = 3
LOOK_EVERY = 1.0
LEAD_EVERY = 0.5
LOST_BY_BROKER = 6.0
UNHEARD = 5.0
GRACE = 15.0
FORGET_EVERY = 3600.0
KEEP_RUNS = 30.0
DIED = "The worker died three times at this shot. Try a lower quality, or look at the worker's log."
BROKER_AWAY = (OperationalError, TimeoutError, OSError)


class Dispatch:
    """`lease`: seconds without a sign of life after which a worker's job goes to another."""

    def __init__(self, db: Pool, bus: Bus, jobs: Jobs, generation: Generation, news: News, *, lease: float) -> None:
        self._db = db
        self._jobs = jobs
        self._generation = generation
        self._news = news
        self._lease = lease
        self._wake = asyncio.Event()
        self._forgot = 0.0
        bus.subscribe("dispatch", lambda _project, _body: self._wake.set())

    async def run(self) -> None:
        """Decides as soon as there is something to decide, whenever this process has the lead; until cancelled."""
        while True:
            try:
                async with self._db.acquire() as connection:
                    await self._decide_on(connection)
            except (*SILENT, TimeoutError) as error:
                log.warning("dispatch.interrupted", error=type(error).__name__)
                await asyncio.sleep(LEAD_EVERY)

    async def _decide_on(self, connection: Connection) -> None:
        while True:
            # Asked anew each time: whether the connection, and with it the lead, is still there.
            if not await queue.take_lead(connection):
                await asyncio.sleep(LEAD_EVERY)
                continue
            self._wake.clear()
            await self.step(connection)
            await self._news.tell()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def step(self, db: Database | None = None) -> None:
        """One pass: what was lost goes back or fails with a sentence, ends that nobody may have heard of are told,
        free workers get what is next.
        """
        db = db or self._db
        await self._recover(db)
        for execution in await executions.untold(db, older_than_seconds=UNHEARD):
            await self._generation.tell_end(execution)
        given = await self._lease_out(db)
        if given:
            try:
                await self._jobs.send_to(given)
            except BROKER_AWAY as error:
                log.warning("dispatch.not_sent", jobs=len(given), error=type(error).__name__)
                await queue.give_back(db, [execution_id for execution_id, _ in given])
        if time.monotonic() - self._forgot > FORGET_EVERY:
            self._forgot = time.monotonic()
            await workers.forget_runs(db, days=KEEP_RUNS)

    async def _recover(self, db: Database) -> None:
        for name in await workers.leave_silent(db, silent_seconds=self._lease):
            log.warning("dispatch.worker_silent", worker=name)
        lost = await executions.requeue_lost(db, silent_seconds=self._lease, attempts=ATTEMPTS, sentence=DIED)
        for execution in lost:
            log.warning("dispatch.worker_lost", execution_id=execution.id, now=execution.status)
            await self._generation.tell_end(execution)
        for worker, execution in await queue.overdue(db, grace_seconds=GRACE):
            await self._generation.tell_end(execution)
            await self._kill(execution.id, worker)
        while orphans := await queue.fail_orphans(db):
            for execution in orphans:
                await self._generation.tell_end(execution)
        for row in await queue.fulfillable(db):
            job = fulfilled(row["job"], row["clips"] or {})
            await queue.fulfil(db, row["id"], job, job_key(job))
        unclaimed = await queue.give_back_unclaimed(db, older_than_seconds=LOST_BY_BROKER)
        if unclaimed:
            log.warning("dispatch.unclaimed", jobs=len(unclaimed))

    async def _kill(self, execution_id: str, worker: str) -> None:
        log.warning("dispatch.did_not_stop", execution_id=execution_id, worker=worker)
        try:
            await self._jobs.kill(execution_id, worker)
        except BROKER_AWAY as error:
            # Its lease is gone already: whatever it makes is dropped.
            log.warning("dispatch.not_killed", error=type(error).__name__)

    async def _lease_out(self, db: Database) -> Sequence[tuple[str, str]]:
        crew = [_worker(each) for each in await workers.connected(db)]
        free = sum(worker.free for worker in crew)
        if not free:
            return ()
        waiting = [waiting_of(dict(row)) for row in await queue.heads(db, free)]
        if not waiting:
            return ()
        used = usage_of(await queue.usage(db, HALF_LIFE))
        given = decide(waiting, crew, used, await queue.now(db))
        if not given:
            return ()
        async with transaction(db) as connection:
            return await queue.lease_out(connection, given)


def _worker(row: workers.Row) -> Worker:
    busy = (Running(0.0, 0.0),) * row.busy
    kinds = frozenset(row.backends), frozenset(row.qualities)
    return Worker(row.name, row.name, *kinds, vram=row.vram, model=row.model, slots=row.slots, running=busy)
