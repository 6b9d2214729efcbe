from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from production_canvas.graph.changes import changes
from production_canvas.graph.state import Graph
from production_canvas.graph.wording import Wording
from production_canvas.nodes import types
from tests.core.graphs import SERVER, batches, edit, film, node, put, remove, state, wire
from tests.core.test_apply import run

NOTHING: dict[str, Any] = {
    "nodes": {"added": [], "removed": [], "moved": [], "changed": []},
    "edges": {"added": [], "removed": [], "changed": []},
    "settings": [],
}


def described(before: Graph, after: Graph) -> dict[str, Any]:
    return changes(before, after, types())


def at(value: Any, path: list[str]) -> Any:
    for key in path:
        value = value[key]
    return value


def follow(data: dict[str, Any], register: dict[str, Any]) -> None:
    """Takes one register from what it is said to have been to what it is said to be."""
    *way, last = register["path"]
    place = at(data, way)
    assert ("before" in register) == (last in place)
    if "before" in register:
        assert place.pop(last) == register["before"]
    if "after" in register:
        place[last] = register["after"]
    assert ("before" in register, register.get("before")) != ("after" in register, register.get("after"))
    if "spans" in register:
        for side, other in (("before", "inserted"), ("after", "deleted")):
            assert "".join(span["text"] for span in register["spans"] if span["kind"] != other) == register.get(
                side, ""
            )


def applied(before: Graph, told: dict[str, Any]) -> dict[str, Any]:
    """The graph that one who reads only `before` and the description arrives at."""
    record = copy.deepcopy(weighed(before))
    for kind in ("nodes", "edges"):
        records = {each["id"]: each for each in record[kind]}
        for removed in told[kind]["removed"]:
            assert same(records.pop(removed["id"]), removed)
        for moved in told[kind].get("moved", ()):
            place = {key: records[moved["id"]][key] for key in ("parent_id", "position", "order")}
            assert place == moved["before"] != moved["after"]
            records[moved["id"]].update(moved["after"])
        for changed in told[kind]["changed"]:
            assert changed["registers"]
            for register in changed["registers"]:
                follow(records[changed["id"]]["data"], register)
        for added in told[kind]["added"]:
            assert added["id"] not in records
            records[added["id"]] = full(added)
        record[kind] = sorted(records.values(), key=lambda each: each["id"])
    for register in told["settings"]:
        follow(record["settings"], register)
    return record


def weighed(graph: Graph) -> dict[str, Any]:
    record = state(graph)
    record["edges"] = [full(edge) for edge in record["edges"]]
    return record


def full(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "data": {"weight": 1.0, **record["data"]}} if "source" in record else record


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return full(one) == full(other)


@given(batches, batches)
@settings(max_examples=150, deadline=None)
def test_a_description_names_every_register_that_differs_and_no_other(
    first: list[list[dict[str, Any]]], second: list[list[dict[str, Any]]]
) -> None:
    before, after = film(), film()
    run(before, first)
    run(after, second)
    assert applied(before, described(before, after)) == weighed(after)
    assert applied(after, described(after, before)) == weighed(before)


@given(batches)
@settings(max_examples=50, deadline=None)
def test_a_graph_does_not_differ_from_itself(steps: list[list[dict[str, Any]]]) -> None:
    one, other = film(), film()
    run(one, steps)
    run(other, steps)
    assert described(one, other) == NOTHING


def test_a_description_says_what_came_went_moved_and_changed() -> None:
    before, after = film(), film()
    for graph in (before, after):
        edit(graph, put("sh010", "camera", value={"mode": "2d", "move": "static", "amount": 0.5}))
    edit(
        after,
        remove("anna"),
        node("attic", "environment", "one", name="Attic"),
        wire("view", "attic", "environment", "sh020", "environment"),
        {"op": "node.move", "moves": [{"id": "sh020", "x": 40, "y": 8}]},
        put("sh010", "prompt", value="Wide, from above."),
        put("sh010", "camera", "amount", value=0.75),
        put("sh010", "seed", value=7),
        {"op": "graph.set", "path": ["rate"], "value": 25},
    )
    attic = {"id": "attic", "type": "environment", "parent_id": "one", "position": {"x": 0, "y": 0}, "order": ""}
    here: dict[str, Any] = {"parent_id": "one", "position": {"x": 0, "y": 0}, "order": ""}
    view = {"source": "attic", "source_handle": "environment", "target": "sh020", "target_handle": "environment"}
    words = [("same", "Wide"), ("inserted", ", from above"), ("same", ".")]
    assert described(before, after) == {
        "nodes": {
            "added": [{**attic, "data": {"name": "Attic"}}],
            "removed": [before.nodes["anna"].record()],
            "moved": [
                {"id": "sh020", "type": "shot", "before": here, "after": {**here, "position": {"x": 40, "y": 8}}}
            ],
            "changed": [
                {
                    "id": "sh010",
                    "type": "shot",
                    "registers": [
                        {"path": ["camera", "amount"], "before": 0.5, "after": 0.75},
                        {
                            "path": ["prompt"],
                            "before": "Wide.",
                            "after": "Wide, from above.",
                            "spans": [{"kind": kind, "text": text} for kind, text in words],
                        },
                        {"path": ["seed"], "after": 7},
                    ],
                }
            ],
        },
        "edges": {
            "added": [{"id": "view", **view, "data": {}}],
            "removed": [before.edges["cast"].record()],
            "changed": [],
        },
        "settings": [{"path": ["rate"], "after": 25}],
    }


def test_a_node_that_changed_its_level_has_moved_and_is_not_another() -> None:
    before, after = film(), film()
    edit(after, {"op": "node.reparent", "id": "anna", "parent_id": "two", "x": 3, "y": 4, "order": "a1"})
    told = described(before, after)
    assert told["nodes"] == {
        "added": [],
        "removed": [],
        "changed": [],
        "moved": [
            {
                "id": "anna",
                "type": "character",
                "before": {"parent_id": "one", "position": {"x": 0, "y": 0}, "order": ""},
                "after": {"parent_id": "two", "position": {"x": 3, "y": 4}, "order": "a1"},
            }
        ],
    }
    assert [each["id"] for each in told["edges"]["removed"]] == ["cast"]


def test_an_id_under_which_another_type_comes_back_was_removed_and_added() -> None:
    before, after = film(), film()
    edit(after, remove("pier"), node("pier", "text", text="A pier."), applier=SERVER)
    told = described(before, after)["nodes"]
    assert ([each["type"] for each in told["removed"]], [each["type"] for each in told["added"]]) == (
        ["environment"],
        ["text"],
    )
    assert (told["moved"], told["changed"]) == ([], [])


def test_a_wire_that_comes_back_between_other_ends_was_removed_and_added() -> None:
    before, after = film(), film()
    elsewhere = wire("cast", "anna", "character", "sh020", "characters", weight=0.8)
    edit(after, {"op": "edge.remove", "id": "cast"}, elsewhere)
    assert described(before, after)["edges"] == {
        "added": [elsewhere["edge"]],
        "removed": [before.edges["cast"].record()],
        "changed": [],
    }


def test_a_wire_without_a_weight_weighs_one() -> None:
    before, after = film(), film()
    edit(after, {"op": "edge.set", "id": "cut", "path": ["weight"], "value": 1.0})
    assert described(before, after) == NOTHING
    edit(after, {"op": "edge.set", "id": "cast", "path": ["weight"], "value": 0.25})
    assert described(before, after)["edges"]["changed"] == [
        {"id": "cast", "registers": [{"path": ["weight"], "before": 0.8, "after": 0.25}]}
    ]


prose = st.lists(st.sampled_from(["Anna", "waits", " ", "\n", ".", "é", "🎬", "the", "pier", "  "]), max_size=30).map(
    "".join
)


@given(prose, prose, st.sampled_from([0, 3, 40, 1_000_000]))
@settings(max_examples=300, deadline=None)
@example("Anna", "Anna", 0)
def test_words_make_up_both_texts_however_little_may_be_compared(before: str, after: str, steps: int) -> None:
    told = Wording(steps).spans(before, after)
    assert "".join(span["text"] for span in told if span["kind"] != "inserted") == before
    assert "".join(span["text"] for span in told if span["kind"] != "deleted") == after
    assert [span for span in told if not span["text"]] == []
    kinds = [span["kind"] for span in told]
    assert [pair for pair in pairwise(kinds) if pair[0] == pair[1]] == []
    assert before != after or set(kinds) <= {"same"}


def test_words_that_replace_each_other_are_told_together() -> None:
    told = Wording().spans("Anna waits at the pier, in the rain.", "Anna runs along the old pier, in the rain!")
    assert [(span["kind"], span["text"]) for span in told] == [
        ("same", "Anna "),
        ("deleted", "waits at"),
        ("inserted", "runs along"),
        ("same", " the "),
        ("inserted", "old "),
        ("same", "pier, in the rain"),
        ("deleted", "."),
        ("inserted", "!"),
    ]
