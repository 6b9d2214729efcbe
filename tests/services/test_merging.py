"""Merging as values: whatever two drafts say, the canvas ends as its rules ask and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.film.breakdown import DENSITY
from production_canvas.film.hierarchy import Film, operations
from production_canvas.film.reading import read_script
from production_canvas.film.revision import compare
from production_canvas.graph.model import Node
from production_canvas.graph.rules import check_place, check_wire
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.services.drafts import source_of, standing
from production_canvas.services.merging import Draft, Library, Merge, merge, passable
from tests.core.film.drafts import Written, draft, film
from tests.core.graphs import SERVER, edit

KNOWN = film(7)
ORDERS = st.lists(st.integers(0, 6), max_size=9, unique=True)


@st.composite
def revisions(pick) -> list[Written]:
    """Some scenes in some order, some with paragraphs gone, doubled or new."""
    scenes = []
    for index in pick(ORDERS):
        body = list(KNOWN[index].body)
        for _ in range(pick(st.integers(0, 2))):
            at = pick(st.integers(0, max(0, len(body) - 1)))
            match pick(st.sampled_from(["gone", "new", "doubled"])):
                case "gone":
                    body = body[:at] + body[at + 1 :]
                case "new":
                    body.insert(at, f"A {pick(st.sampled_from(['DOOR', 'BELL', 'cart']))} falls on the stones, loudly.")
                case _:
                    body += body[at : at + 1]
        scenes.append(Written(KNOWN[index].heading, body))
    return scenes


def drafted(scenes: list[Written]) -> Draft:
    return Draft.of(read_script(draft(scenes), "a.fountain"), DENSITY)


def library(*drafts: Draft) -> Library:
    people = {name for each in drafts for name in each.breakdown.people}
    places = {name for each in drafts for name in each.breakdown.places}
    looks = {name for each in drafts for name in each.breakdown.looks}
    return Library(*({name: f"asset-{name}" for name in names} for names in (people, places, looks)))


def broken_down(found: Draft, assets: Library) -> Graph:
    numbers = count()
    graph = Graph("g", "e", nodes=[Node("script", "script", 0.0, 0.0)])
    where = Film("script", 0.0, 0.0, assets.characters, assets.environments, styles=assets.styles)
    for scene in operations(found.breakdown, where, lambda: f"a{next(numbers):05d}"):
        edit(graph, *scene.ops, applier=SERVER)
    return graph


def merged(graph: Graph, old: Draft, new: Draft, assets: Library, prefix: str = "b") -> Merge:
    numbers = count()
    found = standing(graph, graph.nodes["script"], old)
    named = {index: str(graph.nodes[each].data["number"]) for index, each in found.items()}
    scenes = {each.id: each for each in graph.nodes.values() if each.type == "scene_group"}
    others = {str(each.data.get("number")) for each in scenes.values() if each.id not in found.values()}
    return merge(
        graph,
        graph.nodes["script"],
        (old, new),
        compare(old.script, new.script, named, others),
        found,
        assets,
        density=DENSITY,
        new_id=lambda: f"{prefix}{next(numbers):05d}",
    )


@given(ORDERS.map(lambda order: [KNOWN[index] for index in order]), revisions(), revisions())
@settings(max_examples=80, deadline=None)
def test_any_drafts_one_after_the_other_leave_a_graph_that_its_rules_accept_and_take_no_node_away(
    first: list[Written], second: list[Written], third: list[Written]
) -> None:
    drafts = [drafted(first), drafted(second), drafted(third)]
    assets = library(*drafts)
    graph = broken_down(drafts[0], assets)
    for prefix, old, new in zip("bc", drafts, drafts[1:], strict=False):
        before = set(graph.nodes)
        found = merged(graph, old, new, assets, prefix)
        edit(graph, *passable(graph, SERVER, found.ops), applier=SERVER)
        assert before <= set(graph.nodes)
        for node in graph.nodes.values():
            check_place(graph, types(), node)
        for wire in graph.edges.values():
            check_wire(graph, types(), wire)
        assert merged(graph, new, new, assets, f"{prefix}x").ops == []
        rows = [each for each in graph.nodes.values() if each.type == "scene_group"]
        live = sorted((each for each in rows if source_of(each).get("mark") != "omitted"), key=lambda each: each.order)
        assert [source_of(each)["line_from"] for each in live] == [scene.line_from for scene in new.script.scenes]
        numbers = [each.data["number"] for each in rows]
        assert len(set(numbers)) == len(numbers)


@given(st.permutations(range(7)))
@settings(max_examples=30, deadline=None)
def test_a_permuted_draft_moves_scenes_and_writes_lines_alone(order: list[int]) -> None:
    old, new = drafted(KNOWN), drafted([KNOWN[index] for index in order])
    graph = broken_down(old, library(old))
    found = merged(graph, old, new, library(old, new))
    written = {tuple(op["path"]) for op in found.ops if op["op"] == "node.set"}
    assert written <= {("source",)}
    assert {op["op"] for op in found.ops} <= {"node.set", "node.reparent", "edge.remove", "edge.add"}


def test_wires_that_people_made_stay() -> None:
    old, new = drafted(KNOWN[:3]), drafted([KNOWN[0], KNOWN[5], KNOWN[1], KNOWN[2]])
    assets = library(old, new)
    graph = broken_down(old, assets)
    one, two = standing(graph, graph.nodes["script"], old)[0], standing(graph, graph.nodes["script"], old)[1]
    between = Node("cut", "scene_group", 0.0, -900.0, data={"title": "INSERTED"})
    graph.put_node(between)
    direct = next(each for each in graph.edges.values() if (each.source, each.target) == (one, two))
    graph.drop_edge(direct.id)
    graph.put_edge(replace(direct, id="z1", target="cut"))
    graph.put_edge(replace(direct, id="z2", source="cut"))
    edit(graph, *passable(graph, SERVER, merged(graph, old, new, assets).ops), applier=SERVER)
    assert {"z1", "z2"} <= set(graph.edges)
