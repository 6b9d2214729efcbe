"""The line of executions: who may start, who goes to which worker, who is paused, raised or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from production_canvas.store.database import Connection, Database, only_row
from production_canvas.store.executions import COLUMNS, Execution

LEAD_LOCK = 7_310_220_955
"""Who holds it decides; any constant serves that differs from the migrations'."""

_HELD = """(e.paused_by IS NOT NULL OR EXISTS (
    SELECT FROM queue_pauses p WHERE p.project_id = e.project_id AND (p.user_id IS NULL OR p.user_id = e.user_id)))"""
READY = f"(NOT {_HELD} AND e.depends_on = '{{}}' AND (e.not_before IS NULL OR e.not_before <= now()))"
"""Of a waiting `node_executions e`: whether it may start."""

_NEED = "e.backend, e.quality, e.vram, e.model"


async def take_lead(db: Connection) -> bool:
    """Whether this connection decides from now on, for as long as it lives. Asking again is harmless."""
    return bool(await db.fetchval("SELECT pg_try_advisory_lock($1)", LEAD_LOCK))


async def now(db: Database) -> float:
    """The database's clock in seconds, by which all of the queue is reckoned."""
    row = await only_row(db, "SELECT extract(epoch FROM clock_timestamp())::float AS now")
    return float(row["now"])


async def heads(db: Database, each: int) -> Sequence[asyncpg.Record]:
    """The first so many of every lane of jobs that are ready: no other can be next."""
    return await db.fetch(
        f"""
        SELECT id, user_id, project_id, backend, quality, vram, model, place, priority, by_hand, seconds, spread
        FROM (
            SELECT e.*, row_number() OVER (
                PARTITION BY e.user_id, e.project_id, {_NEED}, e.priority, e.by_hand ORDER BY e.place, e.id) AS number
            FROM node_executions e WHERE e.status = 'queued' AND e.worker IS NULL AND {READY}
        ) waiting WHERE number <= $1
        """,
        each,
    )


async def lease_out(db: Database, given: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Those of the pairs of execution and worker that still held: the execution is that worker's now."""
    rows = await db.fetch(
        f"""
        WITH free AS (
            SELECT e.id FROM node_executions e
            WHERE e.id = ANY($1::uuid[]) AND e.status = 'queued' AND e.worker IS NULL AND {READY}
            FOR UPDATE OF e SKIP LOCKED
        )
        UPDATE node_executions e SET worker = given.worker, sent_at = now()
        FROM free JOIN unnest($1::uuid[], $2::text[]) AS given (id, worker) USING (id)
        WHERE e.id = free.id RETURNING e.id, e.worker
        """,
        [execution_id for execution_id, _ in given],
        [worker for _, worker in given],
    )
    return [(row["id"], row["worker"]) for row in rows]


async def give_back(db: Database, execution_ids: Sequence[str]) -> None:
    """They could not be sent: they wait again."""
    await db.execute(
        "UPDATE node_executions SET worker = NULL, sent_at = NULL WHERE id = ANY($1::uuid[]) AND status = 'queued'",
        list(execution_ids),
    )


async def give_back_unclaimed(db: Database, *, older_than_seconds: float) -> Sequence[str]:
    """Ids of those that were sent and never begun, as the broker lost them or their worker is gone: they wait again."""
    rows = await db.fetch(
        """
        UPDATE node_executions e SET worker = NULL, sent_at = NULL
        WHERE status = 'queued' AND worker IS NOT NULL
          AND (sent_at IS NULL OR sent_at < now() - make_interval(secs => $1)
               OR NOT EXISTS (SELECT FROM workers w WHERE w.name = e.worker AND w.left_at IS NULL))
        RETURNING id
        """,
        float(older_than_seconds),
    )
    return [row["id"] for row in rows]


async def fail_orphans(db: Database) -> Sequence[Execution]:
    """Executions that wait for one that was not made: they fail with a sentence that names it."""
    rows = await db.fetch(
        f"""
        UPDATE node_executions e
        SET status = 'error', finished_at = now(),
            error = (SELECT coalesce(nullif(d.job -> 'parameters' ->> 'number', ''), 'What it') FROM node_executions d
                     WHERE d.id = ANY(e.depends_on) AND d.status IN ('error', 'cancelled') LIMIT 1)
                    || ' is needed first, and was not made. Make that, then try again.'
        WHERE e.status = 'queued' AND e.depends_on <> '{{}}' AND EXISTS (
            SELECT FROM node_executions d WHERE d.id = ANY(e.depends_on) AND d.status IN ('error', 'cancelled'))
        RETURNING {COLUMNS}
        """
    )
    return [Execution(**row) for row in rows]


async def overdue(db: Database, *, grace_seconds: float) -> Sequence[tuple[str, Execution]]:
    """Executions that did not stop in time, cancelled now, each behind the worker that still has it."""
    rows = await db.fetch(
        f"""
        WITH late AS (
            SELECT id, worker AS had FROM node_executions
            WHERE status = 'generating' AND cancel_at < now() - make_interval(secs => $1) FOR UPDATE SKIP LOCKED
        ), runs AS (
            UPDATE worker_runs r SET ended_at = now(), outcome = 'cancelled' FROM late
            WHERE r.execution_id = late.id AND r.ended_at IS NULL
        )
        UPDATE node_executions e SET status = 'cancelled', finished_at = now(), lease = NULL
        FROM late WHERE e.id = late.id RETURNING late.had, {COLUMNS.replace("id,", "e.id,", 1)}
        """,
        float(grace_seconds),
    )
    found = [dict(row) for row in rows]
    return [(row.pop("had") or "", Execution(**row)) for row in found]


async def usage(db: Database, half_life: float) -> Mapping[tuple[str, str], float]:
    """Worker seconds of late by user and project; what runs counts whole, what ended counts half per half-life."""
    rows = await db.fetch(
        """
        SELECT user_id, project_id, sum(CASE
            WHEN finished_at IS NULL THEN seconds
            ELSE extract(epoch FROM finished_at - started_at)
                 * power(0.5, extract(epoch FROM now() - finished_at) / $1) END)::float AS used
        FROM node_executions
        WHERE (status IN ('queued', 'generating') AND worker IS NOT NULL)
           OR (finished_at > now() - make_interval(secs => $1 * 5) AND started_at IS NOT NULL)
        GROUP BY user_id, project_id
        """,
        float(half_life),
    )
    return {(row["user_id"], row["project_id"]): row["used"] or 0.0 for row in rows}


async def unfinished(db: Database) -> Sequence[asyncpg.Record]:
    """Everything that waits or runs, whole: with who asked, who paused it and what it waits for, by names."""
    return await db.fetch(
        f"""
        SELECT e.id, e.node_id, e.project_id, e.user_id, u.name AS user_name, e.status, {_NEED}, e.place, e.priority,
               e.by_hand, e.seconds, e.spread, e.attempt, e.worker, e.cancel_requested, e.fault,
               extract(epoch FROM e.not_before)::float AS not_before,
               extract(epoch FROM coalesce(e.started_at, e.sent_at))::float AS began,
               extract(epoch FROM e.queued_at)::float AS queued,
               coalesce(e.job -> 'parameters' ->> 'number', '') AS number,
               coalesce(own.name, film.name) AS paused_by, own.name IS NOT NULL AS paused_itself,
               CASE WHEN e.depends_on = '{{}}' THEN '{{}}' ELSE ARRAY(
                   SELECT coalesce(nullif(d.job -> 'parameters' ->> 'number', ''), 'another node')
                   FROM node_executions d WHERE d.id = ANY(e.depends_on) AND d.status <> 'success' ORDER BY d.place
               ) END AS after
        FROM node_executions e JOIN users u ON u.id = e.user_id LEFT JOIN users own ON own.id = e.paused_by
        LEFT JOIN LATERAL (
            SELECT by.name FROM queue_pauses p JOIN users by ON by.id = p.paused_by
            WHERE p.project_id = e.project_id AND (p.user_id IS NULL OR p.user_id = e.user_id)
            ORDER BY p.user_id NULLS FIRST LIMIT 1
        ) film ON true
        WHERE e.status IN ('queued', 'generating') ORDER BY e.place, e.id
        """
    )


async def ended(db: Database, project_id: str, *, offset: int, limit: int) -> Sequence[asyncpg.Record]:
    """What failed or was cancelled in the last week, newest first, each with the `total` of them; empty beyond."""
    return await db.fetch(
        """
        SELECT e.id AS task_id, e.node_id, coalesce(e.job -> 'parameters' ->> 'number', '') AS number, e.user_id,
               u.name AS user_name, e.status AS state, coalesce(e.error, '') AS error, e.backend, e.quality, e.worker,
               e.attempt AS attempts, e.finished_at AS ended_at, count(*) OVER () AS total,
               (SELECT count(*) FROM takes t WHERE t.project_id = e.project_id AND t.node_id = e.node_id) AS takes,
               NOT EXISTS (
                   SELECT FROM node_executions later WHERE later.project_id = e.project_id
                   AND later.node_id = e.node_id AND (later.queued_at, later.id) > (e.queued_at, e.id)) AS last
        FROM node_executions e JOIN users u ON u.id = e.user_id
        WHERE e.project_id = $1 AND e.status IN ('error', 'cancelled') AND e.finished_at > now() - interval '7 days'
        ORDER BY e.finished_at DESC, e.id LIMIT $2 OFFSET $3
        """,
        project_id,
        limit,
        offset,
    )


async def length(db: Database) -> int:
    """How many jobs of the installation wait or run."""
    return int(await db.fetchval("SELECT count(*) FROM node_executions WHERE status IN ('queued', 'generating')"))


async def pauses(db: Database, project_id: str) -> Sequence[asyncpg.Record]:
    """What is paused as a whole in the project: user_id (None: the film), and the name of who did it."""
    return await db.fetch(
        """
        SELECT p.user_id, u.name AS paused_by FROM queue_pauses p JOIN users u ON u.id = p.paused_by
        WHERE p.project_id = $1 ORDER BY p.user_id NULLS FIRST
        """,
        project_id,
    )


async def pause(db: Database, project_id: str, user_id: str | None, by: str) -> None:
    """Holds all that waits or comes of the film, or of one person in it; what is on its way comes back."""
    await db.execute(
        """
        INSERT INTO queue_pauses (project_id, user_id, paused_by) VALUES ($1, $2, $3)
        ON CONFLICT (project_id, user_id) DO NOTHING
        """,
        project_id,
        user_id,
        by,
    )
    await db.execute(
        """
        UPDATE node_executions SET worker = NULL, sent_at = NULL
        WHERE project_id = $1 AND status = 'queued' AND ($2::uuid IS NULL OR user_id = $2)
        """,
        project_id,
        user_id,
    )


async def resume(db: Database, project_id: str, user_id: str | None) -> None:
    await db.execute(
        "DELETE FROM queue_pauses WHERE project_id = $1 AND user_id IS NOT DISTINCT FROM $2", project_id, user_id
    )


async def pause_one(db: Database, execution_id: str, by: str | None) -> bool:
    """Whether it waited: it is held now, or let go where `by` is None."""
    found = await db.fetchval(
        """
        UPDATE node_executions SET paused_by = $2::uuid,
            worker = CASE WHEN $2::uuid IS NULL THEN worker END, sent_at = CASE WHEN $2::uuid IS NULL THEN sent_at END
        WHERE id = $1 AND status = 'queued' RETURNING true
        """,
        execution_id,
        by,
    )
    return bool(found)


async def prioritise(db: Database, execution_id: str, priority: int) -> bool:
    """Whether it waited."""
    found = await db.fetchval(
        "UPDATE node_executions SET priority = $2 WHERE id = $1 AND status = 'queued' RETURNING true",
        execution_id,
        priority,
    )
    return bool(found)


async def move(db: Database, execution_id: str, other_id: str, *, after: bool) -> bool:
    """Whether both waited: the first stands right before or after the other now, and all of the same person up to
    there in the order in which they stand. Needs a transaction.
    """
    other = await db.fetchrow(
        """
        SELECT place, priority, user_id, project_id FROM node_executions WHERE id = $1 AND status = 'queued' FOR UPDATE
        """,
        other_id,
    )
    if other is None:
        return False
    line = await db.fetch(
        """
        SELECT id, place FROM node_executions
        WHERE status = 'queued' AND user_id = $1 AND project_id = $2 AND priority = $3 AND id <> $4
        ORDER BY place, id FOR UPDATE
        """,
        other["user_id"],
        other["project_id"],
        other["priority"],
        execution_id,
    )
    ids = [row["id"] for row in line]
    at = ids.index(other_id) + after
    order = [*ids[:at], execution_id]
    first = min((row["place"] for row in line), default=other["place"])
    moved = await db.fetchval(
        "UPDATE node_executions SET priority = $2 WHERE id = $1 AND status = 'queued' RETURNING true",
        execution_id,
        other["priority"],
    )
    if moved:
        # Places a thousandth of a second apart, from that of the first on: the turn among others stays theirs.
        await db.execute(
            """
            UPDATE node_executions e SET place = $2 + line.number * 0.001, by_hand = true
            FROM unnest($1::uuid[]) WITH ORDINALITY AS line (id, number) WHERE e.id = line.id
            """,
            order,
            first - 0.001 * (len(order) + 1),
        )
    return bool(moved)


async def facts(db: Database, execution_id: str) -> dict[str, Any] | None:
    """Whose it is and how it stands."""
    row = await db.fetchrow(
        "SELECT id, project_id, node_id, user_id, status FROM node_executions WHERE id = $1", execution_id
    )
    return dict(row) if row else None


async def asked(db: Database, execution_id: str) -> dict[str, Any]:
    """What the execution needs, as `Asks` has it, but for what comes before it."""
    row = await only_row(
        db,
        "SELECT backend, quality, vram, model, seconds, spread, priority FROM node_executions WHERE id = $1",
        execution_id,
    )
    return dict(row)


async def latest_of_same_nodes(db: Database, execution_ids: Sequence[str]) -> Sequence[asyncpg.Record]:
    """Id and status of the last execution of each node that those are of."""
    return await db.fetch(
        """
        SELECT DISTINCT ON (e.project_id, e.node_id) e.id, e.status
        FROM node_executions e JOIN node_executions old ON old.project_id = e.project_id AND old.node_id = e.node_id
        WHERE old.id = ANY($1::uuid[]) ORDER BY e.project_id, e.node_id, e.queued_at DESC, e.id DESC
        """,
        list(execution_ids),
    )


async def fulfillable(db: Database) -> Sequence[asyncpg.Record]:
    """Waiting executions all of whose needs are made: id, job, and the clips' content hashes by execution."""
    return await db.fetch(
        """
        SELECT e.id, e.job, (
            SELECT jsonb_object_agg(t.execution_id, a.object_hash) FROM takes t JOIN assets a ON a.id = t.asset_id
            WHERE t.execution_id = ANY(e.depends_on)) AS clips
        FROM node_executions e
        WHERE e.status = 'queued' AND e.depends_on <> '{}' AND NOT EXISTS (
            SELECT FROM unnest(e.depends_on) AS needed (id) LEFT JOIN node_executions d ON d.id = needed.id
            WHERE d.status IS DISTINCT FROM 'success')
        ORDER BY e.place LIMIT 200
        """
    )


async def fulfil(db: Database, execution_id: str, job: dict[str, Any], job_key: str) -> None:
    """The execution waits for no other any more; its job is whole."""
    await db.execute(
        """
        UPDATE node_executions SET job = $2, job_key = $3, parameters = $2::jsonb -> 'parameters', depends_on = '{}'
        WHERE id = $1 AND status = 'queued'
        """,
        execution_id,
        job,
        job_key,
    )
