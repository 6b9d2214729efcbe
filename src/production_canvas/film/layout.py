"""Pages of a screenplay by layout: Courier 12, action in 60 columns, dialogue in 35, 55 lines a page."""

from __future__ import annotations

from collections.abc import Iterable

from production_canvas.film.script import Element

LINES_A_PAGE = 55
_COLUMNS = {
    "action": 60,
    "heading": 60,
    "centered": 60,
    "transition": 60,
    "cue": 38,
    "dialogue": 35,
    "lyric": 35,
    "parenthetical": 25,
}
_SPACE_ABOVE = {"action": 1, "heading": 1, "centered": 1, "transition": 1, "cue": 1}
_KEPT_BELOW = {"heading": 3, "cue": 2, "parenthetical": 1}
"""Lines that must fit under it: a heading or a name never stands alone at the foot of a page."""
_SPEECH = frozenset({"cue", "dialogue", "parenthetical", "lyric"})
_SPLIT_SPEECH = 2
"""(MORE) at the foot, the name again at the head."""


def place(elements: Iterable[Element]) -> list[int]:
    """The line on which each element begins, counted from 0 through all pages; at the end, the line after the last."""
    positions: list[int] = []
    at = left_end = 0
    left_start = -1
    for element in elements:
        kind = element.kind
        if kind not in _COLUMNS:
            positions.append(at)
            at = _top_of_next(at) if kind == "page_break" else at
            continue
        if kind == "cue":
            beside = element.dual and left_start >= 0
            left_end = max(at, left_end) if beside else 0
            at, left_start = (left_start, -1) if beside else (at, at)
        elif kind not in _SPEECH:
            at, left_end, left_start = max(at, left_end), 0, -1
        needs = height(element.text, _COLUMNS[kind])
        at = _begin(at, needs, kind)
        positions.append(at)
        at += needs
        if kind == "dialogue" and at // LINES_A_PAGE > (at - needs) // LINES_A_PAGE and at % LINES_A_PAGE:
            at += _SPLIT_SPEECH
    positions.append(max(at, left_end))
    return positions


def height(text: str, columns: int) -> int:
    """Lines that `text` takes when wrapped at words."""
    if len(text) <= columns and "\n" not in text:
        return 1
    return sum(_wrapped(line, columns) for line in text.split("\n"))


def _begin(at: int, needs: int, kind: str) -> int:
    used = at % LINES_A_PAGE
    if not used:
        return at
    start = used + _SPACE_ABOVE.get(kind, 0)
    if start + min(needs, 2) + _KEPT_BELOW.get(kind, 0) > LINES_A_PAGE:
        return _top_of_next(at)
    return at - used + start


def _top_of_next(at: int) -> int:
    return -(-at // LINES_A_PAGE) * LINES_A_PAGE


def _wrapped(line: str, columns: int) -> int:
    lines, at, end = 1, 0, len(line)
    while end - at > columns:
        space = line.rfind(" ", at, at + columns + 1)
        at = space + 1 if space > at else at + columns
        lines += 1
    return lines
