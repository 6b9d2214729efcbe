from __future__ import annotations

import pytest

from production_canvas.errors import NotRunnable
from production_canvas.graph.plan import plan
from production_canvas.nodes import types
from tests.core.graphs import edit, film, node, put, wire

SETTINGS = {"rate": 24.0, "aspect_ratio": "16:9"}


def test_a_shot_takes_its_place_from_the_scene_and_its_people_from_wires() -> None:
    graph = film()
    asset = {"asset-1": {"name": "Anna", "kind": "character"}}
    edit(graph, put("anna", "asset_id", value="asset-1"))
    job = plan(graph, "sh010", types(), asset, settings=SETTINGS, seed=7)
    assert job.seed == 7
    assert job.inputs["environment"][0]["data"] == {"name": "Pier"}
    assert [(each["asset"]["name"], each["weight"]) for each in job.inputs["characters"]] == [("Anna", 0.8)]
    assert job.parameters["scene"]["title"] == "INT. KITCHEN - DAY"


def test_a_shot_without_a_place_of_its_own_inherits_the_scenes() -> None:
    job = plan(film(), "sh020", types(), {}, settings=SETTINGS, seed=1)
    assert job.inputs["environment"][0]["node_id"] == "pier"


def test_a_place_wired_to_the_shot_wins_over_the_scenes() -> None:
    graph = film()
    edit(
        graph,
        node("attic", "environment", "one", name="Attic"),
        wire("w", "attic", "environment", "sh020", "environment"),
    )
    job = plan(graph, "sh020", types(), {}, settings=SETTINGS, seed=1)
    assert [each["node_id"] for each in job.inputs["environment"]] == ["attic"]


def test_what_makes_nothing_says_so() -> None:
    with pytest.raises(NotRunnable, match="Character"):
        plan(film(), "anna", types(), {}, settings=SETTINGS, seed=1)


def test_a_half_set_camera_is_completed() -> None:
    graph = film()
    edit(graph, put("sh010", "camera", "move", value="dolly_in"))
    job = plan(graph, "sh010", types(), {}, settings=SETTINGS, seed=1)
    assert job.parameters["camera"] == {"mode": "2d", "move": "dolly_in", "amount": 0.5}


def test_wires_of_one_input_come_in_their_order_and_those_without_one_behind() -> None:
    graph = film()
    edit(graph, node("ben", "character", "one", name="Ben"), node("cleo", "character", "one", name="Cleo"))
    edit(graph, wire("a-ben", "ben", "character", "sh010", "characters"))
    edit(graph, wire("z-cleo", "cleo", "character", "sh010", "characters", order="a"))

    def cast() -> list[str]:
        job = plan(graph, "sh010", types(), {}, settings=SETTINGS, seed=7)
        return [each["data"]["name"] for each in job.inputs["characters"]]

    assert cast() == ["Cleo", "Ben", "Anna"]
    change = edit(graph, {"op": "edge.set", "id": "cast", "path": ["order"], "value": "A"})
    assert cast() == ["Anna", "Cleo", "Ben"]
    edit(graph, *change.inverse)
    assert cast() == ["Cleo", "Ben", "Anna"]
