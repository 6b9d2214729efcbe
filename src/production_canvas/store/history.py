"""The past of a graph: who did what, the log between two versions, the snapshots that carry a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg
import orjson

from production_canvas.store.database import Database

BATCHES_AT_ONCE = 500
BYTES_AT_ONCE = 4 * 1024 * 1024
IDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Person:
    """`name` and `color` are None where the account is gone."""

    id: str
    name: str | None
    color: str | None


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of one kind a batch touched, and the first of them."""

    count: int
    ids: list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch of the log. `touched` by kind: added, removed, moved, changed (nodes), wires, settings (keys).

    `undo_of`: the version that it takes back. `version_name`: what its version is called.
    """

    version: int
    person: Person
    created_at: datetime
    label: str | None
    result: Literal["accepted", "adjusted", "void"]
    undo_of: int | None
    step: str | None
    version_name: str | None
    touched: Mapping[str, Touched]


@dataclass(frozen=True, slots=True)
class Named:
    """A version with a name, and who gave it when; None where the account is gone."""

    version: int
    name: str
    person: Person | None
    named_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A graph as it was kept at one version; the texts are JSON."""

    graph_id: str
    epoch: str
    version: int
    nodes: str
    edges: str
    settings: str


@dataclass(frozen=True, slots=True)
class Logged:
    """One batch as it was logged."""

    version: int
    user_id: str


_REACHED = "SELECT version FROM graphs WHERE project_id = $1"

_NEAREST = """
SELECT g.id AS graph_id, g.epoch, s.version,
       s.nodes::text AS nodes, s.edges::text AS edges, s.settings::text AS settings
FROM graphs g
JOIN LATERAL (
    SELECT version, nodes, edges, settings FROM graph_states
    WHERE graph_id = g.id AND version <= $2 AND version > $3 ORDER BY version DESC LIMIT 1
) s ON true
WHERE g.project_id = $1
"""

# As many batches as stay small together, the first one always; pg_column_size looks at none of them.
_LOG = """
SELECT ops::text FROM (
    SELECT version, ops, sum(pg_column_size(ops)) OVER (ORDER BY version) - pg_column_size(ops) AS size_before
    FROM (
        SELECT version, ops FROM graph_ops
        WHERE graph_id = $1 AND version > $2 AND version <= $3 ORDER BY version LIMIT $4
    ) row
) sized
WHERE size_before < $5 ORDER BY version
"""

# A wire that goes names its ends only in what would bring it back.
_ENTRIES = """
WITH page AS (
    SELECT o.version, o.user_id, o.created_at, o.label, o.result, o.undo_of, o.step, o.ops, o.graph_id
    FROM graphs g JOIN graph_ops o ON o.graph_id = g.id
    WHERE g.project_id = $1 AND o.version < $2 AND o.version >= $3
      AND ($4::text[] IS NULL OR o.ops @> ANY ($4::text[]::jsonb[]) OR o.inverse @> ANY ($5::text[]::jsonb[]))
    ORDER BY o.version DESC LIMIT $6
)
SELECT page.version, page.user_id, u.name, u.color, page.created_at, page.label, page.result, page.undo_of,
       page.step, s.name AS version_name, coalesce(t.touched, '{}'::jsonb) AS touched
FROM page
LEFT JOIN users u ON u.id = page.user_id
LEFT JOIN graph_states s ON s.graph_id = page.graph_id AND s.version = page.version
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(kind, jsonb_build_object('count', number, 'ids', ids)) AS touched
    FROM (
        SELECT kind, count(*) AS number, (array_agg(id ORDER BY place))[1:$7] AS ids
        FROM (
            SELECT CASE WHEN op ->> 'op' = 'node.add' THEN 'added'
                        WHEN op ->> 'op' = 'node.remove' THEN 'removed'
                        WHEN op ->> 'op' IN ('node.move', 'node.reparent') THEN 'moved'
                        WHEN op ->> 'op' LIKE 'node.%' THEN 'changed'
                        WHEN op ->> 'op' LIKE 'edge.%' THEN 'wires'
                        ELSE 'settings' END AS kind,
                   coalesce(move ->> 'id', op ->> 'id', op -> 'node' ->> 'id', op -> 'edge' ->> 'id',
                            op -> 'path' ->> 0) AS id,
                   min(place) AS place
            FROM jsonb_array_elements(page.ops) WITH ORDINALITY AS each (op, place)
            LEFT JOIN LATERAL jsonb_array_elements(op -> 'moves') AS move ON true
            GROUP BY 1, 2
        ) once
        GROUP BY kind
    ) kinds
) t
ORDER BY page.version DESC
"""

_REMOVED_AT = """
SELECT o.version FROM graphs g JOIN graph_ops o ON o.graph_id = g.id
WHERE g.project_id = $1 AND o.ops @> $2::text::jsonb ORDER BY o.version DESC LIMIT 1
"""

_FIND = """
SELECT o.version, o.user_id FROM graphs g JOIN graph_ops o ON o.graph_id = g.id
WHERE g.project_id = $1 AND o.client_op_id = $2
"""

_NAME = """
INSERT INTO graph_states (project_id, graph_id, version, nodes, edges, settings, created_by, name, named_by, named_at)
SELECT project_id, id, $2, $3::text::jsonb, $4::text::jsonb, $5::text::jsonb, $6, $7, $6, now()
FROM graphs WHERE project_id = $1
ON CONFLICT (graph_id, version)
DO UPDATE SET name = excluded.name, named_by = excluded.named_by, named_at = excluded.named_at
WHERE graph_states.name IS NULL
RETURNING named_at
"""

_NAMED = """
SELECT s.version, s.name, s.named_at, u.id AS user_id, u.name AS user_name, u.color
FROM graph_states s LEFT JOIN users u ON u.id = s.named_by
WHERE s.project_id = $1 AND s.name IS NOT NULL ORDER BY s.version DESC
"""

# The snapshot itself stays until the next pruning.
_FORGET = """
UPDATE graph_states SET name = NULL, named_by = NULL, named_at = NULL
WHERE project_id = $1 AND version = $2 AND name IS NOT NULL RETURNING true
"""


async def reached(db: Database, project_id: str) -> int | None:
    """The version that the log has reached; None where there is no such project."""
    version: int | None = await db.fetchval(_REACHED, project_id)
    return version


async def nearest(db: Database, project_id: str, version: int, *, beyond: int) -> Snapshot | None:
    """The newest snapshot up to `version`, if there is one after version `beyond`."""
    row = await db.fetchrow(_NEAREST, project_id, version, beyond)
    return Snapshot(**row) if row else None


async def log_between(db: Database, graph_id: str, after: int, until: int) -> list[str]:
    """The operations of the batches after `after`, oldest first, as JSON; as many as stay small together."""
    rows = await db.fetch(_LOG, graph_id, after, until, BATCHES_AT_ONCE, BYTES_AT_ONCE)
    return [row["ops"] for row in rows]


async def entries(
    db: Database, project_id: str, *, before: int, floor: int, limit: int, node_id: str | None
) -> list[Entry]:
    """Batches from version `floor` up to but not `before`, newest first, at most `limit`; only those that touched the
    node, where one is named.
    """
    touching = None if node_id is None else _patterns(node_id)
    wires = None if node_id is None else _wires(node_id)
    rows = await db.fetch(_ENTRIES, project_id, before, floor, touching, wires, limit, IDS_SHOWN)
    return [_entry(row) for row in rows]


async def removed_at(db: Database, project_id: str, node_id: str) -> int | None:
    """The version at which the node was removed last."""
    sought = orjson.dumps([{"op": "node.remove", "id": node_id}]).decode()
    version: int | None = await db.fetchval(_REMOVED_AT, project_id, sought)
    return version


async def find(db: Database, project_id: str, client_op_id: str) -> Logged | None:
    """The batch that was logged under that client id."""
    row = await db.fetchrow(_FIND, project_id, client_op_id)
    return Logged(**row) if row else None


async def give_name(
    db: Database, project_id: str, version: int, texts: tuple[str, str, str], *, name: str, user_id: str
) -> datetime | None:
    """When the version was given its name, with a snapshot of nodes, edges and settings (JSON) under it; None where
    it has a name already.
    """
    when: datetime | None = await db.fetchval(_NAME, project_id, version, *texts, user_id, name)
    return when


async def named(db: Database, project_id: str) -> list[Named]:
    """The versions that carry a name, newest first."""
    return [_named(row) for row in await db.fetch(_NAMED, project_id)]


async def forget_name(db: Database, project_id: str, version: int) -> bool:
    """Whether that version had a name to lose."""
    return bool(await db.fetchval(_FORGET, project_id, version))


def _patterns(node_id: str) -> list[str]:
    """What JSON of operations contains that touch the node."""
    touching = [[{"id": node_id}], [{"node": {"id": node_id}}], [{"moves": [{"id": node_id}]}]]
    return [*(orjson.dumps(each).decode() for each in touching), *_wires(node_id)]


def _wires(node_id: str) -> list[str]:
    return [orjson.dumps([{"edge": {end: node_id}}]).decode() for end in ("source", "target")]


def _entry(row: asyncpg.Record) -> Entry:
    return Entry(
        version=row["version"],
        person=Person(row["user_id"], row["name"], row["color"]),
        created_at=row["created_at"],
        label=row["label"],
        result=row["result"],
        undo_of=row["undo_of"],
        step=row["step"],
        version_name=row["version_name"],
        touched={kind: Touched(**each) for kind, each in row["touched"].items()},
    )


def _named(row: asyncpg.Record) -> Named:
    person = Person(row["user_id"], row["user_name"], row["color"]) if row["user_id"] else None
    return Named(row["version"], row["name"], person, row["named_at"])
