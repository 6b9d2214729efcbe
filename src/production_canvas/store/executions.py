"""Executions: each row holds a whole job; a worker holds the row by a lease that it must keep alive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from production_canvas.store.database import Database

COLUMNS = """id, project_id, node_id, user_id, status, job, job_key, graph_version, results, error, attempt, worker,
lease, cancel_requested, queued_at, started_at, finished_at, depends_on, faults, vram, remake_of"""


@dataclass(frozen=True, slots=True)
class Execution:
    """`status` is queued, generating, success, error or cancelled; `error` a sentence for people. `remake_of`: the take
    whose very job this is.
    """

    id: str
    project_id: str
    node_id: str
    user_id: str
    status: str
    job: dict[str, Any]
    job_key: str
    graph_version: int
    results: dict[str, Any] | None
    error: str | None
    attempt: int
    worker: str | None
    lease: str | None
    cancel_requested: bool
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    depends_on: list[str]
    faults: int
    vram: float
    remake_of: str | None


@dataclass(frozen=True, slots=True)
class Asks:
    """What a job needs, how long it may take and what comes before it: GiB, seconds, ids of executions."""

    backend: str = "previs"
    quality: str = "standard"
    vram: float = 0.0
    model: str = ""
    seconds: float = 10.0
    spread: float = 5.0
    depends_on: tuple[str, ...] = ()
    priority: int = 0


PLAIN = Asks()


async def insert(
    db: Database,
    *,
    execution_id: str,
    project_id: str,
    node_id: str,
    user_id: str,
    job: dict[str, Any],
    job_key: str,
    graph_version: int,
    asks: Asks = PLAIN,
    remake_of: str | None = None,
) -> Execution | None:
    """The new execution, or None where the node has one that is not finished."""
    row = await db.fetchrow(
        f"""
        INSERT INTO node_executions (id, project_id, node_id, user_id, job, job_key, graph_version, parameters,
            backend, quality, vram, model, seconds, spread, depends_on, priority, remake_of)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $5::jsonb -> 'parameters', $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (project_id, node_id) WHERE status IN ('queued', 'generating') DO NOTHING
        RETURNING {COLUMNS}
        """,
        execution_id,
        project_id,
        node_id,
        user_id,
        job,
        job_key,
        graph_version,
        asks.backend,
        asks.quality,
        float(asks.vram),
        asks.model,
        float(asks.seconds),
        float(asks.spread),
        list(asks.depends_on),
        asks.priority,
        remake_of,
    )
    return Execution(**row) if row else None


async def slate(db: Database, execution_id: str, lease: str, job: dict[str, Any]) -> bool:
    """Whether the lease still held and the job is now this one, which differs in its slate."""
    found = await db.fetchval(
        "UPDATE node_executions SET job = $3 WHERE id = $1 AND lease = $2 AND status = 'generating' RETURNING true",
        execution_id,
        lease,
        job,
    )
    return bool(found)


async def get(db: Database, execution_id: str) -> Execution | None:
    row = await db.fetchrow(f"SELECT {COLUMNS} FROM node_executions WHERE id = $1", execution_id)
    return Execution(**row) if row else None


async def claim(db: Database, execution_id: str, *, worker: str, lease: str) -> Execution | None:
    """The execution, held by `lease`, or None where it waits no longer, is paused, or is another worker's."""
    row = await db.fetchrow(
        f"""
        WITH mine AS (
            UPDATE node_executions e
            SET status = 'generating', worker = $2, lease = $3, heartbeat_at = now(), attempt = attempt + 1,
                started_at = now()
            WHERE id = $1 AND status = 'queued' AND (worker IS NULL OR worker = $2) AND paused_by IS NULL
              AND NOT EXISTS (SELECT FROM queue_pauses p
                              WHERE p.project_id = e.project_id AND (p.user_id IS NULL OR p.user_id = e.user_id))
            RETURNING {COLUMNS}, model
        ), held AS (
            SELECT w.model FROM workers w WHERE w.name = $2
        ), run AS (
            INSERT INTO worker_runs (execution_id, attempt, worker, model, loaded)
            SELECT id, attempt, $2, model, model <> '' AND model IS DISTINCT FROM (SELECT model FROM held) FROM mine
            ON CONFLICT DO NOTHING
        ), loads AS (
            UPDATE workers SET model = mine.model FROM mine WHERE workers.name = $2 AND mine.model <> ''
        )
        SELECT {COLUMNS} FROM mine
        """,
        execution_id,
        worker,
        lease,
    )
    return Execution(**row) if row else None


async def heartbeat(db: Database, execution_id: str, lease: str) -> bool | None:
    """Whether somebody asked to cancel; None where the lease is lost."""
    found: bool | None = await db.fetchval(
        """
        UPDATE node_executions SET heartbeat_at = now()
        WHERE id = $1 AND lease = $2 AND status = 'generating' RETURNING cancel_requested
        """,
        execution_id,
        lease,
    )
    return found


async def finish(
    db: Database,
    execution_id: str,
    lease: str,
    *,
    status: str,
    results: dict[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """Whether the lease still held and the end was written."""
    found = await db.fetchval(
        """
        WITH ended AS (
            UPDATE node_executions
            SET status = $3, results = $4, error = $5, finished_at = now(), lease = NULL
            WHERE id = $1 AND lease = $2 AND status = 'generating' RETURNING id, attempt
        ), run AS (
            UPDATE worker_runs r SET ended_at = now(), outcome = $3 FROM ended
            WHERE r.execution_id = ended.id AND r.attempt = ended.attempt
        )
        SELECT true FROM ended
        """,
        execution_id,
        lease,
        status,
        results,
        error,
    )
    return bool(found)


async def cancel(db: Database, project_id: str, execution_ids: Sequence[str]) -> Sequence[Execution]:
    """Those of the executions that were not over: cancelled at once where they waited, asked to stop where they run."""
    rows = await db.fetch(
        f"""
        UPDATE node_executions
        SET cancel_requested = true, cancel_at = coalesce(cancel_at, now()),
            status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
            finished_at = CASE status WHEN 'queued' THEN now() ELSE finished_at END
        WHERE id = ANY($2::uuid[]) AND project_id = $1 AND status IN ('queued', 'generating')
        RETURNING {COLUMNS}
        """,
        project_id,
        list(execution_ids),
    )
    return [Execution(**row) for row in rows]


async def try_again(
    db: Database, execution_id: str, lease: str, *, seconds: float, vram: float, fault: str
) -> Execution | None:
    """The execution, waiting again after a fault for so many seconds and so many GiB; None where the lease is lost."""
    row = await db.fetchrow(
        f"""
        WITH again AS (
            UPDATE node_executions
            SET status = 'queued', lease = NULL, worker = NULL, sent_at = NULL, faults = faults + 1, fault = $5,
                vram = $4, not_before = now() + make_interval(secs => $3)
            WHERE id = $1 AND lease = $2 AND status = 'generating' AND NOT cancel_requested RETURNING {COLUMNS}
        ), run AS (
            UPDATE worker_runs r SET ended_at = now(), outcome = 'retry' FROM again
            WHERE r.execution_id = again.id AND r.ended_at IS NULL
        )
        SELECT {COLUMNS} FROM again
        """,
        execution_id,
        lease,
        float(seconds),
        float(vram),
        fault,
    )
    return Execution(**row) if row else None


async def requeue_lost(db: Database, *, silent_seconds: float, attempts: int, sentence: str) -> Sequence[Execution]:
    """Executions whose worker fell silent: back to waiting, cancelled if that was asked, or failed with `sentence`
    after so many attempts.
    """
    rows = await db.fetch(
        f"""
        WITH lost AS (
            UPDATE node_executions
            SET status = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt - faults >= $2 THEN 'error'
                         ELSE 'queued' END,
                error = CASE WHEN NOT cancel_requested AND attempt - faults >= $2 THEN $3 END,
                finished_at = CASE WHEN cancel_requested OR attempt - faults >= $2 THEN now() END,
                lease = NULL, worker = NULL, sent_at = NULL
            WHERE status = 'generating' AND heartbeat_at < now() - make_interval(secs => $1)
            RETURNING {COLUMNS}
        ), run AS (
            UPDATE worker_runs r SET ended_at = now(), outcome = 'lost' FROM lost
            WHERE r.execution_id = lost.id AND r.ended_at IS NULL
        )
        SELECT {COLUMNS} FROM lost
        """,
        float(silent_seconds),
        attempts,
        sentence,
    )
    return [Execution(**row) for row in rows]


async def latest_of_project(
    db: Database, project_id: str, node_ids: Sequence[str] | None = None
) -> Sequence[Execution]:
    """The last execution of each node, or of those nodes."""
    rows = await db.fetch(
        f"""
        SELECT DISTINCT ON (node_id) {COLUMNS} FROM node_executions
        WHERE project_id = $1 AND ($2::text[] IS NULL OR node_id = ANY($2)) ORDER BY node_id, queued_at DESC, id DESC
        """,
        project_id,
        node_ids,
    )
    return [Execution(**row) for row in rows]


async def latest(db: Database, project_id: str, node_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Id and status of the last execution of each of those nodes that has any."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (node_id) node_id, id, status FROM node_executions
        WHERE project_id = $1 AND node_id = ANY($2::text[]) ORDER BY node_id, queued_at DESC, id DESC
        """,
        project_id,
        list(node_ids),
    )
    return {row["node_id"]: (row["id"], row["status"]) for row in rows}


async def project_of(db: Database, execution_id: str) -> str | None:
    """The project the execution belongs to."""
    found: str | None = await db.fetchval("SELECT project_id FROM node_executions WHERE id = $1", execution_id)
    return found


async def mark_told(db: Database, execution_id: str) -> None:
    """Notes that the end of the execution has reached the bus."""
    await db.execute("UPDATE node_executions SET told_at = now() WHERE id = $1", execution_id)


async def untold(db: Database, *, older_than_seconds: float) -> Sequence[Execution]:
    """Executions that ended a while ago and whose end nobody may have heard of: the worker died upon it, or the
    broker was away. Marked as told.
    """
    rows = await db.fetch(
        f"""
        UPDATE node_executions SET told_at = now()
        WHERE id IN (
            SELECT id FROM node_executions
            WHERE finished_at < now() - make_interval(secs => $1) AND told_at IS NULL
            LIMIT 100 FOR UPDATE SKIP LOCKED
        )
        RETURNING {COLUMNS}
        """,
        float(older_than_seconds),
    )
    return [Execution(**row) for row in rows]
