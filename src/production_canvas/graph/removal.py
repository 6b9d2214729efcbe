"""What a removal took away, as the records that bring it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

Op: TypeAlias = dict[str, Any]


def restorable(inverse: Iterable[Op], kind: str, record_id: str) -> list[Op]:
    """Of what takes a removal back, the records of one node with what stood in it and its wires, or of one wire."""
    inside = {record_id}
    found: list[Op] = []
    for op in inverse:
        if op["op"] == "node.add" and kind == "node":
            if op["node"]["id"] in inside or op["node"]["parent_id"] in inside:
                inside.add(op["node"]["id"])
                found.append(op)
        elif op["op"] == "edge.add" and _belongs(op["edge"], kind, record_id, inside):
            found.append(op)
    return found


def _belongs(edge: Op, kind: str, record_id: str, inside: set[str]) -> bool:
    return edge["id"] == record_id if kind == "edge" else bool({edge["source"], edge["target"]} & inside)
