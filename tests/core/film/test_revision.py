"""Two drafts side by side: what became of each scene, and of each line."""

from __future__ import annotations

import random
import time
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.film.alignment import LineMap, longest_rising, stretches
from production_canvas.film.assignment import assign
from production_canvas.film.ordering import between
from production_canvas.film.reading import read_script
from production_canvas.film.revision import Revision, compare
from production_canvas.film.script import Script
from tests.core.film.drafts import Written, draft, film, revised

RAIN = "Rain falls on the tin roof and nobody under it says a word."


def read(content: bytes | str) -> Script:
    return read_script(content if isinstance(content, bytes) else content.encode(), "a.fountain")


def between_drafts(old: bytes | str, new: bytes | str, taken: tuple[str, ...] = ()) -> Revision:
    before = read(old)
    return compare(before, read(new), {scene.index: scene.number for scene in before.scenes}, taken)


def fates(revision: Revision) -> list[tuple[str, str]]:
    return [(scene.number, scene.fate) for scene in revision.scenes]


def scenes(*told: str) -> str:
    return "\n\n".join(
        f"{heading.strip()}\n\n{body.strip()}" for heading, _, body in (one.partition("|") for one in told)
    )


def test_a_revised_feature_is_told_apart_exactly() -> None:
    first = film(190)
    second = revised(first)
    found = between_drafts(draft(first), draft(second.scenes))
    told = {
        fate: [scene for scene in found.scenes if scene.fate == fate] for fate in ("changed", "omitted", "moved", "new")
    }
    assert {scene.old for scene in told["changed"]} == second.changed
    assert {scene.old for scene in told["omitted"]} == second.omitted
    assert [scene.old for scene in told["moved"]] == [second.moved]
    assert [scene.new for scene in told["new"]] == second.new
    assert found.count("kept") == 190 - 20 - 2 - 1


@pytest.mark.parametrize("seed", range(12))
def test_other_features_are_told_apart_as_well(seed: int) -> None:
    first = film(60, seed)
    second = revised(first, seed + 100)
    found = between_drafts(draft(first), draft(second.scenes))
    assert [found.count(fate) for fate in ("kept", "changed", "moved", "omitted", "new")] == [37, 20, 1, 2, 3]


def test_the_same_draft_keeps_every_scene_and_every_line() -> None:
    script = draft(film(30))
    found = between_drafts(script, script)
    assert found.count("kept") == 30
    assert all(old == new for old, new in found.lines.same.items())
    assert not found.lines.rewritten


@given(st.permutations(range(12)))
@settings(max_examples=60, deadline=None)
def test_a_draft_in_another_order_only_moves(order: list[int]) -> None:
    first = film(12)
    found = between_drafts(draft(first), draft([first[index] for index in order]))
    assert [scene.old for scene in found.scenes] == order
    assert {scene.fate for scene in found.scenes} <= {"kept", "moved"}
    assert not any(scene.rewritten for scene in found.scenes)
    assert found.count("kept") == len(longest_rising(order))


@given(st.lists(st.sampled_from(range(8)), max_size=14), st.lists(st.sampled_from(range(8)), max_size=14))
@settings(max_examples=100, deadline=None)
def test_every_scene_of_either_draft_has_one_fate_and_a_number_of_its_own(old: list[int], new: list[int]) -> None:
    known = film(8)
    found = between_drafts(draft([known[at] for at in old]), draft([known[at] for at in new]))
    assert sorted(scene.old for scene in found.scenes if scene.old is not None) == list(range(len(old)))
    assert [scene.new for scene in found.scenes if scene.new is not None] == list(range(len(new)))
    numbers = [scene.number for scene in found.scenes]
    assert len(set(numbers)) == len(numbers)
    assert found == between_drafts(draft([known[at] for at in old]), draft([known[at] for at in new]))


def test_new_scenes_get_letters_behind_the_scene_before_them() -> None:
    one, two, three = "INT. BARN|" + RAIN, "EXT. YARD|Mud up to the knees.", "INT. LOFT|Hay, dust and a ladder."
    first = scenes(one, two, three)
    found = between_drafts(
        first, scenes("EXT. SEA|Waves.", one, "INT. CAR|Engine.", "INT. VAN|Radio.", two, three, "EXT. HILL|Grass.")
    )
    assert fates(found) == [
        ("A1", "new"), ("1", "kept"), ("1A", "new"), ("1B", "new"), ("2", "kept"), ("3", "kept"), ("4", "new"),
    ]  # fmt: skip


def test_between_a_scene_and_its_letter_a_letter_goes_in_front() -> None:
    first = "INT. BARN #12#\n\nRain.\n\nEXT. YARD #12A#\n\nMud.\n"
    found = between_drafts(first, "INT. BARN #12#\n\nRain.\n\nEXT. SEA\n\nWaves.\n\nEXT. YARD #12A#\n\nMud.\n")
    assert fates(found) == [("12", "kept"), ("A12A", "new"), ("12A", "kept")]


def test_numbers_of_omitted_scenes_are_not_given_again() -> None:
    found = between_drafts("INT. BARN\n\nRain.\n", "INT. BARN\n\nRain.\n\nEXT. SEA\n\nWaves.\n", taken=("2", "3"))
    assert fates(found) == [("1", "kept"), ("4", "new")]


def test_a_scene_that_says_omitted_is_omitted_and_keeps_its_number() -> None:
    first = "INT. BARN #1#\n\nRain.\n\nEXT. YARD #2#\n\nMud.\n"
    assert fates(between_drafts(first, "INT. BARN #1#\n\nRain.\n\n.OMITTED #2#\n")) == [("1", "kept"), ("2", "omitted")]


def test_a_printed_number_finds_a_scene_whose_words_are_all_others() -> None:
    found = between_drafts("INT. BARN #7#\n\nRain.\n", "INT. BARN #7#\n\nNothing of that.\n\nEXT. YARD #8#\n\nRain.\n")
    assert fates(found) == [("7", "changed"), ("8", "new")]


def test_numbers_that_were_given_anew_do_not_mislead() -> None:
    one, two = f"\n\n{RAIN}\n\n", "\n\nMud up to the knees, and a cart that will not move.\n\n"
    found = between_drafts(
        f"INT. BARN #1#{one}EXT. YARD #2#{two}", f"EXT. SEA #1#\n\nWaves.\n\nINT. BARN #2#{one}EXT. YARD #3#{two}"
    )
    assert fates(found) == [("1", "new"), ("2", "changed"), ("3", "changed")]


def test_a_scene_with_another_heading_is_found_by_its_words() -> None:
    found = between_drafts(f"INT. BARN - DAY\n\n{RAIN}\n", f"EXT. SHED - NIGHT\n\n{RAIN}\n")
    assert fates(found) == [("1", "changed")]


def test_lines_are_followed_through_rewriting_and_notes() -> None:
    first = f"INT. BARN\n\n{RAIN}\n\nMARA\nWho is there now?\n\nShe leaves.\n"
    second = f"INT. BARN\n\n[[why?]]\n\n{RAIN}\n\nMARA\nWho is there?\n"
    lines = between_drafts(first, second).lines
    assert (lines.same, lines.rewritten, lines.of(8)) == ({1: 1, 3: 5, 5: 7}, {6: 8}, None)


def test_five_hundred_scenes_all_of_them_changed_are_compared_within_a_second() -> None:
    first = film(500)
    second = [Written(one.heading, [*one.body[:-1], f"And {one.body[-1]}"]) for one in first]
    before, after = read(draft(first)), read(draft(second))
    started = time.process_time()
    found = compare(before, after, {scene.index: scene.number for scene in before.scenes})
    assert time.process_time() - started < 1.0
    assert found.count("changed") == 500


def test_scenes_that_are_all_alike_are_compared_within_a_second() -> None:
    first = [Written("INT. BARN - DAY", [f"Rain {at % 7}."]) for at in range(500)]
    second = [Written("INT. BARN - DAY", [f"Rain {at % 11} again."]) for at in range(500)]
    before, after = read(draft(first)), read(draft(second))
    started = time.process_time()
    compare(before, after, {scene.index: scene.number for scene in before.scenes})
    assert time.process_time() - started < 1.0


@given(
    st.dictionaries(st.integers(0, 3), st.dictionaries(st.integers(0, 3), st.integers(1, 9), min_size=1), max_size=4)
)
def test_the_heaviest_pairs_are_found(weights: dict[int, dict[int, int]]) -> None:
    found = assign(weights)
    assert len(set(found.values())) == len(found)
    lefts = list(weights)
    best = max(
        sum(weights[left].get(right, 0) for left, right in zip(some, order, strict=True))
        for size in range(len(lefts) + 1)
        for some in combinations(lefts, size)
        for order in permutations(range(4), size)
    )
    assert sum(weights[left][right] for left, right in found.items()) == best


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_stretches_cover_both_texts_once(old: list[str], new: list[str]) -> None:
    found = list(stretches(old, new))
    assert [row for each in found for row in range(each.old_from, each.old_to)] == list(range(len(old)))
    assert [row for each in found for row in range(each.new_from, each.new_to)] == list(range(len(new)))
    assert all(
        old[each.old_from : each.old_to] == new[each.new_from : each.new_to] for each in found if each.kind == "same"
    )


def test_a_scene_of_a_hundred_thousand_lines_is_laid_side_by_side_in_time() -> None:
    rng = random.Random(1)
    old = [(line, f"line {rng.randrange(60_000)}") for line in range(100_000)]
    new = [(line, text) for line, (_, text) in enumerate(old) if line % 50]
    started = time.process_time()
    found = LineMap()
    found.add(old, new)
    assert time.process_time() - started < 2.0
    assert len(found.same) > 10_000


@given(st.lists(st.sampled_from("0Az"), max_size=4), st.lists(st.sampled_from("0Az"), max_size=4))
def test_there_is_always_a_word_between_two_that_do_not_touch(one: list[str], other: list[str]) -> None:
    low, high = sorted(("".join(one).rstrip("0"), "".join(other).rstrip("0")))
    if low != high:
        assert low < between(low, high) < high
    assert between(high) > high
