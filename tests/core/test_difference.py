from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from production_canvas.errors import Invalid
from production_canvas.graph.difference import difference
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.state import Graph
from tests.core.graphs import SERVER, batches, edit, film, put, state
from tests.core.test_apply import run


def copied(graph: Graph) -> Graph:
    record = graph.record()
    nodes, edges = map(Node.read, record["nodes"]), map(Edge.read, record["edges"])
    return Graph(graph.id, graph.epoch, 0, nodes, edges, record["settings"])


@given(batches)
@settings(max_examples=150, deadline=None)
def test_the_difference_leads_from_one_graph_to_the_other(steps: list[list[dict[str, Any]]]) -> None:
    before, after = film(), film()
    run(after, steps)
    # A node removed and added anew under its id may have another type: that is no difference but another node.
    if any(before.nodes[key].type != node.type for key, node in after.nodes.items() if key in before.nodes):
        with pytest.raises(Invalid):
            difference(before, after)
        return
    edit(before, *difference(before, after), applier=SERVER)
    seen, wanted = state(before), state(after)
    for edge in (*seen["edges"], *wanted["edges"]):
        edge["data"] = Edge.read(edge).registers
    assert seen == wanted


def test_there_is_no_difference_between_equals() -> None:
    graph = film()
    assert difference(graph, copied(graph)) == []


def test_one_changed_word_is_one_operation() -> None:
    before, after = film(), film()
    edit(after, put("sh010", "prompt", value="Closer."))
    assert difference(before, after) == [put("sh010", "prompt", value="Closer.")]
