"""Executions: each row holds a whole job; a worker holds the row by a lease that it must keep alive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from production_canvas.store.database import Database

_COLUMNS = """id, project_id, node_id, user_id, status, job, job_key, graph_version, results, error, attempt, worker,
lease, cancel_requested, queued_at, started_at, finished_at"""


@dataclass(frozen=True, slots=True)
class Execution:
    """`status` is queued, generating, success, error or cancelled; `error` a sentence for people."""

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
) -> Execution | None:
    """The new execution, or None where the node has one that is not finished."""
    row = await db.fetchrow(
        f"""
        INSERT INTO node_executions (id, project_id, node_id, user_id, job, job_key, graph_version, parameters)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $5::jsonb -> 'parameters')
        ON CONFLICT (project_id, node_id) WHERE status IN ('queued', 'generating') DO NOTHING
        RETURNING {_COLUMNS}
        """,
        execution_id,
        project_id,
        node_id,
        user_id,
        job,
        job_key,
        graph_version,
    )
    return Execution(**row) if row else None


async def get(db: Database, execution_id: str) -> Execution | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM node_executions WHERE id = $1", execution_id)
    return Execution(**row) if row else None


async def claim(db: Database, execution_id: str, *, worker: str, lease: str) -> Execution | None:
    """The execution, held by `lease`, or None where it waits no longer."""
    row = await db.fetchrow(
        f"""
        UPDATE node_executions
        SET status = 'generating', worker = $2, lease = $3, heartbeat_at = now(), attempt = attempt + 1,
            started_at = now()
        WHERE id = $1 AND status = 'queued'
        RETURNING {_COLUMNS}
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
        UPDATE node_executions
        SET status = $3, results = $4, error = $5, finished_at = now(), lease = NULL
        WHERE id = $1 AND lease = $2 AND status = 'generating' RETURNING true
        """,
        execution_id,
        lease,
        status,
        results,
        error,
    )
    return bool(found)


async def cancel(db: Database, project_id: str, execution_id: str) -> Execution | None:
    """The execution: cancelled at once where it waited, asked to stop where it runs; None where it is over."""
    row = await db.fetchrow(
        f"""
        UPDATE node_executions
        SET cancel_requested = true,
            status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
            finished_at = CASE status WHEN 'queued' THEN now() ELSE finished_at END
        WHERE id = $2 AND project_id = $1 AND status IN ('queued', 'generating')
        RETURNING {_COLUMNS}
        """,
        project_id,
        execution_id,
    )
    return Execution(**row) if row else None


async def requeue_lost(db: Database, *, silent_seconds: float, attempts: int, sentence: str) -> Sequence[Execution]:
    """Executions whose worker fell silent: back to waiting, cancelled if that was asked, or failed with `sentence`
    after so many attempts.
    """
    rows = await db.fetch(
        f"""
        UPDATE node_executions
        SET status = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt >= $2 THEN 'error' ELSE 'queued' END,
            error = CASE WHEN NOT cancel_requested AND attempt >= $2 THEN $3 END,
            finished_at = CASE WHEN cancel_requested OR attempt >= $2 THEN now() END,
            lease = NULL, worker = NULL, sent_at = NULL
        WHERE status = 'generating' AND heartbeat_at < now() - make_interval(secs => $1)
        RETURNING {_COLUMNS}
        """,
        float(silent_seconds),
        attempts,
        sentence,
    )
    return [Execution(**row) for row in rows]


async def unsent(db: Database, *, older_than_seconds: float) -> Sequence[str]:
    """Ids of waiting executions that the broker never got, or got so long ago that it may have lost them."""
    rows = await db.fetch(
        """
        SELECT id FROM node_executions
        WHERE status = 'queued' AND (sent_at IS NULL OR sent_at < now() - make_interval(secs => $1))
        ORDER BY queued_at LIMIT 1000
        """,
        float(older_than_seconds),
    )
    return [row["id"] for row in rows]


async def mark_sent(db: Database, execution_ids: Sequence[str]) -> None:
    await db.execute("UPDATE node_executions SET sent_at = now() WHERE id = ANY($1::uuid[])", list(execution_ids))


async def latest_of_project(
    db: Database, project_id: str, node_ids: Sequence[str] | None = None
) -> Sequence[Execution]:
    """The last execution of each node, or of those nodes."""
    rows = await db.fetch(
        f"""
        SELECT DISTINCT ON (node_id) {_COLUMNS} FROM node_executions
        WHERE project_id = $1 AND ($2::text[] IS NULL OR node_id = ANY($2)) ORDER BY node_id, queued_at DESC, id DESC
        """,
        project_id,
        node_ids,
    )
    return [Execution(**row) for row in rows]


async def made(db: Database, project_id: str, node_ids: Sequence[str]) -> dict[str, str]:
    """The last execution of each of those nodes, where it came to its end with a take."""
    rows = await db.fetch(
        """
        SELECT node_id, id FROM (
            SELECT DISTINCT ON (node_id) node_id, id, status FROM node_executions
            WHERE project_id = $1 AND node_id = ANY($2::text[]) ORDER BY node_id, queued_at DESC, id DESC
        ) latest WHERE status = 'success'
        """,
        project_id,
        list(node_ids),
    )
    return {row["node_id"]: row["id"] for row in rows}


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
        RETURNING {_COLUMNS}
        """,
        float(older_than_seconds),
    )
    return [Execution(**row) for row in rows]


async def pace(db: Database) -> dict[str, float]:
    """By quality, seconds of work per second of film: the median of this installation's last 200 takes of each."""
    rows = await db.fetch(
        """
        SELECT quality, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds / duration) AS pace
        FROM (
            SELECT job ->> 'quality' AS quality, extract(epoch FROM finished_at - started_at)::float AS seconds,
                   (results ->> 'duration')::float AS duration,
                   row_number() OVER (PARTITION BY job ->> 'quality' ORDER BY finished_at DESC) AS place
            FROM node_executions WHERE status = 'success' AND started_at IS NOT NULL
        ) done
        WHERE place <= 200 AND duration > 0
        GROUP BY quality
        """
    )
    return {row["quality"]: float(row["pace"]) for row in rows}
