"""Bugs planted into how edits are judged, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from types import SimpleNamespace
from typing import Any

from production_canvas.errors import CanvasError
from production_canvas.graph import apply as apply_module
from production_canvas.graph import text
from production_canvas.graph import undo as undo_module
from production_canvas.graph.apply import Applier, Change
from production_canvas.graph.state import Overlay
from production_canvas.services import past, room
from production_canvas.services.room import Room, Tick


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
def what_is_restored_is_what_was_read_long_before() -> Iterator[None]:
    with replaced(Room, "_is_outdated", lambda *_: False):
        yield


@contextmanager
def a_batch_restores_what_the_log_knew_before_it() -> Iterator[None]:
    with replaced(apply_module, "restorable", lambda *_: []):
        yield


@contextmanager
def what_was_typed_while_its_node_was_gone_lands_somewhere() -> Iterator[None]:
    with replaced(Room, "_come_back", lambda *_: set()):
        yield


@contextmanager
def an_undo_overwrites_what_others_wrote() -> Iterator[None]:
    with replaced(undo_module, "_endangered", lambda _ops: iter(())):
        yield


@contextmanager
def an_undo_of_typing_takes_whatever_stands_there() -> Iterator[None]:
    def raw(letters: Iterable[text.Delta], _later: Any) -> text.Delta:
        nothing: text.Delta = []
        net = reduce(text.compose, letters, nothing)
        return [{"d": len(part["d"])} if isinstance(part, dict) else part for part in text.invert(net)]

    with replaced(undo_module, "_carried", raw):
        yield


@contextmanager
def a_delete_takes_along_what_its_author_never_saw() -> Iterator[None]:
    apply = Applier.apply

    with replaced(Applier, "apply", lambda self, below, ops, *_: apply(self, below, ops)):
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
