"""The rules that hold at every version: levels, sockets, single inputs, no cycles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from production_canvas.errors import (
    CycleRefused,
    Invalid,
    LevelMismatch,
    NotFound,
    SocketMismatch,
    UnknownNodeType,
    UnknownSocket,
)
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Level, NodeType
from production_canvas.graph.sockets import Socket, Verdict, answer
from production_canvas.graph.state import MAXIMUM_DEPTH, View

Types: TypeAlias = Mapping[str, NodeType]

ARRIVALS = "sequence_in"
ORDER = re.compile("[0-9A-Za-z]{0,64}")


def type_of(types: Types, kind: str) -> NodeType:
    """The node type of that kind. Raises UnknownNodeType."""
    found = types.get(kind)
    if found is None:
        raise UnknownNodeType(kind)
    return found


def ancestors(view: View, node_id: str | None) -> list[str]:
    """The container itself and everything it stands in, inmost first."""
    chain: list[str] = []
    while node_id is not None and len(chain) <= MAXIMUM_DEPTH:
        chain.append(node_id)
        node = view.node(node_id)
        node_id = node.parent_id if node else None
    return chain


def check_place(view: View, types: Types, node: Node) -> None:
    """Raises NotFound, LevelMismatch or CycleRefused where the node may not stand."""
    level = Level.PROJECT
    if node.parent_id is not None:
        parent = view.node(node.parent_id)
        if parent is None:
            raise NotFound("scene or shot", node.parent_id)
        container = type_of(types, parent.type).container
        if container is None:
            raise LevelMismatch(f"A {parent.type} holds no other nodes.")
        level = container
        chain = ancestors(view, node.parent_id)
        if node.id in chain:
            raise CycleRefused("A scene cannot stand inside itself.")
        if len(chain) + _height(view, node.id) > MAXIMUM_DEPTH:
            raise LevelMismatch(f"Levels go {MAXIMUM_DEPTH} deep at most.")
    kind = type_of(types, node.type)
    if level not in kind.levels:
        raise LevelMismatch(f"A {kind.title} does not stand on the {level} level.")


def _height(view: View, node_id: str) -> int:
    """How many levels stand inside the node."""
    height, level = 0, view.children(node_id)
    while level:
        height += 1
        level = {inner for child in level for inner in view.children(child)}
    return height


def _named(sockets: tuple[Socket, ...], kind: str, handle: str) -> Socket:
    for socket in sockets:
        if socket.name == handle:
            return socket
    raise UnknownSocket(kind, handle)


def source_socket(view: View, types: Types, edge: Edge) -> Socket:
    """What the edge carries. Raises UnknownSocket, NotFound."""
    source = view.node(edge.source)
    target = view.node(edge.target)
    if source is None or target is None:
        raise NotFound("node", edge.source if source is None else edge.target)
    kind = type_of(types, source.type)
    if target.parent_id != source.id:
        return _named(kind.outputs, source.type, edge.source_handle)
    if edge.source_handle == ARRIVALS:
        return _named(kind.inputs, source.type, ARRIVALS)
    arriving = view.edge(edge.source_handle)
    if arriving is None or arriving.target != source.id:
        raise UnknownSocket("In", edge.source_handle)
    return source_socket(view, types, arriving)


def target_socket(view: View, types: Types, edge: Edge) -> Socket:
    """Where the edge arrives. Raises UnknownSocket, NotFound."""
    source = view.node(edge.source)
    target = view.node(edge.target)
    if source is None or target is None:
        raise NotFound("node", edge.source if source is None else edge.target)
    kind = type_of(types, target.type)
    if source.parent_id == target.id:
        return _named(kind.outputs, target.type, edge.target_handle)
    return _named(kind.inputs, target.type, edge.target_handle)


def check_wire(view: View, types: Types, edge: Edge) -> Socket:
    """The target's socket, where the wire may stand. Raises NotFound, LevelMismatch, UnknownSocket, SocketMismatch,
    CycleRefused with the sentence that a person reads.
    """
    source, target = view.node(edge.source), view.node(edge.target)
    if source is None or target is None:
        raise NotFound("node", edge.source if source is None else edge.target)
    if source.id == target.id:
        raise CycleRefused("A node cannot be wired to itself.")
    siblings = source.parent_id == target.parent_id
    if not siblings and target.parent_id != source.id and source.parent_id != target.id:
        raise LevelMismatch("Wires join nodes of one level; use In and Out to cross into a scene.")
    leaving, arriving = source_socket(view, types, edge), target_socket(view, types, edge)
    found = answer(leaving, arriving)
    if found.verdict in (Verdict.NO, Verdict.CONVERSION_NODE):
        raise SocketMismatch(leaving.types[0], arriving.types[0], found.reason)
    if siblings and _reaches(view, edge.target, edge.source):
        raise CycleRefused
    check_registers(edge)
    return arriving


def check_registers(edge: Edge) -> None:
    """Raises Invalid where the edge carries anything but a weight from 0 to 1 and an order in letters and digits."""
    for key, value in edge.data.items():
        if key == "order":
            if not isinstance(value, str) or not ORDER.fullmatch(value):
                raise Invalid("A wire's order is up to 64 letters and digits.")
        elif key != "weight":
            raise Invalid(f"A wire has no “{key}” to set.")
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise Invalid("A wire's weight is a number from 0 to 1.")


def _reaches(view: View, start: str, goal: str) -> bool:
    # Wires to and from the level's own In and Out cannot close a loop: In only gives, Out only takes.
    first = view.node(start)
    level = first.parent_id if first else None
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        for wire in view.wires(here):
            edge = view.edge(wire)
            if edge is None or edge.source != here or edge.target in seen:
                continue
            after = view.node(edge.target)
            if after is not None and after.parent_id == level and edge.target != level:
                seen.add(edge.target)
                waiting.append(edge.target)
    return False
