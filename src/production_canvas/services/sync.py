"""Edits to graphs: ordered, durable before they are answered, told to everybody who listens."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import CanvasError, GraphMoved, Invalid, StepTaken, Unavailable
from production_canvas.graph.apply import Applier, Op
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value
from production_canvas.protocol.operations import Batch, NodeMove
from production_canvas.services.accounts import Actor, require
from production_canvas.services.edits import towards
from production_canvas.services.losses import tell_losses
from production_canvas.services.past import open_room, read_past, save_snapshot
from production_canvas.services.pending import Pending, answer_again, refuse
from production_canvas.services.room import Room, Sink, Tick
from production_canvas.store.database import SILENT
from production_canvas.store.graphs import Journal, LoggedRow

log = structlog.get_logger()

TICK = 0.016
SNAPSHOT_EVERY = 500
WAITING_BATCHES = 2000
COMMIT_LIMIT = 10.0
ANSWER_LIMIT = 30.0
IDLE_ROOM = 600.0
LOOK_EVERY = 3.0
REACH_LIMIT = 3.0
_RETRY = 0.25


class Sync:
    """Rooms of this process and the one commit that serves them all."""

    def __init__(self, journal: Journal, bus: Bus) -> None:
        self._journal = journal
        self._bus = bus
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._dirty: set[str] = set()
        self._wake = asyncio.Event()
        self._snapshots: set[str] = set()
        self._group: asyncio.TaskGroup | None = None
        self._appliers = (Applier(types(), check_value), Applier(types(), check_value, trusted=True))
        self._committed: list[Callable[[str, Graph, Sequence[Op]], None]] = []
        bus.subscribe("ops", self._heard)
        bus.on_return(self._doubt)

    def on_commit(self, handler: Callable[[str, Graph, Sequence[Op]], None]) -> None:
        """Calls `handler(project_id, before, ops)` for what this process has logged, with the graph as it was before.
        It must not wait, and not fail.
        """
        self._committed.append(handler)

    async def graph(self, project_id: str) -> Graph:
        """The confirmed graph. Read it before the next await; it moves on. Raises NotFound."""
        return (await self.room(project_id)).graph

    async def submit(self, project_id: str, actor: Actor, batch: Batch, *, trusted: bool = False) -> LoggedRow:
        """The batch as it was logged, once that is durable. Raises a CanvasError, with nothing written, or Unavailable
        where that could not be learned in time; the same client_op_id again then gives the answer.

        `trusted` is for the server's own writes.
        """
        return await self.answer(await self.enqueue(project_id, actor, batch, trusted=trusted))

    async def enqueue(self, project_id: str, actor: Actor, batch: Batch, *, trusted: bool = False) -> Pending:
        """The batch with its place in the order and its answer to come. Raises Forbidden, NotFound, Unavailable."""
        pending = Pending(
            user_id=actor.user_id,
            client_op_id=batch.client_op_id,
            base_version=batch.base_version,
            label=batch.label,
            ops=_records(batch),
            trusted=trusted,
            step=batch.step,
            seen_version=batch.seen_version,
            answer=asyncio.get_running_loop().create_future(),
        )
        require(actor, "editor", "edit")
        room = await self.room(project_id)
        await read_past(self._journal, room, pending)
        return await self.take_in(room, actor, pending)

    async def take_in(self, room: Room, actor: Actor, pending: Pending) -> Pending:
        """Gives a batch its place in the order. Raises Forbidden, Unavailable."""
        require(actor, "editor", "edit")
        if self._rooms.get(room.project_id) is not room:
            raise Unavailable("The film is being opened anew; your edit waits with you.")
        if len(room.inbox) >= WAITING_BATCHES:
            raise Unavailable("The film is being edited faster than it can be saved; your edit waits with you.")
        # A client that was elsewhere before may know more than this process has heard of, and so may the log.
        room.behind = room.behind or pending.needs > room.graph.version
        room.inbox.append(pending)
        self._mark(room.project_id)
        return pending

    async def answer(self, pending: Pending) -> LoggedRow:
        """What became of a batch that was taken in. Raises what refused it, or Unavailable."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT):
                return await asyncio.shield(pending.answer)
        except TimeoutError:
            raise Unavailable("The database does not answer; your edit is kept and saved as soon as it does.") from None

    async def replace(
        self,
        project_id: str,
        actor: Actor,
        wanted: Graph,
        version: int,
        *,
        label: str = "Replace the graph",
        trusted: bool = False,
        client_op_id: str | None = None,
    ) -> LoggedRow | None:
        """Makes the graph hold what `wanted` holds, as one batch; None where it does already. Raises GraphMoved where
        it is not at `version`.
        """
        require(actor, "editor", "edit")
        room = await self.room(project_id)
        if room.graph.version != version:
            raise GraphMoved(version, room.graph.version)
        pending = Pending(
            user_id=actor.user_id,
            client_op_id=client_op_id or f"replace:{uuid.uuid4().hex}",
            base_version=version,
            label=label,
            ops=towards(self._appliers[trusted], room.graph, wanted),
            answer=asyncio.get_running_loop().create_future(),
            trusted=trusted,
            only_at=version,
        )
        return await self.answer(await self.take_in(room, actor, pending)) if pending.ops else None

    async def since(self, project_id: str, version: int) -> list[LoggedRow]:
        """The batches after `version`, oldest first, at most 2,000."""
        return await self._journal.tail((await self.graph(project_id)).id, version)

    async def listen(self, project_id: str, sink: Sink) -> Callable[[], None]:
        """Hands every later frame of the project's log to `sink`, in order; call the answer to stop."""
        room = await self.room(project_id)
        room.sinks.add(sink)

        def stop() -> None:
            room.sinks.discard(sink)
            room.touched = _now()

        return stop

    async def reach(self, room: Room, version: int) -> None:
        """Returns when the room has read up to `version`, where the log holds as much, or after three seconds."""
        logged = await self._journal.versions([room.graph.id])
        deadline = _now() + REACH_LIMIT
        while room.graph.version < min(version, logged.get(room.graph.id, 0)) and _now() < deadline:
            room.behind = True
            self._mark(room.project_id)
            await asyncio.sleep(TICK)

    def opened(self, project_id: str) -> Room:
        """The room of a project somebody listens to."""
        return self._rooms[project_id]

    async def run(self) -> None:
        """Commits until cancelled: the first edit at once, the rest every 16 ms, all graphs together."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            group.create_task(self._sweep())
            while True:
                await self._wake.wait()
                self._wake.clear()
                started = _now()
                await self._tick()
                await asyncio.sleep(max(0.0, TICK - (_now() - started)))

    def _mark(self, project_id: str) -> None:
        self._dirty.add(project_id)
        self._wake.set()

    def _heard(self, project_id: str, body: bytes) -> None:
        room = self._rooms.get(project_id)
        if room is not None and body.isdigit() and int(body) > room.graph.version:
            room.behind = True
            self._mark(project_id)

    def _doubt(self) -> None:
        # The bus was away: what it would have told is in the log.
        for project_id, room in self._rooms.items():
            room.behind = True
            self._mark(project_id)

    async def _look(self) -> None:
        """Finds the open rooms that the log has left behind, whatever the bus has told or not."""
        versions = await self._journal.versions([room.graph.id for room in self._rooms.values()])
        for project_id, room in self._rooms.items():
            if versions.get(room.graph.id, 0) > room.graph.version:
                room.behind = True
                self._mark(project_id)

    async def _tick(self) -> None:
        rooms = [self._rooms[project_id] for project_id in self._dirty if project_id in self._rooms]
        self._dirty.clear()
        try:
            async with asyncio.timeout(COMMIT_LIMIT):
                rooms = [room for room in rooms if not room.behind or await self._caught_up(room)]
                await self._commit(rooms)
        except SILENT as error:
            # Whether the last commit arrived is unknown: read the log before anything is tried again.
            log.warning("sync.commit_failed", error=type(error).__name__)
            for room in rooms:
                room.behind = True
                self._dirty.add(room.project_id)
            await asyncio.sleep(_RETRY)
            self._wake.set()
        for room in rooms:
            self._snapshot_soon(room)

    async def _commit(self, rooms: list[Room]) -> None:
        ticks = [(room, room.prepare()) for room in rooms if room.inbox and not room.behind]
        try:
            for room, tick in ticks:
                await self._judge(room, tick)
            await self._commit_ticks([(room, tick) for room, tick in ticks if tick.rows])
        except BaseException:
            for room, tick in ticks:
                room.put_back(tick)
            raise
        for room in rooms:
            if room.forgot:
                await self._remind(room)
            if room.inbox:
                self._mark(room.project_id)

    async def _remind(self, room: Room) -> None:
        """Reads again for the batch in front what the room has forgotten since it came."""
        room.forgot = False
        pending = room.inbox[0]
        try:
            if pending.undo is not None:
                raise StepTaken
            await read_past(self._journal, room, pending)
            room.behind = room.behind or pending.needs > room.graph.version
        except Unavailable:
            return
        except CanvasError as error:
            room.inbox.popleft()
            refuse(pending, error)

    async def _judge(self, room: Room, tick: Tick) -> None:
        # A batch from before this process remembers, sent again, breaks rules by being there already.
        for pending, error in tick.doubtful:
            logged = await self._journal.find(room.graph.id, pending.client_op_id)
            if logged is not None:
                answer_again(pending, logged)
            else:
                refuse(pending, error)

    async def _commit_ticks(self, ticks: list[tuple[Room, Tick]]) -> None:
        if not ticks:
            return
        try:
            moved = await self._append(ticks)
        except asyncpg.UniqueViolationError:
            for room, tick in ticks:
                await self._answer_old(room, tick)
            return
        except asyncpg.DataError as error:
            await self._commit_singly(ticks, error)
            return
        for room, tick in ticks:
            if room.graph.id in moved:
                for handler in self._committed:
                    handler(room.project_id, room.graph, [op for row in tick.rows for op in row.ops])
                room.accept(tick)
                self._bus.send("ops", room.project_id, str(room.graph.version).encode())
                self._tell_losses(room, tick)
            else:
                room.put_back(tick)

    def _tell_losses(self, room: Room, tick: Tick) -> None:
        lost = [(row.version, each) for row in tick.rows for each in tick.lost.get(row.client_op_id, ())]
        if lost and self._group is not None:
            self._group.create_task(tell_losses(self._journal, self._bus, room.project_id, room.graph.id, lost))

    async def _commit_singly(self, ticks: list[tuple[Room, Tick]], error: asyncpg.DataError) -> None:
        # One batch that the database cannot hold must not stop every film of the process, nor its neighbours in one.
        if len(ticks) > 1:
            for one in ticks:
                await self._commit_ticks([one])
            return
        room, tick = ticks[0]
        if len(tick.rows) > 1:
            room.singly = len(tick.taken)
            room.put_back(tick)
            return
        log.warning("sync.unstorable", project_id=room.project_id, error=type(error).__name__)
        for pending in tick.taken:
            refuse(pending, Invalid("The edit holds something that cannot be stored."))

    async def _append(self, ticks: list[tuple[Room, Tick]]) -> set[str]:
        steps = [(room.graph.id, room.graph.version, room.graph.version + len(tick.rows)) for room, tick in ticks]
        return await self._journal.append(steps, [row for _, tick in ticks for row in tick.rows])

    async def _answer_old(self, room: Room, tick: Tick) -> None:
        # A batch logged before this process remembers has passed the rules once more: answer it, try the rest anew.
        for pending in tick.taken:
            logged = await self._journal.find(room.graph.id, pending.client_op_id)
            if logged is not None:
                answer_again(pending, logged)
        room.put_back(tick)

    async def _caught_up(self, room: Room) -> bool:
        """Whether the room has read its log; a log that cannot be read closes this film alone."""
        try:
            await self._catch_up(room)
        except (LookupError, CanvasError) as error:
            log.critical("sync.log_unreadable", project_id=room.project_id, error=repr(error))
            self._rooms.pop(room.project_id, None)
            for pending in room.inbox:
                refuse(pending, Unavailable("The history of this film cannot be read; nothing was changed."))
            return False
        return True

    async def _catch_up(self, room: Room) -> None:
        while rows := await self._journal.tail(room.graph.id, room.graph.version):
            room.catch_up(rows)
        room.behind = False

    async def room(self, project_id: str) -> Room:
        """The open graph of a project. Raises NotFound."""
        if (room := self._rooms.get(project_id)) is not None:
            room.touched = _now()
            return room
        try:
            async with self._opening.setdefault(project_id, asyncio.Lock()):
                if project_id not in self._rooms:
                    opened = await open_room(self._journal, project_id, self._appliers)
                    opened.touched = _now()
                    # Who fails takes the lock away from those who wait: another may have opened it meanwhile.
                    self._rooms.setdefault(project_id, opened)
        finally:
            self._opening.pop(project_id, None)
        return self._rooms[project_id]

    def _snapshot_soon(self, room: Room) -> None:
        due = room.graph.version - room.snapshot_version >= SNAPSHOT_EVERY
        if due and room.project_id not in self._snapshots and self._group is not None:
            self._snapshots.add(room.project_id)
            self._group.create_task(self._snapshot(room))

    async def _snapshot(self, room: Room) -> None:
        try:
            await save_snapshot(self._journal, room)
        except SILENT as error:
            # The log holds everything; the next edit tries again.
            log.warning("sync.snapshot_failed", error=type(error).__name__)
        finally:
            self._snapshots.discard(room.project_id)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                async with asyncio.timeout(COMMIT_LIMIT):
                    await self._look()
            except SILENT as error:
                log.warning("sync.not_looked", error=type(error).__name__)
            horizon = _now() - IDLE_ROOM
            for project_id, room in list(self._rooms.items()):
                if not room.sinks and not room.inbox and room.touched < horizon:
                    del self._rooms[project_id]


def _records(batch: Batch) -> list[dict[str, Any]]:
    records = [op.model_dump(mode="json", by_alias=True) for op in batch.ops]
    for record, op in zip(records, batch.ops, strict=True):
        if isinstance(op, NodeMove):
            # A move that names no level is meant for wherever the node stands; null would mean the film's own level.
            record["moves"] = [move.model_dump(by_alias=True, exclude_unset=True) for move in op.moves]
    return records


def _now() -> float:
    """Seconds of the running loop's clock."""
    return asyncio.get_running_loop().time()
