"""Lines of two drafts laid side by side: which line of the new one is which of the old one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

MOST_PRODUCT = 250_000
"""Lines times lines that are compared one with another; longer stretches are laid along lines that occur once."""
MOST_REWRITTEN = 60
ALIKE = 0.5


class Stretch(NamedTuple):
    """Lines `[old_from, old_to)` of the old text that became `[new_from, new_to)` of the new one."""

    kind: Literal["same", "other"]
    old_from: int
    old_to: int
    new_from: int
    new_to: int


@dataclass(slots=True)
class LineMap:
    """By line of the old draft, its line in the new one: `same` words, or `rewritten` ones."""

    same: dict[int, int] = field(default_factory=dict)
    rewritten: dict[int, int] = field(default_factory=dict)

    def add(self, old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]) -> None:
        """Takes in two stretches that belong together, each as (line, text)."""
        before, after = [text for _, text in old], [text for _, text in new]
        for stretch in stretches(before, after):
            rows = range(stretch.old_from, stretch.old_to)
            if stretch.kind == "same":
                self.same |= {old[row][0]: new[stretch.new_from + row - stretch.old_from][0] for row in rows}
            else:
                pairs = _rewritten(before[stretch.old_from : stretch.old_to], after[stretch.new_from : stretch.new_to])
                for one, other in pairs:
                    self.rewritten[old[stretch.old_from + one][0]] = new[stretch.new_from + other][0]

    def of(self, line: int) -> int | None:
        """Where the line stands now, None where its words are gone."""
        return self.same.get(line, self.rewritten.get(line))


def stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Both texts from first to last line in stretches that are the same and stretches that are not."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    blocks = [(0, 0, start)] if start else []
    blocks += [
        (one + start, other + start, size)
        for one, other, size in _blocks(old[start : len(old) - end], new[start : len(new) - end])
    ]
    blocks.append((len(old) - end, len(new) - end, end))
    here = there = 0
    for one, other, size in blocks:
        if one > here or other > there:
            yield Stretch("other", here, one, there, other)
        if size:
            yield Stretch("same", one, one + size, other, other + size)
        here, there = one + size, other + size


def alike(one: Counter[str], other: Counter[str]) -> float:
    """How much of their words two texts share, 0 to 1 (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def longest_rising(values: Sequence[int]) -> list[int]:
    """Places of one longest run of values that rise, not necessarily neighbours."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(ends, value)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [value]
        places[at : at + 1] = [place]
    found: list[int] = []
    here = places[-1] if places else -1
    while here >= 0:
        found.append(here)
        here = before[here]
    return found[::-1]


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    if len(old) * len(new) <= MOST_PRODUCT:
        return [(*block,) for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]]
    once, there = _single(old), _single(new)
    both = [(place, there[text]) for text, place in once.items() if text in there]
    return [(*both[place], 1) for place in longest_rising([other for _, other in both])]


def _single(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {text: place for place, text in enumerate(lines) if counts[text] == 1}


def _rewritten(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs, in order, of lines that say nearly the same; a single line that became a single one is always a pair."""
    if len(old) == len(new) == 1:
        yield 0, 0
        return
    if max(len(old), len(new)) > MOST_REWRITTEN:
        return
    words = [Counter(line.lower().split()) for line in new]
    start = 0
    for place, line in enumerate(old):
        own = Counter(line.lower().split())
        best = max(((alike(own, words[at]), -at) for at in range(start, len(new))), default=(0.0, 0))
        if best[0] >= ALIKE:
            yield place, -best[1]
            start = 1 - best[1]
