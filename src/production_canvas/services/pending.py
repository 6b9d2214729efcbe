"""One batch on its way from a person to the log."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from production_canvas.errors import GraphMoved, IdTaken, Invalid
from production_canvas.graph import text
from production_canvas.graph.registers import Register, Writers
from production_canvas.graph.undo import Logged, Target
from production_canvas.store.graphs import LoggedRow

# An escaped NUL, and not an escaped backslash before the letters u0000.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


RESTORES = frozenset({"node.restore", "edge.restore"})


@dataclass(frozen=True, slots=True)
class Past:
    """From before the room's memory, up to `version`: deltas of the texts that a batch edits, who wrote where, and of
    each node that came or went whether it came first.
    """

    version: int
    typed: dict[Register, list[text.Delta]]
    writers: Writers
    came: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Undo:
    """The step to take back, and every batch since, up to `version`."""

    targets: Sequence[Target]
    later: Sequence[Logged]
    version: int


@dataclass(frozen=True, slots=True)
class Lost:
    """An edit that lost: `owner` made it; `writer`, None where unknown, overwrote it or removed the node."""

    kind: str
    owner: str
    writer: str | None
    register: Register
    title: str
    yours: Any
    theirs: Any


@dataclass(slots=True)
class Pending:
    """`answer` comes after the commit; `again` where it was logged before; `only_at` refuses it at any other version.

    `restorable_at`: the version at which what it restores was read; `skipped`: what an undo left alone, of `units`.
    """

    user_id: str
    client_op_id: str
    base_version: int
    label: str | None
    ops: list[dict[str, Any]]
    answer: asyncio.Future[LoggedRow]
    trusted: bool = False
    step: str | None = None
    seen_version: int | None = None
    only_at: int | None = None
    past: Past | None = None
    restorable_at: int = 0
    undo: Undo | None = None
    again: bool = False
    units: int = 0
    skipped: list[tuple[Register, str | None]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """The version that the author had seen."""
        return self.base_version if self.seen_version is None else min(self.seen_version, self.base_version)

    @property
    def reads_since(self) -> int | None:
        """The version after which the room has to know the log in order to judge the batch; None where it has not."""
        if self.undo is not None:
            return self.undo.version
        read = self.past.version if self.past else 0
        kinds = {op["op"] for op in self.ops}
        since = [self.restorable_at] if kinds & RESTORES else []
        if "node.text" in kinds:
            since.append(max(self.base_version, read))
        if "node.remove" in kinds:
            since.append(max(self.seen, read))
        return min(since, default=None)

    @property
    def needs(self) -> int:
        """The version that the room must have reached before the batch can be judged."""
        read = (self.past.version if self.past else 0, self.undo.version if self.undo else 0)
        return max(self.base_version, *read)


def settle(pending: Pending, row: LoggedRow, *, again: bool = False) -> None:
    """Answers the author, if they still wait."""
    pending.again = again
    if not pending.answer.done():
        pending.answer.set_result(row)


def answer_again(pending: Pending, row: LoggedRow) -> None:
    """Answers a batch that was logged before it was sent (again); another person's under the same id is refused."""
    if row.user_id == pending.user_id:
        settle(pending, row, again=True)
    else:
        refuse(pending, IdTaken())


def refuse(pending: Pending, error: Exception) -> None:
    """Refuses the author's batch, if they still wait."""
    if not pending.answer.done():
        pending.answer.set_exception(error)


def check_version(pending: Pending, now: int) -> None:
    """Raises GraphMoved where the batch is meant for another version than `now`."""
    if pending.only_at is not None and pending.only_at != now:
        raise GraphMoved(pending.only_at, now)


def storable(ops: list[dict[str, Any]]) -> str:
    """The operations as JSON that PostgreSQL keeps. Raises Invalid for half characters, NUL and giant numbers."""
    try:
        text_of_ops = orjson.dumps(ops).decode()
    except TypeError:
        raise Invalid("The edit holds a text or a number that cannot be stored.") from None
    if _NUL.search(text_of_ops):
        raise Invalid("Texts cannot hold the character NUL.")
    return text_of_ops
