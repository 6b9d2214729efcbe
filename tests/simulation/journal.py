"""The log in memory under the rules of the real one, and every way in which a database answers late or not at all."""

from __future__ import annotations

import asyncio
import contextvars
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from production_canvas.store.graphs import LoggedRow, NewRow, StepRow, StoredGraph
from tests.simulation.clock import Mortal, moment

UNSTORABLE = "\ue000"
"""A letter that this database cannot keep."""


@dataclass(frozen=True, slots=True)
class Row:
    """One logged batch with the moment of its commit and who committed it."""

    new: NewRow
    at: float
    by: Mortal | None

    @property
    def version(self) -> int:
        return self.new.version

    @property
    def client_op_id(self) -> str:
        return self.new.client_op_id

    @property
    def user_id(self) -> str:
        return self.new.user_id

    def ops(self) -> list[dict[str, Any]]:
        """The effects, read anew."""
        found: list[dict[str, Any]] = orjson.loads(self.new.ops_text)
        return found

    def logged(self) -> LoggedRow:
        new = self.new
        return LoggedRow(new.version, new.user_id, new.client_op_id, self.ops(), new.result, new.undo_of)


@dataclass(slots=True)
class Fates:
    """Chances per commit and per read of what a database may do; `slowest` in seconds."""

    refused: float = 0.0
    unanswered: float = 0.0
    late: float = 0.0
    hung: float = 0.0
    killed_before: float = 0.0
    killed_after: float = 0.0
    unread: float = 0.0
    slowest: float = 0.008


class Store:
    """What is on the disk, one graph; its index holds client ids `unique`. `kill` ends a process in the very moment of
    its commit.
    """

    unique = True

    def __init__(self, seed: int, project_id: str, graph_id: str, record: dict[str, Any]) -> None:
        self.seed = seed
        self.project_id = project_id
        self.graph_id = graph_id
        self.epoch = "epoch-1"
        self.version = 0
        self.rows: list[Row] = []
        self.lost_rows: list[Row] = []
        self.snapshots: dict[int, tuple[str, str, str]] = {}
        self.written_snapshots: list[tuple[str, int, tuple[str, str, str]]] = []
        self.fates = Fates()
        self.away = False
        self.met: Counter[str] = Counter()
        self.kill: Callable[[Mortal], None] = lambda _process: None
        self.context = contextvars.copy_context()
        self._keep(0, *(orjson.dumps(record[key]).decode() for key in ("nodes", "edges", "settings")))

    def commit(self, steps: Sequence[tuple[str, int, int]], rows: Sequence[NewRow], by: Mortal) -> set[str]:
        """All or nothing: the version check, the unique ids, the rows."""
        for row in rows:
            if UNSTORABLE in row.ops_text:
                raise asyncpg.UntranslatableCharacterError("a letter that cannot be stored")
        moved = {graph_id for graph_id, old, _ in steps if graph_id == self.graph_id and old == self.version}
        logged = {row.client_op_id for row in self.rows}
        for row in rows:
            if self.unique and row.graph_id in moved and row.client_op_id in logged:
                self.met["unique id"] += 1
                raise asyncpg.UniqueViolationError("logged already")
            logged.add(row.client_op_id)
        now = asyncio.get_running_loop().time()
        for graph_id, _, new in steps:
            if graph_id in moved:
                self.version = new
                self.rows += [Row(row, now, by) for row in rows if row.graph_id == graph_id]
            else:
                self.met["version race lost"] += 1
        return moved

    def keep_snapshot(self, version: int, nodes: str, edges: str, settings: str) -> None:
        """A snapshot of that version, unless there is one."""
        if version not in self.snapshots:
            self._keep(version, nodes, edges, settings)

    def _keep(self, version: int, nodes: str, edges: str, settings: str) -> None:
        self.snapshots[version] = (nodes, edges, settings)
        self.written_snapshots.append((self.epoch, version, (nodes, edges, settings)))

    def newest_snapshot(self) -> int:
        return max(version for version in self.snapshots if version <= self.version)

    def restore(self, version: int) -> None:
        """A backup of an older version is put in place: what came after it is gone."""
        self.lost_rows += [row for row in self.rows if row.version > version]
        self.rows = [row for row in self.rows if row.version <= version]
        self.snapshots = {kept: texts for kept, texts in self.snapshots.items() if kept <= version}
        self.version = version
        self.epoch = f"epoch-{int(self.epoch.removeprefix('epoch-')) + 1}"


class MemoryJournal:
    """The doors of the real journal for one process."""

    def __init__(self, store: Store, process: Mortal) -> None:
        self._store = store
        self._process = process
        self._rng = random.Random(f"{store.seed} {process.number}")
        self.appends = 0

    async def append(self, steps: Sequence[tuple[str, int, int]], rows: Sequence[NewRow]) -> set[str]:
        self.appends += 1
        store, loop = self._store, asyncio.get_running_loop()
        answer: asyncio.Future[set[str]] = loop.create_future()
        fate = self._fate()
        travel = self._rng.uniform(0.0005, store.fates.slowest)
        if fate == "late":
            travel = self._rng.uniform(1.0, 15.0)
        # The statement is on its way: neither a time limit nor the death of who sent it takes it back.
        loop.call_later(
            travel, self._arrive, answer, (fate, store.epoch), tuple(steps), tuple(rows), context=store.context
        )
        return await answer

    def _fate(self) -> str:
        store = self._store
        chance = self._rng.random()
        for name in ("refused", "unanswered", "late", "hung", "killed_before", "killed_after"):
            chance -= getattr(store.fates, name)
            if chance < 0:
                return name
        return "fine"

    def _arrive(
        self, answer: asyncio.Future[set[str]], sent: tuple[str, str], steps: tuple[Any, ...], rows: tuple[NewRow, ...]
    ) -> None:
        store = self._store
        fate, epoch = sent
        store.met[f"commit {fate}"] += 1
        if store.away or fate == "refused" or epoch != store.epoch:
            self._reply(answer, ConnectionRefusedError("the database is away"))
        elif fate == "killed_before":
            store.kill(self._process)
        else:
            self._commit(answer, fate, steps, rows)

    def _commit(
        self, answer: asyncio.Future[set[str]], fate: str, steps: tuple[Any, ...], rows: tuple[NewRow, ...]
    ) -> None:
        store = self._store
        reply: set[str] | Exception
        try:
            reply = store.commit(steps, rows, self._process)
        except asyncpg.PostgresError as error:
            reply = error
        if fate == "killed_after":
            store.kill(self._process)
        elif fate == "unanswered":
            self._reply(answer, ConnectionResetError("the line to the database broke"))
        elif fate != "hung":
            self._reply(answer, reply)

    def _reply(self, answer: asyncio.Future[set[str]], reply: set[str] | Exception) -> None:
        def give() -> None:
            if answer.done():
                return
            if isinstance(reply, Exception):
                answer.set_exception(reply)
            else:
                answer.set_result(reply)

        travel = self._rng.uniform(0.0005, self._store.fates.slowest)
        asyncio.get_running_loop().call_later(travel, give, context=self._store.context)

    async def _reach(self, what: str) -> None:
        """Takes the time of a question and its answer. Raises OSError where the database is away."""
        store = self._store
        chance = moment(store.seed, self._process.number, what)
        await asyncio.sleep(chance.uniform(0.001, store.fates.slowest))
        if store.away or chance.random() < store.fates.unread:
            store.met["read failed"] += 1
            raise ConnectionRefusedError("the database is away")

    async def reach(self) -> None:
        """What any other statement of the process goes through."""
        await self._reach("statement")

    async def load(self, project_id: str) -> StoredGraph | None:
        await self._reach("load")
        store = self._store
        if project_id != store.project_id:
            return None
        version = store.newest_snapshot()
        nodes, edges, settings = map(orjson.loads, store.snapshots[version])
        return StoredGraph(store.graph_id, store.epoch, store.version, version, nodes, edges, settings)

    async def tail(self, _graph_id: str, after: int, *, limit: int = 2000) -> list[LoggedRow]:
        await self._reach("tail")
        return [row.logged() for row in self._store.rows if row.version > after][:limit]

    async def find(self, _graph_id: str, client_op_id: str) -> LoggedRow | None:
        await self._reach("find")
        return next((row.logged() for row in self._store.rows if row.client_op_id == client_op_id), None)

    async def versions(self, graph_ids: Sequence[str]) -> dict[str, int]:
        await self._reach("versions")
        return {graph_id: self._store.version for graph_id in graph_ids if graph_id == self._store.graph_id}

    async def snapshot(self, _graph_id: str, version: int, nodes: str, edges: str, settings: str) -> None:
        await self._reach("snapshot")
        self._store.met["snapshot"] += 1
        self._store.keep_snapshot(version, nodes, edges, settings)

    async def prune(self, _graph_id: str, *, newest: int, stretch: int) -> None:
        await self._reach("prune")
        kept = sorted(self._store.snapshots)
        for version in kept[:-newest]:
            if version and any(other < version and other // stretch == version // stretch for other in kept):
                del self._store.snapshots[version]

    async def steps(self, _graph_id: str, user_id: str, *, limit: int) -> list[StepRow]:
        await self._reach("steps")
        mine = [row.new for row in reversed(self._store.rows) if row.user_id == user_id]
        return [StepRow(row.version, row.undo_of, row.step, row.label, row.result) for row in mine[:limit]]

    async def inverses(self, _graph_id: str, versions: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        await self._reach("inverses")
        wanted = set(versions)
        return {row.version: orjson.loads(row.new.inverse_text) for row in self._store.rows if row.version in wanted}

    async def removal(self, _graph_id: str, kind: str, record_id: str) -> list[dict[str, Any]] | None:
        await self._reach("removal")
        for row in reversed(self._store.rows):
            inverse: list[dict[str, Any]] = orjson.loads(row.new.inverse_text)
            if any(op["op"] == f"{kind}.add" and op[kind]["id"] == record_id for op in inverse):
                return inverse
        return None

    async def names(self, user_ids: Sequence[str]) -> dict[str, str]:
        await self._reach("names")
        return {user_id: user_id.capitalize() for user_id in user_ids}
