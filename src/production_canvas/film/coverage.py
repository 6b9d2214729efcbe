"""Which lines of a script its shots show, and where the lines of a shot stand in a new draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from production_canvas.film.alignment import LineMap
from production_canvas.film.script import Script

WRITTEN = frozenset({"heading", "action", "cue", "dialogue", "parenthetical", "lyric", "transition", "centered"})
FILMED = frozenset({"action", "cue", "dialogue", "parenthetical", "lyric"})
"""What a shot can show; a heading is covered by any shot of its scene."""


def lines_of(script: Script, kinds: Collection[str]) -> set[int]:
    """The lines, not blank, that elements of those kinds stand on."""
    return {
        line
        for element in script.elements
        if element.kind in kinds
        for line in range(element.line_from, element.line_to + 1)
        if script.lines[line - 1].strip()
    }


def span(source: Any) -> tuple[int, int] | None:
    """First and last line that a node says it comes from; None where it says none, or was omitted with its scene."""
    if not isinstance(source, Mapping) or source.get("mark") == "omitted":
        return None
    first, last = source.get("line_from"), source.get("line_to")
    if not isinstance(first, int) or not isinstance(last, int) or not 1 <= first <= last:
        return None
    return first, last


def uncovered(lines: Collection[int], spans: Iterable[tuple[int, int]]) -> list[int]:
    """Those of `lines` that lie in none of the spans, in order."""
    left: list[int] = []
    reach = 0
    waiting = sorted(spans, reverse=True)
    for line in sorted(lines):
        while waiting and waiting[-1][0] <= line:
            reach = max(reach, waiting.pop()[1])
        if line > reach:
            left.append(line)
    return left


def runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring lines, in order, as first and last of each run."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found


@dataclass(frozen=True, slots=True)
class Follower:
    """Moves spans of the old draft, which ends with line `last`, to the new one.

    `before` and `after`: the lines of either that say something.
    """

    lines: LineMap
    before: Collection[int]
    after: Collection[int]
    last: int

    def followed(self, source: Mapping[str, Any]) -> dict[str, Any] | None:
        """The source of a shot as the new draft has it: its lines, `mark` changed or gone; None: it has no lines."""
        here = span(source)
        if here is None:
            return None
        own = [line for line in range(here[0], min(here[1], self.last) + 1) if line in self.before]
        there = [found for line in own if (found := self.lines.of(line)) is not None]
        if not own:
            return None
        if not there:
            return {**source, "line_from": 0, "line_to": 0, "mark": "gone"}
        first, last = min(there), max(there)
        told = {**source, "line_from": first, "line_to": last}
        inside = sum(line in self.after for line in range(first, last + 1))
        if inside != len(own) or any(line not in self.lines.same for line in own):
            told["mark"] = "changed"
        return told
