"""The history as the log tells it, read with hands of its own: states at every version, and who wrote each letter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import orjson

from production_canvas.graph.model import Edge, Node
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from tests.simulation.journal import Row, Store

Register = tuple[str, ...]


def begin(store: Store) -> Graph:
    """The graph before the first batch."""
    return read_state(store, 0, store.written_snapshots[0][2])


def read_state(store: Store, version: int, texts: tuple[str, str, str]) -> Graph:
    """A snapshot as a graph."""
    nodes, edges, settings = map(orjson.loads, texts)
    return Graph(store.graph_id, store.epoch, version, map(Node.read, nodes), map(Edge.read, edges), settings)


def states(store: Store) -> Iterator[tuple[Row, Graph]]:
    """Every row with the graph after it; the same graph moves on."""
    graph = begin(store)
    for row in store.rows:
        replay(graph, row.ops())
        graph.version = row.version
        yield row, graph


def last(store: Store) -> Graph:
    """The graph after the last batch."""
    graph = begin(store)
    for row in store.rows:
        replay(graph, row.ops())
    graph.version = store.version
    return graph


def plain(graph: Graph) -> dict[str, Any]:
    """The graph as a value to compare."""
    return {
        "nodes": {node.id: node.record() for node in graph.nodes.values()},
        "edges": {edge.id: edge.record() for edge in graph.edges.values()},
        "settings": dict(graph.settings),
    }


def apart(one: dict[str, Any], other: dict[str, Any]) -> str:
    """What differs, or nothing."""
    told = []
    for part in ("nodes", "edges"):
        mine, theirs = one[part], other[part]
        differ = [key for key in sorted(mine.keys() | theirs.keys()) if mine.get(key) != theirs.get(key)]
        told += [f"{key}: {mine.get(key)} against {theirs.get(key)}" for key in differ]
    if one["settings"] != other["settings"]:
        told.append(f"settings: {one['settings']} against {other['settings']}")
    return "; ".join(told[:3])


@dataclass(frozen=True, slots=True)
class Letter:
    """Who wrote it, and every version that put it in place: its own and those of undos that brought it back."""

    sign: str
    writer: str
    versions: frozenset[int]


@dataclass(slots=True)
class Letters:
    """Texts letter by letter. `gone`: what was taken away and by which version, newest last."""

    texts: dict[tuple[str, str], list[Letter]] = field(default_factory=dict)
    gone: dict[tuple[str, str], list[tuple[int, list[Letter]]]] = field(default_factory=dict)

    def take(self, op: dict[str, Any], writer: str, version: int, step: Collection[int] = ()) -> list[Letter]:
        """Applies an effect, which takes back the versions of `step`; the letters that it took away."""
        if op["op"] == "node.add":
            for key, value in op["node"]["data"].items():
                where = (op["node"]["id"], key)
                if isinstance(value, str) and self.text(*where) != value:
                    self.texts[where] = _signed(value, writer, version)
        elif op["op"] == "node.set" and len(op["path"]) == 1 and isinstance(op["value"], str):
            self.texts[op["id"], op["path"][0]] = _signed(op["value"], writer, version)
        elif op["op"] == "node.text":
            return self._typed(op, writer, version, step)
        return []

    def _typed(self, op: dict[str, Any], writer: str, version: int, step: Collection[int]) -> list[Letter]:
        where = (op["id"], op["path"][0])
        letters = self.texts.setdefault(where, [])
        gone: list[Letter] = []
        place = 0
        for part in op["delta"]:
            if isinstance(part, int):
                place += part
            elif isinstance(part, str):
                back = self._back(where, part, version, step)
                letters[place:place] = back or _signed(part, writer, version)
                place += len(part)
            else:
                taken = letters[place : place + len(part["d"])]
                self.gone.setdefault(where, []).append((version, taken))
                gone += taken
                del letters[place : place + len(part["d"])]
        return gone

    def _back(self, where: tuple[str, str], run: str, version: int, step: Collection[int]) -> list[Letter]:
        """The letters of a run that comes back: of all that look so, those that the step took away."""
        for at in sorted(step, reverse=True):
            own = [taken for gone_at, taken in self.gone.get(where, ()) if gone_at == at]
            for taken in [*own, list(chain.from_iterable(own))]:
                start = "".join(letter.sign for letter in taken).find(run)
                if start >= 0:
                    found = taken[start : start + len(run)]
                    return [Letter(each.sign, each.writer, each.versions | {version}) for each in found]
        return []

    def text(self, node_id: str, key: str) -> str:
        """The text as it stands."""
        return "".join(letter.sign for letter in self.texts.get((node_id, key), []))


def _signed(run: str, writer: str, version: int) -> list[Letter]:
    return [Letter(sign, writer, frozenset({version})) for sign in run]


def writes(op: dict[str, Any]) -> list[Register]:
    """What an effect wrote; what was typed stands apart from what was set."""
    return [tuple(register) for register in _WRITES[op["op"]](op)]


_WRITES: dict[str, Callable[[dict[str, Any]], list[list[str]]]] = {
    "node.add": lambda op: [["node", op["node"]["id"]], ["place", op["node"]["id"]]],
    "node.remove": lambda op: [["node", op["id"]]],
    "node.move": lambda op: [["place", move["id"]] for move in op["moves"]],
    "node.reparent": lambda op: [["place", op["id"]]],
    "node.set": lambda op: [["data", op["id"], *op["path"]]],
    "node.unset": lambda op: [["data", op["id"], *op["path"]]],
    "node.text": lambda op: [["text", op["id"], *op["path"]]],
    "node.list": lambda op: [["item", op["id"], *op["path"], value] for value in _values(op)],
    "edge.add": lambda op: [["edge", op["edge"]["id"]]],
    "edge.remove": lambda op: [["edge", op["id"]]],
    "edge.set": lambda op: [["weight", op["id"]]],
    "graph.set": lambda op: [["setting", *op["path"]]],
}


def _values(op: dict[str, Any]) -> list[str]:
    return [*(each["value"] for each in op["ins"]), *op["del"]]
