from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.graph import text
from tests.core.text_vectors import FILE, LETTERS, Case, answer, written_out

CASES = json.loads(FILE.read_text(encoding="utf-8"))

TEXTS = st.lists(st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


@st.composite
def deltas(draw: st.DrawFn, start: str) -> text.Delta:
    """A delta that fits the text, its deletions with their letters."""
    parts: list[text.Part] = []
    place = 0
    while place < len(start) and draw(st.integers(0, 5)):
        length = draw(st.integers(1, len(start) - place))
        kind = draw(st.sampled_from(["skip", "delete", "insert"]))
        if kind == "insert":
            parts.append(draw(TEXTS))
            continue
        parts.append(length if kind == "skip" else {"d": length})
        place += length
    return text.completed(start, [*parts, draw(TEXTS)])


@st.composite
def two_edits(draw: st.DrawFn) -> tuple[str, text.Delta, text.Delta]:
    """A text and what two people did to it at once."""
    start = draw(TEXTS)
    return start, draw(deltas(start)), draw(deltas(start))


@st.composite
def edits_in_turn(draw: st.DrawFn) -> tuple[str, text.Delta, text.Delta, text.Delta]:
    """A text and what happened to it, one edit after the other."""
    start = draw(TEXTS)
    first = draw(deltas(start))
    second = draw(deltas(text.apply(start, first)))
    third = draw(deltas(text.apply(text.apply(start, first), second)))
    return start, first, second, third


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}: {case['name']}")
def test_the_vectors_hold(case: Case) -> None:
    assert answer(case) == case["gives"]


def test_the_committed_vectors_are_the_ones_that_are_made() -> None:
    assert FILE.read_text(encoding="utf-8") == written_out()


@given(two_edits())
def test_either_order_of_two_edits_at_once_ends_in_one_text(made: tuple[str, text.Delta, text.Delta]) -> None:
    start, one, other = made
    one_first = text.apply(text.apply(start, one), text.transform(other, one, left=False))
    other_first = text.apply(text.apply(start, other), text.transform(one, other, left=True))
    assert one_first == other_first


@given(edits_in_turn())
def test_composed_edits_do_what_they_do_one_by_one(made: tuple[str, text.Delta, text.Delta, text.Delta]) -> None:
    start, first, second, third = made
    in_turn = text.apply(text.apply(text.apply(start, first), second), third)
    one_way = text.compose(text.compose(first, second), third)
    other_way = text.compose(first, text.compose(second, third))
    assert text.apply(start, one_way) == text.apply(start, other_way) == in_turn


@given(edits_in_turn())
def test_an_edit_taken_back_leaves_the_text_as_it_was(made: tuple[str, text.Delta, text.Delta, text.Delta]) -> None:
    start, first, _, _ = made
    after = text.apply(start, first)
    assert text.apply(after, text.invert(first)) == start
    assert text.invert(text.invert(first)) == first


@given(two_edits())
def test_every_delta_that_comes_out_is_in_canonical_form(made: tuple[str, text.Delta, text.Delta]) -> None:
    start, one, other = made
    moved = text.transform(other, one, left=False)
    after = text.apply(start, one)
    assert text.completed(start, one) == one
    assert text.completed(after, moved) == moved
    assert text.completed(after, text.invert(one)) == text.invert(one)


@given(two_edits(), st.data())
def test_a_caret_stays_between_its_letters(made: tuple[str, text.Delta, text.Delta], data: st.DataObject) -> None:
    start, one, _ = made
    caret = data.draw(st.integers(0, len(start)))
    after = text.apply(start, one)
    place, pushed = text.transform_cursor(caret, one), text.transform_cursor(caret, one, own=True)
    assert 0 <= place <= pushed <= len(after)
    kept = text.transform([*([caret] if caret else []), "|"], one, left=True)
    assert text.apply(after, kept) == after[:place] + "|" + after[place:]


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=200)
def test_a_difference_leads_from_one_text_to_the_other(before: str, after: str, data: st.DataObject) -> None:
    caret = data.draw(st.none() | st.integers(0, len(after)))
    delta = text.difference(before, after, caret)
    assert text.apply(before, delta) == after
    assert text.completed(before, delta) == delta
