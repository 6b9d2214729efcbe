"""A PRD client's `client:update_node_data` as operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from production_canvas.graph.node_type import Merge
from production_canvas.nodes import node_type
from production_canvas.protocol.operations import NodeSet, NodeUnset, Operation


def merge_operations(node_id: str, kind: str, data: Mapping[str, Any]) -> list[Operation]:
    """JSON-merge (RFC 7396) of `data` into a node: one operation per leaf, null removes."""
    objects = {each.key for each in node_type(kind).parameters if each.merge is Merge.OBJECT}
    operations: list[Operation] = []
    for key, value in data.items():
        if key in objects and isinstance(value, Mapping):
            operations += [_write(node_id, path, leaf) for path, leaf in _leaves([key], value)]
        else:
            operations.append(_write(node_id, [key], value))
    return operations


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
