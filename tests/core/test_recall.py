from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from production_canvas.errors import CanvasError, Conflict
from production_canvas.graph.difference import difference, equal
from production_canvas.graph.recall import recalled
from production_canvas.graph.state import Graph
from tests.core.graphs import SERVER, batches, edit, film, node, put, remove, state, wire
from tests.core.test_apply import run


def reached(now: Graph, wanted: Graph) -> Graph:
    """Where the operations lead that are made of the wish."""
    after = Graph(now.id, now.epoch, now.version, now.nodes.values(), now.edges.values(), now.settings)
    edit(after, *difference(now, wanted), applier=SERVER)
    return after


@given(batches, batches)
@settings(max_examples=100, deadline=None)
def test_a_node_comes_back_as_it_was_and_nothing_else_is_touched(
    first: list[list[dict[str, Any]]], second: list[list[dict[str, Any]]]
) -> None:
    then, now = film(), film()
    run(then, first)
    run(now, first)
    run(now, second)
    before = state(now)
    for node_id, was in then.nodes.items():
        try:
            wanted = recalled(now, then, node_id, SERVER)
        except Conflict:
            present = now.node(node_id)
            assert present is None or present.type != was.type
            continue
        assert wanted.nodes[node_id].data == was.data
        others = set(now.nodes) - {node_id}
        assert {key: wanted.nodes[key] for key in others} == {key: now.nodes[key] for key in others}
        assert node_id not in now.nodes or set(wanted.nodes) == set(now.nodes)
        assert equal(reached(now, wanted), wanted)
    assert state(now) == before


def test_a_removed_scene_comes_back_whole() -> None:
    then, now = film(), film()
    edit(now, remove("one"))
    assert state(recalled(now, then, "one", SERVER)) == state(then)


def test_what_hung_on_a_wire_behind_in_comes_back_with_it() -> None:
    then, now = film(), film()
    edit(now, remove("pier"))
    assert "inner-place" not in now.edges
    assert state(recalled(now, then, "pier", SERVER)) == state(then)


def test_a_wire_whose_other_end_is_gone_or_whose_input_is_taken_stays_out() -> None:
    then, now = film(), film()
    edit(now, remove("pier"), remove("sh020"))
    edit(now, node("attic", "environment", "one"), wire("new", "attic", "environment", "sh010", "environment"))
    wanted = recalled(now, then, "pier", SERVER)
    assert set(wanted.edges) == {*now.edges, "place"}
    assert set(recalled(now, then, "sh020", SERVER).edges) == {*now.edges, "cut", "out"}


def test_a_shot_whose_scene_is_gone_comes_back_on_the_level_above() -> None:
    then, now = film(), film()
    edit(now, remove("one"))
    wanted = recalled(now, then, "sh010", SERVER)
    assert (wanted.nodes["sh010"].parent_id, sorted(wanted.nodes)) == (None, ["pier", "sh010", "two"])


def test_a_level_under_whose_id_another_type_stands_by_now_is_gone() -> None:
    then, now = film(), film()
    edit(now, remove("one"), node("one", "shot"))
    assert recalled(now, then, "sh010", SERVER).nodes["sh010"].parent_id is None


def test_what_was_moved_out_since_and_lives_elsewhere_stays_there() -> None:
    then, now = film(), film()
    edit(now, {"op": "node.reparent", "id": "anna", "parent_id": "two", "x": 9, "y": 9}, remove("one"))
    wanted = recalled(now, then, "one", SERVER)
    assert wanted.nodes["anna"] == now.nodes["anna"]
    assert set(wanted.edges) == set(then.edges) - {"cast"}


def test_a_standing_node_gets_its_data_and_place_of_then_and_keeps_its_wires() -> None:
    then, now = film(), film()
    edit(
        now,
        put("sh010", "prompt", value="Something else."),
        put("sh010", "seed", value=3),
        {"op": "node.move", "moves": [{"id": "sh010", "x": 50, "y": 60}]},
        {"op": "edge.remove", "id": "cut"},
    )
    wanted = recalled(now, then, "sh010", SERVER)
    assert wanted.nodes == then.nodes
    assert set(wanted.edges) == set(now.edges)


def test_a_standing_node_that_goes_back_to_its_level_finds_its_wires_there() -> None:
    then, now = film(), film()
    edit(now, {"op": "node.reparent", "id": "anna", "parent_id": "two", "x": 9, "y": 9})
    assert state(recalled(now, then, "anna", SERVER)) == state(then)


def test_a_standing_node_whose_level_is_gone_stays_where_it_is() -> None:
    then, now = film(), film()
    edit(now, remove("one", "lift"), put("sh010", "prompt", value="Other."))
    wanted = recalled(now, then, "sh010", SERVER)
    assert (wanted.nodes["sh010"].parent_id, wanted.nodes["sh010"].data) == (None, {"prompt": "Wide."})


def test_an_id_that_is_another_thing_now_is_refused() -> None:
    then, now = film(), film()
    edit(now, remove("pier"), node("pier", "text"))
    with pytest.raises(CanvasError, match="of type “environment”, now it is of type “text”"):
        recalled(now, then, "pier", SERVER)
