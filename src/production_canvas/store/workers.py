"""Workers: what each can do, whether it lives, what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from production_canvas.store.database import Database, only_row


@dataclass(frozen=True, slots=True)
class Row:
    """A worker that lives. `vram` in GiB, `busy` of its `slots` have a job, `model` is the one it holds;
    `resources`: what it uses, as it told last.
    """

    name: str
    backends: list[str]
    qualities: list[str]
    vram: float
    model: str
    slots: int
    busy: int
    joined_at: datetime
    resources: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at one job. `loaded`: a model had to be loaded first; `outcome` None: it runs; `peak`: what it
    used at most.
    """

    execution_id: str
    node_id: str
    number: str
    attempt: int
    model: str
    loaded: bool
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    peak: dict[str, Any] | None


async def beat(
    db: Database,
    name: str,
    *,
    backends: Sequence[str],
    qualities: Sequence[str],
    vram: float,
    slots: int,
    fresh: bool,
    resources: Mapping[str, Any] | None = None,
) -> bool:
    """Notes that the worker lives, and whether it is new or back. `fresh`: it has just started and holds no model."""
    joined = await db.fetchval(
        """
        INSERT INTO workers AS w (name, backends, qualities, vram, slots, resources)
        VALUES ($1, $2, $3, $4, $5, $7)
        ON CONFLICT (name) DO UPDATE
        SET backends = $2, qualities = $3, vram = $4, slots = $5, resources = $7, heartbeat_at = now(), left_at = NULL,
            joined_at = CASE WHEN $6 OR w.left_at IS NOT NULL THEN now() ELSE w.joined_at END,
            model = CASE WHEN $6 THEN '' ELSE w.model END
        RETURNING joined_at = now()
        """,
        name,
        list(backends),
        list(qualities),
        float(vram),
        slots,
        fresh,
        resources,
    )
    return bool(joined)


async def leave(db: Database, name: str) -> None:
    """The worker takes no more jobs; those on their way to it go back to the line."""
    await db.execute("UPDATE workers SET left_at = now() WHERE name = $1", name)
    await db.execute(
        "UPDATE node_executions SET worker = NULL, sent_at = NULL WHERE status = 'queued' AND worker = $1", name
    )


async def leave_silent(db: Database, *, silent_seconds: float) -> Sequence[str]:
    """Names of the workers that gave no sign of life for so long; they count as gone."""
    rows = await db.fetch(
        """
        UPDATE workers SET left_at = now()
        WHERE left_at IS NULL AND heartbeat_at < now() - make_interval(secs => $1) RETURNING name
        """,
        float(silent_seconds),
    )
    return [row["name"] for row in rows]


async def connected(db: Database) -> Sequence[Row]:
    """Those that live, by name."""
    rows = await db.fetch(
        """
        SELECT w.name, w.backends, w.qualities, w.vram, w.model, w.slots, w.joined_at, w.resources,
               count(e.id)::int AS busy
        FROM workers w LEFT JOIN node_executions e ON e.worker = w.name AND e.status IN ('queued', 'generating')
        WHERE w.left_at IS NULL GROUP BY w.name ORDER BY w.name
        """
    )
    return [Row(**row) for row in rows]


async def runs(db: Database, project_id: str, name: str, *, hours: float) -> Sequence[Run]:
    """What the worker did for that project of late, oldest first; of more than a thousand runs the latest."""
    rows = await db.fetch(
        """
        SELECT * FROM (
        SELECT r.execution_id, e.node_id, coalesce(e.job -> 'parameters' ->> 'number', '') AS number, r.attempt,
               r.model, r.loaded, r.started_at, r.ended_at, r.outcome, r.peak
        FROM worker_runs r JOIN node_executions e ON e.id = r.execution_id
        WHERE r.worker = $2 AND e.project_id = $1 AND r.started_at > now() - make_interval(secs => $3)
        ORDER BY r.started_at DESC, r.execution_id DESC LIMIT 1000
        ) latest ORDER BY started_at, execution_id
        """,
        project_id,
        name,
        hours * 3600,
    )
    return [Run(**row) for row in rows]


async def note_peak(db: Database, execution_id: str, attempt: int, peak: Mapping[str, Any]) -> None:
    """Keeps with that attempt what it used at most."""
    await db.execute(
        "UPDATE worker_runs SET peak = $3 WHERE execution_id = $1 AND attempt = $2", execution_id, attempt, peak
    )


async def forget_runs(db: Database, *, days: float) -> None:
    """Drops runs older than that; the executions themselves stay."""
    await db.execute("DELETE FROM worker_runs WHERE started_at < now() - make_interval(secs => $1)", days * 86_400)


async def memory(db: Database, name: str, backend: str) -> tuple[float, float]:
    """GiB of that worker, and of the largest one connected with that backend."""
    row = await only_row(
        db,
        """
        SELECT coalesce(max(vram) FILTER (WHERE name = $1), 0) AS own,
               coalesce(max(vram) FILTER (WHERE left_at IS NULL AND $2 = ANY(backends)), 0) AS largest
        FROM workers
        """,
        name,
        backend,
    )
    return float(row["own"]), float(row["largest"])
