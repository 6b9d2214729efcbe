"""Tells everybody how the queue and the workers stand: what changed, seldom enough for thousands of jobs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.messages import frame
from production_canvas.protocol.queue import (
    QueueEntry,
    QueuePause,
    QueueUpdated,
    Resources,
    WorkerRecord,
    WorkersUpdated,
)
from production_canvas.services.forecast import Forecaster
from production_canvas.store import queue, workers
from production_canvas.store.database import Database

EVERY = 1.0
MOST = 100
"""Entries in one frame; where more changed, clients read the page that they show."""


class News:
    def __init__(self, db: Database, bus: Bus, forecaster: Forecaster) -> None:
        self._db = db
        self._bus = bus
        self._forecaster = forecaster
        self._told: dict[str, dict[str, tuple[Any, ...]]] = {}
        self._pauses: dict[str, list[QueuePause]] = {}
        self._crew: list[WorkerRecord] | None = None
        self._due = 0.0

    async def tell(self) -> None:
        """Tells what changed since the last time; does nothing where that was a moment ago."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY
        seen = await self._forecaster.look()
        crew = [worker_record(each) for each in seen.workers]
        if crew != self._crew:
            self._crew = crew
            self._bus.publish("team", "", frame(WorkersUpdated(workers=crew)))
        for project_id in {*seen.by_project, *self._told}:
            rows = seen.by_project.get(project_id, ())
            now = {row["id"]: _mark(row, seen.foreseen.get(row["id"])) for row in rows}
            before = self._told.pop(project_id, {})
            pauses = await pauses_of(self._db, project_id)
            if now != before or pauses != self._pauses.get(project_id, []):
                changed = [row for row in rows if before.get(row["id"]) != now[row["id"]]]
                entries = seen.entries(changed[:MOST])
                self._publish(project_id, seen.now, rows, entries, [each for each in before if each not in now], pauses,
                              more=len(changed) > MOST)  # fmt: skip
            if now:
                self._told[project_id] = now
            self._pauses[project_id] = pauses

    def _publish(
        self, project_id: str, at: float, rows: Sequence[Mapping[str, Any]], entries: list[QueueEntry],
        gone: list[str], pauses: list[QueuePause], *, more: bool,
    ) -> None:  # fmt: skip
        generating, waiting = counted(rows)
        told = QueueUpdated(
            at=at,
            total=len(rows),
            generating=generating,
            waiting=waiting,
            pauses=pauses,
            entries=entries,
            gone=gone[:MOST],
            more=more or len(gone) > MOST,
        )
        self._bus.publish("events", project_id, frame(told))


def counted(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """How many run, and how many wait."""
    generating = sum(row["status"] == "generating" for row in rows)
    return generating, len(rows) - generating


async def pauses_of(db: Database, project_id: str) -> list[QueuePause]:
    """What is paused as a whole there."""
    return [
        QueuePause(user_id=row["user_id"], paused_by=row["paused_by"]) for row in await queue.pauses(db, project_id)
    ]


def worker_record(row: workers.Row) -> WorkerRecord:
    """The worker as it stands on the wire."""
    return WorkerRecord(
        name=row.name,
        backends=row.backends,
        qualities=row.qualities,
        vram=row.vram,
        model=row.model,
        slots=row.slots,
        busy=row.busy,
        joined_at=row.joined_at.isoformat(),
        resources=None if row.resources is None else Resources(**row.resources),
    )


def _mark(row: Mapping[str, Any], foreseen: Any) -> tuple[Any, ...]:
    """What of an entry is worth telling; that time passes is not."""
    why = foreseen and (foreseen.reason.code, foreseen.reason.name, foreseen.reason.ahead, foreseen.reason.yours)
    place = foreseen and foreseen.position
    return (row["status"], row["worker"], row["priority"], row["paused_itself"], row["attempt"], place, why)
