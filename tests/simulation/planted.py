"""Bugs planted into the server's own code, one at a time: the simulation has to find each of them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import reduce
from types import SimpleNamespace
from typing import Any

from production_canvas.errors import CanvasError
from production_canvas.graph import apply as apply_module
from production_canvas.graph import text
from production_canvas.graph import undo as undo_module
from production_canvas.graph.apply import Applier, Change
from production_canvas.graph.state import Overlay
from production_canvas.protocol.messages import Presence
from production_canvas.protocol.operations import Batch, GraphSet, Operation
from production_canvas.services import past, room, sync
from production_canvas.services.recent import Recent
from production_canvas.services.room import Room, Tick
from production_canvas.services.sync import Sync
from production_canvas.store.database import SILENT
from production_canvas.web.connections import Connection, ConnectionManager
from production_canvas.web.sockets import Session
from tests.simulation.journal import Store
from tests.simulation.world import simulate

SEEDS = 60
Bug = Callable[[], AbstractContextManager[None]]
Ticks = list[tuple[Room, Tick]]


@contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Something else under that name for as long as the block lasts."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def acknowledged_before_it_is_durable() -> Iterator[None]:
    async def hasty(self: Sync, ticks: Ticks) -> None:
        steps = [(each.graph.id, each.graph.version, each.graph.version + len(tick.rows)) for each, tick in ticks]
        rows = [row for _, tick in ticks for row in tick.rows]
        for each, tick in ticks:
            each.accept(tick)
        await self._journal.append(steps, rows)

    with replaced(Sync, "_commit_ticks", hasty):
        yield


@contextmanager
def told_though_the_commit_failed() -> Iterator[None]:
    append = Sync._append

    async def careless(self: Sync, ticks: Ticks) -> set[str]:
        try:
            return await append(self, ticks)
        except SILENT:
            return {each.graph.id for each, _ in ticks}

    with replaced(Sync, "_append", careless):
        yield


@contextmanager
def the_lost_version_race_is_not_noticed() -> Iterator[None]:
    append = Sync._append

    async def proud(self: Sync, ticks: Ticks) -> set[str]:
        await append(self, ticks)
        return {each.graph.id for each, _ in ticks}

    with replaced(Sync, "_append", proud):
        yield


@contextmanager
def a_batch_sent_again_is_done_again() -> Iterator[None]:
    prepare = Room.prepare

    def forgetful(self: Room) -> Tick:
        with replaced(self.recent, "answered", lambda _id: None):
            return prepare(self)

    with replaced(Room, "prepare", forgetful), replaced(Store, "unique", value=False):
        yield


@contextmanager
def a_gap_in_the_difference_for_who_comes_back() -> Iterator[None]:
    since = Recent.since

    def gappy(self: Recent, version: int) -> Any:
        said = since(self, version)
        return said[1:] if said and len(said) > 2 else said

    with replaced(Recent, "since", gappy):
        yield


@contextmanager
def a_snapshot_claims_one_version_too_many() -> Iterator[None]:
    async def boastful(journal: Any, each: Room) -> None:
        version = each.graph.version + 1
        await journal.snapshot(each.graph.id, version, *each.parts())
        each.snapshot_version = version

    with replaced(sync, "save_snapshot", boastful):
        yield


@contextmanager
def a_snapshot_drops_the_last_operation() -> Iterator[None]:
    before: dict[int, tuple[str, str, str]] = {}

    async def late(journal: Any, each: Room) -> None:
        version = each.graph.version
        await journal.snapshot(each.graph.id, version, *before.get(id(each), each.parts()))
        each.snapshot_version = version

    advance = Room._advance

    def noting(self: Room, rows: Any) -> None:
        advance(self, rows)
        if self.graph.version % sync.SNAPSHOT_EVERY == sync.SNAPSHOT_EVERY - 1:
            before[id(self)] = self.parts()

    with replaced(Room, "_advance", noting), replaced(sync, "save_snapshot", late):
        yield


@contextmanager
def text_is_not_carried_past_what_others_typed() -> Iterator[None]:
    with replaced(Room, "_typed", lambda *_: []):
        yield


@contextmanager
def texts_of_one_tick_do_not_see_each_other() -> Iterator[None]:
    typed = Room._typed

    def blind(self: Room, tick: Tick, pending: Any, register: Any) -> Any:
        with replaced(tick, "rows", []):
            return typed(self, tick, pending, register)

    with replaced(Room, "_typed", blind):
        yield


def _other_text(**changed: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(text), **changed})


@contextmanager
def the_later_one_goes_left_at_one_place() -> Iterator[None]:
    def carried(delta: Any, since: Any) -> Any:
        moved, gone_by = list(delta), []
        for other in since:
            gone_by.append(text.transform(other, moved, left=False))
            moved = text.transform(moved, other, left=True)
        return moved, gone_by

    with replaced(room, "text", _other_text(carried=carried)):
        yield


@contextmanager
def places_in_texts_count_utf16_units() -> Iterator[None]:
    def units(delta: Any) -> Any:
        return ["x" * (len(part.encode("utf-16-le")) // 2) if isinstance(part, str) else part for part in delta]

    def carried(delta: Any, since: Any) -> Any:
        return text.carried(delta, map(units, since))

    with replaced(room, "text", _other_text(carried=carried)):
        yield


@contextmanager
def edits_from_before_the_memory_are_taken_as_they_are() -> Iterator[None]:
    async def nothing(*_: Any) -> None:
        return None

    with replaced(past, "_past", nothing):
        yield


@contextmanager
def a_room_does_not_notice_what_it_has_forgotten() -> Iterator[None]:
    with replaced(Room, "_remembers", lambda *_: True):
        yield


@contextmanager
def presence_goes_into_the_log() -> Iterator[None]:
    take = Session._take

    async def thorough(self: Session, group: Any, message: Any, meta: Any) -> None:
        if isinstance(message, Presence) and message.cursor is not None:
            ops: list[Operation] = [GraphSet(path=["description"], value=str(message.cursor.x))]
            batch = Batch.model_construct(
                client_op_id=f"presence:{uuid.uuid4().hex}", base_version=0, ops=ops, label=None, step=None
            )
            await self._canvas.sync.enqueue(self._project_id, self._connection.actor, batch)
        await take(self, group, message, meta)

    with replaced(Session, "_take", thorough):
        yield


@contextmanager
def an_undo_overwrites_what_others_wrote() -> Iterator[None]:
    with replaced(undo_module, "_endangered", lambda _ops: iter(())):
        yield


@contextmanager
def an_undo_of_typing_takes_whatever_stands_there() -> Iterator[None]:
    def raw(letters: Any, _later: Any) -> Any:
        net = reduce(text.compose, letters, [])
        return [{"d": len(part["d"])} if isinstance(part, dict) else part for part in text.invert(net)]

    with replaced(undo_module, "_carried", raw):
        yield


@contextmanager
def a_delete_takes_along_what_its_author_never_saw() -> Iterator[None]:
    apply = Applier.apply

    with replaced(Applier, "apply", lambda self, below, ops, *_: apply(self, below, ops)):
        yield


@contextmanager
def what_waits_for_the_next_tick_loses_a_batch() -> Iterator[None]:
    put_back = Room.put_back

    def lossy(self: Room, tick: Tick) -> None:
        del tick.taken[:1]
        put_back(self, tick)

    with replaced(Room, "put_back", lossy):
        yield


@contextmanager
def what_waits_for_the_next_tick_loses_its_order() -> Iterator[None]:
    put_back = Room.put_back

    def unordered(self: Room, tick: Tick) -> None:
        tick.taken.reverse()
        put_back(self, tick)

    with replaced(Room, "put_back", unordered):
        yield


async def _does_nothing(*_: Any) -> None:
    return None


@contextmanager
def a_deaf_process_never_looks_at_the_log() -> Iterator[None]:
    with replaced(Sync, "_look", _does_nothing), replaced(Sync, "_doubt", lambda _self: None):
        yield


@contextmanager
def what_another_process_logged_is_not_told_on() -> Iterator[None]:
    catch_up = Room.catch_up

    def quiet(self: Room, rows: Any) -> None:
        with replaced(self, "sinks", set()):
            catch_up(self, rows)

    with replaced(Room, "catch_up", quiet):
        yield


@contextmanager
def the_late_end_of_an_old_socket_ends_the_new_session() -> Iterator[None]:
    leave = ConnectionManager.leave

    def sweeping(self: ConnectionManager, connection: Connection) -> None:
        for each in self.of_user(connection.project_id, connection.actor.user_id):
            leave(self, each)

    with replaced(ConnectionManager, "leave", sweeping):
        yield


@contextmanager
def a_refused_batch_leaves_its_first_half() -> Iterator[None]:
    def sloppy(self: Applier, below: Any, ops: Any, *unseen: Any) -> tuple[Overlay, Change]:
        view, change = Overlay(below), Change(*unseen)
        try:
            for op in ops:
                apply_module._HANDLERS[op["op"]](self, view, op, change)
        except CanvasError:
            view.fold()
            raise
        return view, change

    with replaced(Applier, "apply", sloppy):
        yield


@contextmanager
def wires_stay_when_their_node_goes() -> Iterator[None]:
    with replaced(Applier, "_cut", lambda *_: None):
        yield


@contextmanager
def one_who_does_not_read_holds_up_the_others() -> Iterator[None]:
    transmit: Callable[[Connection, Any], Awaitable[None]] = Connection._transmit
    locks: dict[Any, asyncio.Lock] = {}

    async def in_turn(self: Connection, frame: Any) -> None:
        loop = asyncio.get_running_loop()
        async with locks.setdefault(loop, asyncio.Lock()):
            await transmit(self, frame)

    with replaced(Connection, "_transmit", in_turn):
        yield


PLANTED: dict[Bug, tuple[int, str]] = {
    acknowledged_before_it_is_durable: (0, "told_only_what_is_durable"),
    told_though_the_commit_failed: (0, "told_only_what_is_durable"),
    the_lost_version_race_is_not_noticed: (0, "acknowledged_is_logged_once"),
    a_batch_sent_again_is_done_again: (0, "resending_changes_nothing"),
    a_gap_in_the_difference_for_who_comes_back: (0, "differences_lead_on"),
    a_snapshot_claims_one_version_too_many: (0, "snapshots_are_true"),
    a_snapshot_drops_the_last_operation: (0, "snapshots_are_true"),
    text_is_not_carried_past_what_others_typed: (0, "no_honest_edit_is_refused"),
    texts_of_one_tick_do_not_see_each_other: (0, "no_honest_edit_is_refused"),
    the_later_one_goes_left_at_one_place: (0, "shown_is_what_is_logged"),
    places_in_texts_count_utf16_units: (3, "no_honest_edit_is_refused"),
    edits_from_before_the_memory_are_taken_as_they_are: (0, "every_edit_is_answered"),
    a_room_does_not_notice_what_it_has_forgotten: (172, "shown_is_what_is_logged"),
    presence_goes_into_the_log: (0, "presence_touches_no_log"),
    an_undo_overwrites_what_others_wrote: (0, "an_undo_spares_what_others_wrote_later"),
    an_undo_of_typing_takes_whatever_stands_there: (19, "an_undo_spares_what_others_wrote_later"),
    a_delete_takes_along_what_its_author_never_saw: (10, "a_delete_takes_nobody_unawares"),
    what_waits_for_the_next_tick_loses_a_batch: (0, "every_edit_is_answered"),
    what_waits_for_the_next_tick_loses_its_order: (4, "authors_keep_their_order"),
    a_deaf_process_never_looks_at_the_log: (13, "everybody_converges"),
    what_another_process_logged_is_not_told_on: (0, "everybody_converges"),
    the_late_end_of_an_old_socket_ends_the_new_session: (0, "nobody_is_a_ghost"),
    a_refused_batch_leaves_its_first_half: (0, "no_process_breaks"),
    wires_stay_when_their_node_goes: (0, "structure_holds_at_every_version"),
    one_who_does_not_read_holds_up_the_others: (0, "a_stuck_reader_delays_nobody"),
}
"""Each bug with a seed that shows it and the invariant that it breaks there."""


def killer(bug: Bug) -> int | None:
    """A seed in whose history the bug breaks the promise it is against, or None where there is none among them."""
    known, promise = PLANTED[bug]
    seeds: list[int] = [known, *range(SEEDS)]
    for seed in seeds:
        with bug():
            if any(violation.name == promise for violation in simulate(seed).violations):
                return seed
    return None
