"""One open graph: its confirmed state, what waits to be applied, what it remembers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import structlog

from production_canvas.errors import CanvasError, GraphMoved, IdTaken, Invalid, StepTaken, TextMoved
from production_canvas.graph import text
from production_canvas.graph.apply import Applier, Change, Op
from production_canvas.graph.model import Node
from production_canvas.graph.registers import Register, Writers, written
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph, Overlay, View
from production_canvas.graph.undo import Logged, undo
from production_canvas.services.pending import (
    RESTORES,
    Lost,
    Past,
    Pending,
    answer_again,
    check_version,
    refuse,
    settle,
    storable,
)
from production_canvas.services.recent import Recent, note_comings, ops_frames, typed_in
from production_canvas.services.serialised import Serialised
from production_canvas.store.graphs import LoggedRow, NewRow

Sink: TypeAlias = Callable[[bytes], None]

log = structlog.get_logger()

# About a quarter of a second of work: the loop serves every film of the process.
CARRIED_PARTS = 100_000
EFFECTS_AT_ONCE = 5_000


@dataclass(slots=True)
class Tick:
    """What one room brings to the next commit. `taken`: what it took from the inbox and has not answered; `doubtful`:
    what breaks a rule now, and may yet have been logged long ago; `lost`: by client id, whose edits lost by the batch;
    `effects`: operations of all rows.
    """

    overlay: Overlay
    rows: list[NewRow] = field(default_factory=list)
    taken: list[Pending] = field(default_factory=list)
    doubtful: list[tuple[Pending, CanvasError]] = field(default_factory=list)
    writers: Writers = field(default_factory=Writers)
    lost: dict[str, list[Lost]] = field(default_factory=dict)
    effects: int = 0


class Room:
    def __init__(self, project_id: str, graph: Graph, appliers: tuple[Applier, Applier]) -> None:
        self.project_id = project_id
        self.graph = graph
        self.recent = Recent(graph.version)
        self.inbox: deque[Pending] = deque()
        self.sinks: set[Sink] = set()
        self.behind = False
        self.singly = 0
        self.forgot = False
        self.snapshot_version = graph.version
        self.touched = 0.0
        self._people, self._server = appliers
        self._serialised = Serialised()

    def prepare(self) -> Tick:
        """Applies what waits, as much as goes into one commit, each batch whole or not at all, on an overlay."""
        tick = Tick(Overlay(self.graph))
        known: dict[str, str] = {}
        while self.inbox and not (tick.rows and (self.singly or tick.effects >= EFFECTS_AT_ONCE)):
            if not self._remembers(self.inbox[0]) or self._is_outdated(tick, self.inbox[0]):
                self.forgot = True
                break
            pending = self.inbox.popleft()
            if (logged := self.recent.answered(pending.client_op_id)) is not None:
                answer_again(pending, logged)
                continue
            tick.taken.append(pending)
            # The same batch twice in one tick: the second waits for the first one's answer.
            author = known.get(pending.client_op_id)
            if author is not None and author != pending.user_id:
                refuse(pending, IdTaken())
            elif author is None and self._try(tick, pending):
                known[pending.client_op_id] = pending.user_id
        self.singly = max(0, self.singly - 1)
        return tick

    def _remembers(self, pending: Pending) -> bool:
        """Whether what the batch needs of the log is at hand; much may have been logged since it came."""
        since = pending.reads_since
        return since is None or self.recent.reaches(min(since, self.graph.version))

    def _is_outdated(self, tick: Tick, pending: Pending) -> bool:
        """Whether what the batch restores was removed once more since it was read."""
        for op in pending.ops:
            if op["op"] in RESTORES:
                last = self._last(tick, (op["op"].partition(".")[0], op["id"]))
                if last is not None and last[0] > pending.restorable_at:
                    return True
        return False

    def _try(self, tick: Tick, pending: Pending) -> bool:
        try:
            check_version(pending, self.graph.version + len(tick.rows))
            sent = storable(pending.ops)
            view, change = self._taken_back(tick, pending) if pending.undo else self._applied(tick, pending)
            as_sent = change.ops == pending.ops
            ops_text, inverse_text = sent if as_sent else storable(change.ops), storable(change.inverse)
        except CanvasError as error:
            tick.doubtful.append((pending, error))
            return False
        except Exception as error:
            # The loop serves every film of the process: one batch that nobody foresaw costs its sender alone.
            log.exception("sync.batch_broke", project_id=self.project_id, error=type(error).__name__)
            refuse(pending, Invalid("This edit could not be applied; it was not saved."))
            return False
        lost = [
            *self._overwritten(tick, pending, view, change),
            *self._swept_away(tick, pending, change),
            *self._met_nothing(tick, pending, change),
        ]
        if lost:
            tick.lost[pending.client_op_id] = lost
        view.fold()
        row = self._row(tick, pending, change, ops_text, inverse_text, as_sent=as_sent)
        tick.rows.append(row)
        tick.effects += len(row.ops)
        tick.writers.note(row.version, row.user_id, row.ops)
        return True

    def _applied(self, tick: Tick, pending: Pending) -> tuple[Overlay, Change]:
        applier = self._server if pending.trusted else self._people

        def unseen(node_id: str) -> bool:
            last = self._last(tick, ("level", node_id), pending.past)
            return last is not None and last[0] > pending.seen and last[1] != pending.user_id

        # What was typed while its node was gone was made for no text of the log, though the node be back.
        back = self._come_back(tick, pending)
        missed = [op for op in pending.ops if op["op"] == "node.text" and op["id"] in back]
        met = [op for op in pending.ops if op not in missed] if missed else pending.ops
        view, change = applier.apply(tick.overlay, self._carried(tick, pending, met), unseen)
        change.missed += missed
        return view, change

    def _carried(self, tick: Tick, pending: Pending, sent: list[Op]) -> list[Op]:
        """The operations with every delta moved past what was typed since the batch's base version."""
        waiting: dict[Register, list[text.Delta]] = {}
        remade: set[Register] = set()
        work = 0
        ops: list[Op] = []
        for op in sent:
            if op["op"] != "node.text":
                remade |= _remade(op, tick.overlay)
                ops.append(op)
                continue
            register = ("data", op["id"], *op["path"])
            if remade & {("node", op["id"]), register}:
                # The batch itself has made the text it writes in: nobody else's letters are in it.
                since: list[text.Delta] = []
            else:
                since = waiting[register] if register in waiting else self._typed(tick, pending, register)
            work += sum(map(len, since)) + len(since) * len(op["delta"])
            if work > CARRIED_PARTS:
                raise TextMoved(len(since))
            delta, waiting[register] = text.carried(op["delta"], since)
            ops.append({**op, "delta": delta})
        return ops

    def _come_back(self, tick: Tick, pending: Pending) -> set[str]:
        """Nodes whose texts the batch edits, and which stand now but did not at its base version."""
        base, past = pending.base_version, pending.past
        doubtful = set()
        for node_id in {op["id"] for op in pending.ops if op["op"] == "node.text"}:
            last = self._last(tick, ("node", node_id), past)
            if last is not None and last[0] > base and tick.overlay.node(node_id) is not None:
                doubtful.add(node_id)
        if not doubtful:
            return doubtful
        came = dict(past.came) if past else {}
        logged = self.recent.rows_since(max(base, past.version) if past else base)
        for ops in [*(row.ops for row in logged), *(row.ops for row in tick.rows if row.version > base)]:
            note_comings(came, ops)
        return {node_id for node_id in doubtful if came.get(node_id)}

    def _typed(self, tick: Tick, pending: Pending, register: Register) -> list[text.Delta]:
        base, now = pending.base_version, self.graph.version + len(tick.rows)
        if base > now:
            raise GraphMoved(base, now)
        past = pending.past
        earlier = past.typed.get(register, []) if past else []
        recent = self.recent.typed(register, max(base, past.version) if past else base)
        in_tick = [
            delta for row in tick.rows if row.version > base for where, delta in typed_in(row.ops) if where == register
        ]
        return [*earlier, *recent, *in_tick]

    def _taken_back(self, tick: Tick, pending: Pending) -> tuple[Overlay, Change]:
        target = pending.undo
        assert target is not None  # noqa: S101  # for the type checker: the caller looked
        rows = self.recent.rows_since(target.version) + [_logged(row) for row in tick.rows]
        if any(row.undo_of == target.targets[-1].version for row in rows):
            raise StepTaken
        later = [*target.later, *(Logged(row.version, row.user_id, row.ops, row.undo_of) for row in rows)]
        made = undo(self._server, tick.overlay, pending.user_id, target.targets, later)
        pending.units, pending.skipped = made.units, made.skipped
        return made.overlay, made.change

    def _row(
        self, tick: Tick, pending: Pending, change: Change, ops_text: str, inverse_text: str, *, as_sent: bool
    ) -> NewRow:
        return NewRow(
            graph_id=self.graph.id,
            version=self.graph.version + len(tick.rows) + 1,
            user_id=pending.user_id,
            client_op_id=pending.client_op_id,
            base_version=pending.base_version,
            label=pending.label,
            ops=change.ops,
            ops_text=ops_text,
            inverse_text=inverse_text,
            result="void" if not change.ops else "accepted" if as_sent else "adjusted",
            step=pending.step,
            undo_of=pending.undo.targets[-1].version if pending.undo else None,
        )

    def _last(self, tick: Tick, register: Register, past: Past | None = None) -> tuple[int, str] | None:
        """Version and person of the latest write."""
        known = [tick.writers, self.recent.writers, *([past.writers] if past else [])]
        return next((found for writers in known if (found := writers.of(register)) is not None), None)

    def _overwritten(self, tick: Tick, pending: Pending, view: Overlay, change: Change) -> list[Lost]:
        """Whose values are written over by somebody who had not seen them."""
        if pending.trusted or pending.undo:
            return []
        before = {written(op)[0]: op.get("value") for op in change.inverse if op["op"] in _VALUES}
        lost = []
        for op in change.ops:
            if op["op"] not in _VALUES:
                continue
            register, theirs = written(op)[0], op.get("value")
            last = self._last(tick, register)
            if last is None or last[0] <= pending.seen or last[1] == pending.user_id:
                continue
            if (yours := before.get(register)) != theirs:
                node = view.node(op["id"]) if "id" in op else None
                lost.append(Lost("overwritten", last[1], pending.user_id, register, named(node), yours, theirs))
        return lost

    def _swept_away(self, tick: Tick, pending: Pending, change: Change) -> list[Lost]:
        """Whose latest edits go with a node that somebody removes without having seen them."""
        if pending.trusted or pending.undo:
            return []
        lost = []
        for op in change.ops:
            node = tick.overlay.node(op["id"]) if op["op"] == "node.remove" else None
            if node is None:
                continue
            writers = tick.writers if tick.writers.of(("data", node.id)) else self.recent.writers
            last, register = writers.of(("data", node.id)), writers.within(("data", node.id))
            if last is None or register is None or last[0] <= pending.seen or last[1] == pending.user_id:
                continue
            path = list(register[2:3])
            yours = node.data.get(path[0])
            lost.append(Lost("deleted", last[1], pending.user_id, ("data", node.id, *path), named(node), yours, None))
        return lost

    def _met_nothing(self, tick: Tick, pending: Pending, change: Change) -> list[Lost]:
        """The author's edits of nodes that somebody removed, and may have brought back since."""
        lost = []
        for op in change.missed:
            node = tick.overlay.node(op["id"])
            last = self._last(tick, ("node", op["id"])) if node is None else None
            if not (pending.trusted or (last is not None and last[1] == pending.user_id)):
                register, who = ("data", op["id"], *op["path"]), last[1] if last else None
                lost.append(Lost("deleted", pending.user_id, who, register, named(node), _meant(op), None))
        return lost

    def accept(self, tick: Tick) -> None:
        """Folds a committed tick in, tells every listener and answers every author."""
        tick.overlay.fold()
        logged = {row.client_op_id: _logged(row) for row in tick.rows}
        self._advance(list(logged.values()))
        for pending in tick.taken:
            if (row := logged.get(pending.client_op_id)) is not None:
                settle(pending, row)

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
        bodies = self.recent.remember(rows)
        self.graph.version = rows[-1].version
        for frame in ops_frames(before, bodies):
            for sink in tuple(self.sinks):
                sink(frame)

    def state(self, *, behind: int = 0) -> tuple[int, bytes]:
        """The graph's record as JSON with its version, which may lie `behind` by as many versions as are at hand."""
        made = self._serialised
        if self.graph.version - made.version > behind or not self.recent.reaches(made.version):
            made.make(self.graph)
        return made.version, made.body

    def parts(self) -> tuple[str, str, str]:
        """Nodes, edges and settings of this moment, each as JSON."""
        nodes, edges, settings = self._serialised.parts(self.graph)
        return nodes.decode(), edges.decode(), settings.decode()


_VALUES = frozenset({"node.set", "node.unset", "edge.set", "graph.set"})


def named(node: Node | None) -> str:
    """What people call the node."""
    if node is None:
        return ""
    found = (node.data.get(key) for key in ("number", "title", "name"))
    return next((str(name) for name in found if name), node.type)


def _remade(op: Op, below: View) -> set[Register]:
    """The nodes and texts that an operation makes anew."""
    if op["op"] in {"node.set", "node.unset"}:
        return {("data", op["id"], *op["path"])}
    made = [each["node"]["id"] for each in (op, *op.get("records", ())) if each["op"] == "node.add"]
    return {("node", node_id) for node_id in made if below.node(node_id) is None}


def _logged(row: NewRow) -> LoggedRow:
    return LoggedRow(row.version, row.user_id, row.client_op_id, row.ops, row.result, row.undo_of)


def _meant(op: dict[str, Any]) -> Any:
    if op["op"] == "node.text":
        return "".join(part for part in op["delta"] if isinstance(part, str))
    return op.get("value")
