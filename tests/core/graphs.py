"""Builders of small films and random edits for the graph tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from production_canvas.graph.apply import Applier, Change
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value

PEOPLE = Applier(types(), check_value)
SERVER = Applier(types(), check_value, trusted=True)


def node(node_id: str, kind: str, parent: str | None = None, **data: Any) -> dict[str, Any]:
    record = {"id": node_id, "type": kind, "parent_id": parent, "position": {"x": 0, "y": 0}, "order": "", "data": data}
    return {"op": "node.add", "node": record}


def wire(edge_id: str, source: str, source_handle: str, target: str, target_handle: str, **data: Any) -> dict[str, Any]:
    record = {
        "id": edge_id,
        "source": source,
        "source_handle": source_handle,
        "target": target,
        "target_handle": target_handle,
        "data": data,
    }
    return {"op": "edge.add", "edge": record}


def remove(node_id: str, children: str = "delete") -> dict[str, Any]:
    return {"op": "node.remove", "id": node_id, "children": children}


def put(node_id: str, *path: str, value: Any) -> dict[str, Any]:
    return {"op": "node.set", "id": node_id, "path": list(path), "value": value}


def write(node_id: str, key: str, *delta: Any) -> dict[str, Any]:
    return {"op": "node.text", "id": node_id, "path": [key], "delta": list(delta)}


def listed(node_id: str, key: str, *ins: tuple[str, str | None], gone: tuple[str, ...] = ()) -> dict[str, Any]:
    placed = [{"value": value, "after": after} for value, after in ins]
    return {"op": "node.list", "id": node_id, "path": [key], "ins": placed, "del": list(gone)}


def edit(graph: Graph, *ops: dict[str, Any], applier: Applier = PEOPLE) -> Change:
    view, change = applier.apply(graph, list(ops))
    view.fold()
    return change


def film() -> Graph:
    """Two scenes; the first has a place from outside and two shots in sequence, fed from In, ending in Out."""
    graph = Graph("graph", "epoch")
    edit(
        graph,
        node("one", "scene_group", title="INT. KITCHEN - DAY", number="1"),
        node("two", "scene_group", title="EXT. PIER - DUSK", number="2"),
        node("pier", "environment", name="Pier"),
        node("sh010", "shot", "one", prompt="Wide."),
        node("sh020", "shot", "one", prompt="Close."),
        node("anna", "character", "one", name="Anna"),
        wire("follow", "one", "sequence_out", "two", "sequence_in"),
        wire("place", "pier", "environment", "one", "assets"),
        wire("in", "one", "sequence_in", "sh010", "sequence_in"),
        wire("inner-place", "one", "place", "sh010", "environment"),
        wire("cut", "sh010", "sequence_out", "sh020", "sequence_in"),
        wire("cast", "anna", "character", "sh010", "characters", weight=0.8),
        wire("out", "sh020", "sequence_out", "one", "sequence_out"),
    )
    return graph


def state(graph: Graph) -> dict[str, Any]:
    """The graph as a value to compare, in an order of its own."""
    record = graph.record()
    for key in ("nodes", "edges"):
        record[key] = sorted(record[key], key=lambda each: each["id"])
    return {key: record[key] for key in ("nodes", "edges", "settings")}


IDS = ["one", "two", "pier", "sh010", "sh020", "anna", "n1", "n2", "n3", "n4"]
KINDS = ["scene_group", "shot", "character", "environment", "style", "text"]
HANDLES = [
    "sequence_in",
    "sequence_out",
    "assets",
    "environment",
    "characters",
    "character",
    "place",
    "prompt_text",
    "text",
]
EDGES = ["follow", "place", "in", "inner-place", "cut", "cast", "out", "e1", "e2", "e3"]
_ids = st.sampled_from(IDS)
_names = st.sampled_from(["Anna", "Ben", "Cleo", "Dora"])
_letters = st.text(min_size=1, max_size=3)
_numbers = st.integers(-1000, 1000)
_ops = st.one_of(
    st.builds(node, _ids, st.sampled_from(KINDS), st.one_of(st.none(), _ids)),
    st.builds(remove, _ids, st.sampled_from(["delete", "lift"])),
    st.builds(lambda i, x, y: {"op": "node.move", "moves": [{"id": i, "x": x, "y": y}]}, _ids, _numbers, _numbers),
    st.builds(
        lambda i, p, x: {"op": "node.reparent", "id": i, "parent_id": p, "x": x, "y": 0},
        _ids,
        st.one_of(st.none(), _ids),
        _numbers,
    ),
    st.builds(lambda i, v: put(i, "prompt", value=v), _ids, st.text(max_size=8)),
    st.builds(lambda i: {"op": "node.unset", "id": i, "path": ["prompt"]}, _ids),
    st.builds(
        lambda i, v, d: write(i, "prompt", v, {"d": d}), _ids, st.text(min_size=1, max_size=3), st.integers(1, 5)
    ),
    st.builds(lambda i, v: write(i, "prompt", 1, v), _ids, st.text(min_size=1, max_size=3)),
    st.builds(
        lambda i, ins, gone: listed(i, "cast", *ins, gone=tuple(gone)),
        _ids,
        st.lists(st.tuples(_names, st.one_of(st.none(), _names)), max_size=3),
        st.lists(_names, max_size=2),
    ),
    st.builds(lambda i, v: put(i, "cast", value=v), _ids, st.lists(_names, max_size=4, unique=True)),
    st.builds(lambda i, v: put(i, "camera", "amount", value=v), _ids, st.floats(0, 1)),
    st.builds(lambda i: {"op": "node.unset", "id": i, "path": ["camera", "amount"]}, _ids),
    st.builds(wire, st.sampled_from(EDGES), _ids, st.sampled_from([*HANDLES, *EDGES]), _ids, st.sampled_from(HANDLES)),
    st.builds(lambda e: {"op": "edge.remove", "id": e}, st.sampled_from(EDGES)),
    st.builds(lambda v: {"op": "graph.set", "path": ["rate"], "value": v}, st.sampled_from([24, 25, None])),
)
batches = st.lists(st.lists(_ops, min_size=1, max_size=4), max_size=12)
