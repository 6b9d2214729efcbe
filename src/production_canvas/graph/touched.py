"""Whose job an edit may have changed: found from the edit and the wires, without planning anything.

More than really changed may be named, never less; who asks compares the jobs of those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from production_canvas.graph.apply import Op
from production_canvas.graph.batch import runnable
from production_canvas.graph.carried import ARRIVALS, Types
from production_canvas.graph.plan import AROUND
from production_canvas.graph.state import View

OUT = "sequence_out"
SEEN_ONLY = frozenset({"note", "collapsed", "color"})
"""Parameters that nothing is made of, of any node."""
FILM = frozenset({"rate", "aspect_ratio"})
"""Settings of the film that every job carries."""
IN_NODE = frozenset({"node.set", "node.unset", "node.text", "node.list"})


@dataclass(slots=True)
class Touched:
    """What edits have changed: `said` something else now, are what others stand `around` in, or `got` something else
    over a wire or from their place. `film`: everything may be another one.
    """

    said: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    got: set[str] = field(default_factory=set)
    film: bool = False

    def __bool__(self) -> bool:
        return bool(self.film or self.said or self.around or self.got)

    def note(self, before: View, ops: Iterable[Op]) -> None:
        """Takes in operations as they took effect upon `before`."""
        for op in ops:
            kind = op["op"]
            if kind in IN_NODE:
                self._written(op["id"], op["path"][0])
            elif kind == "node.add":
                self.got.add(op["node"]["id"])
            elif kind == "node.reparent":
                self.got.add(op["id"])
            elif kind == "edge.add":
                self.got.add(op["edge"]["target"])
            elif kind in {"edge.remove", "edge.set"}:
                # A wire that is not there yet was added by an operation before this one, which named its end.
                edge = before.edge(op["id"])
                if edge is not None:
                    self.got.add(edge.target)
            elif kind == "graph.set" and op["path"][0] in FILM:
                self.film = True

    def _written(self, node_id: str, key: str) -> None:
        if key not in SEEN_ONLY:
            self.said.add(node_id)
            if key in AROUND:
                self.around.add(node_id)

    def add(self, other: Touched) -> None:
        self.said |= other.said
        self.around |= other.around
        self.got |= other.got
        self.film = self.film or other.film


def reached(view: View, types: Types, touched: Touched) -> set[str]:
    """The nodes whose job may be another one now, as the film stands: those themselves, what they are wired to through
    dots and In, what stands in scenes that hand something down. Behind what makes something itself nothing changes
    before its take does.
    """
    walk = _Walk(view, types)
    for node_id in touched.said:
        walk.leave(node_id)
    for node_id in touched.around:
        walk.found |= view.children(node_id)
    for node_id in touched.got:
        walk.arrive(node_id)
    walk.go()
    return walk.found


def handed_on(view: View, types: Types, node_ids: Collection[str]) -> set[str]:
    """The nodes whose job may be another one where those have another take."""
    return reached(view, types, Touched(said=set(node_ids)))


class _Walk:
    def __init__(self, view: View, types: Types) -> None:
        self._view = view
        self._types = types
        self.found: set[str] = set()
        self._left: set[str] = set()
        self._opened: set[str] = set()
        self._ahead: list[str] = []

    def leave(self, node_id: str) -> None:
        """Whatever is wired to the node has something else of it."""
        self.found.add(node_id)
        if node_id not in self._left:
            self._left.add(node_id)
            self._ahead.append(node_id)

    def arrive(self, node_id: str) -> None:
        self.found.add(node_id)
        self._open(node_id)
        if not runnable(self._view, self._types, node_id):
            self.leave(node_id)

    def go(self) -> None:
        while self._ahead:
            node_id = self._ahead.pop()
            for wire in self._view.wires(node_id):
                edge = self._view.edge(wire)
                # Wires of the sequence say what comes first, and carry nothing.
                if edge is not None and edge.source == node_id and edge.target_handle not in {ARRIVALS, OUT}:
                    self.arrive(edge.target)

    def _open(self, node_id: str) -> None:
        """What stands inside may get something else over In, or as what the container hands down."""
        ahead = [node_id]
        while ahead:
            level = ahead.pop()
            if level not in self._opened:
                self._opened.add(level)
                inside = self._view.children(level)
                self.found |= inside
                ahead += inside
