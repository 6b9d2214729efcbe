"""What depends on an asset: the verdicts that the browser gives too, and what shots are really made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from production_canvas.errors import CanvasError
from production_canvas.graph.dependents import dependents
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.plan import resolve
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from tests.core.graphs import SERVER, edit, node, wire

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "dependents.json").read_text("utf-8"))


def built(case: dict[str, Any]) -> Graph:
    nodes = [Node(each[0], each[1], 0, 0, each[2], "", each[3]) for each in case["nodes"]]
    edges = []
    for text in case["wires"]:
        (source, out), (target, into) = (end.split(".") for end in text.split(" "))
        edges.append(Edge(text.replace(" ", "_").replace(".", "_"), source, out, target, into))
    return Graph("graph", "epoch", 0, nodes, edges)


@pytest.mark.parametrize("case", VECTORS, ids=[case["says"] for case in VECTORS])
def test_an_asset_is_used_by(case: dict[str, Any]) -> None:
    found = dependents(built(case), types(), case["assets"])
    assert {
        "sources": sorted(found.sources),
        "direct": sorted(found.direct),
        "every": sorted(found.every),
        "shots": list(found.shots),
        "containers": dict(found.containers),
        "scenes": sorted(found.scenes),
    } == case["found"]


GIVERS = (("character", "character"), ("style", "style"), ("environment", "environment"))
SOCKETS = ("characters", "styles", "environment", "assets", "in")


@st.composite
def films(draw: st.DrawFn) -> Graph:
    """Scenes in scenes with shots, cards and dots on every level, wired at random as far as the rules let."""
    graph = Graph("graph", "epoch")
    levels: list[str | None] = [None]
    for at in range(draw(st.integers(1, 4))):
        edit(graph, node(f"scene{at}", "scene_group", draw(st.sampled_from(levels))), applier=SERVER)
        levels.append(f"scene{at}")
    for at in range(draw(st.integers(1, 6))):
        edit(graph, node(f"s{at}", "shot", draw(st.sampled_from(levels))), applier=SERVER)
    for at in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(GIVERS))[0]
        data = {"asset_id": draw(st.sampled_from(["A", "B"]))}
        edit(graph, node(f"card{at}", kind, draw(st.sampled_from(levels)), **data), applier=SERVER)
    edit(graph, node("dot", "reroute", draw(st.sampled_from(levels))), applier=SERVER)
    ids = sorted(graph.nodes)
    for at in range(draw(st.integers(1, 24))):
        source, target = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        handles = [socket.name for socket in types()[graph.nodes[source].type].outputs] + sorted(graph.edges)
        tried = wire(f"w{at}", source, draw(st.sampled_from(handles)), target, draw(st.sampled_from(SOCKETS)))
        try:
            edit(graph, tried, applier=SERVER)
        except CanvasError:
            continue
    return graph


@given(films())
def test_a_shot_is_direct_exactly_where_the_asset_reaches_what_it_is_made_of(graph: Graph) -> None:
    found = dependents(graph, types(), ["A"])
    for shot in (each for each in graph.nodes.values() if each.type == "shot"):
        reaching = resolve(graph, types(), shot.id, {})
        made_of = any(value["data"].get("asset_id") == "A" for values in reaching.values() for value in values)
        assert (shot.id in found.direct) == made_of, shot.id


@given(films())
def test_containers_tell_how_many_of_the_shots_are_inside(graph: Graph) -> None:
    found = dependents(graph, types(), ["A"])
    for container, shots in found.containers.items():
        inside, ahead = 0, [container]
        while ahead:
            children = graph.children(ahead.pop())
            ahead += children
            inside += sum(each in found.shots for each in children)
        assert shots == inside
