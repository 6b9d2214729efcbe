"""How a worker joins, stays known and leaves: a row in the database with what it can do and a sign of life."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from celery import bootsteps
from celery.signals import worker_shutting_down

from production_canvas.backends.backend import Backends
from production_canvas.backends.meter import Meter
from production_canvas.settings import Settings
from production_canvas.store import workers
from production_canvas.store.database import SILENT, Pool, connect

log = structlog.get_logger()

BEAT_EVERY = 2.0
ANSWER_LIMIT = 2.0


class Membership:
    """Of this worker's main process. It beats from the loop that reads the broker: who cannot be reached is away."""

    def __init__(self, settings: Settings, backends: Backends) -> None:
        self._settings = settings
        self._backends = backends
        self._loop = asyncio.new_event_loop()
        self._db: Pool | None = None
        self._meter: Meter | None = None
        self._fresh = True
        self._name = ""
        self._leaving = False

    def beat(self, name: str, slots: int) -> None:
        """Tells that the worker lives and what it can do. A database that does not answer is asked again next time."""
        if not self._leaving:
            self._name = name
            self._run(self._beat(name, slots))

    def leave(self) -> None:
        """Takes no more jobs; those it has are finished."""
        self._leaving = True
        if self._name:
            self._run(self._leave())

    def _run(self, work: Any) -> None:
        try:
            self._loop.run_until_complete(asyncio.wait_for(work, ANSWER_LIMIT))
        except (*SILENT, TimeoutError) as error:
            log.warning("worker.not_told", error=type(error).__name__)

    async def _beat(self, name: str, slots: int) -> None:
        able = self._backends.able()
        used = await asyncio.to_thread(self._meter.read) if self._meter else None
        # Not before: who imports this need not be the worker's main process.
        self._meter = self._meter or Meter()
        joined = await workers.beat(
            await self._connected(), name, backends=able, qualities=self._backends.qualities(able),
            vram=self._settings.worker_vram, slots=slots, fresh=self._fresh,
            resources=None if used is None else used.model_dump(),
        )  # fmt: skip
        self._fresh = False
        if joined:
            log.info("worker.joined", name=name, backends=able)

    async def _leave(self) -> None:
        await workers.leave(await self._connected(), self._name)

    async def _connected(self) -> Pool:
        if self._db is None:
            self._db = await connect(self._settings.database_url, size=1)
        return self._db


def join(app: Any, membership: Membership) -> None:
    """Makes every worker of the app a member for as long as it is connected to the broker."""

    class Beats(bootsteps.StartStopStep):  # type: ignore[misc]
        requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

        def start(self, consumer: Any) -> None:
            told = consumer.hostname, consumer.controller.concurrency
            membership.beat(*told)
            self.timer = consumer.timer.call_repeatedly(BEAT_EVERY, membership.beat, told)

        def stop(self, _consumer: Any) -> None:
            self.timer.cancel()

    app.steps["consumer"].add(Beats)
    worker_shutting_down.connect(lambda **_: membership.leave(), weak=False)
