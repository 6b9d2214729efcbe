"""What a wire carries and which sockets it feeds in the end, through dots, In and Out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from production_canvas.errors import UnknownNodeType, UnknownSocket, WireEndGone
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import NodeType
from production_canvas.graph.sockets import Socket, SocketType
from production_canvas.graph.state import View

Types: TypeAlias = Mapping[str, NodeType]

ARRIVALS = "sequence_in"
RETYPING = frozenset({"asset_kind", "item_type", "output_type", "whole"})
"""Every parameter that says the type of a socket."""


def type_of(types: Types, kind: str) -> NodeType:
    """The node type of that kind. Raises UnknownNodeType."""
    found = types.get(kind)
    if found is None:
        raise UnknownNodeType(kind)
    return found


def ends(view: View, edge: Edge) -> tuple[Node, Node]:
    """Where the edge leaves and arrives. Raises WireEndGone."""
    source, target = view.node(edge.source), view.node(edge.target)
    if source is None or target is None:
        raise WireEndGone
    return source, target


def told(kind: NodeType, socket: Socket, data: Mapping[str, Any]) -> Socket:
    """The socket as the node's own parameter says it is."""
    if not socket.by:
        return socket
    value = data.get(socket.by, next(each.default for each in kind.parameters if each.key == socket.by))
    if socket.types == (SocketType.NUMBER,):
        return replace(socket, integer=value is True)
    if value not in list(SocketType):
        return socket
    if socket.types == (SocketType.ARRAY,):
        return replace(socket, item=SocketType(value))
    return replace(socket, types=(SocketType(value),)) if value in socket.types else socket


def giver(view: View, types: Types, edge: Edge) -> tuple[Node, Socket]:
    """The node that gives what the edge carries, followed out through dots and In, and its socket. Before a dot at
    which nothing arrives it is that dot. Raises UnknownSocket, UnknownNodeType, WireEndGone.
    """
    passed: set[str] = set()
    while True:
        source, target = ends(view, edge)
        kind = type_of(types, source.type)
        if target.parent_id == source.id:
            if edge.source_handle == ARRIVALS:
                return source, _named(kind.inputs, source.type, ARRIVALS)
            outer = view.edge(edge.source_handle)
            # What arrives at Out stands at the container too, but is nothing that In could hand on.
            if outer is None or outer.target != source.id or _from_inside(view, outer):
                raise UnknownSocket("In", edge.source_handle)
        else:
            socket = _named(kind.outputs, source.type, edge.source_handle)
            outer = _arriving(view, source.id) if socket.wired else None
            if outer is None or outer.id in passed:
                return source, told(kind, socket, source.data)
        passed.add(outer.id)
        edge = outer


def source_socket(view: View, types: Types, edge: Edge) -> Socket:
    """What the edge carries. Raises UnknownSocket, UnknownNodeType, WireEndGone."""
    return giver(view, types, edge)[1]


def target_socket(view: View, types: Types, edge: Edge) -> Socket:
    """Where the edge arrives. Raises UnknownSocket, UnknownNodeType, WireEndGone."""
    source, target = ends(view, edge)
    kind = type_of(types, target.type)
    if source.parent_id == target.id:
        return told(kind, _named(kind.outputs, target.type, edge.target_handle), target.data)
    return told(kind, _named(kind.inputs, target.type, edge.target_handle), target.data)


def fed(view: View, types: Types, *edges: Edge) -> Iterator[tuple[Edge, Socket]]:
    """Every socket that the edges feed in the end, with the last wire to it: through dots, and behind In as well."""
    waiting, passed = list(edges), {edge.id for edge in edges}
    while waiting:
        edge = waiting.pop()
        socket = target_socket(view, types, edge)
        onward = list(_leaving(view, edge.target) if socket.wired else _behind(view, edge))
        if not socket.wired:
            yield edge, socket
        waiting += [each for each in onward if each.id not in passed]
        passed.update(each.id for each in onward)


def feeding(view: View, node_id: str) -> list[Edge]:
    """The wires that leave the node, but those from its own In."""
    return list(_leaving(view, node_id))


def arrives(view: View, edge_id: str, like: Edge) -> bool:
    """Whether the wire ends at the very socket where the other does."""
    found = view.edge(edge_id)
    if found is None or (found.target, found.target_handle) != (like.target, like.target_handle):
        return False
    # Out of a container and into it from outside are different sockets that may share a name.
    return _from_inside(view, found) == _from_inside(view, like)


def _from_inside(view: View, edge: Edge) -> bool:
    source = view.node(edge.source)
    return source is not None and source.parent_id == edge.target


def twin(view: View, edge_id: str, like: Edge) -> bool:
    """Whether the wire leaves from the very socket where the other does."""
    found = view.edge(edge_id)
    return found is not None and (found.source, found.source_handle) == (like.source, like.source_handle)


def _named(sockets: tuple[Socket, ...], kind: str, handle: str) -> Socket:
    for socket in sockets:
        if socket.name == handle:
            return socket
    raise UnknownSocket(kind, handle)


def _arriving(view: View, dot: str) -> Edge | None:
    found = (view.edge(wire) for wire in sorted(view.wires(dot)))
    return next((edge for edge in found if edge is not None and edge.target == dot), None)


def _leaving(view: View, node_id: str) -> Iterator[Edge]:
    for wire in view.wires(node_id):
        edge = view.edge(wire)
        target = view.node(edge.target) if edge is not None and edge.source == node_id else None
        if edge is not None and target is not None and target.parent_id != node_id:
            yield edge


def _behind(view: View, edge: Edge) -> Iterator[Edge]:
    """Wires inside a container that go on from In what the edge brings. One that is only tried has none yet."""
    if view.edge(edge.id) is None:
        return
    for wire in view.wires(edge.target):
        inner = view.edge(wire)
        if inner is not None and inner.source == edge.target and inner.source_handle == edge.id:
            yield inner
