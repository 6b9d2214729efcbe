"""A file's bytes made a Script, or a sentence that says why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from production_canvas.errors import UnreadableScript
from production_canvas.film import layout
from production_canvas.film.fdx import is_final_draft, parse_fdx
from production_canvas.film.fountain import Parsed, parse
from production_canvas.film.headings import Heading, key, plain, read_heading
from production_canvas.film.script import Character, Element, Format, Scene, Script

MOST_SCENES = 100_000
_MOST_TIMES = 4
LARGEST = 10 * 1024 * 1024
"""Bytes of the largest script that is read; a feature film has about 150,000."""

_FOUNTAIN_MARKS = re.compile(
    r"^(?:title:|author:|credit:|#{1,6} |[.@~][^\W_]|===[ \t]*$|>[^\n]*<[ \t]*$)|\[\[|/\*|\^[ \t]*$"
    r"|#[^#\s]{1,24}#[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TYPED = re.compile(
    r"^(?:[ \t]{10,60}[A-Z][A-Z0-9 .'-]{1,30}(?:\([^()\n]{1,20}\))?[ \t]*\n[ \t]{5,40}\S"
    r"|[ \t]*(?:\(?CONTINUED\)?:?|\(MORE\)|\d{1,3}\.)[ \t]*$"
    r"|[ \t]*\d{1,4}[A-Z]{0,2}[.)]?[ \t]+(?:INT|EXT)\b)",
    re.MULTILINE,
)
"""A centred name over its speech, page furniture, a number printed before a heading."""
_TYPED_SIGNS = 2
_SNIFFED = 20_000
NO_SCENES = "a scene begins with a line like INT. KITCHEN - DAY"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_script(content: bytes, name: str) -> Script:
    """The screenplay in `content`, its format told by what stands in it. Raises UnreadableScript."""
    if len(content) > LARGEST:
        raise UnreadableScript(f"{_shown(name)} is larger than 10 MB; that is no screenplay this reader takes.")
    if is_final_draft(content):
        return script_of(parse_fdx(content), "fdx", _stem(name))
    _refuse_other_formats(content, name)
    text = decode(content, name)
    if not text.strip("\ufeff \t\r\n\x0b\x0c\xa0\u200b"):
        raise UnreadableScript(f"{_shown(name)} is empty; there is no text in it to read.")
    form = format_of(text, name)
    script = script_of(parse(text, form), form, _stem(name))
    if form in ("text", "pdf") and not script.scenes:
        raise UnreadableScript(f"No scenes found in this {'PDF' if form == 'pdf' else 'text'}: {NO_SCENES}.")
    return script


def decode(content: bytes, name: str) -> str:
    """Text of `content`: UTF-8, UTF-16 with its mark, else Windows-1252. Raises UnreadableScript for other files."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _broken_utf8(content)
    head = text[:200_000]
    if "\0" in head or (len(_CONTROLS.findall(head)) + head.count("\ufffd")) * 100 > len(head) + 1000:
        raise UnreadableScript(f"{_shown(name)} is not text; export the screenplay as Fountain or plain text.")
    return text


def _broken_utf8(content: bytes) -> str:
    """UTF-8 where a few bytes are damaged in the midst of many sound ones, else Windows-1252."""
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return text if sound > 4 * damaged else content.decode("cp1252", "replace")


def script_of(parsed: Parsed, form: Format, name: str) -> Script:
    """The whole Script of parsed elements; `name` is the title where the title page has none."""
    elements = parsed.elements
    positions = layout.place(elements)
    scenes = _scenes(elements, positions, parsed.lengths)
    told = bool(parsed.lengths) and all(parsed.lengths)
    pages = sum(scene.eighths for scene in scenes) / 8 if told else positions[-1] / layout.LINES_A_PAGE
    cues = [element for element in elements if element.kind == "cue"]
    return Script(
        format=form,
        title=_title(parsed.title_page) or name,
        title_page=parsed.title_page,
        elements=elements,
        scenes=scenes,
        characters=_characters(cues),
        locations=tuple(_first_spellings(scene.place for scene in scenes if is_location(scene))),
        cues=len(cues),
        dual_dialogues=_pairs(elements),
        pages=round(pages, 1),
        lines=parsed.lines,
    )


def is_location(scene: Scene) -> bool:
    """Whether a scene's place is one to go to; `.SNIPER SCOPE POV` heads a scene but names no location."""
    return bool(scene.place) and bool(scene.int_ext or scene.time)


def _refuse_other_formats(content: bytes, name: str) -> None:
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"%PDF"):
        raise UnreadableScript("PDF files are not read; export the screenplay as Final Draft, Fountain or plain text.")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise UnreadableScript(f"{_shown(name)} is an office document; save the screenplay as plain text or Fountain.")
    if head.startswith((b"<?xml", b"<!DOCTYPE", b"<html")):
        raise UnreadableScript(f"{_shown(name)} is a page or a file of tags, but none of Final Draft's.")


def format_of(text: str, name: str) -> Format:
    """What was read off a PDF by its name; Fountain by its marks, typed text by centred names, printed numbers and page
    furniture; else as the file's name says.
    """
    if name.lower().endswith(".pdf"):
        return "pdf"
    head = text[:_SNIFFED]
    if _FOUNTAIN_MARKS.search(head):
        return "fountain"
    if len(_TYPED.findall(head)) >= _TYPED_SIGNS:
        return "text"
    return "text" if name.lower().endswith((".txt", ".text")) else "fountain"


def _shown(name: str) -> str:
    return f"“{name[-80:]}”" if name.isprintable() and name else "The file"


def _stem(name: str) -> str:
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words.encode("utf-8", "replace").decode() or "Untitled"


def _title(title_page: Sequence[tuple[str, str]]) -> str:
    for name, value in title_page:
        if name.strip().lower() == "title" and value:
            return " ".join(plain(line) for line in value.split("\n")).strip()[:200]
    return ""


def _scenes(elements: Sequence[Element], positions: Sequence[int], lengths: Sequence[int]) -> tuple[Scene, ...]:
    starts = [index for index, element in enumerate(elements) if element.kind == "heading"]
    if len(starts) > MOST_SCENES:
        raise UnreadableScript(f"This text has more than {MOST_SCENES:,} scene headings; that is no screenplay.")
    # Films come back to their places: each heading is taken apart once.
    headings = {text: read_heading(text) for text in {elements[index].text for index in starts}}
    told = lengths or [0] * len(starts)
    return tuple(
        _scene(number, first, last, elements, positions, headings, told[number - 1])
        for number, (first, last) in enumerate(pairwise([*starts, len(elements)]), start=1)
    )


def _scene(
    number: int,
    first: int,
    last: int,
    elements: Sequence[Element],
    positions: Sequence[int],
    headings: Mapping[str, Heading],
    told: int,
) -> Scene:
    heading = headings[elements[first].text]
    within = elements[first:last]
    eighths = max(1, round((positions[last] - positions[first]) * 8 / layout.LINES_A_PAGE))
    # What a program counted itself is believed where it can be true.
    eighths = told if 0 < told <= _MOST_TIMES * eighths + 8 else eighths
    return Scene(
        index=number - 1,
        number=elements[first].name or str(number),
        heading=heading.text,
        int_ext=heading.int_ext,
        place=heading.place,
        time=heading.time,
        eighths=eighths,
        line_from=elements[first].line_from,
        line_to=max(element.line_to for element in within[-2:]),
        first=first,
        last=last,
        synopsis=" ".join([element.text for element in within if element.kind == "synopsis"]),
    )


def _characters(cues: Sequence[Element]) -> tuple[Character, ...]:
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for cue in cues:
        known = key(cue.name)
        names.setdefault(known, cue.name)
        counts[known] = counts.get(known, 0) + 1
    return tuple(Character(name, counts[known]) for known, name in names.items())


def _first_spellings(places: Iterable[str]) -> Iterable[str]:
    spellings: dict[str, str] = {}
    for place in places:
        spellings.setdefault(key(place), place)
    return spellings.values()


def _pairs(elements: Sequence[Element]) -> int:
    """Speeches marked to stand beside the one before them; a mark with no speech before it pairs nothing."""
    pairs = 0
    spoken = False
    for element in elements:
        if element.kind == "cue":
            pairs += element.dual and spoken
            spoken = True
        elif element.kind not in ("dialogue", "parenthetical", "lyric", "note", "boneyard"):
            spoken = False
    return pairs
