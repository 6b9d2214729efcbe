"""A graph in memory with the indices that rules need, and overlays that try changes out on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from production_canvas.graph.model import Edge, Node

MAXIMUM_DEPTH = 16


class View(Protocol):
    """What rules read and changes write: the graph itself, or an overlay upon one."""

    def node(self, node_id: str) -> Node | None: ...
    def edge(self, edge_id: str) -> Edge | None: ...
    def children(self, node_id: str | None) -> set[str]: ...
    def wires(self, node_id: str) -> set[str]: ...
    def setting(self, key: str) -> Any: ...
    def put_node(self, node: Node) -> None: ...
    def drop_node(self, node_id: str) -> None: ...
    def put_edge(self, edge: Edge) -> None: ...
    def drop_edge(self, edge_id: str) -> None: ...
    def put_setting(self, key: str, value: Any) -> None: ...


class Graph:
    """The confirmed state at `version`. `epoch` changes when a restored database makes old versions meaningless."""

    def __init__(
        self,
        graph_id: str,
        epoch: str,
        version: int = 0,
        nodes: Iterable[Node] = (),
        edges: Iterable[Edge] = (),
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.id = graph_id
        self.epoch = epoch
        self.version = version
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}
        self.settings: dict[str, Any] = dict(settings or {})
        self._children: dict[str | None, set[str]] = {}
        self._wires: dict[str, set[str]] = {}
        for node in nodes:
            self.put_node(node)
        for edge in edges:
            self.put_edge(edge)

    def node(self, node_id: str) -> Node | None:
        return self.nodes.get(node_id)

    def edge(self, edge_id: str) -> Edge | None:
        return self.edges.get(edge_id)

    def children(self, node_id: str | None) -> set[str]:
        return self._children.get(node_id, set())

    def wires(self, node_id: str) -> set[str]:
        return self._wires.get(node_id, set())

    def setting(self, key: str) -> Any:
        return self.settings.get(key)

    def put_node(self, node: Node) -> None:
        before = self.nodes.get(node.id)
        if before is None or before.parent_id != node.parent_id:
            if before is not None:
                self._children[before.parent_id].discard(node.id)
            self._children.setdefault(node.parent_id, set()).add(node.id)
        self.nodes[node.id] = node

    def drop_node(self, node_id: str) -> None:
        node = self.nodes.pop(node_id)
        self._children[node.parent_id].discard(node_id)

    def put_edge(self, edge: Edge) -> None:
        self.edges[edge.id] = edge
        self._wires.setdefault(edge.source, set()).add(edge.id)
        self._wires.setdefault(edge.target, set()).add(edge.id)

    def drop_edge(self, edge_id: str) -> None:
        edge = self.edges.pop(edge_id)
        self._wires[edge.source].discard(edge_id)
        self._wires[edge.target].discard(edge_id)

    def put_setting(self, key: str, value: Any) -> None:
        if value is None:
            self.settings.pop(key, None)
        else:
            self.settings[key] = value

    def copy(self) -> Graph:
        """The graph of this moment, for who reads it aside while this one moves on: nodes and edges are replaced and
        never changed.
        """
        made = Graph(self.id, self.epoch, self.version, settings=self.settings)
        made.nodes, made.edges = dict(self.nodes), dict(self.edges)
        made._children = {key: set(found) for key, found in self._children.items()}
        made._wires = {key: set(found) for key, found in self._wires.items()}
        return made

    def part(self, level: str | None, middle: tuple[float, float], most: int) -> Graph:
        """What one level shows: its nodes and wires, with the film's own level and the way between.

        Of a level with more than `most` nodes those nearest to `middle`, a point of the canvas.
        """
        containers, shown = [], {None, level}
        container = self.node(level) if level is not None else None
        while container is not None:
            containers.append(container)
            shown.add(container.parent_id)
            container = self.node(container.parent_id) if container.parent_id is not None else None

        def away(node: Node) -> tuple[float, str]:
            return math.hypot(node.x - middle[0], node.y - middle[1]), node.id

        held = {node.id: node for node in containers}
        for each in shown:
            nodes = sorted((self.nodes[node_id] for node_id in self.children(each)), key=away)
            held.update((node.id, node) for node in nodes[:most])
        wires = {wire for node_id in held for wire in self.wires(node_id)}
        edges = [self.edges[wire] for wire in sorted(wires)]
        inside = [edge for edge in edges if edge.source in held and edge.target in held]
        return Graph(self.id, self.epoch, self.version, held.values(), inside, self.settings)

    def record(self) -> dict[str, Any]:
        """The graph as it stands on the wire and in snapshots."""
        return {
            "id": self.id,
            "epoch": self.epoch,
            "version": self.version,
            "nodes": [node.record() for node in self.nodes.values()],
            "edges": [edge.record() for edge in self.edges.values()],
            "settings": self.settings,
        }


class Overlay:
    """Changes upon `below` that nobody else sees until `fold`."""

    def __init__(self, below: View) -> None:
        self._below = below
        self._nodes: dict[str, Node | None] = {}
        self._edges: dict[str, Edge | None] = {}
        self._settings: dict[str, Any] = {}
        self._children: dict[str | None, set[str]] = {}
        self._wires: dict[str, set[str]] = {}

    def node(self, node_id: str) -> Node | None:
        return self._nodes[node_id] if node_id in self._nodes else self._below.node(node_id)

    def edge(self, edge_id: str) -> Edge | None:
        return self._edges[edge_id] if edge_id in self._edges else self._below.edge(edge_id)

    def children(self, node_id: str | None) -> set[str]:
        found = self._children.get(node_id)
        return self._below.children(node_id) if found is None else found

    def wires(self, node_id: str) -> set[str]:
        found = self._wires.get(node_id)
        return self._below.wires(node_id) if found is None else found

    def setting(self, key: str) -> Any:
        return self._settings[key] if key in self._settings else self._below.setting(key)

    def _own_children(self, node_id: str | None) -> set[str]:
        if node_id not in self._children:
            self._children[node_id] = set(self._below.children(node_id))
        return self._children[node_id]

    def _own_wires(self, node_id: str) -> set[str]:
        if node_id not in self._wires:
            self._wires[node_id] = set(self._below.wires(node_id))
        return self._wires[node_id]

    def put_node(self, node: Node) -> None:
        before = self.node(node.id)
        if before is None or before.parent_id != node.parent_id:
            if before is not None:
                self._own_children(before.parent_id).discard(node.id)
            self._own_children(node.parent_id).add(node.id)
        self._nodes[node.id] = node

    def drop_node(self, node_id: str) -> None:
        node = self.node(node_id)
        if node is not None:
            self._own_children(node.parent_id).discard(node_id)
            self._nodes[node_id] = None

    def put_edge(self, edge: Edge) -> None:
        self._own_wires(edge.source).add(edge.id)
        self._own_wires(edge.target).add(edge.id)
        self._edges[edge.id] = edge

    def drop_edge(self, edge_id: str) -> None:
        edge = self.edge(edge_id)
        if edge is not None:
            self._own_wires(edge.source).discard(edge_id)
            self._own_wires(edge.target).discard(edge_id)
            self._edges[edge_id] = None

    def put_setting(self, key: str, value: Any) -> None:
        self._settings[key] = value

    def fold(self) -> None:
        """Writes the changes into what lies below and forgets them."""
        self.fold_into(self._below)
        self.clear()

    def fold_into(self, view: View) -> None:
        """Writes the changes into a view. Edges leave before their nodes do, and come after them."""
        for edge_id in self._edges:
            if view.edge(edge_id) is not None:
                view.drop_edge(edge_id)
        for node_id, node in self._nodes.items():
            if node is not None:
                view.put_node(node)
            elif view.node(node_id) is not None:
                view.drop_node(node_id)
        for edge in self._edges.values():
            if edge is not None:
                view.put_edge(edge)
        for key, value in self._settings.items():
            view.put_setting(key, value)

    def clear(self) -> None:
        """Forgets every change."""
        for changes in (self._nodes, self._edges, self._settings, self._children, self._wires):
            changes.clear()
