"""The browser gives the verdict the server gives, in the same words: any two sockets, any wire in made-up films."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from production_canvas.errors import CanvasError
from production_canvas.graph.apply import Applier
from production_canvas.graph.carried import RETYPING, type_of
from production_canvas.graph.model import Edge
from production_canvas.graph.rules import check_wire, verdict
from production_canvas.graph.sockets import Answer, Socket, Verdict, answer, weighs
from production_canvas.graph.state import Graph
from production_canvas.local import node as node_program
from production_canvas.nodes import catalogue, types
from production_canvas.nodes.checking import check_value
from tests.core.graphs import node, wire

WEB = Path(__file__).parents[2] / "web"
SERVER = Applier(types(), check_value, trusted=True)


class Browser:
    """The browser's rules in a Node of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.ask(catalogue=catalogue())

    def ask(self, **question: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def verdicts(self, graph: Graph, wires: list[Edge]) -> list[dict[str, Any]]:
        return list(self.ask(graph=graph.record(), wires=[each.record() for each in wires]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    command = [node_program.node(), WEB / "tests" / "judge.js"]
    with subprocess.Popen(command, cwd=WEB, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Browser(process)
        assert process.stdin is not None
        process.stdin.close()


def told(found: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"verdict": str(found.verdict), "reason": found.reason}
    return row | ({"insert": found.insert, "data": dict(found.data)} if found.insert else {})


def spec(socket: Socket) -> dict[str, Any]:
    return {
        "types": socket.types,
        "item": socket.item,
        "integer": socket.integer,
        "reference": socket.reference,
    }


def test_of_every_output_and_every_input_of_the_catalogue(browser: Browser) -> None:
    outputs = [socket for kind in types().values() for socket in kind.outputs]
    inputs = [socket for kind in types().values() for socket in kind.inputs]
    pairs = list(itertools.product(outputs, inputs))
    found = browser.ask(pairs=[(spec(source), spec(target)) for source, target in pairs])
    assert found == [told(answer(*pair)) | {"weighs": weighs(*pair)} for pair in pairs]
    assert len(pairs) > 2000


def test_of_every_pair_of_nodes_that_may_stand_in_a_scene(browser: Browser) -> None:
    kinds = [kind for kind in types().values() if "scene" in kind.levels]
    graph = Graph("graph", "epoch")
    ops = [node("scene", "scene_group")]
    ops += [node(f"{side}-{kind.kind}", kind.kind, "scene") for kind in kinds for side in ("a", "b")]
    SERVER.apply(graph, ops)[0].fold()
    wires = [
        Edge("", f"a-{one.kind}", source.name, f"b-{other.kind}", target.name)
        for one, other in itertools.product(kinds, kinds)
        for source, target in itertools.product(one.outputs, other.inputs)
    ]
    expected = [told(verdict(graph, types(), each)) for each in wires]
    assert browser.verdicts(graph, wires) == expected
    assert {each["verdict"] for each in expected} == {str(each) for each in Verdict}


LEVELS = [None, "scene", "shot", "deep"]
STANDING = ["scene", "shot", "deep", *(f"n{index}" for index in range(12))]
KINDS = sorted(set(types()) - {"script"})
DOTS_AND_LISTS = ["reroute", "reroute", "reroute", "collect", "pick", "array", "asset", "number", "text", "composite"]
_kinds = st.one_of(st.sampled_from(KINDS), st.sampled_from(DOTS_AND_LISTS))
_choice = st.integers(0, 1_000_000)


@st.composite
def films(draw: st.DrawFn) -> Graph:
    """A film with a shot in a scene and a scene in a scene, other nodes of any kind, and wires that hold."""
    graph = Graph("graph", "epoch")
    _try(graph, node("scene", "scene_group"), node("shot", "shot", "scene"), node("deep", "scene_group", "scene"))
    for name in STANDING[3:]:
        kind = draw(_kinds)
        _try(graph, node(name, kind, draw(st.sampled_from(LEVELS)), **_narrowed(draw, kind)))
    for index in range(draw(st.integers(0, 24))):
        made = draw(wires(graph))
        _try(graph, wire(f"e{index:02}", made.source, made.source_handle, made.target, made.target_handle))
    return graph


def _narrowed(draw: Callable[..., Any], kind: str) -> dict[str, Any]:
    """What says the types of its sockets, or nothing of it."""
    said = [each for each in type_of(types(), kind).parameters if each.key in RETYPING]
    picked = [each for each in said if draw(st.booleans())]
    return {each.key: draw(st.sampled_from(each.schema.get("enum", [False, True]))) for each in picked}


def _try(graph: Graph, *ops: dict[str, Any]) -> None:
    try:
        SERVER.apply(graph, list(ops))[0].fold()
    except CanvasError:
        return


@st.composite
def wires(draw: st.DrawFn, graph: Graph) -> Edge:
    """Any wire that somebody might try, most of them between sockets that there are."""
    present = sorted(graph.nodes)
    source = draw(st.sampled_from(present))
    level = graph.nodes[source].parent_id
    near = [name for name in present if level in (graph.nodes[name].parent_id, name)]
    target = draw(st.sampled_from([*near, *(draw(st.sampled_from([[], present])))]))
    into_in, out_of = graph.nodes[target].parent_id == source, graph.nodes[source].parent_id == target
    arriving = [wire for wire in sorted(graph.wires(source)) if graph.edges[wire].target == source]
    leaving = [socket.name for socket in type_of(types(), graph.nodes[source].type).outputs]
    kind = type_of(types(), graph.nodes[target].type)
    taking = [socket.name for socket in (kind.outputs if out_of else kind.inputs)]
    return Edge(
        "",
        source,
        draw(st.sampled_from(["sequence_in", *arriving] if into_in else leaving or ["nothing"])),
        target,
        draw(st.sampled_from(taking or ["nothing"])),
    )


@given(st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_of_any_wire_in_any_film(browser: Browser, data: st.DataObject) -> None:
    graph = data.draw(films())
    tried = data.draw(st.lists(wires(graph), min_size=1, max_size=20))
    strange = [
        Edge("", "scene", "sequence_out", "nobody", "sequence_in"),
        Edge("", "shot", "smell", "scene", "sequence_out"),
        Edge("", "scene", "no-such-wire", "shot", "sequence_in"),
        Edge("", "scene", "sequence_out", "scene", "sequence_in"),
    ]
    every = [*tried, *strange]
    assert browser.verdicts(graph, every) == [told(verdict(graph, types(), each)) for each in every]


@given(films(), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_says_a_sockets_type_the_rules_hold_and_undo_brings_back_what_left(
    graph: Graph, data: st.DataObject
) -> None:
    before = _state(graph)
    for name in sorted(graph.nodes):
        for key, value in _narrowed(data.draw, graph.nodes[name].type).items():
            _changed_and_back(graph, {"op": "node.set", "id": name, "path": [key], "value": value})
    assert _state(graph) == before


def test_a_dot_that_leads_to_two_lists_lets_go_of_the_one_that_takes_something_else_now() -> None:
    graph = Graph("graph", "epoch")
    SERVER.apply(
        graph, [node("dot", "reroute"), node("one", "pick", item_type="image"), node("two", "pick", item_type="image")]
    )[0].fold()
    led = [wire("e1", "dot", "out", "one", "list"), wire("e2", "dot", "out", "two", "list")]
    SERVER.apply(graph, led)[0].fold()
    SERVER.apply(graph, [{"op": "node.set", "id": "two", "path": ["item_type"], "value": "character"}])[0].fold()
    assert sorted(graph.edges) == ["e1"]


def test_in_hands_on_nothing_that_arrives_at_out(browser: Browser) -> None:
    graph = Graph("graph", "epoch")
    ops = [node("scene", "scene_group"), node("dot", "reroute", "scene")]
    SERVER.apply(graph, [*ops, wire("out", "dot", "out", "scene", "sequence_out")])[0].fold()
    looped = Edge("", "scene", "out", "dot", "in")
    assert verdict(graph, types(), looped).verdict is Verdict.NO
    assert browser.verdicts(graph, [looped]) == [told(verdict(graph, types(), looped))]


def _changed_and_back(graph: Graph, op: dict[str, Any]) -> None:
    view, change = SERVER.apply(graph, [op])
    view.fold()
    for edge in list(graph.edges.values()):
        graph.drop_edge(edge.id)
        check_wire(graph, types(), edge)
        graph.put_edge(edge)
    SERVER.apply(graph, change.inverse)[0].fold()


def _state(graph: Graph) -> tuple[dict[str, Any], dict[str, Any]]:
    return dict(graph.nodes), dict(graph.edges)
