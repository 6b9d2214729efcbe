"""Bugs planted into the server's own code, one at a time: the simulation has to find each of them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from production_canvas.protocol.messages import Presence
from production_canvas.protocol.operations import Batch, GraphSet, Operation
from production_canvas.services import past, sync
from production_canvas.services.recent import Recent
from production_canvas.services.room import Room, Tick
from production_canvas.services.sync import Sync
from production_canvas.store.database import SILENT
from production_canvas.web.connections import Connection, ConnectionManager
from production_canvas.web.sockets import Session
from tests.simulation.journal import Store
from tests.simulation.planted_edits import (
    a_batch_restores_what_the_log_knew_before_it,
    a_delete_takes_along_what_its_author_never_saw,
    a_refused_batch_leaves_its_first_half,
    a_room_does_not_notice_what_it_has_forgotten,
    an_undo_of_typing_takes_whatever_stands_there,
    an_undo_overwrites_what_others_wrote,
    edits_from_before_the_memory_are_taken_as_they_are,
    places_in_texts_count_utf16_units,
    replaced,
    text_is_not_carried_past_what_others_typed,
    texts_of_one_tick_do_not_see_each_other,
    the_later_one_goes_left_at_one_place,
    what_is_restored_is_what_was_read_long_before,
    what_was_typed_while_its_node_was_gone_lands_somewhere,
    wires_stay_when_their_node_goes,
)
from tests.simulation.world import simulate

SEEDS = 60
Bug = Callable[[], AbstractContextManager[None]]
Ticks = list[tuple[Room, Tick]]


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
def a_film_that_is_opened_twice_has_two_rooms() -> Iterator[None]:
    async def hasty(self: Sync, project_id: str) -> Room:
        if project_id not in self._rooms:
            self._rooms[project_id] = await past.open_room(self._journal, project_id, self._appliers)
        return self._rooms[project_id]

    with replaced(Sync, "room", hasty):
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
    the_lost_version_race_is_not_noticed: (3, "acknowledged_is_logged_once"),
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
    what_is_restored_is_what_was_read_long_before: (4300, "no_honest_edit_is_refused"),
    a_batch_restores_what_the_log_knew_before_it: (2991, "texts_are_what_was_typed"),
    what_was_typed_while_its_node_was_gone_lands_somewhere: (3697, "no_honest_edit_is_refused"),
    a_film_that_is_opened_twice_has_two_rooms: (24, "everybody_converges"),
    presence_goes_into_the_log: (0, "presence_touches_no_log"),
    an_undo_overwrites_what_others_wrote: (0, "an_undo_spares_what_others_wrote_later"),
    an_undo_of_typing_takes_whatever_stands_there: (19, "an_undo_spares_what_others_wrote_later"),
    a_delete_takes_along_what_its_author_never_saw: (10, "a_delete_takes_nobody_unawares"),
    what_waits_for_the_next_tick_loses_a_batch: (0, "every_edit_is_answered"),
    what_waits_for_the_next_tick_loses_its_order: (5, "authors_keep_their_order"),
    a_deaf_process_never_looks_at_the_log: (317, "everybody_converges"),
    what_another_process_logged_is_not_told_on: (0, "everybody_converges"),
    the_late_end_of_an_old_socket_ends_the_new_session: (0, "nobody_is_a_ghost"),
    a_refused_batch_leaves_its_first_half: (31, "no_process_breaks"),
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
