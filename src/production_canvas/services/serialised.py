"""A graph's record as JSON, kept for those who come: what did not change is not written twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import orjson

from production_canvas.graph.model import Edge, Node
from production_canvas.graph.state import Graph
from production_canvas.services.recent import compact

_SPARE = 1000


class Record(Protocol):
    """What is replaced and never changed."""

    def record(self) -> dict[str, Any]: ...


R = TypeVar("R", bound=Record)


class Serialised:
    """`version` and `body` of the last time it was made."""

    def __init__(self) -> None:
        self.version = -1
        self.body = b""
        self._nodes: dict[str, tuple[Node, bytes]] = {}
        self._edges: dict[str, tuple[Edge, bytes]] = {}

    def make(self, graph: Graph) -> bytes:
        """The graph as it stands on the wire."""
        if self.version != graph.version:
            head = orjson.dumps({"id": graph.id, "epoch": graph.epoch, "version": graph.version})
            self.body = b'%s,"nodes":%s,"edges":%s,"settings":%s}' % (head[:-1], *self.parts(graph))
            self.version = graph.version
        return self.body

    def parts(self, graph: Graph) -> tuple[bytes, bytes, bytes]:
        """Nodes, edges and settings, each as JSON."""
        return _texts(graph.nodes, self._nodes), _texts(graph.edges, self._edges), orjson.dumps(graph.settings)


def _texts(records: Mapping[str, R], known: dict[str, tuple[R, bytes]]) -> bytes:
    if len(known) > 2 * len(records) + _SPARE:
        known.clear()
    texts = []
    for key, record in records.items():
        found = known.get(key)
        if found is None or found[0] is not record:
            found = known[key] = (record, compact(record.record()))
        texts.append(found[1])
    return b"[%s]" % b",".join(texts)
