"""Undo takes back one's own and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.errors import CanvasError
from production_canvas.graph.registers import written
from production_canvas.graph.undo import Logged, Step, Target, Undoing, stacks, undo
from tests.core.graphs import SERVER, batches, edit, film, listed, node, put, remove, state, wire, write

ANA, BEN = "ana", "ben"


@dataclass
class Log:
    """A film with its log, as the server keeps it."""

    graph: Any = field(default_factory=film)
    rows: list[Logged] = field(default_factory=list)
    inverses: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=dict)

    def log(self, person: str, ops: list[Any], inverse: list[Any], undo_of: int | None, together: str | None) -> None:
        version = len(self.rows) + 1
        self.rows.append(Logged(version, person, ops, undo_of))
        self.inverses[version] = inverse
        self.steps.setdefault(person, []).append(Step(version, undo_of, together, void=not ops))

    def do(self, person: str, *ops: dict[str, Any], together: str | None = None) -> None:
        change = edit(self.graph, *ops)
        self.log(person, change.ops, change.inverse, None, together)

    def back(self, person: str, *, redo: bool = False) -> Undoing:
        versions = stacks(self.steps.get(person, []))[redo][-1]
        targets = [Target(version, self.rows[version - 1].ops, self.inverses[version]) for version in versions]
        made = undo(SERVER, self.graph, person, targets, self.rows[versions[0] :])
        made.overlay.fold()
        self.log(person, made.change.ops, made.change.inverse, versions[-1], None)
        return made

    def prompt(self) -> Any:
        return self.graph.nodes["sh010"].data.get("prompt")


def test_an_undo_takes_ones_own_letters_and_leaves_everybody_elses() -> None:
    log = Log()
    log.do(ANA, write("sh010", "prompt", 5, " Fog rolls in."))
    log.do(BEN, write("sh010", "prompt", 8, "gy light. 🌫️ Fo"))
    made = log.back(ANA)
    assert log.prompt() == "Wide.gy light. 🌫️ Fo"
    assert (made.units, made.skipped) == (1, [])
    log.back(ANA, redo=True)
    assert log.prompt() == "Wide. Fogy light. 🌫️ Fog rolls in."


def test_typing_of_one_step_goes_together() -> None:
    log = Log()
    for place, letter in enumerate("rain"):
        log.do(ANA, write("sh010", "prompt", 5 + place, letter), together="burst")
        log.do(BEN, put("sh020", "motion", value=place / 10))
    log.do(ANA, write("sh010", "prompt", 9, "!"), together="later")
    log.back(ANA)
    assert log.prompt() == "Wide.rain"
    log.back(ANA)
    assert log.prompt() == "Wide."
    log.back(ANA, redo=True)
    assert log.prompt() == "Wide.rain"


def test_what_somebody_wrote_since_stays_and_is_named() -> None:
    log = Log()
    log.do(ANA, put("sh010", "title", value="Ana's"), put("sh010", "motion", value=0.2))
    log.do(BEN, put("sh010", "title", value="Ben's"))
    made = log.back(ANA)
    assert log.graph.nodes["sh010"].data["title"] == "Ben's"
    assert "motion" not in log.graph.nodes["sh010"].data
    assert (made.units, made.skipped) == (2, [(("data", "sh010", "title"), BEN)])


def test_what_one_wrote_oneself_over_a_colleagues_comes_off_and_his_comes_back() -> None:
    log = Log()
    log.do(ANA, put("sh010", "title", value="first"))
    log.do(BEN, put("sh010", "title", value="Ben's"))
    log.do(ANA, put("sh010", "title", value="second"))
    log.back(ANA)
    assert log.graph.nodes["sh010"].data["title"] == "Ben's"
    assert log.back(ANA).skipped == [(("data", "sh010", "title"), BEN)]
    assert log.graph.nodes["sh010"].data["title"] == "Ben's"


@pytest.mark.parametrize(
    "since",
    [
        put("new", "prompt", value="Ben was here"),
        {"op": "node.move", "moves": [{"id": "new", "x": 3, "y": 4}]},
        wire("w", "anna", "character", "new", "characters"),
    ],
    ids=["data", "place", "wire"],
)
def test_a_node_that_somebody_worked_on_is_not_taken_away_by_undo(since: dict[str, Any]) -> None:
    log = Log()
    log.do(ANA, node("new", "shot", "one"))
    log.do(BEN, since)
    made = log.back(ANA)
    assert "new" in log.graph.nodes
    assert [who for _, who in made.skipped] == [BEN]


def test_a_wire_of_somebody_elses_on_the_socket_is_not_pushed_out() -> None:
    log = Log()
    log.do(ANA, {"op": "edge.remove", "id": "inner-place"})
    log.do(BEN, node("street", "environment", "one"), wire("bens", "street", "environment", "sh010", "environment"))
    log.back(ANA)
    assert "bens" in log.graph.edges
    assert "inner-place" not in log.graph.edges


def test_a_deleted_scene_comes_back_whole() -> None:
    log = Log()
    before = state(log.graph)
    log.do(ANA, remove("one"))
    log.back(ANA)
    assert state(log.graph) == before


def test_of_a_list_only_ones_own_elements_go() -> None:
    log = Log()
    log.do(ANA, listed("sh010", "cast", ("Anna", None), ("Ben", "Anna")))
    log.do(BEN, listed("sh010", "cast", ("Cleo", "Anna")))
    log.back(ANA)
    assert log.graph.nodes["sh010"].data["cast"] == ["Cleo"]


def test_a_new_edit_ends_what_could_be_redone() -> None:
    steps = [Step(1, None, None, void=False), Step(2, 1, None, void=False), Step(3, None, None, void=False)]
    assert stacks(steps) == ([[3]], [])
    assert stacks(steps[:2]) == ([], [[2]])
    assert stacks([*steps, Step(4, 3, None, void=False), Step(5, 4, None, void=False)]) == ([[5]], [])


def test_what_was_typed_in_several_pieces_of_one_batch_is_undone_and_keeps_its_owner() -> None:
    log = Log()
    before = state(log.graph)
    log.do(ANA, write("sh020", "prompt", "0", {"d": 1}))
    log.do(ANA, write("sh020", "prompt", "0", {"d": 1}), put("sh020", "prompt", value=""))
    log.back(ANA)
    assert log.graph.nodes["sh020"].data["prompt"] == "0lose."
    log.back(ANA)
    assert state(log.graph) == before


@given(batches)
@settings(max_examples=150, deadline=None)
def test_undoing_all_and_redoing_all_with_nothing_between_changes_nothing(steps: list[list[dict[str, Any]]]) -> None:
    log = Log()
    states = [state(log.graph)]
    for ops in steps:
        try:
            log.do(ANA, *ops)
        except CanvasError:
            continue
        if log.rows[-1].ops:
            states.append(state(log.graph))
    count = len(states) - 1
    for left in range(count, 0, -1):
        assert log.back(ANA).skipped == []
        assert state(log.graph) == states[left - 1]
    for done in range(1, count + 1):
        assert log.back(ANA, redo=True).skipped == []
        assert state(log.graph) == states[done]


WHO = st.sampled_from([ANA, BEN, "back"])


@given(batches, st.lists(WHO, min_size=12, max_size=12))
@settings(max_examples=200, deadline=None)
def test_an_undo_never_touches_what_another_wrote_later(steps: list[list[dict[str, Any]]], people: list[str]) -> None:
    log = Log()
    for ops, who in zip(steps, people, strict=False):
        try:
            log.do(BEN if who == BEN else ANA, *ops)
        except CanvasError:
            continue
        if who == "back" and stacks(log.steps.get(ANA, []))[0]:
            target = stacks(log.steps[ANA])[0][-1][0]
            made = log.back(ANA)
            bens = {each for row in log.rows[target:] if row.user_id == BEN for op in row.ops for each in written(op)}
            mine = {each for op in made.change.ops if op["op"] != "node.text" for each in written(op)}
            assert not bens & mine


def test_letters_that_were_typed_into_a_new_node_go_and_those_of_others_stay() -> None:
    log = Log()
    log.do(BEN, node("new", "shot"), write("new", "prompt", "bright"))
    log.do(ANA, write("new", "prompt", "too "))
    made = log.back(BEN)
    assert log.graph.nodes["new"].data["prompt"] == "too "
    assert [who for _, who in made.skipped] == [ANA]


def test_equal_letters_of_two_people_keep_their_owners() -> None:
    log = Log()
    log.do(ANA, write("sh010", "note", "o"))
    log.do(BEN, write("sh010", "note", 1, "qdo"))
    log.do(ANA, put("sh010", "note", value="iaizo"))
    log.back(ANA)
    log.back(ANA)
    assert log.graph.nodes["sh010"].data["note"] == "qdo"


def test_an_undo_in_a_node_that_is_gone_says_so() -> None:
    log = Log()
    log.do(ANA, put("sh010", "title", value="Ana's"), {"op": "node.move", "moves": [{"id": "sh010", "x": 1, "y": 1}]})
    log.do(BEN, remove("sh010"))
    made = log.back(ANA)
    assert (made.units, [who for _, who in made.skipped]) == (2, [BEN, BEN])


def test_undoing_long_steps_between_others_letters_takes_no_longer_than_a_blink() -> None:
    log = Log()
    for step in range(30):
        for letter in range(4):
            log.do(ANA, write("sh010", "note", "a"), together=f"step {step}")
            log.do(BEN, write("sh010", "note", f"{letter}"))
    while stacks(log.steps[ANA])[0]:
        log.back(ANA)
    assert log.graph.nodes["sh010"].data["note"] == "3210" * 30


def test_undoing_a_batch_of_thousands_of_texts_takes_no_longer_than_a_blink() -> None:
    log = Log()
    ids = [f"n{number}" for number in range(3000)]
    log.do(BEN, *(node(each, "shot", note="z") for each in ids))
    log.do(ANA, *(write(each, "note", "a") for each in ids))
    log.do(BEN, *(write(each, "note", "b") for each in ids[::2]))
    made = log.back(ANA)
    assert (made.units, made.skipped) == (3000, [])
    assert [log.graph.nodes[each].data["note"] for each in ids[:2]] == ["bz", "z"]
