"""The past of a film: who did what, any version as it was, the difference of two, and the way back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from production_canvas.errors import Conflict, GraphMoved, Invalid, NotFound, Unavailable
from production_canvas.graph.apply import Applier
from production_canvas.graph.changes import changes
from production_canvas.graph.difference import equal
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.recall import recalled
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value
from production_canvas.services.accounts import Actor, require
from production_canvas.services.sync import Sync
from production_canvas.store import history
from production_canvas.store.database import Database, new_id
from production_canvas.store.history import Entry, Named, Person, Snapshot

LOOKED_THROUGH = 20_000
GRAPHS_AT_ONCE = 2
WAIT_LIMIT = 30.0
TRIES = 6
NAMED_VERSIONS = 200
NAME_LENGTH = 120
_CALLED = 60


@dataclass(frozen=True, slots=True)
class Entries:
    """Batches, newest first; older ones are asked for with `before`, None where there are none."""

    entries: list[Entry]
    before: int | None


class History:
    def __init__(self, db: Database, sync: Sync) -> None:
        self._db = db
        self._sync = sync
        self._server = Applier(types(), check_value, trusted=True)
        # A large film takes tens of MB while it is put together: a few at once, the others wait.
        self._building = asyncio.Semaphore(GRAPHS_AT_ONCE)

    async def entries(
        self, project_id: str, *, before: int | None = None, limit: int = 50, node_id: str | None = None
    ) -> Entries:
        """The batches before version `before`, by default the newest; with `node_id` those that touched it.

        For one node 20,000 batches are looked through at most: fewer entries than `limit` may come with a `before`.
        """
        newest = await self._reached(project_id)
        start = newest + 1 if before is None else min(before, newest + 1)
        floor = max(1, start - LOOKED_THROUGH)
        found = await history.entries(self._db, project_id, before=start, floor=floor, limit=limit, node_id=node_id)
        told = found[-1].version if len(found) == limit else floor
        return Entries(found, told if told > 1 else None)

    async def graph(self, project_id: str, version: int) -> Graph:
        """The graph as it was at that version, a copy of one's own. Raises NotFound where it has not been reached."""
        async with self._turn():
            return await self._at(project_id, version)

    async def changes(self, project_id: str, start: int, end: int) -> dict[str, Any]:
        """What is different at version `end` from version `start`, as `graph/changes.py` tells it."""
        async with self._turn():
            before = await self._at(project_id, start)
            after = await self._at(project_id, end, on_the_way=before if start <= end else None)
            return await asyncio.to_thread(changes, before, after, types())

    async def roll_back(self, project_id: str, actor: Actor, version: int, client_op_id: str | None = None) -> int:
        """The version at which the graph holds again what it held at `version`: one new batch, which can be undone.

        The same `client_op_id` again gives the same answer. Where nothing differs, nothing is written.
        """
        require(actor, "editor", "roll the film back")
        own_id = f"back:{client_op_id or new_id()}"
        if client_op_id is not None and (logged := await history.find(self._db, project_id, own_id)) is not None:
            if logged.user_id != actor.user_id:
                raise Conflict("Somebody else has used this client_op_id; take another.")
            return logged.version
        wanted = await self.graph(project_id, version)
        return await self._make(project_id, actor, lambda _: wanted, f"Back to version {version}", own_id)

    async def restore(self, project_id: str, actor: Actor, node_id: str, version: int | None = None) -> int:
        """The version at which the node is again as it was at `version`, or just before it was removed last.

        A node that is gone brings what stood inside and the wires whose other ends still stand. One batch.
        """
        require(actor, "editor", "bring a node back")
        if version is None:
            version = await self._before_removal(project_id, node_id)
        then = await self.graph(project_id, version)
        node = then.node(node_id)
        if node is None:
            raise NotFound("node of that id at version", version)
        label = f"Restore {_called(node)} of version {version}"
        return await self._make(
            project_id, actor, lambda now: recalled(now, then, node_id, self._server), label, f"recall:{new_id()}"
        )

    async def name(self, project_id: str, actor: Actor, name: str, version: int | None = None) -> Named:
        """The version, by default the newest, under that name; a snapshot of exactly it is kept from now on."""
        require(actor, "editor", "name a version")
        name = name.strip()
        if not 1 <= len(name) <= NAME_LENGTH:
            raise Invalid(f"A version's name has 1 to {NAME_LENGTH} characters.")
        if len(await history.named(self._db, project_id)) >= NAMED_VERSIONS:
            raise Conflict(f"A film keeps {NAMED_VERSIONS} named versions; take the name of another one away first.")
        version = await self._reached(project_id) if version is None else version
        graph = await self.graph(project_id, version)
        texts = await asyncio.to_thread(_texts, graph)
        named_at = await history.give_name(self._db, project_id, version, texts, name=name, user_id=actor.user_id)
        if named_at is None:
            raise Conflict(f"Version {version} has a name already.")
        return Named(version, name, Person(actor.user_id, actor.name, actor.color), named_at)

    async def named(self, project_id: str) -> Sequence[Named]:
        """The versions with a name, newest first."""
        return await history.named(self._db, project_id)

    async def forget_name(self, project_id: str, actor: Actor, version: int) -> None:
        """Takes the version's name away; the version itself stays in the history. Raises NotFound without one."""
        require(actor, "editor", "take a version's name away")
        if not await history.forget_name(self._db, project_id, version):
            raise NotFound("named version", version)

    async def _make(
        self, project_id: str, actor: Actor, wanted_of: Callable[[Graph], Graph], label: str, client_op_id: str
    ) -> int:
        for _ in range(TRIES):
            now = await self._sync.graph(project_id)
            wanted, version = wanted_of(now), now.version
            if equal(now, wanted):
                return version
            try:
                row = await self._sync.replace(
                    project_id, actor, wanted, version, label=label, trusted=True, client_op_id=client_op_id
                )
            except GraphMoved:
                continue
            return version if row is None else row.version
        raise Conflict("The film is being edited faster than it can be taken back; try again in a moment.")

    async def _before_removal(self, project_id: str, node_id: str) -> int:
        if (await self._sync.graph(project_id)).node(node_id) is not None:
            raise Invalid("This node stands on the canvas; say which version of it you want back.")
        removed = await history.removed_at(self._db, project_id, node_id)
        if removed is None:
            raise NotFound("node", node_id[:64])
        return removed - 1

    async def _reached(self, project_id: str) -> int:
        version = await history.reached(self._db, project_id)
        if version is None:
            raise NotFound("project", project_id[:64])
        return version

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(WAIT_LIMIT):
                await self._building.acquire()
        except TimeoutError:
            raise Unavailable("Many people are looking at old versions; try again in a moment.") from None
        try:
            yield
        finally:
            self._building.release()

    async def _at(self, project_id: str, version: int, on_the_way: Graph | None = None) -> Graph:
        if version > await self._reached(project_id):
            raise NotFound("version", version)
        beyond = on_the_way.version if on_the_way else -1
        snapshot = await history.nearest(self._db, project_id, version, beyond=beyond)
        if snapshot is not None:
            graph = await asyncio.to_thread(_read, snapshot)
        elif on_the_way is not None:
            graph = on_the_way.copy()
        else:
            raise LookupError(f"project {project_id} has no snapshot up to version {version}")
        while graph.version < version:
            texts = await history.log_between(self._db, graph.id, graph.version, version)
            if not texts:
                raise LookupError(f"the log of graph {graph.id} ends at {graph.version}, before {version}")
            await asyncio.to_thread(_replay, graph, texts)
        return graph


def _read(snapshot: Snapshot) -> Graph:
    nodes, edges = map(Node.read, orjson.loads(snapshot.nodes)), map(Edge.read, orjson.loads(snapshot.edges))
    return Graph(snapshot.graph_id, snapshot.epoch, snapshot.version, nodes, edges, orjson.loads(snapshot.settings))


def _replay(graph: Graph, texts: Sequence[str]) -> None:
    for text in texts:
        replay(graph, orjson.loads(text))
        graph.version += 1


def _texts(graph: Graph) -> tuple[str, str, str]:
    record = graph.record()
    nodes, edges, settings = (orjson.dumps(record[key]).decode() for key in ("nodes", "edges", "settings"))
    return nodes, edges, settings


def _called(node: Node) -> str:
    """What people call the node: its number, title or name, else its type."""
    for key in ("number", "title", "name"):
        value = node.data.get(key)
        if isinstance(value, str) and value:
            return f"“{value[:_CALLED]}”"
    return f"a {types()[node.type].title.lower()}" if node.type in types() else "a node"
