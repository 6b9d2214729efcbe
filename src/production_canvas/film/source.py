"""Text made ready for the line parser: one kind of line end, one kind of space, notes and boneyards lifted out.

Every step is one pass over the text, and no step changes the number of lines, so that spans stay those of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from production_canvas.errors import UnreadableScript
from production_canvas.film.script import Element, Kind

HIDDEN = "\x01"
"""Stands where a note or a boneyard was cut, so that a line emptied by the cut is not taken for a blank line."""

MOST_PARAGRAPHS = 400_000
"""Paragraphs of the largest script that is read; a feature film has about 4,000."""
MOST_LINES = 1_000_000

_SPACES = "\xa0\u1680\u2002\u2003\u2007\u2009\u202f\u205f\u3000\x0c\x0b"
_NOTHING = "\ufeff\u200b\u200c\u2060\xad" + "".join(chr(code) for code in range(32) if code not in (9, 10, 11, 12, 13))
_LINE_ENDS = "\r\u2028\u2029\x85"
_BLANK_LINE = re.compile(r"\n[ \t\x01]?\n")


@dataclass(frozen=True, slots=True)
class Source:
    """`lines` without notes and boneyards, these as elements, `asides`, in order of their lines; `written` has both."""

    lines: list[str]
    asides: list[Element]
    written: list[str]


def too_many_paragraphs() -> UnreadableScript:
    """The error for a text no screenplay would be."""
    return UnreadableScript(f"This text has more than {MOST_PARAGRAPHS:,} paragraphs; that is no screenplay.")


def prepare(text: str) -> Source:
    """The lines of `text`, ready to be parsed; lone surrogates become U+FFFD. Raises UnreadableScript past the cap."""
    text = one_kind_of_blank(text)
    if text.count("\n") >= MOST_LINES:
        raise UnreadableScript(f"This text has more than {MOST_LINES:,} lines; that is no screenplay.")
    written = text.split("\n")
    asides: list[Element] = []
    if "/*" in text and "*/" in text:
        text = _lift(text, "/*", "*/", "boneyard", asides)
    if "[[" in text and "]]" in text:
        text = _lift(text, "[[", "]]", "note", asides)
        asides.sort(key=lambda aside: (aside.line_from, aside.line_to))
    return Source(text.split("\n") if asides else written, asides, written)


def one_kind_of_blank(text: str) -> str:
    """`text` with one kind of line end and of space, without what shows nothing; half characters become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\r\n", "\n")
    for characters, substitute in ((_LINE_ENDS, "\n"), (_SPACES, " "), (_NOTHING, "")):
        for character in characters:
            if character in text:
                text = text.replace(character, substitute)
    return text


def _lift(text: str, start: str, end: str, kind: Kind, asides: list[Element]) -> str:
    """`text` with every `start`…`end` cut out, its line ends kept; an unclosed one stays as it is written."""
    pieces: list[str] = []
    kept = line = counted = at = 0
    close = blank = -1
    while (begin := text.find(start, at)) >= 0:
        at = begin + 2
        if close < at and (close := text.find(end, at)) < 0:
            break
        # A blank line ends an open note. Both marks only move forward, which keeps this linear.
        if kind == "note" and blank < begin:
            found = _BLANK_LINE.search(text, begin)
            blank = found.start() if found else len(text)
        if kind == "note" and blank < close:
            continue
        line += text.count("\n", counted, begin)
        inside = text[at:close]
        ends = inside.count("\n")
        pieces += (text[kept:begin], HIDDEN, f"\n{HIDDEN}" * ends)
        if len(asides) >= MOST_PARAGRAPHS:
            raise too_many_paragraphs()
        asides.append(Element(kind, inside.replace(HIDDEN, "").strip(), line + 1, line + ends + 1))
        line += ends
        kept = at = counted = close + 2
    pieces.append(text[kept:])
    return "".join(pieces)
