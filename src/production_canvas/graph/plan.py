"""From a node and its wires to the whole job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from production_canvas.errors import NotFound, NotRunnable
from production_canvas.graph.carried import ARRIVALS, Types, giver, type_of
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Inputs, Job
from production_canvas.graph.rules import ancestors
from production_canvas.graph.sockets import Socket, SocketType
from production_canvas.graph.state import View

Assets: TypeAlias = Mapping[str, Mapping[str, Any]]
"""By id as they are now; those that a card keeps at a version, by `kept` as well; clips of active takes by `taken`."""

LAST_FRAME = "last_frame"
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


def _value(node: Node, edge: Edge, assets: Assets) -> dict[str, Any]:
    asset = _asset_of(node, assets)
    clip = assets.get(taken(node.id)) if edge.target_handle != ARRIVALS else None
    return {
        **({"take": clip["object_hash"]} if clip else {}),
        "node_id": node.id,
        "kind": node.type,
        "data": dict(node.data),
        "asset": dict(asset) if asset else None,
        "weight": edge.data.get("weight", 1.0),
    }


def resolve(view: View, types: Types, node_id: str, assets: Assets) -> dict[str, tuple[dict[str, Any], ...]]:
    """What reaches each input socket, in order; place and style come from the scene where the node has none."""
    node = view.node(node_id)
    if node is None:
        raise NotFound("node", node_id)
    found: dict[str, list[dict[str, Any]]] = {}
    for edge in arriving(view, node_id):
        given = origin(view, types, edge)
        if given is not None and not given[0].data.get("muted"):
            found.setdefault(edge.target_handle, []).append(_value(given[0], edge, assets))
    accepted = {socket.name for socket in type_of(types, node.type).inputs}
    for name, wanted in INHERITED.items():
        if name in accepted and name not in found:
            found[name] = inherited(view, types, node, wanted, assets)
    return {name: tuple(values) for name, values in found.items() if values}


def inherited(view: View, types: Types, node: Node, wanted: SocketType, assets: Assets) -> list[dict[str, Any]]:
    """What the nearest container hands to everything in it, of one socket type."""
    for container_id in ancestors(view, node.parent_id):
        values = []
        for edge in arriving(view, container_id):
            given = origin(view, types, edge)
            if given is not None and wanted in given[1].types and not given[0].data.get("muted"):
                values.append(_value(given[0], edge, assets))
        if values:
            return values
    return []


def plan(view: View, node_id: str, types: Types, assets: Assets, *, settings: Mapping[str, Any], seed: int) -> Job:
    """The whole job of one node. Raises NotFound, or NotRunnable with the reason."""
    node = view.node(node_id)
    if node is None:
        raise NotFound("node", node_id)
    kind = type_of(types, node.type)
    if kind.plan is None:
        raise NotRunnable(f"A {kind.title} node makes nothing by itself; generate the shots it is wired to.")
    scene = view.node(node.parent_id) if node.parent_id else None
    around = {key: scene.data.get(key) for key in ("number", "title", "place", "time", "int_ext")} if scene else {}
    sockets = resolve(view, types, node_id, assets)
    inputs = Inputs({**node.data, "seed": seed}, sockets, {**settings, "scene": around})
    job = kind.plan(node_id, inputs)
    if job is None:
        raise NotRunnable(f"{kind.title} {node.data.get('number', '')} has nothing to make yet.")
    return replace(job, seed=seed)
