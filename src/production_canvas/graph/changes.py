"""What is different between two versions of a graph, as a description that people read: nothing is missing from it and
nothing stands in it that is equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from production_canvas.graph.model import Edge, Node
from production_canvas.graph.node_type import Merge
from production_canvas.graph.rules import Types
from production_canvas.graph.state import Graph
from production_canvas.graph.wording import Wording

Record: TypeAlias = dict[str, Any]


def changes(before: Graph, after: Graph, types: Types) -> Record:
    """`{nodes: {added, removed, moved, changed}, edges: {added, removed, changed}, settings}`.

    Added and removed are whole records. Moved: `{id, type, before, after}`, each `{parent_id, position, order}`.
    Changed: `{id, type, registers: [{path, before?, after?, spans?}]}`; without `before` the register was not set,
    without `after` it no longer is; `spans` (`graph/wording.py`) tell a merged text word by word. Settings are
    registers. What comes back under its id as another type, or as a wire between other ends, was removed and added.
    """
    nodes = [(before.nodes[key], node) for key, node in after.nodes.items() if _same_node(before.nodes.get(key), node)]
    edges = [(before.edges[key], edge) for key, edge in after.edges.items() if _same_edge(before.edges.get(key), edge)]
    kept_nodes, kept_edges = {node.id for _, node in nodes}, {edge.id for _, edge in edges}
    wording = Wording()
    touched = [(old, new) for old, new in nodes if old is not new]
    return {
        "nodes": {
            "added": [node.record() for key, node in after.nodes.items() if key not in kept_nodes],
            "removed": [node.record() for key, node in before.nodes.items() if key not in kept_nodes],
            "moved": [_moved(old, new) for old, new in touched if _place(old) != _place(new)],
            "changed": [
                {"id": new.id, "type": new.type, "registers": registers}
                for old, new in touched
                if (registers := list(_data(old, new, types, wording)))
            ],
        },
        "edges": {
            "added": [edge.record() for key, edge in after.edges.items() if key not in kept_edges],
            "removed": [edge.record() for key, edge in before.edges.items() if key not in kept_edges],
            "changed": [
                {"id": new.id, "registers": registers}
                for old, new in edges
                if (registers := list(_registers([], old.registers, new.registers)))
            ],
        },
        "settings": list(_registers([], before.settings, after.settings)),
    }


def _same_node(old: Node | None, new: Node) -> bool:
    return old is not None and old.type == new.type


def _same_edge(old: Edge | None, new: Edge) -> bool:
    return old is not None and _ends(old) == _ends(new)


def _ends(edge: Edge) -> tuple[str, str, str, str]:
    return (edge.source, edge.source_handle, edge.target, edge.target_handle)


def _moved(old: Node, new: Node) -> Record:
    return {"id": new.id, "type": new.type, "before": _place(old), "after": _place(new)}


def _place(node: Node) -> Record:
    return {"parent_id": node.parent_id, "position": {"x": node.x, "y": node.y}, "order": node.order}


def _data(old: Node, new: Node, types: Types, wording: Wording) -> Iterable[Record]:
    kind = types.get(new.type)
    merges = {parameter.key: parameter.merge for parameter in kind.parameters} if kind else {}
    for key in _keys(old.data, new.data):
        told = _registers([key], *_sides(old.data, new.data, key), deep=merges.get(key) is Merge.OBJECT)
        for register in told:
            texts = (register.get("before", ""), register.get("after", ""))
            if merges.get(key) is Merge.TEXT and all(isinstance(text, str) for text in texts):
                register["spans"] = wording.spans(*texts)
            yield register


_ABSENT: Any = object()


def _sides(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> tuple[Any, Any]:
    return old.get(key, _ABSENT), new.get(key, _ABSENT)


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted({*old, *new})


def _registers(path: list[str], old: Any, new: Any, *, deep: bool = False) -> Iterable[Record]:
    """The registers from `path` on that differ: of a `deep` one, and of the root, each leaf that both sides lead to."""
    if old is new or (old is not _ABSENT and new is not _ABSENT and old == new):
        return
    inside = isinstance(old, Mapping) and isinstance(new, Mapping) and (deep or not path)
    if inside:
        for key in _keys(old, new):
            yield from _registers([*path, key], *_sides(old, new, key), deep=deep)
        return
    register: Record = {"path": path}
    if old is not _ABSENT:
        register["before"] = old
    if new is not _ABSENT:
        register["after"] = new
    yield register
