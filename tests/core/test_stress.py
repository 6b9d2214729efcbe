"""The films of `canvas seed stress`: of the size that was asked for, valid, and of every kind."""

from __future__ import annotations

import pytest

from production_canvas.cli.stress import StressFilm, of_nodes, of_scenes
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from tests.core.graphs import PEOPLE


def built(film: StressFilm) -> Graph:
    graph = Graph("graph", "epoch")
    PEOPLE.apply(graph, film.ops)[0].fold()
    return graph


@pytest.mark.parametrize("flat", [True, False])
@pytest.mark.parametrize("nodes", [1, 9, 300])
def test_a_film_has_as_many_nodes_as_were_asked_for(nodes: int, *, flat: bool) -> None:
    graph = built(of_nodes(nodes, flat=flat))
    assert len(graph.nodes) == nodes
    assert not flat or all(node.parent_id is None for node in graph.nodes.values())


def test_a_film_has_as_many_scenes_and_shots_as_were_asked_for_and_every_wire_stands() -> None:
    film = of_scenes(7, 45)
    graph = built(film)
    kinds = [node.type for node in graph.nodes.values()]
    assert (kinds.count("scene_group"), kinds.count("shot")) == (7, 45)
    assert len(graph.edges) == sum(op["op"] == "edge.add" for op in film.ops)


def test_a_large_film_has_nodes_of_every_kind() -> None:
    kinds = {node.type for node in built(of_nodes(600, flat=False)).nodes.values()}
    assert set(types()) - kinds <= {"script", "text"}
