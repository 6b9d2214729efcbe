"""From a node and its wires to the whole job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from production_canvas.errors import NotFound, NotRunnable
from production_canvas.graph.carried import ARRIVALS, Types, giver, type_of
from production_canvas.graph.handing import LAST_FRAME, converted
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Inputs, Job, NodeType
from production_canvas.graph.rules import ancestors
from production_canvas.graph.sockets import Socket, SocketType
from production_canvas.graph.state import View

Assets: TypeAlias = Mapping[str, Mapping[str, Any]]
"""By id as they are now; those that a card keeps at a version, by `kept` as well; clips of active takes by `taken`."""

DEEPEST = 64
"""Cards that hand on to one another, at most."""
LONGEST = 10_000
"""Things at one input, at most."""
AROUND = ("number", "title", "place", "time", "int_ext")
"""What of the container stands in the job of everything right in it."""
INHERITED = {"environment": SocketType.ENVIRONMENT, "styles": SocketType.STYLE}


def arriving(view: View, node_id: str) -> list[Edge]:
    """The wires that come to the node from its own level, in their order."""
    node = view.node(node_id)
    edges = [edge for wire in view.wires(node_id) if (edge := view.edge(wire)) and edge.target == node_id]
    inside = view.children(node_id) if node else set()
    return sorted((edge for edge in edges if edge.source not in inside), key=lambda edge: edge.rank)


def origin(view: View, types: Types, edge: Edge) -> tuple[Node, Socket] | None:
    """The node that really gives what the wire carries, and its socket, followed out through dots and In boundaries;
    None where nothing gives anything yet: before the first of a level, and at a dot to which no wire comes.
    """
    node, socket = giver(view, types, edge)
    return None if socket.wired or socket.name == ARRIVALS else (node, socket)


def kept(asset_id: str, version: int) -> str:
    """The key of an asset at a version."""
    return f"{asset_id}@{version}"


def taken(node_id: str) -> str:
    """The key of the clip that is the node's active take."""
    return f"take:{node_id}"


def version_kept(node: Node) -> tuple[str, int] | None:
    """The asset and the version of it that the node keeps; None where it follows the asset."""
    asset_id, version = node.data.get("asset_id"), node.data.get("asset_version")
    return (asset_id, version) if isinstance(asset_id, str) and isinstance(version, int) and version else None


def _asset_of(node: Node, assets: Assets) -> Mapping[str, Any] | None:
    pin = version_kept(node)
    if pin is not None and (before := assets.get(kept(*pin))) is not None:
        return before
    asset_id = node.data.get("asset_id")
    return assets.get(asset_id) if isinstance(asset_id, str) else None


def _own(node: Node, socket: Socket, edge: Edge, assets: Assets) -> dict[str, Any]:
    asset = _asset_of(node, assets)
    clip = assets.get(taken(node.id)) if edge.target_handle != ARRIVALS else None
    told = {"node_id": node.id, "kind": node.type, "weight": edge.data.get("weight", 1.0)}
    if clip is None:
        return {**told, "data": dict(node.data), "asset": dict(asset) if asset else None}
    # Of what is made, the take alone counts: what it was made of shows in it.
    frame = {"frame": -1} if socket.name == LAST_FRAME else {}
    each = {"each": True} if socket.types == (SocketType.ARRAY,) else {}
    return {**told, "data": {}, "asset": None, "take": clip["object_hash"], **frame, **each}


class _Reading:
    """What reaches which node, each looked at once."""

    def __init__(self, view: View, types: Types, assets: Assets) -> None:
        self._view = view
        self._types = types
        self._assets = assets
        self._known: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._depth = 0

    def sockets(self, node_id: str) -> dict[str, tuple[dict[str, Any], ...]]:
        node = self._view.node(node_id)
        if node is None:
            raise NotFound("node", node_id)
        found: dict[str, list[dict[str, Any]]] = {}
        inputs = {socket.name: socket for socket in type_of(self._types, node.type).inputs}
        for edge in arriving(self._view, node_id):
            socket = inputs.get(edge.target_handle)
            values = found.setdefault(edge.target_handle, [])
            values += [{**_fitting(value, socket), "wire": edge.id} for value in self._values(edge)]
            if len(values) > LONGEST:
                raise NotRunnable(f"More than {LONGEST:,} things come to one input.")
        for name, wanted in INHERITED.items():
            if name in inputs and not found.get(name):
                found[name] = self.inherited(node, wanted)
        return {name: tuple(values) for name, values in found.items() if values}

    def inherited(self, node: Node, wanted: SocketType) -> list[dict[str, Any]]:
        """What the nearest container hands to everything in it, of one socket type."""
        for container_id in ancestors(self._view, node.parent_id):
            values = []
            for edge in arriving(self._view, container_id):
                given = origin(self._view, self._types, edge)
                if given is not None and wanted in given[1].types:
                    values += self._values(edge)
            if values:
                return values
        return []

    def _values(self, edge: Edge) -> list[dict[str, Any]]:
        """What the wire brings: one value, of a card that hands on what it gets, as many as those are."""
        given = origin(self._view, self._types, edge)
        if given is None or given[0].data.get("muted"):
            return []
        node, socket = given
        own = _own(node, socket, edge, self._assets)
        if type_of(self._types, node.type).gives is None:
            return [own]
        return [{**own, **value, "weight": own["weight"]} for value in self._handed(node, socket)]

    def _handed(self, node: Node, socket: Socket) -> list[dict[str, Any]]:
        key = (node.id, socket.name)
        if key not in self._known:
            kind = type_of(self._types, node.type)
            assert kind.gives is not None  # noqa: S101 - asked for by the only caller
            if self._depth == DEEPEST:
                raise NotRunnable(f"More than {DEEPEST} cards hand on to one another; that is too long a line.")
            self._depth += 1
            inputs = Inputs(_set(kind, node), self.sockets(node.id), {})
            self._depth -= 1
            self._known[key] = [dict(value) for value in kind.gives(socket.name, inputs)]
        return self._known[key]


def _fitting(value: dict[str, Any], socket: Socket | None) -> dict[str, Any]:
    return {**value, "value": converted(value["value"], socket)} if socket and "value" in value else value


def _set(kind: NodeType, node: Node) -> dict[str, Any]:
    """The card's parameters, each as it is where nothing was set."""
    return {**{each.key: each.default for each in kind.parameters}, **node.data}


def resolve(view: View, types: Types, node_id: str, assets: Assets) -> dict[str, tuple[dict[str, Any], ...]]:
    """What reaches each input socket, in order, as that takes it; place and style come from the scene where the node
    has none. Raises NotFound, and NotRunnable where a value does not fit.
    """
    return _Reading(view, types, assets).sockets(node_id)


def plan(view: View, node_id: str, types: Types, assets: Assets, *, settings: Mapping[str, Any], seed: int) -> Job:
    """The whole job of one node. Raises NotFound, or NotRunnable with the reason."""
    node = view.node(node_id)
    if node is None:
        raise NotFound("node", node_id)
    kind = type_of(types, node.type)
    if kind.plan is None:
        raise NotRunnable(f"A {kind.title} node makes nothing by itself; generate the shots it is wired to.")
    scene = view.node(node.parent_id) if node.parent_id else None
    around = {key: scene.data.get(key) for key in AROUND} if scene else {}
    sockets = resolve(view, types, node_id, assets)
    inputs = Inputs(
        {**_set(kind, node), "seed": seed}, sockets, {**settings, "scene": around, "asset": _asset_of(node, assets)}
    )
    job = kind.plan(node_id, inputs)
    if job is None:
        raise NotRunnable(f"{kind.title} {node.data.get('number', '')} has nothing to make yet.")
    # What draws no lots is the same with any seed.
    return replace(job, seed=seed if any(each.key == "seed" for each in kind.parameters) else 0)
