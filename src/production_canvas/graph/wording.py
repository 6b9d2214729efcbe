"""How one text became another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Span: TypeAlias = dict[str, str]
Stretch: TypeAlias = tuple[str, str, str]

MOST_STEPS = 2_000_000
_MOST_CHANGES = 400
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Wording:
    """Compares texts until `steps` are used up; from then on a changed stretch is told whole."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._steps = steps

    def spans(self, before: str, after: str) -> list[Span]:
        """What stayed, went and came, in reading order: `[{"kind": "same" | "deleted" | "inserted", "text"}]`.

        What is not inserted makes up `before`, what is not deleted `after`.
        """
        told: list[Span] = []
        for same, deleted, inserted in _joined(self._stretches(_WORDS.findall(before), _WORDS.findall(after))):
            for kind, text in (("same", same), ("deleted", deleted), ("inserted", inserted)):
                if text:
                    told.append({"kind": kind, "text": text})
        return told

    def _stretches(self, old: Sequence[str], new: Sequence[str]) -> Iterable[Stretch]:
        """Alternately what stayed and what replaced what behind it."""
        head, tail = _shared(old, new)
        middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
        here, there = 0, 0
        same = "".join(old[:head])
        for one, other, length in self._runs(middle_old, middle_new):
            yield same, "".join(middle_old[here:one]), "".join(middle_new[there:other])
            same = "".join(middle_old[one : one + length])
            here, there = one + length, other + length
        yield same, "".join(middle_old[here:]), "".join(middle_new[there:])
        yield "".join(old[len(old) - tail :]), "", ""

    def _runs(self, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
        """Where both say the same: place in each, and how many words. None where they differ too much."""
        # Myers, An O(ND) Difference Algorithm, 1986: reach[k] is how far in `old` the diagonal k was followed.
        reach = {1: 0}
        trail: list[dict[int, int]] = []
        for changes in range(min(len(old) + len(new), _MOST_CHANGES) + 1):
            self._steps -= changes + 1
            if self._steps < 0:
                return []
            trail.append(dict(reach))
            for diagonal in range(-changes, changes + 1, 2):
                place = _onward(reach, diagonal, changes)
                while place < len(old) and place - diagonal < len(new) and old[place] == new[place - diagonal]:
                    place += 1
                reach[diagonal] = place
                if place >= len(old) and place - diagonal >= len(new):
                    return _followed(trail, len(old), len(new))
        return []


def _onward(reach: dict[int, int], diagonal: int, changes: int) -> int:
    return reach[diagonal + 1] if _came(reach, diagonal, changes) else reach[diagonal - 1] + 1


def _came(reach: dict[int, int], diagonal: int, changes: int) -> bool:
    """Whether the best way onto the diagonal is by a word that came, and not by one that went."""
    return diagonal == -changes or (diagonal != changes and reach[diagonal - 1] < reach[diagonal + 1])


def _followed(trail: list[dict[int, int]], one: int, other: int) -> list[tuple[int, int, int]]:
    """The runs on the way that the trail tells, walked back from its end."""
    runs = []
    for changes in range(len(trail) - 1, -1, -1):
        diagonal = one - other
        start = max(0, _onward(trail[changes], diagonal, changes))
        if one > start:
            runs.append((start, start - diagonal, one - start))
        came = _came(trail[changes], diagonal, changes)
        one = start if came else start - 1
        other = start - diagonal - 1 if came else start - diagonal
    runs.reverse()
    return runs


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many words both begin with, and end with behind those."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _joined(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    """The stretches, changes that are parted by nothing but space told as one."""
    same, deleted, inserted = "", "", ""
    for stayed, gone, come in stretches:
        changed_before, changes_after = bool(deleted or inserted), bool(gone or come)
        if changed_before and (not stayed or (stayed.isspace() and changes_after)):
            deleted, inserted = deleted + stayed + gone, inserted + stayed + come
        elif changed_before:
            yield same, deleted, inserted
            same, deleted, inserted = stayed, gone, come
        else:
            same, deleted, inserted = same + stayed, gone, come
    yield same, deleted, inserted
