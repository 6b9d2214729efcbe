"""The rules that hold at every version: levels, sockets, single inputs, no cycles."""

from __future__ import annotations

import re

from production_canvas.errors import CanvasError, CycleRefused, Invalid, LevelMismatch, NotFound, SocketMismatch
from production_canvas.graph.carried import (
    ARRIVALS,
    Types,
    ends,
    fed,
    feeding,
    giver,
    source_socket,
    target_socket,
    type_of,
)
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Level
from production_canvas.graph.sockets import (
    SENTENCES,
    TITLES,
    Answer,
    Socket,
    Verdict,
    answer,
    common_source,
    weighs,
    worst,
)
from production_canvas.graph.state import MAXIMUM_DEPTH, View

__all__ = [
    "ARRIVALS",
    "Types",
    "ancestors",
    "check_place",
    "check_registers",
    "check_weight",
    "check_wire",
    "misfits",
    "type_of",
    "verdict",
]

ORDER = re.compile("[0-9A-Za-z]{0,64}")


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


def check_wire(view: View, types: Types, edge: Edge) -> Socket:
    """The target's socket, where the wire may stand. Raises NotFound, LevelMismatch, UnknownSocket, SocketMismatch,
    CycleRefused with the sentence that a person reads.
    """
    arriving, found = _judged(view, types, edge)
    if not found.connects:
        raise SocketMismatch(source_socket(view, types, edge).types[0], arriving.types[0], found.reason)
    check_registers(edge)
    return arriving


def verdict(view: View, types: Types, edge: Edge) -> Answer:
    """What becomes of the wire, with the sentence a person reads."""
    try:
        return _judged(view, types, edge)[1]
    except CanvasError as error:
        return Answer(Verdict.NO, str(error))


def _judged(view: View, types: Types, edge: Edge) -> tuple[Socket, Answer]:
    source, target = ends(view, edge)
    if source.id == target.id:
        raise CycleRefused(SENTENCES["self"])
    siblings = source.parent_id == target.parent_id
    if not siblings and target.parent_id != source.id and source.parent_id != target.id:
        raise LevelMismatch(SENTENCES["levels"])
    # What leaves is looked at first, so that of two unknown sockets it is the one that is told.
    source_socket(view, types, edge)
    arriving, found = target_socket(view, types, edge), _fit(view, types, edge)
    if found.connects and siblings and _reaches(view, edge.target, edge.source):
        raise CycleRefused
    return arriving, found


def _fit(view: View, types: Types, edge: Edge) -> Answer:
    """How what the edge carries meets every socket it feeds in the end."""
    node, leaving = giver(view, types, edge)
    sockets = [socket for _, socket in fed(view, types, edge)]
    if not leaving.wired:
        return worst(answer(leaving, socket) for socket in sockets)
    others = [socket for _, socket in fed(view, types, *feeding(view, node.id))]
    if not sockets or not others or common_source([*others, *sockets]):
        return Answer(Verdict.YES)
    first, second = (min(TITLES[socket.types[0]] for socket in each) for each in (others, sockets))
    return Answer(Verdict.NO, SENTENCES["dot"].format(first=first, second=second))


def misfits(view: View, types: Types, node_id: str) -> list[str]:
    """Wires that do not fit the sockets that the node has now."""
    found: set[str] = set()
    for wire in view.wires(node_id):
        edge = view.edge(wire)
        if edge is None:
            continue
        source, leaving = giver(view, types, edge)
        if leaving.wired:
            # A dot at which nothing arrives: what it leads to has to have something in common.
            led = list(fed(view, types, *feeding(view, source.id)))
            if led and not common_source(socket for _, socket in led):
                found |= {last.id for last, _ in led if last.target == node_id}
        else:
            found |= {last.id for last, socket in fed(view, types, edge) if not answer(leaving, socket).connects}
    return sorted(found)


def check_weight(view: View, types: Types, edge: Edge) -> None:
    """Raises Invalid where the edge has a weight, other than that of every wire, and leads to nothing to follow."""
    if edge.data.get("weight", 1.0) == 1.0:
        return
    if not weighs(source_socket(view, types, edge), target_socket(view, types, edge)):
        raise Invalid(SENTENCES["weight"])


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
