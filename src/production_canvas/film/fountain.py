"""Fountain by lines (syntax: fountain.io/syntax): a state machine, no way back.

It looks at each line once and, at a cue, at the line after it.

A screenplay typed as plain text goes the same way; there, page furniture is skipped and typed scene numbers are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from production_canvas.film.headings import plain, prefix_length, printed_number
from production_canvas.film.script import Element, Format, Kind
from production_canvas.film.source import HIDDEN, MOST_PARAGRAPHS, Source, prepare, too_many_paragraphs

_TITLE_KEY = re.compile(r"[^\W\d_][\w \-'’]{0,40}:")
_TITLE_KEYS = ("title:", "credit:", "author:", "authors:", "source:", "draft date:", "contact:", "copyright:")
_NO_TITLE_KEY = re.compile(r"(?:FADE|CUT|DISSOLVE|INT|EXT|SMASH|OPEN|OVER|TITLE CARD)\b|.* (?:TO|IN):", re.DOTALL)
_TRANSITION = re.compile(
    r"(?:FADE (?:IN|OUT|UP|TO)|(?:SMASH|MATCH|JUMP|HARD|TIME) CUT|CUT TO|DISSOLVE|CROSS[ -]?FADE|WIPE|IRIS|BACK TO"
    r"|INTERCUT WITH|SCHNITT|ÜBERBLENDUNG|ABBLENDE|AUFBLENDE|FONDU|COUPE|CORTE|FUNDIDO|STACCO|DISSOLVENZA|CIĘCIE"
    r"|ŚCIEMNIENIE|(?:ИЗ )?ЗАТЕМНЕНИ[ЕЯ])\b[^()]{0,60}$"
)
_FURNITURE = re.compile(r"(?:page )?\d{1,4}\.?$|\(?(?:continued|more)\)?:?(?: \(\d+\))?$", re.IGNORECASE)
_ORDINALS = str.maketrans({"ß": "SS", "ª": "A", "º": "O", "ŉ": "N"})
LONGEST_CUE = 120
LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True)
class Parsed:
    """`elements` in order of their lines, `asides` (notes, boneyards, title page) among them; `lines` as they read.

    `lengths`: eighths of a page of each scene where the file tells them, 0 for a scene of which it does not.
    """

    elements: tuple[Element, ...]
    title_page: tuple[tuple[str, str], ...]
    lines: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()


def parse(text: str, form: Format = "fountain") -> Parsed:
    """The elements of `text`. What is nothing else is action. Raises UnreadableScript past MOST_PARAGRAPHS."""
    source = prepare(text)
    title_page, start = _title_page(source.lines) if form in ("fountain", "pdf") else ((), 0)
    reader = Reader(source.lines, start, plain_text=form in ("text", "pdf"))
    elements = reader.read()
    if start and title_page:
        elements.insert(0, Element("title_page", "", _first_line(source.lines) + 1, start))
    return Parsed(tuple(_merged(elements, source)), title_page, tuple(source.written))


def is_capitals(text: str) -> bool:
    """Whether every letter with a case is a capital, and there is one; ß and the ordinals º ª have no capital."""
    return text.isupper() or (not text.isascii() and text.translate(_ORDINALS).isupper())


def cue_name(line: str) -> str:
    """The character's name in a cue without extensions: `MARA (V.O.) (CONT'D) ^` gives `MARA`."""
    name = plain(line.rstrip("^ \t").partition("(")[0])
    return " ".join(name.replace("\\", "").split()).rstrip(":").rstrip()


class Reader:
    """One pass over the lines of a body. `separated`: a blank line, or what counts as one, is just above."""

    def __init__(self, lines: list[str], start: int, *, plain_text: bool) -> None:
        self.lines = lines
        self.start = start
        self.plain_text = plain_text
        self.elements: list[Element] = []
        self.separated = True
        self.speaking = False
        self.open_kind: Kind = "action"
        self.open_lines: list[str] = []
        self.open_from = self.open_to = 0

    def read(self) -> list[Element]:
        """Every element from the start line on, notes and boneyards left out."""
        lines = self.lines
        for index in range(self.start, len(lines)):
            raw = lines[index]
            line = raw.strip()
            if not line:
                self._blank(index, raw)
                continue
            if HIDDEN in line:
                raw = raw.replace(HIDDEN, "").rstrip()
                line = raw.strip()
                if not line:
                    self._hidden()
                    continue
            if not self._special(index, line, raw):
                self._spoken(index, line) if self.speaking else self._write("action", raw, index)
            self.separated = False if self.open_lines else self.separated
        self._close()
        return self.elements

    def _special(self, index: int, line: str, raw: str) -> bool:
        """Whether `line` was an element that shows in its own first character, or by what surrounds it."""
        first = line[0]
        if first in "#=>!.@~" and self._marked(index, line, raw, first):
            return True
        if not self.separated:
            return False
        if self._heading(index, line):
            return True
        bare = plain(line) if first in "*_" else line
        if is_capitals(bare) and len(bare) < LONGEST_CUE and (bare.endswith("TO:") or _TRANSITION.match(bare)):
            self._add("transition", bare, index)
            return True
        return self._cue(index, bare)

    def _marked(self, index: int, line: str, raw: str, first: str) -> bool:
        rest = line[1:].strip()
        if first == "!":
            self._close()
            self.speaking = False
            self._write("action", raw.replace("!", "", 1), index)
            return True
        if first == "~":
            self._write_or_add_lyric(rest, index)
            return True
        if first == "." and self.separated and len(line) > 1 and line[1].isalnum():
            self._add("heading", rest, index, name=_number(rest))
            return True
        if first == "@" and rest and not self.speaking:
            self._add_cue(index, rest)
            return True
        if first == ">":
            centered = line.endswith("<") and len(line) > 1
            self._add("centered" if centered else "transition", plain(rest.removesuffix("<").strip()), index)
            return True
        return self._outline(index, line, rest, first)

    def _outline(self, index: int, line: str, rest: str, first: str) -> bool:
        if line.startswith("===") and not line.strip("="):
            self._add("page_break", "", index)
            return True
        if first not in "#=" or (self.speaking and not self.separated and line.lstrip("#=")[:1] != " "):
            return False
        if first == "=" and rest[:1] != "=":
            self._add("synopsis", rest, index)
            return True
        if first == "#" and (title := line.lstrip("#").strip()):
            self._add("section", title, index, depth=len(line) - len(line.lstrip("#")))
            return True
        return False

    def _heading(self, index: int, line: str) -> bool:
        number = ""
        if self.plain_text and (line[0].isalnum() or line[0] == "("):
            if _FURNITURE.match(line[:40]):
                return True
            number, line = printed_number(line)
        bare = plain(line) if line[0] in "*_" else line
        if not bare or not prefix_length(bare):
            return False
        self._add("heading", bare, index, name=number or _number(bare))
        return True

    def _cue(self, index: int, line: str) -> bool:
        if len(line) > LONGEST_CUE:
            return False
        name, opened, extension = line.partition("(")
        if not is_capitals(name):
            return False
        if opened and extension[extension.rfind(")") + 1 :].strip("^ \t:*_"):
            return False
        if not self._followed(index):
            return False
        self._add_cue(index, line)
        return True

    def _followed(self, index: int) -> bool:
        """Whether the next line that is not wholly a note or a boneyard has text."""
        for below in range(index + 1, len(self.lines)):
            line = self.lines[below].strip()
            if not line:
                return False
            if HIDDEN not in line or line.replace(HIDDEN, "").strip():
                return True
        return False

    def _add_cue(self, index: int, line: str) -> None:
        dual = line.endswith("^")
        self._add("cue", line.rstrip("^ \t"), index, name=cue_name(line), dual=dual)
        self.speaking = True
        self.separated = False

    def _spoken(self, index: int, line: str) -> None:
        if line[0] == "(" and line[-1] == ")":
            self._close()
            self._append(Element("parenthetical", line, index + 1, index + 1))
        else:
            self._write("dialogue", line, index)

    def _write_or_add_lyric(self, text: str, index: int) -> None:
        self._close()
        self._append(Element("lyric", text, index + 1, index + 1))
        self.separated = False

    def _blank(self, index: int, raw: str) -> None:
        if self.speaking and raw == "  " and self._speech_goes_on(index):
            if self.open_lines and self.open_kind == "dialogue":
                self.open_lines.append("")
            return
        self._close()
        self.speaking = False
        self.separated = True

    def _speech_goes_on(self, index: int) -> bool:
        """Two spaces on a line hold a speech together (Fountain), unless a heading or another cue plainly follows."""
        if index + 1 >= len(self.lines) or not (line := self.lines[index + 1].strip()):
            return False
        if line[0] in ".@#=>!" or prefix_length(line):
            return False
        return not (is_capitals(line.partition("(")[0]) and self._followed(index + 1))

    def _hidden(self) -> None:
        """A line that held nothing but a note or a boneyard: unseen inside a speech, a separation elsewhere."""
        if not self.speaking:
            self._close()
            self.separated = True

    def _write(self, kind: Kind, line: str, index: int) -> None:
        if self.open_lines and self.open_kind == kind:
            self.open_lines.append(line)
            self.open_to = index + 1
            return
        self._close()
        self.open_kind = kind
        self.open_lines = [line]
        self.open_from = self.open_to = index + 1

    def _close(self) -> None:
        if not self.open_lines:
            return
        text = "\n".join(self.open_lines)
        if "\t" in text:
            text = text.replace("\t", "    ")
        self._append(Element(self.open_kind, text.rstrip(), self.open_from, self.open_to))
        self.open_lines = []

    def _add(self, kind: Kind, text: str, index: int, *, name: str = "", dual: bool = False, depth: int = 0) -> None:
        """One element of a single line, after which a new paragraph may begin without a blank line."""
        self._close()
        self.speaking = False
        self.separated = True
        self._append(Element(kind, text, index + 1, index + 1, name, dual, depth))

    def _append(self, element: Element) -> None:
        if len(self.elements) >= MOST_PARAGRAPHS:
            raise too_many_paragraphs()
        self.elements.append(element)


def _number(heading: str) -> str:
    if heading[-1:] != "#" or (start := heading.rfind("#", 0, len(heading) - 1)) < 0:
        return ""
    number = heading[start + 1 : -1]
    return number if 0 < len(number) <= LONGEST_NUMBER and not any(map(str.isspace, number)) else ""


def _first_line(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if line.replace(HIDDEN, "").strip()), len(lines))


def _title_page(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """Keys with their values, and the index of the line after them; ((), 0) where there is no title page."""
    first = _first_line(lines)
    if first == len(lines) or not _opens_title_page(lines, first):
        return (), 0
    entries: list[tuple[str, list[str]]] = []
    for index in range(first, len(lines)):
        line = lines[index].replace(HIDDEN, "").rstrip()
        if not line:
            return _entries(entries), index
        if line[0] != "\t" and not line.startswith("   "):
            match = _TITLE_KEY.match(line.lstrip())
            if match is None or _NO_TITLE_KEY.match(match.group()):
                return _entries(entries), index
            entries.append((match.group()[:-1], [line.lstrip()[match.end() :].strip()]))
        else:
            entries[-1][1].append(line.strip())
    return _entries(entries), len(lines)


def _opens_title_page(lines: list[str], first: int) -> bool:
    line = lines[first].replace(HIDDEN, "").rstrip()
    if line[:1] == "\t" or line.startswith("   "):
        return False
    line = line.lstrip()
    match = _TITLE_KEY.match(line)
    if match is None or _NO_TITLE_KEY.match(match.group()):
        return False
    if match.group().lower() in _TITLE_KEYS:
        return True
    below = lines[first + 1] if first + 1 < len(lines) else ""
    return (
        len(line) > match.end() or (below[:1] in ("\t", " ") and bool(below.strip())) or bool(_TITLE_KEY.match(below))
    )


def _entries(entries: list[tuple[str, list[str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, "\n".join(value for value in values if value)) for name, values in entries)


def _merged(elements: list[Element], source: Source) -> list[Element]:
    """Elements and asides in order of their lines; a paragraph comes before the note inside it."""
    if not source.asides:
        return elements
    both = [(element.line_from, 0, element) for element in elements]
    both += [(aside.line_from, 1, aside) for aside in source.asides]
    both.sort(key=lambda entry: entry[:2])
    return [element for _, _, element in both]
