"""The queue as it stands, foreseen: every job's place, reason and times, read once for all who ask."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from production_canvas.protocol.queue import QueueEntry, WaitingReason
from production_canvas.scheduling.outlook import Outlook, outlook
from production_canvas.scheduling.work import HALF_LIFE, Need, Running, Usage, Waiting, Worker
from production_canvas.store import queue, workers
from production_canvas.store.database import Database

LOAD = 60.0
"""Seconds that loading a model is reckoned with."""
REST = 5.0
"""After a reading that took a while, so many times as long passes before the next."""
LONG = 0.1
STARTING = WaitingReason(code="starting", detail="is starting", name="", amount=0.0, ahead=0, yours=0)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`rows` of everything unfinished at `now`, running ones first, then as they will start."""

    now: float
    rows: Sequence[Mapping[str, Any]]
    foreseen: Mapping[str, Outlook]
    workers: Sequence[workers.Row]
    by_project: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def entries(self, rows: Sequence[Mapping[str, Any]]) -> list[QueueEntry]:
        """Those rows as they stand on the wire."""
        return [_entry(row, self.foreseen.get(row["id"]), self.now) for row in rows]


class Forecaster:
    """Reads the queue when asked; with thousands of jobs, not more often than it can afford."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._latest: Forecast | None = None
        self._until = 0.0
        self._reading = asyncio.Lock()

    async def look(self) -> Forecast:
        """How things stand now, or a moment ago."""
        async with self._reading:
            if self._latest is None or time.monotonic() >= self._until:
                began = time.monotonic()
                self._latest = await read(self._db)
                took = time.monotonic() - began
                self._until = time.monotonic() + (REST * took if took > LONG else 0.0)
            return self._latest


async def read(db: Database) -> Forecast:
    """The queue foreseen, from the tables."""
    rows = [dict(row) for row in await queue.unfinished(db)]
    crew = await workers.connected(db)
    used = usage_of(await queue.usage(db, HALF_LIFE))
    now = await queue.now(db)
    return await asyncio.to_thread(_foresee, rows, crew, used, now)


def usage_of(used: Mapping[tuple[str, str], float]) -> Usage:
    """By user and by project."""
    users: dict[str, float] = defaultdict(float)
    projects: dict[str, float] = defaultdict(float)
    for (user_id, project_id), seconds in used.items():
        users[user_id] += seconds
        projects[project_id] += seconds
    return Usage(users, projects)


def crew_of(connected: Sequence[workers.Row], rows: Sequence[Mapping[str, Any]], now: float) -> list[Worker]:
    """The workers with what they have to do."""
    at_work: dict[str, list[Running]] = defaultdict(list)
    for row in rows:
        if row["worker"] is not None:
            at_work[row["worker"]].append(Running(row["began"] or now, row["seconds"], row["spread"]))
    return [
        Worker(
            each.name, each.name, frozenset(each.backends), frozenset(each.qualities), each.vram, each.model,
            each.slots, tuple(at_work[each.name]),
        )
        for each in connected
    ]  # fmt: skip


def waiting_of(row: Mapping[str, Any]) -> Waiting:
    """The row of a waiting execution as the rules see it."""
    return Waiting(
        id=row["id"],
        user_id=row["user_id"],
        project_id=row["project_id"],
        need=Need(row["backend"], row["quality"], row["vram"], row["model"]),
        place=row["place"],
        priority=row["priority"],
        by_hand=row["by_hand"],
        seconds=row["seconds"],
        spread=row["spread"],
        load=LOAD if row["model"] else 0.0,
        after=tuple(row.get("after") or ()),
        paused_by=row.get("paused_by"),
        not_before=row.get("not_before") or 0.0,
    )


def _foresee(rows: list[dict[str, Any]], crew: Sequence[workers.Row], used: Usage, now: float) -> Forecast:
    waiting = [waiting_of(row) for row in rows if row["worker"] is None]
    foreseen = outlook(waiting, crew_of(crew, rows, now), used, now)
    rows.sort(key=lambda row: _order(row, foreseen))
    by_project: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_project[row["project_id"]].append(row)
    return Forecast(now, rows, foreseen, crew, by_project)


def _order(row: Mapping[str, Any], foreseen: Mapping[str, Outlook]) -> tuple[int, float, float, str]:
    if row["worker"] is not None:
        return (0, row["began"] or 0.0, row["place"], row["id"])
    position = foreseen[row["id"]].position
    return (2, 0.0, row["place"], row["id"]) if position is None else (1, position, row["place"], row["id"])


def _entry(row: Mapping[str, Any], foreseen: Outlook | None, now: float) -> QueueEntry:
    starts = ends = None
    error, reason, position = 0.0, None, None
    if foreseen is not None:
        why = foreseen.reason
        reason = WaitingReason(
            code=why.code, detail=why.sentence, name=why.name, amount=why.amount, ahead=why.ahead, yours=why.yours
        )
        starts = None if foreseen.starts is None else max(0.0, foreseen.starts - now)
        ends = None if foreseen.ends is None else max(0.0, foreseen.ends - now)
        error, position = foreseen.error, foreseen.position
    else:
        reason = STARTING if row["status"] == "queued" else None
        began = row["began"] or now
        starts, ends, error = began - now, max(0.0, began + row["seconds"] - now), row["spread"]
    return QueueEntry(
        task_id=row["id"],
        node_id=row["node_id"],
        number=row["number"],
        user_id=row["user_id"],
        user_name=row["user_name"],
        state=row["status"],
        priority=row["priority"],
        position=position,
        reason=reason,
        starts=starts,
        ends=ends,
        error=error,
        paused=row["paused_itself"],
        backend=row["backend"],
        quality=row["quality"],
        worker=row["worker"] if row["status"] == "generating" else None,
        attempt=row["attempt"],
        fault=row["fault"],
        queued_at=row["queued"],
    )
