"""The operations that lead from one graph to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.errors import Invalid
from production_canvas.graph.apply import Op
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.state import Graph


def difference(before: Graph, after: Graph) -> list[Op]:
    """Operations that make `before` hold what `after` holds, in an order in which each is valid after those before it.

    Raises Invalid where a node changes its type: that is another node.
    """
    gone = [edge_id for edge_id, edge in before.edges.items() if not _same_wire(edge, after.edges.get(edge_id))]
    kept = [(before.nodes[node_id], node) for node_id, node in after.nodes.items() if node_id in before.nodes]
    return [
        *({"op": "edge.remove", "id": edge_id} for edge_id in sorted(gone)),
        *({"op": "node.add", "node": node.record()} for node in _parents_first(before, after)),
        *(op for old, new in kept for op in _node(old, new)),
        *(
            {"op": "node.remove", "id": node_id, "children": "delete"}
            for node_id in sorted(set(before.nodes) - set(after.nodes))
        ),
        *(op for edge in after.edges.values() for op in _edge(before.edges.get(edge.id), edge)),
        *(
            {"op": "graph.set", "path": [key], "value": after.setting(key)}
            for key in sorted(set(before.settings) | set(after.settings))
            if before.setting(key) != after.setting(key)
        ),
    ]


def _parents_first(before: Graph, after: Graph) -> Iterable[Node]:
    waiting: list[str | None] = [None, *before.nodes]
    while waiting:
        for child in sorted(after.children(waiting.pop(0)) - set(before.nodes)):
            yield after.nodes[child]
            waiting.append(child)


def _node(old: Node, new: Node) -> Iterable[Op]:
    if old.type != new.type:
        raise Invalid(f"Node {new.id} is a {old.type} and cannot become a {new.type}.")
    if (old.parent_id, old.order) != (new.parent_id, new.order):
        place = {"parent_id": new.parent_id, "x": new.x, "y": new.y, "order": new.order}
        yield {"op": "node.reparent", "id": new.id, **place}
    elif (old.x, old.y) != (new.x, new.y):
        yield {"op": "node.move", "moves": [{"id": new.id, "x": new.x, "y": new.y}]}
    for key in sorted(set(old.data) | set(new.data)):
        if key not in new.data:
            yield {"op": "node.unset", "id": new.id, "path": [key]}
        elif key not in old.data or old.data[key] != new.data[key]:
            yield {"op": "node.set", "id": new.id, "path": [key], "value": new.data[key]}


def _edge(old: Edge | None, new: Edge) -> Iterable[Op]:
    if not _same_wire(new, old):
        yield {"op": "edge.add", "edge": new.record()}
    elif old is not None and _weight(old.data) != _weight(new.data):
        yield {"op": "edge.set", "id": new.id, "path": ["weight"], "value": _weight(new.data)}


def _weight(data: Mapping[str, Any]) -> Any:
    return data.get("weight", 1.0)


def _same_wire(one: Edge, other: Edge | None) -> bool:
    return other is not None and _ends(one) == _ends(other)


def _ends(edge: Edge) -> tuple[str, str, str, str]:
    return (edge.source, edge.source_handle, edge.target, edge.target_handle)
