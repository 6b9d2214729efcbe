"""Replays batches as the log keeps them: each operation is an effect by itself, cascades are written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from production_canvas.graph import elements, text
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.paths import drop_at, put_at
from production_canvas.graph.state import View


def replay(view: View, ops: Iterable[dict[str, Any]]) -> None:
    """Writes logged effects into the view. They were checked when they were logged."""
    for op in ops:
        name = cast("str", op["op"])
        if name.startswith("node."):
            _node(view, op)
        elif name.startswith("edge."):
            _edge(view, op)
        else:
            view.put_setting(op["path"][0], op["value"])


def _node(view: View, op: dict[str, Any]) -> None:
    match op["op"]:
        case "node.add":
            view.put_node(Node.read(op["node"]))
        case "node.remove":
            view.drop_node(op["id"])
        case "node.move":
            for move in op["moves"]:
                view.put_node(replace(_found(view, move["id"]), x=move["x"], y=move["y"]))
        case "node.reparent":
            node = _found(view, op["id"])
            order = node.order if op.get("order") is None else op["order"]
            view.put_node(replace(node, parent_id=op["parent_id"], x=op["x"], y=op["y"], order=order))
        case "node.set":
            node = _found(view, op["id"])
            view.put_node(replace(node, data=put_at(node.data, op["path"], op["value"])))
        case "node.unset":
            node = _found(view, op["id"])
            view.put_node(replace(node, data=drop_at(node.data, op["path"])))
        case "node.text":
            node = _found(view, op["id"])
            after = text.apply(node.data.get(op["path"][0], ""), op["delta"])
            view.put_node(replace(node, data=put_at(node.data, op["path"], after)))
        case "node.list":
            node = _found(view, op["id"])
            values = elements.apply(node.data.get(op["path"][0]) or (), op)
            view.put_node(replace(node, data=put_at(node.data, op["path"], values)))


def _edge(view: View, op: dict[str, Any]) -> None:
    match op["op"]:
        case "edge.add":
            view.put_edge(Edge.read(op["edge"]))
        case "edge.remove":
            view.drop_edge(op["id"])
        case "edge.set":
            edge = view.edge(op["id"])
            if edge is not None:
                view.put_edge(replace(edge, data=put_at(edge.data, op["path"], op["value"])))


def _found(view: View, node_id: str) -> Node:
    node = view.node(node_id)
    if node is None:
        raise LookupError(f"the log edits node {node_id}, which it never added")
    return node
