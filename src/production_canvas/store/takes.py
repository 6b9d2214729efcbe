"""Takes: what was made of a node, kept for ever, one of them active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from production_canvas.store.database import Database, only_row

LOOK_LOCK = 731_022
"""Before the hash of a project's id; any constant serves that no other lock begins with."""


@dataclass(frozen=True, slots=True)
class Take:
    """`media`: duration in seconds, frames, rate in frames per second, width, height, mime; `author` a name. `name` is
    empty where the take was kept before takes had names. `identical_to`: the first take with the very same file;
    `remake_of`: the one whose job was made again.
    """

    id: str
    node_id: str
    number: int
    execution_id: str
    asset_id: str
    media: dict[str, Any]
    quality: str
    seed: int
    active: bool
    author: str
    created_at: datetime
    name: str
    version: int
    take: int
    identical_to: str | None
    remake_of: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a take belongs among those of its node. `setup`: the key of what its version is made of."""

    version: int
    take: int
    setup: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """`last`: the number of its last take; `job`: that of its last take, where `setup` is a key of another edition."""

    version: int
    last: int
    setup: str
    job: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Active:
    """A node's active take; `job_key` as it was when the take was asked for."""

    id: str
    node_id: str
    seed: int
    stale: bool
    job_key: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A take that may do, where the node's job is still the one it was made by."""

    id: str
    node_id: str
    seed: int
    active: bool
    job_key: str
    object_hash: str


NO_PLACE = Place(1, 0, "", "")

_SELECT = """
SELECT t.id, t.node_id, t.number, t.execution_id, t.asset_id, t.media, t.quality, t.seed, t.active,
       coalesce(u.name, '') AS author, t.created_at, t.name, t.version, t.take, t.identical_to, t.remake_of
FROM takes t LEFT JOIN users u ON u.id = t.created_by
"""


async def append(
    db: Database,
    *,
    take_id: str,
    project_id: str,
    node_id: str,
    execution_id: str,
    asset_id: str,
    media: dict[str, Any],
    quality: str,
    seed: int,
    user_id: str,
    place: Place = NO_PLACE,
    remake_of: str | None = None,
) -> int:
    """The new take's number, counted from 1. It is the active one where it is the first, or the one before is of
    something that has changed since; one that was made again is not, it is of the past itself. Needs a transaction.
    """
    if remake_of is None:
        # Two statements: the old one steps back first, as a node never has two active takes.
        await db.execute(
            "UPDATE takes SET active = false WHERE project_id = $1 AND node_id = $2 AND active AND stale",
            project_id,
            node_id,
        )
    row = await only_row(
        db,
        """
        INSERT INTO takes (id, project_id, node_id, number, execution_id, asset_id, media, quality, seed, active,
                           created_by, version, take, setup, name, remake_of, identical_to)
        SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8,
               NOT coalesce(bool_or(active), false), $9, $10, $11, $12, $13, $14,
               (SELECT t.id FROM takes t JOIN assets a ON a.id = t.asset_id
                WHERE t.project_id = $2 AND t.node_id = $3
                  AND a.object_hash = (SELECT object_hash FROM assets WHERE id = $5) ORDER BY t.number LIMIT 1)
        FROM takes WHERE project_id = $2 AND node_id = $3
        RETURNING number
        """,
        take_id,
        project_id,
        node_id,
        execution_id,
        asset_id,
        media,
        quality,
        seed,
        user_id,
        place.version,
        place.take,
        place.setup,
        place.name,
        remake_of,
    )
    return int(row["number"])


async def hold(db: Database, project_id: str, node_id: str) -> None:
    """Has whoever keeps another take of the node wait until this transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 9))", f"{project_id}/{node_id}")


async def versions(db: Database, project_id: str, node_id: str, current: str) -> Sequence[Version]:
    """The versions of the node's takes, oldest first; keys that begin with `current` need no job."""
    rows = await db.fetch(
        """
        SELECT t.version, t.take AS last, t.setup, CASE WHEN starts_with(t.setup, $3) THEN NULL ELSE e.job END AS job
        FROM (
            SELECT DISTINCT ON (version) version, take, setup, execution_id FROM takes
            WHERE project_id = $1 AND node_id = $2 ORDER BY version, take DESC
        ) t JOIN node_executions e ON e.id = t.execution_id ORDER BY t.version
        """,
        project_id,
        node_id,
        current,
    )
    return [Version(**row) for row in rows]


async def get(db: Database, project_id: str, take_id: str) -> Take | None:
    row = await db.fetchrow(_SELECT + "WHERE t.project_id = $1 AND t.id = $2", project_id, take_id)
    return Take(**row) if row else None


async def of_node(db: Database, project_id: str, node_id: str) -> Sequence[Take]:
    """The node's takes, oldest first."""
    rows = await db.fetch(_SELECT + "WHERE t.project_id = $1 AND t.node_id = $2 ORDER BY t.number", project_id, node_id)
    return [Take(**row) for row in rows]


async def of_project(db: Database, project_id: str) -> Sequence[Take]:
    """Every take of the project, by node, oldest first."""
    rows = await db.fetch(_SELECT + "WHERE t.project_id = $1 ORDER BY t.node_id, t.number", project_id)
    return [Take(**row) for row in rows]


async def stale(db: Database, project_id: str, node_ids: Sequence[str] | None = None) -> set[str]:
    """The nodes whose active take is of something that has changed since, all or those among `node_ids`."""
    rows = await db.fetch(
        """
        SELECT node_id FROM takes
        WHERE project_id = $1 AND active AND stale AND ($2::text[] IS NULL OR node_id = ANY($2))
        """,
        project_id,
        node_ids,
    )
    return {row["node_id"] for row in rows}


async def mark_stale(db: Database, project_id: str, take_ids: Sequence[str], *, stale: bool) -> None:
    """Notes of these takes whether they are of something that has changed since."""
    await db.execute(
        "UPDATE takes SET stale = $3 WHERE project_id = $1 AND id = ANY($2::uuid[])", project_id, list(take_ids), stale
    )


async def active(db: Database, project_id: str, node_ids: Sequence[str] | None) -> Sequence[Active]:
    """The active takes of those nodes, or of all."""
    rows = await db.fetch(
        """
        SELECT t.id, t.node_id, t.seed, t.stale, e.job_key
        FROM takes t JOIN node_executions e ON e.id = t.execution_id
        WHERE t.project_id = $1 AND t.active AND ($2::text[] IS NULL OR t.node_id = ANY($2))
        """,
        project_id,
        node_ids if node_ids is None else list(node_ids),
    )
    return [Active(**row) for row in rows]


async def candidates(db: Database, project_id: str, node_ids: Sequence[str]) -> Sequence[Candidate]:
    """All takes of those nodes with the keys of their jobs, active ones first, then the newest."""
    rows = await db.fetch(
        """
        SELECT t.id, t.node_id, t.seed, t.active, e.job_key, coalesce(a.object_hash, '') AS object_hash
        FROM takes t JOIN node_executions e ON e.id = t.execution_id JOIN assets a ON a.id = t.asset_id
        WHERE t.project_id = $1 AND t.node_id = ANY($2::text[]) ORDER BY t.active DESC, t.number DESC
        """,
        project_id,
        list(node_ids),
    )
    return [Candidate(**row) for row in rows]


async def jobs(db: Database, take_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By take the whole job it was made by."""
    if not take_ids:
        return {}
    rows = await db.fetch(
        "SELECT t.id, e.job FROM takes t JOIN node_executions e ON e.id = t.execution_id WHERE t.id = ANY($1::uuid[])",
        list(take_ids),
    )
    return {row["id"]: row["job"] for row in rows}


async def clips(db: Database, project_id: str, node_ids: Sequence[str]) -> dict[str, str]:
    """The content hashes of the active takes of those nodes."""
    rows = await db.fetch(
        """
        SELECT t.node_id, a.object_hash FROM takes t JOIN assets a ON a.id = t.asset_id
        WHERE t.project_id = $1 AND t.active AND t.node_id = ANY($2::text[]) AND a.object_hash IS NOT NULL
        """,
        project_id,
        list(node_ids),
    )
    return {row["node_id"]: row["object_hash"] for row in rows}


async def count(db: Database, project_id: str, node_ids: Sequence[str]) -> tuple[int, float]:
    """How many takes those nodes have, and the seconds of their active ones."""
    row = await only_row(
        db,
        """
        SELECT count(*) AS takes, coalesce(sum((media ->> 'duration')::float) FILTER (WHERE active), 0) AS seconds
        FROM takes WHERE project_id = $1 AND node_id = ANY($2::text[])
        """,
        project_id,
        list(node_ids),
    )
    return int(row["takes"]), float(row["seconds"])


async def projects_with_any(db: Database, project_ids: Sequence[str]) -> set[str]:
    """Those of the projects in which anything was made."""
    rows = await db.fetch(
        """
        SELECT id FROM unnest($1::uuid[]) AS p (id)
        WHERE EXISTS (SELECT FROM takes t WHERE t.project_id = p.id AND t.active)
        """,
        list(project_ids),
    )
    return {row["id"] for row in rows}


async def projects_edited_last(db: Database, most: int) -> Sequence[str]:
    """The projects in which anything was made that were edited last."""
    rows = await db.fetch(
        """
        SELECT g.project_id FROM graphs g JOIN graph_ops o ON o.graph_id = g.id AND o.version = g.version
        WHERE EXISTS (SELECT FROM takes t WHERE t.project_id = g.project_id AND t.active)
        ORDER BY o.created_at DESC LIMIT $1
        """,
        most,
    )
    return [row["project_id"] for row in rows]


async def look_alone(db: Database, project_id: str) -> None:
    """Returns when nobody else compares the takes of that project any more, until the transaction's end."""
    await db.execute("SELECT pg_advisory_xact_lock($1, hashtext($2))", LOOK_LOCK, project_id)


async def projects_made_with(db: Database, asset_ids: Sequence[str]) -> Sequence[str]:
    """The projects of which an active take was made with one of the assets."""
    rows = await db.fetch(
        """
        SELECT DISTINCT t.project_id FROM takes t JOIN node_executions e ON e.id = t.execution_id
        WHERE t.active AND EXISTS (SELECT FROM unnest($1::text[]) AS a (id) WHERE position(a.id IN e.job::text) > 0)
        """,
        list(asset_ids),
    )
    return [row["project_id"] for row in rows]


async def activate(db: Database, project_id: str, take_id: str) -> str | None:
    """The node whose active take this is now; None where there is no such take. Needs a transaction."""
    node_id: str | None = await db.fetchval(
        "SELECT node_id FROM takes WHERE project_id = $1 AND id = $2 FOR UPDATE", project_id, take_id
    )
    # Two statements: the old one steps back first, as a node never has two active takes.
    if node_id is not None:
        await db.execute(
            "UPDATE takes SET active = false WHERE project_id = $1 AND node_id = $2 AND active", project_id, node_id
        )
        await db.execute("UPDATE takes SET active = true WHERE id = $1", take_id)
    return node_id
