"""What a client knows: the confirmed graph, one batch in flight, what is not sent yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from production_canvas.errors import CanvasError
from production_canvas.graph import text
from production_canvas.graph.apply import Applier
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Merge
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph, Overlay
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value

Op: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, str]
PEOPLE = Applier(types(), check_value)
LARGEST_BATCH = 500
_WHOLE = frozenset({"node.set", "node.unset"})


@dataclass(slots=True)
class Edit:
    """Operations that wait to be sent, or an `undo` or `redo` that waits for its turn."""

    kind: str
    ops: list[Op] = field(default_factory=list)
    step: str | None = None


@dataclass(slots=True)
class Flight:
    """What was sent, and `shown`, its effect here, which moves; `gone`: texts it writes in nodes that were not there.
    `exact`: nothing was guessed since.
    """

    client_op_id: str
    kind: str
    payload: dict[str, Any]
    shown: list[Op]
    gone: frozenset[Place] = frozenset()
    exact: bool = True


class Ledger:
    """`mistaken` collects texts of which the log made something else than was shown."""

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        self.graph: Graph | None = None
        self.flight: Flight | None = None
        self.unsent: list[Edit] = []
        self.mistaken: list[str] = []
        self._count = 0
        self._view: Overlay | None = None
        # Texts of removed nodes as pending deltas know them.
        self._kept: dict[Place, str] = {}

    @property
    def version(self) -> int:
        return -1 if self.graph is None else self.graph.version

    @property
    def saved(self) -> bool:
        """Whether nothing waits."""
        return self.flight is None and not self.unsent

    def edit(self, edit: Edit) -> None:
        """Takes in what the person does."""
        self.unsent.append(edit)
        if self._view is not None:
            show(self._view, edit.ops)

    def take_off(self) -> Flight | None:
        """The next batch to send, or None while one is in flight or nothing waits."""
        if self.flight is not None or not self.unsent or self.graph is None:
            return None
        self._count += 1
        client_op_id = f"{self.client_id}:{self._count}"
        first = self.unsent[0]
        if first.kind != "ops":
            self.unsent.pop(0)
            self.flight = Flight(client_op_id, first.kind, {"client_op_id": client_op_id}, [])
            return self.flight
        ops: list[Op] = []
        while self.unsent and self.unsent[0].kind == "ops" and self.unsent[0].step == first.step:
            if ops and len(ops) + len(self.unsent[0].ops) > LARGEST_BATCH:
                break
            ops += self.unsent.pop(0).ops
        ops = coalesced(ops)
        payload: dict[str, Any] = {
            "client_op_id": client_op_id,
            "base_version": self.graph.version,
            "ops": [{**op} for op in ops] or [{"op": "edge.remove", "id": "nothing"}],
        }
        if first.step is not None:
            payload["step"] = first.step
        typed = {place_of(op) for op in ops if op["op"] == "node.text"}
        gone = frozenset(place for place in typed if self.graph.node(place[0]) is None)
        self.flight = Flight(client_op_id, "ops", payload, ops, gone)
        return self.flight

    def whole(self, record: dict[str, Any]) -> bool:
        """Adopts a whole graph; one older than what is known already says nothing."""
        fresh = Graph(
            record["id"],
            record["epoch"],
            record["version"],
            map(Node.read, record["nodes"]),
            map(Edge.read, record["edges"]),
            record["settings"],
        )
        if self.graph is not None and self.graph.epoch == fresh.epoch and fresh.version < self.graph.version:
            return False
        if self.graph is None:
            self.graph, self._view = fresh, None
            return True
        before = {place: self._text(self.graph, place) for place in self._pending_places()}
        if self.flight is not None:
            self.flight.exact = False
            if _holds(fresh, self.flight.shown):
                # It is logged; only its answer is still to come.
                before = self._predicted()
                self.flight.shown = []
        self.graph, self._view = fresh, None
        self._settle(before)
        return True

    def batch(self, batch: dict[str, Any]) -> bool:
        """Takes the next batch of the log; whether it is the one in flight."""
        assert self.graph is not None
        self._view = None
        ops: list[Op] = batch["ops"]
        own = self.flight is not None and self.flight.client_op_id == batch["client_op_id"]
        if own and self.flight is not None and self.flight.kind == "ops":
            self._land(ops, batch["result"])
        else:
            if own:
                self.flight = None
            for op in ops:
                self._other(op)
        self.graph.version = batch["version"]
        return own

    def known_already(self) -> None:
        """The one in flight is part of what is confirmed."""
        self._view = None
        before = self._predicted()
        self.flight = None
        self._settle(before)

    def refused(self) -> None:
        """The one in flight never happens."""
        self.known_already()

    def shown(self) -> Overlay:
        """The confirmed graph with everything that waits upon it."""
        assert self.graph is not None
        if self._view is None:
            self._view = Overlay(self.graph)
            show(self._view, self._waiting())
        return self._view

    def letters(self, place: Place) -> str:
        """The text as it is shown."""
        return self._after(place, self._waiting()) or ""

    def _land(self, ops: list[Op], result: str) -> None:
        assert self.graph is not None
        assert self.flight is not None
        before, flight = self._predicted(), self.flight
        plain = (
            {place_of(op) for op in flight.shown if op["op"] == "node.text"}
            - flight.gone
            - {place_of(op) for op in flight.payload["ops"] if op["op"] in _WHOLE}
        )
        sure = [place for place in plain if flight.exact and self.graph.node(place[0]) is not None]
        there = {place: self._after(place, flight.shown) for place in sure}
        self.flight = None
        replay(self.graph, ops)
        for place, shown in there.items():
            node = self.graph.node(place[0])
            if node is not None and node.data.get(place[1], "") != shown:
                self.mistaken.append(
                    f"{flight.client_op_id} {result} {place}: {shown!r} became {node.data.get(place[1])!r}"
                )
        self._settle(before)

    def _predicted(self) -> dict[Place, str | None]:
        shown = self.flight.shown if self.flight is not None else []
        return {place: self._after(place, shown) for place in self._pending_places()}

    def _settle(self, before: dict[Place, str | None]) -> None:
        """What is not sent yet was made for the texts `before`; now they may be others."""
        for place in self._pending_places():
            self._found(place, before.get(place))

    def _found(self, place: Place, was: str | None) -> None:
        assert self.graph is not None
        node, kept = self.graph.node(place[0]), self._kept.get(place)
        if node is not None:
            now: str | None = node.data.get(place[1], "")
            self._kept.pop(place, None)
            was = kept if was is None else was
        else:
            now = was if kept is None else kept
            if now is not None:
                self._kept[place] = now
        if was is not None and now is not None and was != now:
            self._carry(place, text.difference(was, now))

    def _other(self, op: Op) -> None:
        assert self.graph is not None
        if op["op"] == "node.text":
            self._carry(place_of(op), op["delta"])
        elif op["op"] == "node.remove":
            for place in self._pending_places():
                if place[0] == op["id"]:
                    self._kept[place] = self._text(self.graph, place) or ""
        before = {place: self._text(self.graph, place) for place in self._pending_places()}
        replay(self.graph, [op])
        if op["op"] in {"node.set", "node.unset", "node.add"}:
            for place, was in before.items():
                self._found(place, was)

    def _carry(self, place: Place, over: text.Delta) -> None:
        """Moves everything that waits for a text past a change of it."""
        for op in self._waiting():
            if _written(op, place) is not None:
                # A text that is written as a whole is what it was written as, whatever was typed before.
                return
            if op["op"] == "node.text" and place_of(op) == place:
                mine = op["delta"]
                op["delta"] = text.transform(mine, over, left=False)
                over = text.transform(over, mine, left=True)

    def _waiting(self) -> Iterator[Op]:
        if self.flight is not None:
            yield from self.flight.shown
        for edit in self.unsent:
            yield from edit.ops

    def _pending_places(self) -> list[Place]:
        return list(dict.fromkeys(place_of(op) for op in self._waiting() if op["op"] == "node.text"))

    def _text(self, graph: Graph, place: Place) -> str | None:
        node = graph.node(place[0])
        if node is None:
            return self._kept.get(place)
        found: str = node.data.get(place[1], "")
        return found

    def _after(self, place: Place, ops: Iterable[Op]) -> str | None:
        assert self.graph is not None
        value = self._text(self.graph, place)
        for op in ops:
            if (whole := _written(op, place)) is not None:
                value = whole
            elif op["op"] == "node.text" and place_of(op) == place:
                value = text.apply(value or "", op["delta"])
        return value


def show(view: Overlay, ops: Iterable[Op]) -> None:
    """Applies what can be applied."""
    for op in ops:
        try:
            overlay, _ = PEOPLE.apply(view, [op])
        except (CanvasError, KeyError):
            continue
        overlay.fold()


def _written(op: Op, place: Place) -> str | None:
    """What an operation writes the text as, as a whole; None where it does not."""
    found: str | None = None
    if op["op"] == "node.add" and op["node"]["id"] == place[0]:
        found = op["node"]["data"].get(place[1], "")
    elif op["op"] in _WHOLE and place_of(op) == place:
        found = op.get("value", "")
    return found


def _holds(graph: Graph, ops: Iterable[Op]) -> bool:
    """Whether the graph has what the operations add: nobody else adds under these ids."""
    return any(
        (op["op"] == "node.add" and op["node"]["id"] in graph.nodes)
        or (op["op"] == "edge.add" and op["edge"]["id"] in graph.edges)
        for op in ops
    )


def place_of(op: Op) -> Place:
    """Node and key that an operation on a node's data names."""
    return op["id"], op["path"][0]


def is_text(kind: str, key: str) -> bool:
    """Whether that parameter is merged by letters."""
    return any(each.key == key and each.merge is Merge.TEXT for each in types()[kind].parameters)


def coalesced(ops: list[Op]) -> list[Op]:
    """The operations with neighbouring changes of one text made one, and without those that do nothing."""
    made: list[Op] = []
    for op in ops:
        last = made[-1] if made else None
        if last is not None and op["op"] == last["op"] == "node.text" and place_of(op) == place_of(last):
            made[-1] = {**last, "delta": text.compose(last["delta"], op["delta"])}
        else:
            made.append({**op})
    return [op for op in made if op["op"] != "node.text" or op["delta"]]
