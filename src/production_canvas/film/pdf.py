"""A printed screenplay made text again: rows of words at their places, as a typewriter would have set them.

Best effort: a PDF holds words and places, not what they are. The columns of the page tell headings, names and speech
apart, and the plain-text reader takes it from there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

POINTS_AN_INCH = 72.0
_HEAD = 0.86 * POINTS_AN_INCH
_FOOT = 0.6 * POINTS_AN_INCH
"""Page numbers and running titles stand nearer to the edge of the paper than this."""
_A_WORD = 4
_TITLE_LINES = 24
_USUAL_WIDTH = 7.2
_USUAL_PITCH = 12.0
_WIDEST = 100
_LONG = 30
"""Letters of a row that reaches across the page: such rows begin at the margin of action."""
_SCENE = re.compile(r"\b(?:INT|EXT|I/E|INT/EXT)[./ ]", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class Run(NamedTuple):
    """Words on one line: left and right end, and height above the foot of the page, in points."""

    left: float
    right: float
    base: float
    text: str


class Page(NamedTuple):
    height: float
    runs: Sequence[Run]


class _Row(NamedTuple):
    base: float
    runs: list[Run]


def typed(pages: Sequence[Page]) -> str:
    """The text of the pages, indented by columns, one blank line where the page has a gap."""
    rows = [_rows(page) for page in pages]
    every = [run for page in rows for row in page for run in row.runs]
    if not every:
        return ""
    width = _width(every)
    margin = _margin(every)
    pitch = _pitch(rows)
    title, body = _title(rows)
    lines = [f"Title: {title}", ""] if title else []
    for page in body:
        if lines and lines[-1]:
            lines.append("")
        before = 0.0
        for row in page:
            if before and before - row.base > 1.5 * pitch and lines[-1]:
                lines.append("")
            lines.append(_line(row, margin, width))
            before = row.base
    return "\n".join(lines) + "\n"


def _rows(page: Page) -> list[_Row]:
    """Rows from the top down, without what stands at the edges of the paper."""
    found: list[_Row] = []
    inside = [run for run in page.runs if _FOOT < run.base < page.height - _HEAD and run.text.strip()]
    for run in sorted(inside, key=lambda each: (-each.base, each.left)):
        if found and found[-1].base - run.base < _USUAL_PITCH / 3:
            found[-1].runs.append(run)
        else:
            found.append(_Row(run.base, [run]))
    for row in found:
        row.runs.sort(key=lambda each: each.left)
    return found


def _width(runs: Iterable[Run]) -> float:
    """Points a letter is wide, on average: 7.2 in Courier 12."""
    widths = [(run.right - run.left) / len(run.text) for run in runs if len(run.text) >= _A_WORD]
    return min(12.0, max(4.0, median(widths))) if widths else _USUAL_WIDTH


def _margin(runs: Sequence[Run]) -> float:
    """Where action begins: the left end that most long rows share, of all where none is long."""
    lefts = Counter(round(run.left) for run in runs if len(run.text) >= _LONG)
    if not lefts:
        return min(run.left for run in runs)
    return float(min(lefts.most_common(3), key=lambda each: (-each[1], each[0]))[0])


def _pitch(pages: Iterable[Sequence[_Row]]) -> float:
    """Points from one line to the next of the same paragraph."""
    steps = Counter(round(above.base - below.base, 1) for page in pages for above, below in pairwise(page))
    close = [
        step for step, count in steps.items() if _USUAL_PITCH / 2 <= step <= 1.5 * _USUAL_PITCH for _ in range(count)
    ]
    return min(_USUAL_PITCH, median(close)) if close else _USUAL_PITCH


def _title(pages: Sequence[Sequence[_Row]]) -> tuple[str, Sequence[Sequence[_Row]]]:
    """The title, where the first page is one of its own, and the pages that follow it."""
    first = next((page for page in pages if page), [])
    words = [_words(row) for row in first]
    if len(pages) <= 1 or not words or len(words) > _TITLE_LINES or any(map(_SCENE.search, words)):
        return "", pages
    return words[0].strip(" “”\"'")[:200], pages[pages.index(first) + 1 :]


def _words(row: _Row) -> str:
    return " ".join(_BLANKS.sub(" ", run.text).strip() for run in row.runs)


def _line(row: _Row, margin: float, width: float) -> str:
    """The row with its words in their columns; what stands left of the margin, a scene's number, comes first."""
    line = ""
    for run in row.runs:
        words = _BLANKS.sub(" ", run.text).strip()
        column = max(0, min(_WIDEST, round((run.left - margin) / width)))
        line = line.ljust(column if not line else max(column, len(line) + 1)) + words
    return line
