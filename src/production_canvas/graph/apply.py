"""Applies one batch of operations: what really happened, and how to take it back.

Operations are the records of `protocol.messages.Operation`. Rules: a delete wins over an edit; a node takes its wires
along; a newer wire replaces the older one on a single input; whatever breaks a rule refuses the batch whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from production_canvas.errors import Conflict, Invalid, UnknownParameter
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.rules import Types, check_place, check_weight, check_wire, type_of
from production_canvas.graph.state import Overlay, View

Op: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[str, str, Any], None]

SETTINGS = frozenset({"rate", "aspect_ratio", "title", "description"})
FILM = "film"
"""The kind under which the film's own settings are checked."""


@dataclass(slots=True)
class Change:
    """`ops` as they took effect; `inverse` undoes them when applied in its order."""

    ops: list[Op] = field(default_factory=list)
    inverse: list[Op] = field(default_factory=list)

    def add(self, op: Op, *undo: Op) -> None:
        """Notes one effect with what takes it back."""
        self.ops.append(op)
        self.inverse[:0] = undo


@dataclass(frozen=True, slots=True)
class Applier:
    """`check(kind, key, value)` raises Invalid where a value is not one of that parameter.

    `trusted` is the server's own hand: it may write what people may not.
    """

    types: Types
    check: Check
    trusted: bool = False

    def apply(self, below: View, ops: list[Op]) -> tuple[Overlay, Change]:
        """An unfolded overlay with the batch applied, and the change. Raises a CanvasError and leaves no trace."""
        view, change = Overlay(below), Change()
        for op in ops:
            _HANDLERS[op["op"]](self, view, op, change)
        return view, change

    def _declared(self, kind: str, path: list[str]) -> None:
        for parameter in type_of(self.types, kind).parameters:
            if parameter.key == path[0]:
                if parameter.server and not self.trusted:
                    raise Invalid(f"“{parameter.title}” is written by the server alone.")
                if len(path) > 1 and parameter.merge != "object":
                    raise Invalid(f"“{parameter.title}” is set as a whole.")
                return
        raise UnknownParameter(kind, path[0])

    def node_add(self, view: View, op: Op, change: Change) -> None:
        node = Node.read(op["node"])
        if view.node(node.id) is not None:
            raise Conflict(f"There is a node {node.id} already.")
        check_place(view, self.types, node)
        for key, value in node.data.items():
            self._declared(node.type, [key])
            self.check(node.type, key, value)
        view.put_node(node)
        change.add(
            {"op": "node.add", "node": node.record()}, {"op": "node.remove", "id": node.id, "children": "delete"}
        )

    def node_remove(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            return
        for child_id in sorted(view.children(node.id)):
            child = view.node(child_id)
            if child is None:
                continue
            if op["children"] == "lift":
                self._put(view, child, replace(child, parent_id=node.parent_id), change)
            else:
                self.node_remove(view, {**op, "id": child_id}, change)
        self._cut(view, sorted(view.wires(node.id)), change)
        view.drop_node(node.id)
        change.add({**op, "id": node.id}, {"op": "node.add", "node": node.record()})

    def _cut(self, view: View, edge_ids: list[str], change: Change) -> None:
        for edge_id in edge_ids:
            edge = view.edge(edge_id)
            if edge is None:
                continue
            # Wires that leave the In boundary hang on the wire that arrives at the container.
            inner = [wire for wire in view.wires(edge.target) if _handle(view, wire, edge.target) == edge_id]
            self._cut(view, sorted(inner), change)
            view.drop_edge(edge_id)
            change.add({"op": "edge.remove", "id": edge_id}, {"op": "edge.add", "edge": edge.record()})

    def _put(self, view: View, before: Node, after: Node, change: Change) -> None:
        check_place(view, self.types, after)
        level_changed = before.parent_id != after.parent_id
        if level_changed:
            inside = view.children(before.id)
            outer = [wire for wire in view.wires(before.id) if not _joins_child(view, wire, before.id, inside)]
            self._cut(view, sorted(outer), change)
        view.put_node(after)
        change.add(_reparent(after), _reparent(before))

    def node_move(self, view: View, op: Op, change: Change) -> None:
        done: list[Op] = []
        undo: list[Op] = []
        for move in op["moves"]:
            node = view.node(move["id"])
            # A drag meant for another level would throw the node off screen there.
            if node is None or ("in" in move and move["in"] != node.parent_id):
                continue
            view.put_node(replace(node, x=move["x"], y=move["y"]))
            done.append(move)
            undo.insert(0, {"id": node.id, "x": node.x, "y": node.y})
        if done:
            change.add({"op": "node.move", "moves": done}, {"op": "node.move", "moves": undo})

    def node_reparent(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            return
        order = op.get("order")
        after = replace(
            node, parent_id=op["parent_id"], x=op["x"], y=op["y"], order=node.order if order is None else order
        )
        self._put(view, node, after, change)

    def node_set(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            return
        self._declared(node.type, op["path"])
        data = put_at(node.data, op["path"], op["value"])
        self.check(node.type, op["path"][0], data[op["path"][0]])
        view.put_node(replace(node, data=data))
        change.add(op, restore_at(node.id, node.data, op["path"]))

    def node_unset(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None or not has_at(node.data, op["path"]):
            return
        self._declared(node.type, op["path"])
        view.put_node(replace(node, data=drop_at(node.data, op["path"])))
        change.add(op, restore_at(node.id, node.data, op["path"]))

    def edge_add(self, view: View, op: Op, change: Change) -> None:
        edge = Edge.read(op["edge"])
        if view.edge(edge.id) is not None:
            raise Conflict(f"There is a wire {edge.id} already.")
        socket = check_wire(view, self.types, edge)
        same = [wire for wire in sorted(view.wires(edge.target)) if _arrives(view, wire, edge)]
        if any(_twin(view, wire, edge) for wire in same):
            return
        if not socket.many:
            self._cut(view, same, change)
        view.put_edge(edge)
        change.add({"op": "edge.add", "edge": edge.record()}, {"op": "edge.remove", "id": edge.id})

    def edge_remove(self, view: View, op: Op, change: Change) -> None:
        self._cut(view, [op["id"]], change)

    def edge_set(self, view: View, op: Op, change: Change) -> None:
        edge = view.edge(op["id"])
        if edge is None:
            return
        after = replace(edge, data=put_at(edge.data, op["path"], op["value"]))
        check_weight(after)
        before = edge.data.get(op["path"][0], 1.0)
        view.put_edge(after)
        change.add(op, {"op": "edge.set", "id": edge.id, "path": op["path"], "value": before})

    def graph_set(self, view: View, op: Op, change: Change) -> None:
        key = op["path"][0]
        if key not in SETTINGS or len(op["path"]) > 1:
            raise Invalid(f"A film has no setting “{'.'.join(op['path'])}”.")
        if op["value"] is not None:
            self.check(FILM, key, op["value"])
        before = view.setting(key)
        view.put_setting(key, op["value"])
        change.add(op, {"op": "graph.set", "path": op["path"], "value": before})


_HANDLERS: dict[str, Callable[[Applier, View, Op, Change], None]] = {
    "node.add": Applier.node_add,
    "node.remove": Applier.node_remove,
    "node.move": Applier.node_move,
    "node.reparent": Applier.node_reparent,
    "node.set": Applier.node_set,
    "node.unset": Applier.node_unset,
    "edge.add": Applier.edge_add,
    "edge.remove": Applier.edge_remove,
    "edge.set": Applier.edge_set,
    "graph.set": Applier.graph_set,
}


def _reparent(node: Node) -> Op:
    return {
        "op": "node.reparent",
        "id": node.id,
        "parent_id": node.parent_id,
        "x": node.x,
        "y": node.y,
        "order": node.order,
    }


def _handle(view: View, edge_id: str, source: str) -> str | None:
    edge = view.edge(edge_id)
    return edge.source_handle if edge is not None and edge.source == source else None


def _joins_child(view: View, edge_id: str, node_id: str, children: set[str]) -> bool:
    edge = view.edge(edge_id)
    if edge is None:
        return False
    return (edge.target if edge.source == node_id else edge.source) in children


def _arrives(view: View, edge_id: str, like: Edge) -> bool:
    found = view.edge(edge_id)
    if found is None or (found.target, found.target_handle) != (like.target, like.target_handle):
        return False
    # Out of a container and into it from outside are different sockets that may share a name.
    return _from_inside(view, found) == _from_inside(view, like)


def _from_inside(view: View, edge: Edge) -> bool:
    source = view.node(edge.source)
    return source is not None and source.parent_id == edge.target


def _twin(view: View, edge_id: str, like: Edge) -> bool:
    found = view.edge(edge_id)
    return found is not None and (found.source, found.source_handle) == (like.source, like.source_handle)


def has_at(data: Mapping[str, Any], path: list[str]) -> bool:
    """Whether there is a value at the path."""
    here: Any = data
    for key in path:
        if not isinstance(here, Mapping) or key not in here:
            return False
        here = here[key]
    return True


def get_at(data: Mapping[str, Any], path: list[str]) -> Any:
    """The value at the path; KeyError without one."""
    here: Any = data
    for key in path:
        here = here[key]
    return here


def put_at(data: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy of `data` with the value at the path; what stands in the way becomes an object."""
    copy = dict(data)
    if len(path) == 1:
        copy[path[0]] = value
    else:
        inner = copy.get(path[0])
        copy[path[0]] = put_at(inner if isinstance(inner, Mapping) else {}, path[1:], value)
    return copy


def drop_at(data: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    """A copy of `data` without the value at the path."""
    copy = dict(data)
    if len(path) == 1:
        copy.pop(path[0], None)
    elif isinstance(copy.get(path[0]), Mapping):
        copy[path[0]] = drop_at(copy[path[0]], path[1:])
    return copy


def restore_at(node_id: str, data: Mapping[str, Any], path: list[str]) -> Op:
    """The operation that puts the path of `data` back as it is."""
    # Where an edit made the objects on its way, the way goes too.
    for depth in range(1, len(path) + 1):
        if not has_at(data, path[:depth]):
            return {"op": "node.unset", "id": node_id, "path": path[:depth]}
    return {"op": "node.set", "id": node_id, "path": path, "value": get_at(data, path)}
