"""Wishes about values, as operations: a PRD client's `client:update_node_data`, and a whole graph that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from production_canvas.errors import Invalid
from production_canvas.graph import text
from production_canvas.graph.apply import Applier
from production_canvas.graph.difference import difference, equal
from production_canvas.graph.model import Node
from production_canvas.graph.node_type import Merge
from production_canvas.graph.state import Graph
from production_canvas.nodes import node_type
from production_canvas.protocol.operations import NodeSet, NodeText, NodeUnset, Operation
from production_canvas.services.pending import storable
from production_canvas.services.recent import Recent


def merge_operations(node: Node, data: Mapping[str, Any], recent: Recent, base_version: int) -> list[Operation]:
    """JSON-merge (RFC 7396) of `data` into a node: one operation per leaf, null removes, a text key becomes the
    difference to its value at `base_version`.
    """
    merges = {each.key: each.merge for each in node_type(node.type).parameters}
    operations: list[Operation] = []
    for key, value in data.items():
        before = node.data.get(key)
        if merges.get(key) is Merge.TEXT and isinstance(value, str) and isinstance(before, str):
            seen = _text_at(before, recent.typed(("data", node.id, key), base_version))
            delta = text.difference(seen, value)
            operations.append(NodeText.model_validate({"id": node.id, "path": [key], "delta": delta}))
        elif merges.get(key) is Merge.OBJECT and isinstance(value, Mapping):
            operations += [_write(node.id, path, leaf) for path, leaf in _leaves([key], value)]
        else:
            operations.append(_write(node.id, [key], value))
    return operations


def towards(applier: Applier, graph: Graph, wanted: Graph) -> list[dict[str, Any]]:
    """Operations that make `graph` hold what `wanted` holds. Raises Invalid where no graph can hold it."""
    ops = difference(graph, wanted)
    storable(ops)
    view, _ = applier.apply(graph, ops)
    reached = Graph(graph.id, graph.epoch, 0, graph.nodes.values(), graph.edges.values(), graph.settings)
    view.fold_into(reached)
    if not equal(reached, wanted):
        raise Invalid("The graph cannot stand as it is given: it names a level that is not there, or itself.")
    return ops


def _text_at(now: str, typed: list[text.Delta]) -> str:
    for delta in reversed(typed):
        now = text.apply(now, text.invert(delta))
    return now


def _leaves(path: list[str], value: Mapping[str, Any]) -> list[tuple[list[str], Any]]:
    found: list[tuple[list[str], Any]] = []
    for key, inner in value.items():
        if isinstance(inner, Mapping) and inner:
            found += _leaves([*path, key], inner)
        else:
            found.append(([*path, key], inner))
    return found


def _write(node_id: str, path: list[str], value: Any) -> NodeSet | NodeUnset:
    if value is None:
        return NodeUnset(id=node_id, path=path)
    return NodeSet(id=node_id, path=path, value=value)
