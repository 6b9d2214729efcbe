"""Files of every kind: read, or refused in a sentence; never slow."""

from __future__ import annotations

import time
from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.workloads.scripts import HOSTILE, MEGABYTE, PAGE
from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import LARGEST, read_script
from production_canvas.film.summary import summary

SCENE = "INT. CAFÉ - DAY\n\nJOSÉ\n“Sí.”\n"
TAGS = st.sampled_from(
    [
        b'<Paragraph Type="Scene Heading" Number="1">',
        b'<Paragraph Type="Character">',
        b'<Paragraph Type="Dialogue">',
        b"<Paragraph>",
        b"</Paragraph>",
        b"<DualDialogue>",
        b"</DualDialogue>",
        b"<ScriptNote>",
        b"</ScriptNote>",
        b'<SceneProperties Length="9/8 1"/>',
        b"<Text>INT. BARN - DAY</Text>",
        b"<Text>MARA</Text>",
        b"</Content></FinalDraft>",
        b"&amp;",
        b"&x;",
        b"<![CDATA[",
        b"\xff",
    ]
)


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
        (b"<FinalDraft><Content>", "a.fdx", "breaks off or is damaged at line 1"),
        (b"<?xml version='1.0'?><opml/>", "a.fdx", "none of Final Draft's"),
        (b"%PDF-1.7", "a.fountain", "PDF files are not read"),
        (b"Dear diary,\n\ntoday I wrote nothing.\n", "a.txt", "No scenes found in this text"),
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


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"<FinalDraft><Content/></FinalDraft>", "a.fountain", "fdx"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<FinalDraft/>", "a", "fdx"),
        ("<?xml version='1.0' encoding='utf-16'?><FinalDraft/>".encode("utf-16"), "a.txt", "fdx"),
        (b"INT. BARN - DAY #1A#\n", "a.fdx", "fountain"),
        (b"INT. BARN - DAY\n\nRain.\n", "a.spmd", "fountain"),
        (b"INT. BARN - DAY\n\nRain.\n", "a.txt", "text"),
        (b"1   INT. BARN - DAY   1\n\nRain.\n\n2   EXT. YARD - DAY   2\n", "a.fountain", "text"),
        (b"INT. BARN\n\n" + b"                    MARA (V.O.)\n          Listen.\n\n" * 2, "a.fountain", "text"),
    ],
)
def test_a_format_is_told_by_content_and_only_in_doubt_by_name(content: bytes, name: str, form: str) -> None:
    assert read_script(content, name).format == form


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
    assert min(_seconds(content) for _ in range(3)) < 2.0


def test_a_feature_is_read_within_fifty_milliseconds() -> None:
    content = (PAGE * 1000).encode()[:146_000]
    best = min(_seconds(content) for _ in range(5))
    assert best < 0.050


def test_time_grows_with_length_and_no_faster() -> None:
    small, large = ((PAGE * count).encode() for count in (500, 4000))
    assert min(_seconds(large) for _ in range(3)) < 16 * min(_seconds(small) for _ in range(3))


@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(TAGS, max_size=40).map(lambda tags: b"<FinalDraft><Content>" + b"".join(tags)),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        script = read_script(content, "a.fountain")
    except UnreadableScript:
        return
    assert orjson.loads(orjson.dumps(summary(script, shots=True)))["format"] in {"fountain", "fdx", "text"}


def _seconds(content: bytes) -> float:
    started = time.process_time()
    read_script(content, "a.fountain")
    return time.process_time() - started
