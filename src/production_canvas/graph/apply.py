"""Applies one batch of operations: what really happened, and how to take it back.

Operations are the records of `protocol.operations.Operation`. Rules: a delete wins over an edit, and takes along only
what its author had seen; a node takes its wires along; a newer wire replaces the older one on a single input; whatever
breaks a rule refuses the batch whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from production_canvas.errors import Conflict, Invalid, LevelMismatch, UnknownParameter
from production_canvas.graph import elements, text
from production_canvas.graph.carried import RETYPING, arrives, twin
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Merge, Parameter
from production_canvas.graph.paths import drop_at, get_at, has_at, put_at
from production_canvas.graph.removal import restorable
from production_canvas.graph.rules import (
    Types,
    check_place,
    check_registers,
    check_weight,
    check_wire,
    misfits,
    type_of,
)
from production_canvas.graph.state import Overlay, View

Op: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[str, str, Any], None]

SETTINGS = frozenset({"rate", "aspect_ratio", "title", "description"})
FILM = "film"
"""The kind under which the film's own settings are checked."""


def _all_seen(_node_id: str) -> bool:
    return False


@dataclass(slots=True)
class Change:
    """`ops` as they took effect; `inverse` undoes them when applied in its order; `missed` met a node that is gone.

    `unseen(node_id)`: whether the node came to its level without the author's knowledge.
    """

    unseen: Callable[[str], bool] = _all_seen
    ops: list[Op] = field(default_factory=list)
    inverse: list[Op] = field(default_factory=list)
    missed: list[Op] = field(default_factory=list)

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

    def apply(self, below: View, ops: list[Op], unseen: Callable[[str], bool] = _all_seen) -> tuple[Overlay, Change]:
        """An unfolded overlay with the batch applied, and the change. Raises a CanvasError and leaves no trace."""
        view, change = Overlay(below), Change(unseen)
        for op in ops:
            _HANDLERS[op["op"]](self, view, op, change)
        return view, change

    def _declared(self, kind: str, path: list[str]) -> Parameter:
        for parameter in type_of(self.types, kind).parameters:
            if parameter.key == path[0]:
                if parameter.server and not self.trusted:
                    raise Invalid(f"“{parameter.title}” is written by the server alone.")
                if len(path) > 1 and parameter.merge is not Merge.OBJECT:
                    raise Invalid(f"“{parameter.title}” is set as a whole.")
                return parameter
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

    def restore(self, view: View, op: Op, change: Change) -> None:
        """What this batch removed comes back, or else `records`, from the log: to the film where their level is gone;
        of the wires those whose ends stand and whose socket is free.
        """
        kind = op["op"].partition(".")[0]
        if kind == "node" and view.node(op["id"]) is not None:
            return
        hand = replace(self, trusted=True)
        for record in restorable(change.inverse, kind, op["id"]) or op["records"]:
            if record["op"] == "node.add":
                node = record["node"]
                if view.node(node["id"]) is None:
                    level = node["parent_id"] if view.node(node["parent_id"] or "") else None
                    hand.node_add(view, {**record, "node": {**node, "parent_id": level}}, change)
            elif view.edge(record["edge"]["id"]) is not None:
                continue
            elif op["op"] == "edge.restore" or self._fits(view, Edge.read(record["edge"])):
                self.edge_add(view, record, change)

    def _fits(self, view: View, edge: Edge) -> bool:
        if view.node(edge.source) is None or view.node(edge.target) is None:
            return False
        try:
            socket = check_wire(view, self.types, edge)
        except Invalid:
            return False
        return socket.many or not any(arrives(view, wire, edge) for wire in view.wires(edge.target))

    def node_remove(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is not None:
            self._remove(view, node, op["children"], node, change)

    def _remove(self, view: View, node: Node, children: str, top: Node, change: Change) -> None:
        for child_id in sorted(view.children(node.id)):
            child = view.node(child_id)
            if child is None:
                continue
            if children == "lift":
                self._put(view, child, replace(child, parent_id=node.parent_id), change)
            elif change.unseen(child_id):
                self._rescue(view, child, top, change)
            else:
                self._remove(view, child, children, top, change)
        self._cut(view, sorted(view.wires(node.id)), change)
        view.drop_node(node.id)
        removed = {"op": "node.remove", "id": node.id, "children": children}
        change.add(removed, {"op": "node.add", "node": node.record()})

    def _rescue(self, view: View, node: Node, removed: Node, change: Change) -> None:
        try:
            self._put(view, node, replace(node, parent_id=removed.parent_id, x=removed.x, y=removed.y), change)
        except LevelMismatch:
            raise Conflict(
                "Somebody has just put a node in there that cannot stand outside; nothing was removed."
            ) from None

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
            change.missed.append(op)
            return
        path, value = op["path"], op["value"]
        parameter = self._declared(node.type, path)
        data = put_at(node.data, path, value)
        self.check(node.type, path[0], data[path[0]])
        if parameter.merge is Merge.TEXT:
            self._write_text(view, node, path[0], text.difference(node.data.get(path[0], ""), value), change)
        elif _merges_as_list(parameter, node, value) and (lists := elements.between(node.data.get(path[0], []), value)):
            self.node_list(view, {"op": "node.list", "id": node.id, "path": path, **lists}, change)
        else:
            self._write(view, node, replace(node, data=data), op, change)

    def _write(self, view: View, before: Node, after: Node, op: Op, change: Change) -> None:
        """Writes a register. Wires leave first that no longer fit: taken back, they come when the register is back."""
        if op["path"][0] in RETYPING:
            trial = Overlay(view)
            trial.put_node(after)
            self._cut(view, misfits(trial, self.types, after.id), change)
        view.put_node(after)
        change.add(op, restore_at(before.id, before.data, op["path"]))

    def node_unset(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            change.missed.append(op)
            return
        if not has_at(node.data, op["path"]):
            return
        path = op["path"]
        parameter = self._declared(node.type, path)
        if parameter.merge is not Merge.TEXT:
            self._write(view, node, replace(node, data=drop_at(node.data, path)), op, change)
            return
        # The letters leave as a difference, so that what others type meanwhile keeps its place.
        self._write_text(view, node, path[0], text.difference(node.data[path[0]], ""), change)
        view.put_node(replace(node, data=drop_at(node.data, path)))
        change.add(op, {"op": "node.text", "id": node.id, "path": path, "delta": []})

    def node_text(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            change.missed.append(op)
            return
        parameter = self._declared(node.type, op["path"])
        if parameter.merge is not Merge.TEXT:
            raise Invalid(f"“{parameter.title}” is no text that is merged.")
        self._write_text(view, node, op["path"][0], op["delta"], change)

    def _write_text(self, view: View, node: Node, key: str, delta: text.Delta, change: Change) -> None:
        absent = key not in node.data
        before = node.data.get(key, "")
        done = text.completed(before, delta)
        if not done and not absent:
            return
        after = text.apply(before, done)
        self.check(node.type, key, after)
        view.put_node(replace(node, data=put_at(node.data, [key], after)))
        edit = {"op": "node.text", "id": node.id, "path": [key]}
        undo = [{**edit, "delta": text.invert(done)}]
        if absent:
            undo.append({"op": "node.unset", "id": node.id, "path": [key]})
        change.add({**edit, "delta": done}, *undo)

    def node_list(self, view: View, op: Op, change: Change) -> None:
        node = view.node(op["id"])
        if node is None:
            change.missed.append(op)
            return
        path = op["path"]
        parameter = self._declared(node.type, path)
        if parameter.merge is not Merge.IDLIST:
            raise Invalid(f"“{parameter.title}” is no list that is merged.")
        before = list(node.data.get(path[0]) or ())
        done = elements.resolved(before, op)
        after = elements.apply(before, done)
        if after == before:
            return
        self.check(node.type, path[0], after)
        view.put_node(replace(node, data=put_at(node.data, path, after)))
        edit = {"op": "node.list", "id": node.id, "path": path}
        undo = [{**edit, **elements.back(before, done)}]
        if path[0] not in node.data:
            undo.append({"op": "node.unset", "id": node.id, "path": path})
        change.add({**edit, **done}, *undo)

    def edge_add(self, view: View, op: Op, change: Change) -> None:
        edge = Edge.read(op["edge"])
        if view.edge(edge.id) is not None:
            raise Conflict(f"There is a wire {edge.id} already.")
        socket = check_wire(view, self.types, edge)
        check_weight(view, self.types, edge)
        same = [wire for wire in sorted(view.wires(edge.target)) if arrives(view, wire, edge)]
        if any(twin(view, wire, edge) for wire in same):
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
        check_registers(after)
        if op["path"][0] == "weight":
            check_weight(view, self.types, after)
        before = edge.registers[op["path"][0]]
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


def _merges_as_list(parameter: Parameter, node: Node, value: Any) -> bool:
    """An empty list where there was none is no edit of a list: it is set."""
    return parameter.merge is Merge.IDLIST and bool(value or parameter.key in node.data)


_HANDLERS: dict[str, Callable[[Applier, View, Op, Change], None]] = {
    "node.add": Applier.node_add,
    "node.remove": Applier.node_remove,
    "node.move": Applier.node_move,
    "node.reparent": Applier.node_reparent,
    "node.set": Applier.node_set,
    "node.unset": Applier.node_unset,
    "node.text": Applier.node_text,
    "node.list": Applier.node_list,
    "node.restore": Applier.restore,
    "edge.restore": Applier.restore,
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


def restore_at(node_id: str, data: Mapping[str, Any], path: list[str]) -> Op:
    """The operation that puts the path of `data` back as it is."""
    # Where an edit made the objects on its way, the way goes too.
    for depth in range(1, len(path) + 1):
        if not has_at(data, path[:depth]):
            return {"op": "node.unset", "id": node_id, "path": path[:depth]}
    return {"op": "node.set", "id": node_id, "path": path, "value": get_at(data, path)}
