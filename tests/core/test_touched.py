"""Whose job an edit may have changed: everybody's whose job is another one after it, whatever the film and the edit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.errors import CanvasError
from production_canvas.graph.plan import plan, taken
from production_canvas.graph.state import Graph
from production_canvas.graph.touched import Touched, reached
from production_canvas.nodes import types
from production_canvas.services.planning import job_key
from tests.core.graphs import PEOPLE, SERVER, edit, node, put, remove, wire, write

FILM = {"rate": 24.0, "aspect_ratio": "16:9"}
NODES = {
    "act": "scene_group", "sc1": "scene_group", "sc2": "scene_group", "sh1": "shot", "sh2": "shot", "sh3": "shot",
    "pier": "environment", "cove": "environment", "noir": "style", "anna": "character", "dot": "reroute",
    "dot2": "reroute", "words": "text", "lens": "camera_control", "made": "pipeline", "sum": "number",
    "frame": "convert_video_frame", "cut": "transition",
}  # fmt: skip
WIRES = (
    ("pier", "environment", "sc1", "assets"), ("pier", "environment", "act", "assets"),
    ("noir", "style", "sc1", "assets"), ("noir", "style", "act", "assets"),
    ("cove", "environment", "sh1", "environment"),
    ("pier", "environment", "dot", "in"), ("dot", "out", "dot2", "in"), ("dot", "out", "sh1", "environment"),
    ("dot2", "out", "sc1", "assets"), ("dot2", "out", "sh2", "environment"), ("anna", "character", "sh1", "characters"),
    ("anna", "character", "sh2", "characters"), ("words", "text", "sh1", "prompt_text"),
    ("lens", "camera", "sh2", "camera"), ("made", "pipeline", "sh3", "pipeline"),
    ("sh1", "last_frame", "sh2", "references"),
    ("sh2", "last_frame", "sh3", "references"), ("sh1", "sequence_out", "sh2", "sequence_in"),
    ("noir", "style", "sh3", "styles"), ("anna", "character", "sc1", "assets"), ("sum", "number", "sh1", "prompt_text"),
    ("sum", "number", "frame", "number"), ("sh1", "video", "frame", "video"), ("frame", "image", "sh2", "references"),
    ("sh1", "video", "cut", "from"), ("sh2", "video", "cut", "to"), ("cut", "video", "frame", "video"),
)  # fmt: skip
EDGES = [f"e{number}" for number in range(8)]
SAID: tuple[tuple[str, list[Any]], ...] = (
    ("prompt", ["Fog.", "Rain."]), ("number", ["1", "2"]), ("title", ["A", "B"]), ("place", ["PIER", "COVE"]),
    ("muted", [True, False]), ("note", ["x"]), ("quality", ["low", "high"]), ("text", ["Slow.", "Fast."]),
    ("lens", [24, 85]), ("collapsed", [True]), ("synopsis", ["They meet."]), ("motion", [0.1, 0.9]), ("value", [1, 2]),
    ("which", ["first", "chosen"]),
)  # fmt: skip
_ids = st.sampled_from(sorted(NODES))
_levels = st.sampled_from([None, "act", "sc1", "sc2"])
_said = st.sampled_from([(key, value) for key, values in SAID for value in values])
_edges = st.sampled_from(EDGES)


def _inner(edge_id: str, outer: str, target: str) -> dict[str, Any]:
    """A wire that goes on behind In of whatever scene the other arrives at."""
    return wire(edge_id, "sc1", outer, target, "environment")


_ops = st.one_of(
    st.builds(lambda i, level: node(i, NODES[i], level), _ids, _levels),
    st.builds(remove, _ids, st.sampled_from(["delete", "lift"])),
    st.builds(lambda i, level: {"op": "node.reparent", "id": i, "parent_id": level, "x": 0, "y": 0}, _ids, _levels),
    st.builds(lambda i, said: put(i, said[0], value=said[1]), _ids, _said),
    st.builds(lambda i, said: {"op": "node.unset", "id": i, "path": [said[0]]}, _ids, _said),
    st.builds(lambda i: write(i, "prompt", "Night. "), _ids),
    st.builds(lambda e, w: wire(e, *w), _edges, st.sampled_from(WIRES)),
    st.builds(_inner, _edges, _edges, st.sampled_from(["sh1", "sh2", "dot"])),
    st.builds(lambda e: {"op": "edge.remove", "id": e}, _edges),
    st.builds(
        lambda e, v: {"op": "edge.set", "id": e, "path": ["weight"], "value": v}, _edges, st.sampled_from([0.2, 1])
    ),
    st.builds(lambda v: {"op": "graph.set", "path": ["rate"], "value": v}, st.sampled_from([24, 25, None])),
    st.builds(lambda v: {"op": "graph.set", "path": ["title"], "value": v}, st.sampled_from(["A", "B"])),
)
_edits = st.lists(st.lists(_ops, min_size=1, max_size=4), min_size=1, max_size=8)


def begun() -> Graph:
    """An act with two scenes, in them three shots, and all that hands them something, wired crosswise."""
    graph = Graph("graph", "epoch")
    levels = {"sc1": "act", "sc2": "act", "sh1": "sc1", "sh2": "sc1", "sh3": "sc2", "anna": "sc1", "dot": "act"}
    edit(graph, *(node(name, kind, levels.get(name)) for name, kind in NODES.items()))
    done = 0
    for each in WIRES:
        try:
            edit(graph, wire(f"e{done}", *each))
            done += 1
        except CanvasError:
            continue
    return graph


def keys(graph: Graph) -> dict[str, str | None]:
    """By node the key of the job it has; every shot has a take."""
    clips = {taken(each.id): {"object_hash": f"clip of {each.id}"} for each in graph.nodes.values()}
    return {each: _key(graph, each, clips) for each in graph.nodes}


def _key(graph: Graph, node_id: str, clips: dict[str, Any]) -> str | None:
    try:
        job = plan(graph, node_id, types(), clips, settings=FILM | graph.settings, seed=7)
    except CanvasError:
        return None
    return job_key(asdict(job))


@settings(max_examples=300)
@given(_edits)
def test_whoever_has_another_job_after_an_edit_is_named(edits: list[list[dict[str, Any]]]) -> None:
    graph = begun()
    for ops in edits:
        before = keys(graph)
        try:
            view, change = PEOPLE.apply(graph, ops)
        except CanvasError:
            continue
        touched = Touched()
        touched.note(graph, change.ops)
        view.fold()
        after = keys(graph)
        changed = {each for each, key in after.items() if key is not None and before.get(each) != key}
        assert touched.film or changed <= reached(graph, types(), touched)
        # What takes it back is an edit like any other.
        view, back = SERVER.apply(graph, change.inverse)
        undone = Touched()
        undone.note(graph, back.ops)
        trial = graph.copy()
        view.fold_into(trial)
        again = keys(trial)
        changed = {each for each, key in again.items() if key is not None and after.get(each) != key}
        assert undone.film or changed <= reached(trial, types(), undone)


def test_what_nothing_is_made_of_touches_nobody() -> None:
    touched = Touched()
    moved = {"op": "node.move", "moves": [{"id": "sh1", "x": 5, "y": 5}]}
    title = {"op": "graph.set", "path": ["title"], "value": "The Pier"}
    touched.note(begun(), [moved, put("sh1", "note", value="x"), put("anna", "collapsed", value=True), title])
    assert not touched


def test_behind_what_makes_something_itself_nothing_is_looked_at() -> None:
    graph = Graph("graph", "epoch")
    edit(
        graph,
        *(node(f"s{at}", "shot") for at in range(50)),
        *(wire(f"w{at}", f"s{at}", "last_frame", f"s{at + 1}", "references") for at in range(49)),
    )
    assert reached(graph, types(), Touched(said={"s0"})) == {"s0", "s1"}
