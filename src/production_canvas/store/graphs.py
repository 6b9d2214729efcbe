"""The operation log: graphs, their batches, their snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from production_canvas.store.database import Database


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """A snapshot and the version that the log has reached since."""

    graph_id: str
    epoch: str
    version: int
    snapshot_version: int
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """One batch of the log; `ops` as they took effect."""

    version: int
    user_id: str
    client_op_id: str
    ops: list[dict[str, Any]]
    result: str
    undo_of: int | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """What undo needs to know of one batch. `undo_of`: the version that it takes back."""

    version: int
    undo_of: int | None
    step: str | None
    label: str | None
    result: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """One batch about to be logged; the texts are JSON."""

    graph_id: str
    version: int
    user_id: str
    client_op_id: str
    base_version: int
    label: str | None
    ops: list[dict[str, Any]]
    ops_text: str
    inverse_text: str
    result: str
    step: str | None = None
    undo_of: int | None = None


_LOAD = """
SELECT g.id, g.epoch, g.version, s.version AS snapshot_version, s.nodes, s.edges, s.settings
FROM graphs g
JOIN LATERAL (
    SELECT version, nodes, edges, settings FROM graph_states
    WHERE graph_id = g.id AND version <= g.version ORDER BY version DESC LIMIT 1
) s ON true
WHERE g.project_id = $1
"""

_TAIL = """
SELECT version, user_id, client_op_id, ops, result, undo_of FROM graph_ops
WHERE graph_id = $1 AND version > $2 ORDER BY version LIMIT $3
"""

_FIND = """
SELECT version, user_id, client_op_id, ops, result, undo_of FROM graph_ops
WHERE graph_id = $1 AND client_op_id = $2
"""

# One statement for every graph of the process. The version check stands in it: a graph that another process moved
# first is missing from the answer, and none of its batches is written. Locks are taken in one order.
_APPEND = """
WITH wanted AS (
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS w(graph_id, old, new)
), locked AS (
    SELECT g.id, w.old, w.new FROM graphs g JOIN wanted w ON w.graph_id = g.id AND w.old = g.version
    ORDER BY g.id FOR UPDATE OF g
), moved AS (
    UPDATE graphs g SET version = l.new FROM locked l WHERE g.id = l.id AND g.version = l.old RETURNING g.id
), logged AS (
    INSERT INTO graph_ops
        (graph_id, version, user_id, client_op_id, base_version, label, ops, inverse, result, step, undo_of, removed)
    SELECT o.graph_id, o.version, o.user_id, o.client_op_id, o.base_version, o.label,
           o.ops::jsonb, o.inverse::jsonb, o.result, o.step, o.undo_of, o.removed::text[]
    FROM unnest($4::uuid[], $5::bigint[], $6::uuid[], $7::text[], $8::bigint[], $9::text[], $10::text[],
                $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[])
        AS o(graph_id, version, user_id, client_op_id, base_version, label, ops, inverse, result, step, undo_of,
             removed)
    JOIN moved ON moved.id = o.graph_id
)
SELECT id FROM moved
"""

_SNAPSHOT = """
INSERT INTO graph_states (project_id, graph_id, version, nodes, edges, settings)
SELECT project_id, id, $2, $3::text::jsonb, $4::text::jsonb, $5::text::jsonb FROM graphs WHERE id = $1
ON CONFLICT (graph_id, version) DO NOTHING
"""


_STEPS = """
SELECT version, undo_of, step, label, result FROM graph_ops
WHERE graph_id = $1 AND user_id = $2 ORDER BY version DESC LIMIT $3
"""

_INVERSES = """
SELECT version, inverse FROM graph_ops WHERE graph_id = $1 AND version = ANY($2::bigint[])
"""

_REMOVAL = """
SELECT inverse FROM graph_ops
WHERE graph_id = $1 AND removed @> ARRAY[$2::text] AND inverse @> $3::text::jsonb ORDER BY version DESC LIMIT 1
"""

# Beside the newest few, one snapshot per stretch of versions stays, and every one with a name.
_PRUNE = """
DELETE FROM graph_states s
WHERE s.graph_id = $1 AND s.name IS NULL AND s.version > 0
  AND s.version < (
      SELECT min(version) FROM (
          SELECT version FROM graph_states WHERE graph_id = $1 ORDER BY version DESC LIMIT $2
      ) newest)
  AND EXISTS (
      SELECT 1 FROM graph_states o
      WHERE o.graph_id = $1 AND o.version < s.version AND o.version / $3 = s.version / $3)
"""


_NAMING = """
SELECT g.project_id FROM graphs g
JOIN LATERAL (
    SELECT version, nodes FROM graph_states
    WHERE graph_id = g.id AND version <= g.version ORDER BY version DESC LIMIT 1
) s ON true
WHERE EXISTS (SELECT FROM unnest($1::text[]) AS a (id) WHERE position(a.id IN s.nodes::text) > 0)
   OR EXISTS (
       SELECT FROM graph_ops o, unnest($1::text[]) AS a (id)
       WHERE o.graph_id = g.id AND o.version > s.version AND position(a.id IN o.ops::text) > 0)
ORDER BY g.project_id
"""


async def projects_naming(db: Database, texts: Sequence[str]) -> list[str]:
    """The projects whose graph holds one of the texts, or has held it since its last snapshot."""
    return [row["project_id"] for row in await db.fetch(_NAMING, list(texts))]


class Journal:
    """The log of every graph, and their snapshots, in PostgreSQL."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def load(self, project_id: str) -> StoredGraph | None:
        """The newest snapshot of the project's graph and the version its log has reached."""
        row = await self._db.fetchrow(_LOAD, project_id)
        if row is None:
            return None
        return StoredGraph(
            graph_id=str(row["id"]),
            epoch=str(row["epoch"]),
            version=row["version"],
            snapshot_version=row["snapshot_version"],
            nodes=row["nodes"],
            edges=row["edges"],
            settings=row["settings"],
        )

    async def tail(self, graph_id: str, after: int, *, limit: int = 2000) -> list[LoggedRow]:
        """The batches after version `after`, oldest first, at most `limit`."""
        return [_logged(row) for row in await self._db.fetch(_TAIL, graph_id, after, limit)]

    async def find(self, graph_id: str, client_op_id: str) -> LoggedRow | None:
        """The batch that was logged under that client id."""
        row = await self._db.fetchrow(_FIND, graph_id, client_op_id)
        return _logged(row) if row else None

    async def versions(self, graph_ids: Sequence[str]) -> dict[str, int]:
        """The version that each graph's log has reached."""
        rows = await self._db.fetch("SELECT id, version FROM graphs WHERE id = ANY($1::uuid[])", list(graph_ids))
        return {str(row["id"]): row["version"] for row in rows}

    async def append(self, steps: Sequence[tuple[str, int, int]], rows: Sequence[NewRow]) -> set[str]:
        """Moves each graph of `steps` (id, old version, new version) and logs its rows, in one durable commit.

        Gives the graphs that moved; another process was first at the rest. Raises asyncpg.UniqueViolationError, with
        nothing written, where a client id is logged already.
        """
        ids, olds, news = ([step[index] for step in steps] for index in range(3))
        moved = await self._db.fetch(
            _APPEND,
            ids,
            olds,
            news,
            [row.graph_id for row in rows],
            [row.version for row in rows],
            [row.user_id for row in rows],
            [row.client_op_id for row in rows],
            [row.base_version for row in rows],
            [row.label for row in rows],
            [row.ops_text for row in rows],
            [row.inverse_text for row in rows],
            [row.result for row in rows],
            [row.step for row in rows],
            [row.undo_of for row in rows],
            [_removed(row.ops) for row in rows],
        )
        return {str(row["id"]) for row in moved}

    async def snapshot(self, graph_id: str, version: int, nodes: str, edges: str, settings: str) -> None:
        """Keeps a snapshot; the three texts are JSON."""
        await self._db.execute(_SNAPSHOT, graph_id, version, nodes, edges, settings)

    async def prune(self, graph_id: str, *, newest: int, stretch: int) -> None:
        """Lets go of snapshots but the `newest`, the named, and the first of every `stretch` versions."""
        await self._db.execute(_PRUNE, graph_id, newest, stretch)

    async def steps(self, graph_id: str, user_id: str, *, limit: int) -> list[StepRow]:
        """The person's own batches, newest first."""
        rows = await self._db.fetch(_STEPS, graph_id, user_id, limit)
        return [StepRow(row["version"], row["undo_of"], row["step"], row["label"], row["result"]) for row in rows]

    async def inverses(self, graph_id: str, versions: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        """By version, the operations that take that batch back."""
        rows = await self._db.fetch(_INVERSES, graph_id, list(versions))
        return {row["version"]: row["inverse"] for row in rows}

    async def removal(self, graph_id: str, kind: str, record_id: str) -> list[dict[str, Any]] | None:
        """What takes back the newest batch that removed the `kind`, node or edge, of that id; None without one."""
        sought = orjson.dumps([{"op": f"{kind}.add", kind: {"id": record_id}}]).decode()
        row = await self._db.fetchrow(_REMOVAL, graph_id, record_id, sought)
        return row["inverse"] if row else None

    async def names(self, user_ids: Sequence[str]) -> dict[str, str]:
        """By id, what the people of the log are called."""
        rows = await self._db.fetch("SELECT id, name FROM users WHERE id = ANY($1::uuid[])", list(user_ids))
        return {str(row["id"]): row["name"] for row in rows}


def _removed(ops: Sequence[dict[str, Any]]) -> str | None:
    """Ids of what the operations removed, as an array literal."""
    gone = [op["id"] for op in ops if op["op"] in {"node.remove", "edge.remove"}]
    return "{" + ",".join(f'"{each}"' for each in gone) + "}" if gone else None


def _logged(row: asyncpg.Record) -> LoggedRow:
    return LoggedRow(
        row["version"], str(row["user_id"]), row["client_op_id"], row["ops"], row["result"], row["undo_of"]
    )
