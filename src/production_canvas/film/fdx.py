"""Final Draft's XML made elements. A file with a document type, entities or towers of tags is refused, not expanded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat  # no document type is let in, so there is no entity to expand

from production_canvas.errors import UnreadableScript
from production_canvas.film.fountain import Parsed, cue_name
from production_canvas.film.script import Element, Kind
from production_canvas.film.source import MOST_PARAGRAPHS, one_kind_of_blank, too_many_paragraphs

DEEPEST = 64
"""Levels of tags; Final Draft writes about eight."""
_KINDS: Mapping[str, Kind] = {
    "scene heading": "heading",
    "action": "action",
    "character": "cue",
    "dialogue": "dialogue",
    "parenthetical": "parenthetical",
    "lyrics": "lyric",
    "singing": "lyric",
    "transition": "transition",
    "new act": "centered",
    "end of act": "centered",
    "outline body": "synopsis",
}
_SKIPPED = frozenset({"OmittedScene", "Alternates", "AlternateDialogues", "SceneArcBeats", "StoryPoint"})
_SPEECH = frozenset({"dialogue", "parenthetical", "lyric"})
_LENGTH = re.compile(r"(?:(\d{1,3}))?\s*(?:([0-7])/8)?")
_BYLINES = ("written by", "screenplay by", "by", "story by", "teleplay by", "based on")


def is_final_draft(content: bytes) -> bool:
    """Whether the bytes are one of Final Draft's own files, whatever the file is called."""
    return b"<FinalDraft" in content[:4096].replace(b"\0", b"")


def parse_fdx(content: bytes) -> Parsed:
    """The elements of a Final Draft file, on the lines of its text as it reads without markup.

    Raises UnreadableScript for broken XML, document types, too many paragraphs or levels.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableScript(f"This Final Draft file breaks off or is damaged at line {error.lineno}.") from None
    except (LookupError, ValueError):
        raise UnreadableScript("This Final Draft file is written in an encoding nobody knows.") from None
    return Parsed(tuple(reader.elements), reader.title_page(), tuple(reader.lines), tuple(reader.lengths))


class _Reader:
    """One pass over the tags. `lines`: the text as it reads, a blank line between paragraphs that are not one speech.

    `lengths`: eighths of a page of each scene as Final Draft counted them, 0 where it did not.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.lines: list[str] = []
        self.lengths: list[int] = []
        self.titles: list[str] = []
        self.path: list[str] = []
        self.skipping = 0
        self.notes = 0
        self.texts: list[list[str]] = []
        self.kinds: list[dict[str, str]] = []
        self.aside: list[tuple[Kind, str]] = []
        self.in_text = False
        self.dual_cues = -1
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse

    def title_page(self) -> tuple[tuple[str, str], ...]:
        """The first line of the title page as the title, what follows a byline as the author."""
        if not self.titles:
            return ()
        authors = [
            after
            for line, after in zip(self.titles, [*self.titles[1:], ""], strict=True)
            if line.lower().rstrip(":") in _BYLINES
        ]
        return (("Title", self.titles[0]), *((("Author", authors[0]),) if authors and authors[0] else ()))

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag)
        if len(self.path) > DEEPEST:
            raise UnreadableScript(f"This file nests more than {DEEPEST} levels of tags; Final Draft writes no such.")
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
        elif tag == "ScriptNote":
            self.notes += 1
        elif tag == "DualDialogue":
            self.dual_cues = 0
        elif tag == "Paragraph" and self._within():
            self.texts.append([])
            self.kinds.append(attributes)
        elif tag == "SceneProperties" and self.kinds:
            self.kinds[-1].setdefault("Length", attributes.get("Length", ""))
        self.in_text = tag == "Text"

    def _close(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag == "ScriptNote":
            self.notes -= 1
        elif tag == "DualDialogue":
            self.dual_cues = -1
        elif tag == "Paragraph" and self.texts and self._within():
            self._paragraph(self.kinds.pop(), one_kind_of_blank("".join(self.texts.pop())))
        self.path.pop()
        self.in_text = False

    def _characters(self, data: str) -> None:
        if self.in_text and self.texts and not self.skipping:
            self.texts[-1].append(data)

    def _within(self) -> bool:
        return self.path[1:2] == ["Content"] or self.path[1:3] == ["TitlePage", "Content"]

    def _paragraph(self, given: Mapping[str, str], raw: str) -> None:
        text = "\n".join(line.rstrip() for line in raw.strip().split("\n")).replace("\t", "    ")
        if self.path[1] == "TitlePage":
            self.titles += [line.strip() for line in text.split("\n") if line.strip()]
            return
        if not self.notes and "SceneProperties" not in self.path and given.get("StartsNewPage") == "Yes":
            self._put("page_break", "")
        kind = self._kind(given)
        if self.texts and kind in ("note", "synopsis"):
            # It stands inside the paragraph it belongs to, which is not closed yet.
            self.aside.append((kind, text))
        elif text:
            self._say(kind, text, given)
        if not self.texts:
            for held in self.aside:
                self._put(*held)
            self.aside.clear()

    def _say(self, kind: Kind, text: str, given: Mapping[str, str]) -> None:
        if kind == "heading":
            text = " ".join(text.split()).upper()
            self.lengths.append(_eighths(given.get("Length", "")))
            self._put("heading", text, name=given.get("Number", "").strip()[:24])
        elif kind == "cue":
            text = " ".join(text.split()).upper()
            self._put("cue", text, name=cue_name(text), dual=self.dual_cues > 0)
            self.dual_cues += self.dual_cues >= 0
        else:
            self._put(kind, text)

    def _kind(self, given: Mapping[str, str]) -> Kind:
        if self.notes:
            return "note"
        if "SceneProperties" in self.path:
            return "synopsis"
        name = given.get("Type", "").strip().lower()
        if name.startswith("outline ") and name not in _KINDS:
            return "section"
        if given.get("Alignment") == "Center" and name in ("action", "general"):
            return "centered"
        return _KINDS.get(name, "action")

    def _put(self, kind: Kind, text: str, *, name: str = "", dual: bool = False) -> None:
        if len(self.elements) >= MOST_PARAGRAPHS:
            raise too_many_paragraphs()
        if self.lines and kind not in _SPEECH:
            self.lines.append("")
        start = len(self.lines) + 1
        self.lines += text.split("\n")
        self.elements.append(Element(kind, text, start, len(self.lines), name, dual))


def _refuse(*_declared: object) -> None:
    raise UnreadableScript("This file declares a document type or entities, as Final Draft never does; it is not read.")


def _eighths(length: str) -> int:
    """11 of "1 3/8", 0 where nothing is said."""
    found = _LENGTH.fullmatch(length.strip())
    if found is None or not any(found.groups()):
        return 0
    return int(found.group(1) or 0) * 8 + int(found.group(2) or 0)
