"""Scenes of two drafts found again: by what is the same, then by number, heading and words, all against all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from production_canvas.film.alignment import alike, longest_rising
from production_canvas.film.assignment import assign
from production_canvas.film.headings import key
from production_canvas.film.script import Scene, Script

_UNSEEN = frozenset({"heading", "note", "boneyard", "section", "page_break", "synopsis"})
TEXT, HEADING, NUMBER = 0.55, 0.25, 0.35
"""What equal words, an equal heading and an equal printed number weigh."""
LEAST = 0.45
_SAME_PLACE = 0.7
_COMMON = 25
"""Scenes a word may stand in and still tell them apart."""
_CANDIDATES = 8
_WHOLE = 1_000_000
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class SceneText:
    """What a scene is known by. `number` as printed, else empty."""

    number: str
    heading: str
    place: str
    content: tuple[tuple[str, str], ...]
    words: Counter[str]


def texts_of(script: Script, numbers: Mapping[int, str] | None = None) -> list[SceneText]:
    """Every scene by what it is known by; `numbers` by index stand for those that the script does not print."""
    return [_text(script, scene, (numbers or {}).get(scene.index, "")) for scene in script.scenes]


def match(old: Mapping[int, SceneText], new: Mapping[int, SceneText]) -> dict[int, int]:
    """Old index to new index of the scenes that are one and the same."""
    found: dict[int, int] = {}
    _pair(old, new, found, lambda text: (text.number, text.heading, text.content) if text.number else None)
    _pair(old, new, found, lambda text: (text.heading, text.content))
    left_old = {index: text for index, text in old.items() if index not in found}
    taken = set(found.values())
    left_new = {index: text for index, text in new.items() if index not in taken}
    found |= assign(_weights(left_old, left_new))
    _fill_gaps(old, new, found)
    return found


def _text(script: Script, scene: Scene, number: str) -> SceneText:
    elements = script.elements_of(scene)
    content = tuple(
        (element.kind, " ".join(element.text.split())) for element in elements if element.kind not in _UNSEEN
    )
    words = Counter(word for _, text in content for word in text.lower().split())
    return SceneText(elements[0].name or number, key(scene.heading), key(scene.place), content, words)


def _pair(
    old: Mapping[int, SceneText],
    new: Mapping[int, SceneText],
    found: dict[int, int],
    mark: Callable[[SceneText], Hashable | None],
) -> None:
    """Pairs those of equal mark in their order."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    taken = set(found.values())
    for index, text in reversed(list(new.items())):
        if index not in taken and (known := mark(text)) is not None:
            waiting[known].append(index)
    for index, text in old.items():
        known = mark(text)
        if index not in found and known is not None and waiting[known]:
            found[index] = waiting[known].pop()


def _weights(old: Mapping[int, SceneText], new: Mapping[int, SceneText]) -> dict[int, dict[int, int]]:
    """By old index, the new ones it may be, with how likely that is in millionths."""
    index = _Index(new)
    weights: dict[int, dict[int, int]] = {}
    for place, text in old.items():
        row = {}
        for other in index.candidates(place, text):
            score = _score(text, new[other])
            if score >= LEAST:
                # Of two that are as likely, the nearer one.
                row[other] = round(score * _WHOLE) + _NEAR - min(_NEAR, abs(place - other))
        if row:
            weights[place] = row
    return weights


class _Index:
    """Finds the scenes that share rare words, a heading or a number with another."""

    def __init__(self, texts: Mapping[int, SceneText]) -> None:
        self.by_word: defaultdict[str, list[int]] = defaultdict(list)
        self.by_heading: defaultdict[str, list[int]] = defaultdict(list)
        self.by_number: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in texts.items():
            self.by_heading[text.heading].append(index)
            if text.number:
                self.by_number[text.number].append(index)
            for word in text.words:
                self.by_word[word].append(index)

    def candidates(self, place: int, text: SceneText) -> set[int]:
        votes: Counter[int] = Counter()
        for word in text.words:
            if len(self.by_word.get(word, ())) <= _COMMON:
                votes.update(self.by_word.get(word, ()))
        found = {index for index, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CANDIDATES]}
        near = sorted(self.by_heading.get(text.heading, ()), key=lambda index: (abs(index - place), index))
        return found.union(near[:_CANDIDATES], self.by_number.get(text.number, ())[:_CANDIDATES])


def _score(one: SceneText, other: SceneText) -> float:
    score = TEXT * alike(one.words, other.words)
    if one.heading == other.heading:
        score += HEADING
    elif one.place == other.place:
        score += HEADING * _SAME_PLACE
    return score + NUMBER * bool(one.number and one.number == other.number)


def _fill_gaps(old: Mapping[int, SceneText], new: Mapping[int, SceneText], found: dict[int, int]) -> None:
    """Between the same neighbours, a scene of the same heading is the same scene, however much of it was rewritten."""
    taken = {there: here for here, there in found.items()}
    order = [taken[index] for index in new if index in taken]
    # What moved is nobody's neighbour.
    staying = {order[place] for place in longest_rising(order)}
    before_new = _before(list(new), {there: here for there, here in taken.items() if here in staying})
    waiting: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    for index in new:
        if index not in taken:
            waiting[before_new[index], new[index].heading].append(index)
    before: int | None = None
    for index, text in old.items():
        if index in found:
            before = index if index in staying else before
        elif queue := waiting.get((before, text.heading)):
            found[index] = queue.pop(0)


def _before(indices: Sequence[int], taken: Mapping[int, int]) -> dict[int, int | None]:
    """By new index, the old index of the nearest scene before it that is known."""
    last: int | None = None
    found: dict[int, int | None] = {}
    for index in indices:
        found[index] = last
        last = taken.get(index, last)
    return found
