"""What depends on assets of the library: the cards that stand for them, what those are wired to, and what follows from
that, over every level. The browser has the same walk; `tests/data/dependents.json` holds both to one verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from production_canvas.graph.carried import ARRIVALS, Types, source_socket
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.plan import INHERITED
from production_canvas.graph.sockets import SocketType
from production_canvas.graph.state import Graph

NAMING = frozenset({"asset", "assets"})
"""Controls of the parameters that name assets."""


@dataclass(frozen=True, slots=True)
class Dependents:
    """Ids of nodes. `sources` stand for an asset or name it; `direct`: what one of them hands it to, over a wire,
    through dots and In, or by a scene that hands it to its shots; `every`: those, and all that is made from them.

    `containers`: what any of `every` stands in, with how many of the shots among them are inside, at any depth.
    `scenes`: the nearest around those shots.
    """

    sources: frozenset[str]
    direct: frozenset[str]
    every: frozenset[str]
    shots: tuple[str, ...]
    containers: Mapping[str, int]
    scenes: frozenset[str]


def dependents(graph: Graph, types: Types, asset_ids: Collection[str]) -> Dependents:
    """What depends on any of the assets: one, and those that are made of it."""
    walk = _Walk(graph, types)
    for node_id in sources(graph, types, frozenset(asset_ids)):
        walk.begin(node_id)
    walk.go()
    return walk.found()


def sources(graph: Graph, types: Types, asset_ids: frozenset[str]) -> Iterator[str]:
    """The nodes that stand for one of the assets, or name it in a parameter."""
    keys = {kind: _naming(types, kind) for kind in types}
    for node in graph.nodes.values():
        for key in keys.get(node.type, ("asset_id",)):
            value = node.data.get(key)
            if value and (value in asset_ids if isinstance(value, str) else _any_of(value, asset_ids)):
                yield node.id
                break


def _any_of(value: object, asset_ids: frozenset[str]) -> bool:
    return isinstance(value, list) and any(isinstance(each, str) and each in asset_ids for each in value)


def _naming(types: Types, kind: str) -> tuple[str, ...]:
    own = [each.key for each in types[kind].parameters if each.control in NAMING]
    return tuple(own) if "asset_id" in own else ("asset_id", *own)


class _Walk:
    def __init__(self, graph: Graph, types: Types) -> None:
        self._graph = graph
        self._types = types
        self._dots = {kind for kind, each in types.items() if any(socket.wired for socket in each.inputs)}
        self._takes = {kind: {socket.name for socket in each.inputs} & set(INHERITED) for kind, each in types.items()}
        self._sources: set[str] = set()
        self._direct: set[str] = set()
        self._every: set[str] = set()
        # Wires that brought the asset itself, and those that brought what is made from it.
        self._passed: set[str] = set()
        self._later: set[str] = set()
        self._handed: set[tuple[str, str, bool]] = set()
        self._ahead: list[tuple[Edge, bool]] = []

    def begin(self, node_id: str) -> None:
        self._sources.add(node_id)
        self._leave(node_id, first=True)

    def go(self) -> None:
        while self._ahead:
            edge, first = self._ahead.pop()
            self._arrive(edge, first=first)

    def _leave(self, node_id: str, *, first: bool, handle: str | None = None) -> None:
        """Follows what leaves a node to its own level."""
        edges, nodes = self._graph.edges, self._graph.nodes
        for wire in self._graph.wires(node_id):
            edge = edges[wire]
            if edge.source != node_id or (handle is not None and edge.source_handle != handle):
                continue
            if nodes[edge.target].parent_id != node_id:
                self._follow(edge, first=first)

    def _follow(self, edge: Edge, *, first: bool) -> None:
        # A wire of the sequence says what comes first, and carries nothing.
        if edge.target_handle == ARRIVALS or edge.id in self._passed or (not first and edge.id in self._later):
            return
        (self._passed if first else self._later).add(edge.id)
        self._ahead.append((edge, first))

    def _arrive(self, edge: Edge, *, first: bool) -> None:
        source, target = self._graph.nodes[edge.source], self._graph.nodes[edge.target]
        if source.parent_id == target.id:
            self._mark(target, first=False)
            self._leave(target.id, first=False, handle=edge.target_handle)
        elif target.type in self._dots:
            self._leave(target.id, first=first)
        else:
            self._take(target, edge, first=first)

    def _take(self, target: Node, edge: Edge, *, first: bool) -> None:
        self._mark(target, first=first)
        kind = self._types.get(target.type)
        if kind is None or kind.container is None or not self._graph.children(target.id):
            return
        for wire in self._graph.wires(target.id):
            inner = self._graph.edges[wire]
            if inner.source == target.id and inner.source_handle == edge.id:
                self._follow(inner, first=first)
        carried = source_socket(self._graph, self._types, edge).types
        for handle, wanted in INHERITED.items():
            if wanted in carried:
                self._hand_down(target.id, handle, wanted, first=first)

    def _hand_down(self, level: str, handle: str, wanted: SocketType, *, first: bool) -> None:
        """To every shot in a container that has none of its own, nor gets one from a nearer container."""
        if (level, handle, first) in self._handed:
            return
        self._handed.add((level, handle, first))
        for node_id in self._graph.children(level):
            node = self._graph.nodes[node_id]
            if handle in self._takes.get(node.type, ()) and not self._is_given(node_id, handle):
                self._mark(node, first=first)
            if self._graph.children(node_id) and not self._brings(node_id, wanted):
                self._hand_down(node_id, handle, wanted, first=first)

    def _arriving(self, node_id: str) -> Iterator[Edge]:
        """The wires from the node's own level whose giver is not muted."""
        edges, nodes = self._graph.edges, self._graph.nodes
        for wire in self._graph.wires(node_id):
            edge = edges[wire]
            if edge.target == node_id:
                source = nodes[edge.source]
                if source.parent_id != node_id and not source.data.get("muted"):
                    yield edge

    def _is_given(self, node_id: str, handle: str) -> bool:
        return any(edge.target_handle == handle for edge in self._arriving(node_id))

    def _brings(self, node_id: str, wanted: SocketType) -> bool:
        return any(wanted in source_socket(self._graph, self._types, edge).types for edge in self._arriving(node_id))

    def _mark(self, node: Node, *, first: bool) -> None:
        if first:
            self._direct.add(node.id)
        if node.id not in self._every:
            self._every.add(node.id)
            self._leave(node.id, first=False)

    def found(self) -> Dependents:
        nodes = self._graph.nodes
        inside: dict[str, int] = {}
        scenes: set[str] = set()
        shots = tuple(sorted(each for each in self._every if nodes[each].type == "shot"))
        for node_id in self._every:
            is_shot, near, above = nodes[node_id].type == "shot", True, nodes[node_id].parent_id
            while above is not None:
                inside[above] = inside.get(above, 0) + is_shot
                if is_shot and near and nodes[above].type == "scene_group":
                    scenes.add(above)
                    near = False
                above = nodes[above].parent_id
        return Dependents(
            frozenset(self._sources), frozenset(self._direct), frozenset(self._every), shots, inside, frozenset(scenes)
        )
