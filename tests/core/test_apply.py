from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from production_canvas.errors import (
    CanvasError,
    Conflict,
    CycleRefused,
    Invalid,
    LevelMismatch,
    NotFound,
    SocketMismatch,
    UnknownNodeType,
    UnknownParameter,
    UnknownSocket,
)
from production_canvas.graph.removal import restorable
from production_canvas.graph.replay import replay
from production_canvas.graph.rules import check_place, check_wire
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from tests.core.graphs import PEOPLE, SERVER, batches, edit, film, node, put, remove, state, wire


def test_removing_a_scene_takes_its_shots_and_every_wire_along() -> None:
    graph = film()
    change = edit(graph, remove("one"))
    assert sorted(graph.nodes) == ["pier", "two"]
    assert graph.edges == {}
    assert {op["id"] for op in change.ops if op["op"] == "node.remove"} == {"one", "sh010", "sh020", "anna"}


def test_lifting_keeps_the_children_on_the_level_above_and_cuts_their_wires_to_it() -> None:
    graph = Graph("graph", "epoch")
    edit(graph, node("act", "scene_group"), node("scene", "scene_group", "act"), node("shot", "shot", "scene"))
    edit(graph, remove("scene", "lift"))
    assert graph.nodes["shot"].parent_id == "act"
    assert graph.children("act") == {"shot"}


def test_a_wire_that_leaves_takes_what_hangs_on_it_behind_the_in_boundary() -> None:
    graph = film()
    change = edit(graph, {"op": "edge.remove", "id": "place"})
    assert [op["id"] for op in change.ops] == ["inner-place", "place"]


def test_a_second_wire_into_a_single_input_replaces_the_first() -> None:
    graph = film()
    edit(graph, node("attic", "environment", "one"), wire("new", "attic", "environment", "sh010", "environment"))
    into = [edge.id for edge in graph.edges.values() if (edge.target, edge.target_handle) == ("sh010", "environment")]
    assert into == ["new"]


def test_out_of_a_scene_and_into_it_from_outside_do_not_push_each_other_away() -> None:
    graph = film()
    assert {"out", "follow"} <= set(graph.edges)


def test_the_same_wire_twice_is_one_wire() -> None:
    graph = film()
    change = edit(graph, wire("again", "anna", "character", "sh010", "characters"))
    assert change.ops == []
    assert "again" not in graph.edges


def test_an_edit_of_what_is_gone_is_dropped_without_a_word() -> None:
    change = edit(film(), put("ghost", "prompt", value="x"))
    assert change.ops == []


def test_a_drag_meant_for_another_level_moves_nothing() -> None:
    graph = film()
    change = edit(graph, {"op": "node.move", "moves": [{"id": "sh010", "x": 5, "y": 5, "in": "two"}]})
    assert change.ops == []
    assert graph.nodes["sh010"].x == 0


def test_deep_values_are_set_one_leaf_at_a_time() -> None:
    graph = film()
    edit(graph, put("sh010", "camera", "move", value="dolly_in"), put("sh010", "camera", "amount", value=0.4))
    assert graph.nodes["sh010"].data["camera"] == {"move": "dolly_in", "amount": 0.4}


@pytest.mark.parametrize(
    ("op", "error"),
    [
        (node("one", "shot"), Conflict),
        (node("new", "spaceship"), UnknownNodeType),
        (node("new", "shot", "nowhere"), NotFound),
        (node("new", "shot", "anna"), LevelMismatch),
        (node("new", "script", "one"), LevelMismatch),
        (node("new", "shot", colour_of_magic=1), UnknownParameter),
        (put("sh010", "motion", value=2), Invalid),
        (put("sh010", "motion", value="fast"), Invalid),
        (put("sh010", "prompt", "deeper", value="x"), Invalid),
        (put("sh010", "camera", "wobble", value=1), Invalid),
        (wire("w", "anna", "character", "sh010", "environment"), SocketMismatch),
        (wire("w", "anna", "character", "two", "assets"), LevelMismatch),
        (wire("w", "sh020", "sequence_out", "sh010", "sequence_in"), CycleRefused),
        (wire("w", "sh010", "sequence_out", "sh010", "sequence_in"), CycleRefused),
        (wire("w", "anna", "voice", "sh010", "characters"), UnknownSocket),
        (wire("w", "one", "follow", "sh010", "sequence_in"), UnknownSocket),
        (wire("w", "ghost", "character", "sh010", "characters"), NotFound),
        (wire("w", "anna", "character", "sh020", "characters", weight=1.5), Invalid),
        (wire("w", "anna", "character", "sh020", "characters", order="first!"), Invalid),
        (wire("w", "anna", "character", "sh020", "characters", colour="red"), Invalid),
        ({"op": "node.reparent", "id": "one", "parent_id": "one", "x": 0, "y": 0}, CycleRefused),
        ({"op": "graph.set", "path": ["password"], "value": 1}, Invalid),
    ],
)
def test_what_breaks_a_rule_is_refused_whole_and_leaves_no_trace(op: dict[str, Any], error: type[CanvasError]) -> None:
    graph = film()
    before = state(graph)
    with pytest.raises(error) as caught:
        edit(graph, put("sh020", "prompt", value="first half of the batch"), op)
    assert state(graph) == before
    assert str(caught.value).endswith(".")


def test_only_the_server_writes_what_is_the_servers() -> None:
    graph = film()
    edit(graph, node("script", "script"))
    with pytest.raises(Invalid):
        edit(graph, put("script", "status", value="broken_down"), applier=PEOPLE)
    edit(graph, put("script", "status", value="broken_down"), applier=SERVER)
    assert graph.nodes["script"].data["status"] == "broken_down"


def test_levels_go_sixteen_deep_and_no_deeper() -> None:
    graph = Graph("graph", "epoch")
    edit(graph, node("0", "scene_group"), *(node(str(i), "scene_group", str(i - 1)) for i in range(1, 16)))
    edit(graph, node("last", "shot", "15"))
    with pytest.raises(LevelMismatch):
        edit(graph, node("inner", "text", "last"))
    edit(graph, node("act", "scene_group"))
    with pytest.raises(LevelMismatch):
        edit(graph, {"op": "node.reparent", "id": "0", "parent_id": "act", "x": 0, "y": 0})


def run(graph: Graph, steps: list[list[dict[str, Any]]]) -> list[tuple[dict[str, Any], Any]]:
    done = []
    for ops in steps:
        before = state(graph)
        try:
            done.append((before, edit(graph, *ops)))
        except CanvasError:
            assert state(graph) == before
    return done


@given(batches)
@settings(max_examples=150, deadline=None)
def test_every_change_is_taken_back_by_its_inverse(steps: list[list[dict[str, Any]]]) -> None:
    graph = film()
    for before, change in reversed(run(graph, steps)):
        edit(graph, *change.inverse, applier=SERVER)
        assert state(graph) == before


@given(batches)
@settings(max_examples=150, deadline=None)
def test_replaying_the_log_gives_the_same_graph(steps: list[list[dict[str, Any]]]) -> None:
    graph, copy = film(), film()
    for _, change in run(graph, steps):
        replay(copy, change.ops)
    assert state(copy) == state(graph)


@given(batches)
@settings(max_examples=150, deadline=None)
def test_the_rules_hold_after_any_edits(steps: list[list[dict[str, Any]]]) -> None:
    graph = film()
    run(graph, steps)
    for each in graph.nodes.values():
        check_place(graph, types(), each)
        assert each.id in graph.children(each.parent_id)
    single = []
    for edge in list(graph.edges.values()):
        graph.drop_edge(edge.id)
        socket = check_wire(graph, types(), edge)
        graph.put_edge(edge)
        if not socket.many:
            single.append((edge.target, edge.target_handle, graph.nodes[edge.source].parent_id))
    assert len(single) == len(set(single))


def test_a_part_of_the_film_is_one_level_and_the_way_to_it() -> None:
    graph = film()
    edit(graph, node("inner", "text", "sh010"), node("other", "shot", "two"))
    part = graph.part("sh010", (0, 0), 100)
    assert set(part.nodes) == {"one", "two", "pier", "sh010", "sh020", "anna", "inner"}
    assert set(part.edges) == set(graph.edges)
    assert set(graph.part(None, (0, 0), 100).nodes) == {"one", "two", "pier"}
    assert set(graph.part(None, (0, 0), 100).edges) == {"follow", "place"}


def test_what_comes_back_where_its_scene_is_gone_stands_in_the_film() -> None:
    graph = film()
    removed = edit(graph, remove("sh010"))
    edit(graph, remove("one"))
    records = restorable(removed.inverse, "node", "sh010")
    edit(graph, {"op": "node.restore", "id": "sh010", "records": records})
    assert graph.nodes["sh010"].parent_id is None
