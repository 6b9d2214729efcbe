"""One open graph: its confirmed state, what waits to be applied, what was answered lately."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson
import structlog

from production_canvas.errors import CanvasError, GraphMoved, Invalid
from production_canvas.graph.apply import Applier
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph, Overlay
from production_canvas.store.graphs import LoggedRow, NewRow

Sink: TypeAlias = Callable[[bytes], None]

log = structlog.get_logger()

REMEMBERED_BATCHES = 4000
REMEMBERED_BYTES = 8 * 1024 * 1024
FRAME_BYTES = 256 * 1024
# An escaped NUL, and not an escaped backslash before the letters u0000.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(slots=True)
class Pending:
    """One batch on its way. `answer` comes after the commit; `again` where it was logged before; `only_at` refuses it
    at any other version.
    """

    user_id: str
    client_op_id: str
    base_version: int
    label: str | None
    ops: list[dict[str, Any]]
    trusted: bool
    answer: asyncio.Future[LoggedRow]
    again: bool = False
    only_at: int | None = None


@dataclass(slots=True)
class Tick:
    """What one room brings to the next commit. `taken`: what it took from the inbox and has not answered; `doubtful`:
    what breaks a rule now, and may yet have been logged long ago.
    """

    overlay: Overlay
    rows: list[NewRow] = field(default_factory=list)
    taken: list[Pending] = field(default_factory=list)
    doubtful: list[tuple[Pending, CanvasError]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """A logged batch and its JSON on the wire."""

    row: LoggedRow
    body: bytes


class Room:
    def __init__(self, project_id: str, graph: Graph, appliers: tuple[Applier, Applier]) -> None:
        self.project_id = project_id
        self.graph = graph
        self.inbox: deque[Pending] = deque()
        self.sinks: set[Sink] = set()
        self.behind = False
        self.singly = 0
        self.snapshot_version = graph.version
        self.touched = 0.0
        self._people, self._server = appliers
        self._recent: deque[Said] = deque()
        self._recent_bytes = 0
        self._answered: dict[str, LoggedRow] = {}
        self._serialised: tuple[int, bytes] = (-1, b"")

    def prepare(self) -> Tick:
        """Applies everything that waits, each batch whole or not at all, on an overlay."""
        tick = Tick(Overlay(self.graph))
        known: set[str] = set()
        while self.inbox and not (self.singly and tick.rows):
            pending = self.inbox.popleft()
            if (logged := self._answered.get(pending.client_op_id)) is not None:
                settle(pending, logged, again=True)
                continue
            tick.taken.append(pending)
            # The same batch twice in one tick: the second waits for the first one's answer.
            if pending.client_op_id not in known:
                self._try(tick, pending, known)
        self.singly = max(0, self.singly - 1)
        return tick

    def _try(self, tick: Tick, pending: Pending, known: set[str]) -> None:
        applier = self._server if pending.trusted else self._people
        now = self.graph.version + len(tick.rows)
        try:
            check_version(pending, now)
            sent = storable(pending.ops)
            view, change = applier.apply(tick.overlay, pending.ops)
            as_sent = change.ops == pending.ops
            ops_text, inverse_text = sent if as_sent else storable(change.ops), storable(change.inverse)
        except CanvasError as error:
            tick.doubtful.append((pending, error))
            return
        except Exception as error:
            # The loop serves every film of the process: one batch that nobody foresaw costs its sender alone.
            log.exception("sync.batch_broke", project_id=self.project_id, error=type(error).__name__)
            refuse(pending, Invalid("This edit could not be applied; it was not saved."))
            return
        view.fold()
        known.add(pending.client_op_id)
        tick.rows.append(
            NewRow(
                graph_id=self.graph.id,
                version=now + 1,
                user_id=pending.user_id,
                client_op_id=pending.client_op_id,
                base_version=pending.base_version,
                label=pending.label,
                ops=change.ops,
                ops_text=ops_text,
                inverse_text=inverse_text,
                result="void" if not change.ops else "accepted" if as_sent else "adjusted",
            )
        )

    def accept(self, tick: Tick) -> None:
        """Folds a committed tick in, tells every listener and answers every author."""
        tick.overlay.fold()
        self._advance([LoggedRow(row.version, row.user_id, row.client_op_id, row.ops, row.result) for row in tick.rows])
        for pending in tick.taken:
            if (logged := self._answered.get(pending.client_op_id)) is not None:
                settle(pending, logged)

    def catch_up(self, rows: list[LoggedRow]) -> None:
        """Replays what another process logged and tells every listener."""
        for row in rows:
            replay(self.graph, row.ops)
        self._advance(rows)

    def put_back(self, tick: Tick) -> None:
        """What the tick has not answered waits for the next one, in its order, once the log has been read."""
        tick.overlay.clear()
        waiting = [pending for pending in tick.taken if not pending.answer.done()]
        tick.taken.clear()
        self.inbox.extendleft(reversed(waiting))
        self.behind = True

    def _advance(self, rows: list[LoggedRow]) -> None:
        if not rows:
            return
        before = self.graph.version
        said = self.remember(rows)
        self.graph.version = rows[-1].version
        for part in parts(said):
            frame = ops_frame("server:ops", before, part)
            before = part[-1].row.version
            for sink in tuple(self.sinks):
                sink(frame)

    def remember(self, rows: list[LoggedRow]) -> list[Said]:
        """Keeps rows at hand for answers to resent batches and for clients that come back."""
        said = [Said(row, spoken(row)) for row in rows]
        for each in said:
            self._recent.append(each)
            self._recent_bytes += len(each.body)
            self._answered[each.row.client_op_id] = each.row
        while len(self._recent) > REMEMBERED_BATCHES or self._recent_bytes > REMEMBERED_BYTES:
            oldest = self._recent.popleft()
            self._recent_bytes -= len(oldest.body)
            self._answered.pop(oldest.row.client_op_id, None)
        return said

    def since(self, version: int) -> list[Said] | None:
        """The batches after `version`, or None where they are not at hand any more."""
        if version == self.graph.version:
            return []
        if not self._recent or version < self._recent[0].row.version - 1 or version > self.graph.version:
            return None
        return [said for said in self._recent if said.row.version > version]

    def serialised(self) -> bytes:
        """The graph's record as JSON, made once per version."""
        if self._serialised[0] != self.graph.version:
            self._serialised = (self.graph.version, orjson.dumps(self.graph.record()))
        return self._serialised[1]


def settle(pending: Pending, row: LoggedRow, *, again: bool = False) -> None:
    """Answers the author, if they still wait."""
    pending.again = again
    if not pending.answer.done():
        pending.answer.set_result(row)


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
        text = orjson.dumps(ops).decode()
    except TypeError:
        raise Invalid("The edit holds a text or a number that cannot be stored.") from None
    if _NUL.search(text):
        raise Invalid("Texts cannot hold the character NUL.")
    return text


def spoken(row: LoggedRow) -> bytes:
    """The batch as it stands in `server:ops`."""
    return orjson.dumps(
        {
            "version": row.version,
            "user_id": row.user_id,
            "client_op_id": row.client_op_id,
            "ops": row.ops,
            "result": row.result,
        }
    )


def parts(said: list[Said]) -> Iterator[list[Said]]:
    """The batches in frames of at most 256 KiB, or of one batch that is larger."""
    part: list[Said] = []
    size = 0
    for each in said:
        if part and size + len(each.body) > FRAME_BYTES:
            yield part
            part, size = [], 0
        part.append(each)
        size += len(each.body)
    yield part


def ops_frame(event: str, before: int, said: list[Said], meta: dict[str, Any] | None = None) -> bytes:
    """`server:ops` or `server:delta_sync` from version `before`, as one text frame."""
    after = said[-1].row.version if said else before
    head = b'{"event":"%s","payload":{"from_version":%d,"to_version":%d,"batches":[' % (event.encode(), before, after)
    tail = b',"meta":' + orjson.dumps(meta) + b"}" if meta else b"}"
    return head + b",".join(each.body for each in said) + b"]}" + tail
