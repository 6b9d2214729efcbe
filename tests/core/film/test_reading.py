"""Files of every kind: read, or refused in a sentence; never slow."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import LARGEST, read_script
from production_canvas.film.summary import summary

SCENE = "INT. CAFÉ - DAY\n\nJOSÉ\n“Sí.”\n"
PAGE = "INT. BARN - DAY\n\nRain on the roof, and nobody under it.\n\nMARA\nListen to that.\n\nTOMAS ^\nNo.\n\n"
MEGABYTE = 1_000_000
RANDOM = random.Random(1)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: b" " * 200_000,
    "spaces between letters": lambda: b"a" + b" " * 200_000 + b"b",
    "open notes": lambda: b"[[" * 200_000,
    "open notes, closed once": lambda: b"[[\n\n" * 200_000 + b"]]",
    "open boneyards": lambda: b"/*" * 200_000,
    "boneyards": lambda: b"/**/" * 200_000,
    "unclosed boneyard": lambda: b"INT. A - DAY\n\n/* " + b"word\n\n" * 100_000,
    "one long line": lambda: b"A" * MEGABYTE,
    "one long heading": lambda: b"INT. " + b"A - " * 250_000,
    "one long number": lambda: b"INT. A " + b"#" * MEGABYTE,
    "one long emphasis": lambda: b"*_" * MEGABYTE,
    "one long extension": lambda: b"MARA " + b"(" * MEGABYTE + b"\nYes.",
    "blank lines": lambda: b"\n" * 200_000 + b"A",
    "two-space lines": lambda: b"MARA\nYes.\n" + b"  \n" * 200_000,
    "notes under cues": lambda: b"MARA\n[[a]]\n[[b]]\n" * 50_000,
    "cues": lambda: b"MARA\nYes.\n\n" * 100_000,
    "headings": lambda: b".A\n\n" * 300_000,
    "parentheticals": lambda: b"MARA\n" + b"(a)\n" * 300_000,
    "random bytes": lambda: RANDOM.randbytes(MEGABYTE),
    "random UTF-16": lambda: b"\xff\xfe" + RANDOM.randbytes(MEGABYTE),
    "NULs": lambda: b"\0" * MEGABYTE,
    "lone surrogates": lambda: "INT. A - DAY\n\n\ud800".encode("utf-8", "surrogatepass") * 20_000,
}


@pytest.mark.parametrize(
    "content",
    [
        SCENE.encode(),
        b"\xef\xbb\xbf" + SCENE.encode(),
        SCENE.encode("utf-16"),
        b"\xfe\xff" + SCENE.encode("utf-16-be"),
        SCENE.encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 big end first", "Windows-1252"],
)
def test_encodings_read_the_same(content: bytes) -> None:
    script = read_script(content, "a.fountain")
    assert (script.locations, script.characters[0].name, script.elements[-1].text) == (("CAFÉ",), "JOSÉ", "“Sí.”")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<FinalDraft/>", "a.fdx", "Final Draft files are not read yet"),
        (b"%PDF-1.7", "a.pdf", "PDF files are not read yet"),
        (b"PK\x03\x04", "a.fountain", "office document"),
        (bytes(range(256)) * 20, "a.fountain", "is not text"),
        (b" \n\t\r\n", "a.fountain", "is empty"),
        (b"a" * (LARGEST + 1), "a.fountain", "larger than 10 MB"),
        ((b"#a\n" * 400_001), "a.fountain", "more than 400,000 paragraphs"),
    ],
)
def test_what_is_no_screenplay_is_refused_in_a_sentence(content: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableScript, match=says):
        read_script(content, name)


def test_typed_screenplays_are_read_as_text_with_their_numbers_and_without_page_furniture() -> None:
    typed = "12A  INT. BARN - DAY  12A\n\n     Rain.\n\n                MARA\n          Listen.\n\n23.\n\n(CONTINUED)\n"
    typed += "\n13 EXT. YARD - DAY\n"
    script = read_script(typed.encode(), "typed.txt")
    assert (script.format, [(scene.number, scene.place) for scene in script.scenes]) == (
        "text",
        [("12A", "BARN"), ("13", "YARD")],
    )
    assert [element.kind for element in script.elements] == ["heading", "action", "cue", "dialogue", "heading"]


def test_fountain_in_a_txt_file_is_fountain() -> None:
    assert read_script(b"Title: A\n\nINT. BARN\n", "a.txt").format == "fountain"


def test_a_script_without_a_title_takes_its_file_name() -> None:
    assert read_script(b"INT. BARN - DAY\n", "the_last-ferry.fountain").title == "the last ferry"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_within_two_seconds(name: str) -> None:
    content = HOSTILE[name]()
    started = time.process_time()
    with suppress(UnreadableScript):
        orjson.dumps(summary(read_script(content, "a.fountain")))
    assert time.process_time() - started < 2.0


def test_five_megabytes_are_read_within_two_seconds() -> None:
    content = (PAGE * (5 * MEGABYTE // len(PAGE))).encode()[: 5 * MEGABYTE]
    assert _seconds(content) < 2.0


def test_a_feature_is_read_within_fifty_milliseconds() -> None:
    content = (PAGE * 1000).encode()[:146_000]
    best = min(_seconds(content) for _ in range(5))
    assert best < 0.050


def test_time_grows_with_length_and_no_faster() -> None:
    small, large = ((PAGE * count).encode() for count in (500, 4000))
    assert min(_seconds(large) for _ in range(3)) < 16 * min(_seconds(small) for _ in range(3))


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        script = read_script(content, "a.fountain")
    except UnreadableScript:
        return
    assert orjson.loads(orjson.dumps(summary(script)))["format"] == "fountain"


def _seconds(content: bytes) -> float:
    started = time.process_time()
    read_script(content, "a.fountain")
    return time.process_time() - started
