"""The graph as values: nodes, edges, settings, one integer version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """`parent_id` None is the project level; `order` sorts siblings as a string (fractional index)."""

    id: str
    type: str
    x: float
    y: float
    parent_id: str | None = None
    order: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The node as it stands on the wire and in JSONB."""
        return {
            "id": self.id,
            "type": self.type,
            "parent_id": self.parent_id,
            "position": {"x": self.x, "y": self.y},
            "order": self.order,
            "data": dict(self.data),
        }

    @staticmethod
    def read(record: Mapping[str, Any]) -> Node:
        """A node from its wire record. Raises KeyError where a required key is missing."""
        position = record["position"]
        return Node(
            id=record["id"],
            type=record["type"],
            x=position["x"],
            y=position["y"],
            parent_id=record.get("parent_id"),
            order=record.get("order", ""),
            data=record.get("data", {}),
        )


UNSET: Mapping[str, Any] = {"weight": 1.0, "order": ""}
"""The registers of a wire, as they are where nothing was set."""
LAST = "~"


@dataclass(frozen=True, slots=True)
class Edge:
    """A wire. From a container's In boundary: `source` is the container, `source_handle` the id of the wire that
    arrives there (or `sequence_in`). To Out: `target` is the container, `target_handle` one of its outputs.

    `data` may hold `weight`, how strongly a reference is followed, and `order`, the place among wires of one input.
    """

    id: str
    source: str
    source_handle: str
    target: str
    target_handle: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def registers(self) -> dict[str, Any]:
        """`data`, with what holds where nothing was set."""
        return {**UNSET, **self.data}

    @property
    def rank(self) -> tuple[str, str]:
        """Sorts the wires of one input: by `order`, those without behind, oldest first (ids are UUIDv7)."""
        return (self.data.get("order") or LAST, self.id)

    def record(self) -> dict[str, Any]:
        """The edge as it stands on the wire and in JSONB."""
        return {
            "id": self.id,
            "source": self.source,
            "source_handle": self.source_handle,
            "target": self.target,
            "target_handle": self.target_handle,
            "data": dict(self.data),
        }

    @staticmethod
    def read(record: Mapping[str, Any]) -> Edge:
        """An edge from its wire record. Raises KeyError where a required key is missing."""
        return Edge(
            id=record["id"],
            source=record["source"],
            source_handle=record["source_handle"],
            target=record["target"],
            target_handle=record["target_handle"],
            data=record.get("data", {}),
        )
