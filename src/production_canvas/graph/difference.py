"""The operations that lead from one graph to another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from production_canvas.errors import Invalid
from production_canvas.graph.apply import Op
from production_canvas.graph.carried import RETYPING
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.rules import ancestors
from production_canvas.graph.state import Graph


def difference(before: Graph, after: Graph) -> list[Op]:
    """Operations that make `before` hold what `after` holds, in an order in which each is valid after those before it.

    Raises Invalid where a node changes its type: that is another node.
    """
    gone = _gone(before, after)
    kept = [(before.nodes[node_id], node) for node_id, node in after.nodes.items() if node_id in before.nodes]
    return [
        *({"op": "edge.remove", "id": edge_id} for edge_id in sorted(gone & set(before.edges))),
        *({"op": "node.add", "node": node.record()} for node in _parents_first(before, after)),
        *(op for old, new in kept for op in _node(old, new)),
        *(
            {"op": "node.remove", "id": node_id, "children": "delete"}
            for node_id in sorted(set(before.nodes) - set(after.nodes))
        ),
        *({"op": "edge.add", "edge": edge.record()} for edge in _outer_first(after) if edge.id in gone),
        *(
            {"op": "edge.set", "id": edge.id, "path": [key], "value": value}
            for edge in after.edges.values()
            if edge.id not in gone
            for key, value in edge.registers.items()
            if before.edges[edge.id].registers[key] != value
        ),
        *(
            {"op": "graph.set", "path": [key], "value": after.setting(key)}
            for key in sorted(set(before.settings) | set(after.settings))
            if before.setting(key) != after.setting(key)
        ),
    ]


def _parents_first(before: Graph, after: Graph) -> Iterable[Node]:
    waiting: list[str | None] = [None, *before.nodes]
    while waiting:
        for child in sorted(child for child in after.children(waiting.pop()) if child not in before.nodes):
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


def _gone(before: Graph, after: Graph) -> set[str]:
    """Wires that come, go, change an end, lose their level to a move of an end or may not fit a socket of it while it
    changes, or hang on such a wire behind In.
    """
    loose = {node.id for node in after.nodes.values() if _loose(before.nodes.get(node.id), node)}
    gone = {edge_id for edge_id in {*before.edges, *after.edges} if not _stays(before, after, edge_id, loose)}
    while hanging := {edge.id for edge in before.edges.values() if edge.source_handle in gone} - gone:
        gone |= hanging
    return gone


def _loose(old: Node | None, new: Node) -> bool:
    return old is not None and (
        old.parent_id != new.parent_id or any(old.data.get(key) != new.data.get(key) for key in RETYPING)
    )


def _stays(before: Graph, after: Graph, edge_id: str, loose: set[str]) -> bool:
    old, new = before.edges.get(edge_id), after.edges.get(edge_id)
    return old is not None and new is not None and _ends(old) == _ends(new) and not {new.source, new.target} & loose


def _outer_first(graph: Graph) -> list[Edge]:
    """Wires by the depth of what they arrive at: what hangs on a wire comes after it."""
    return sorted(graph.edges.values(), key=lambda edge: (len(ancestors(graph, edge.target)), edge.id))


def equal(one: Graph, other: Graph) -> bool:
    """Whether both hold the same, what was never set on a wire being as it is unset."""
    return one.nodes == other.nodes and one.settings == other.settings and _wires(one) == _wires(other)


def _wires(graph: Graph) -> dict[str, tuple[tuple[str, str, str, str], dict[str, Any]]]:
    return {edge.id: (_ends(edge), edge.registers) for edge in graph.edges.values()}


def _ends(edge: Edge) -> tuple[str, str, str, str]:
    return (edge.source, edge.source_handle, edge.target, edge.target_handle)
