"""One node as it was at another version, in the graph as it is now."""

from __future__ import annotations

from dataclasses import replace

from production_canvas.errors import CanvasError, Conflict, LevelMismatch
from production_canvas.graph.apply import Applier
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.rules import ancestors
from production_canvas.graph.state import Graph


def recalled(now: Graph, then: Graph, node_id: str, applier: Applier) -> Graph:
    """What `now` becomes with that node of `then`.

    A node that is gone comes back with what stood inside and the wires whose other ends still stand. A node that
    stands gets its data and its place of `then`, unless that place is gone. What came since pushes nothing away and is
    not pushed away: a wire into a taken input stays out. Raises Conflict where the node cannot stand anywhere.
    """
    wanted = Graph(now.id, now.epoch, now.version, now.nodes.values(), now.edges.values(), now.settings)
    node = then.nodes[node_id]
    present = now.node(node_id)
    if present is None:
        _wire(wanted, then, _bring(wanted, then, node, applier), applier)
    elif present.type != node.type:
        raise Conflict(
            f"Then the node was of type “{node.type}”, now it is of type “{present.type}”; remove this one first."
        )
    elif _set_back(wanted, present, node, applier):
        _wire(wanted, then, {node_id}, applier)
    return wanted


def _set_back(wanted: Graph, present: Node, node: Node, applier: Applier) -> bool:
    """Whether the node changed its level on the way to what it was."""
    for key, value in node.data.items():
        applier.check(node.type, key, value)
    wanted.put_node(replace(present, data=node.data))
    place = {"parent_id": node.parent_id, "x": node.x, "y": node.y, "order": node.order}
    try:
        view, _ = applier.apply(wanted, [{"op": "node.reparent", "id": node.id, **place}])
    except CanvasError:
        # Its level is gone, or stands inside the node itself by now: it stays where it is.
        return False
    view.fold()
    return present.parent_id != node.parent_id


def _bring(wanted: Graph, then: Graph, node: Node, applier: Applier) -> set[str]:
    """Ids of the node and of what stood inside and has not gone on living elsewhere, once all of them stand."""
    brought: set[str] = set()
    waiting = [replace(node, parent_id=_standing_level(wanted, then, node))]
    while waiting:
        each = waiting.pop()
        try:
            view, _ = applier.apply(wanted, [{"op": "node.add", "node": each.record()}])
        except LevelMismatch:
            if each.id != node.id or each.parent_id == node.parent_id:
                raise
            raise Conflict("What this node stood in is gone; restore that, and the node comes with it.") from None
        view.fold()
        brought.add(each.id)
        waiting += [then.nodes[child] for child in sorted(then.children(each.id)) if wanted.node(child) is None]
    return brought


def _standing_level(wanted: Graph, then: Graph, node: Node) -> str | None:
    for level in ancestors(then, node.parent_id):
        present = wanted.node(level)
        if present is not None and present.type == then.nodes[level].type:
            return level
    return None


def _wire(wanted: Graph, then: Graph, nodes: set[str], applier: Applier) -> None:
    """Puts the nodes' wires of `then` back that fit, with what hung on them behind In."""
    ids = {wire for node_id in nodes for wire in then.wires(node_id)}
    while hanging := {edge.id for edge in then.edges.values() if edge.source_handle in ids} - ids:
        ids |= hanging
    for edge in _outer_first(then, ids - set(wanted.edges)):
        try:
            view, change = applier.apply(wanted, [{"op": "edge.add", "edge": edge.record()}])
        except CanvasError:
            continue
        if all(op["op"] == "edge.add" for op in change.ops):
            view.fold()


def _outer_first(then: Graph, ids: set[str]) -> list[Edge]:
    """A wire behind In needs the one that arrives outside."""
    edges = [then.edges[edge_id] for edge_id in ids]
    return sorted(edges, key=lambda edge: (len(ancestors(then, edge.target)), edge.id))
