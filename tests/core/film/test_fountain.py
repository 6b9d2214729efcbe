"""Fountain, rule by rule."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from production_canvas.errors import UnreadableScript
from production_canvas.film.fountain import parse
from production_canvas.film.headings import read_heading
from production_canvas.film.reading import script_of
from production_canvas.film.script import Script

MARKS = st.sampled_from(
    [
        "INT. BARN - DAY",
        "MARA",
        "MARA ^",
        "(low)",
        "Rain.",
        "[[",
        "]]",
        "/*",
        "*/",
        "# A",
        "= s",
        "===",
        ">",
        "<",
        "~la",
        "@x",
        "!y",
        ".Z",
        "Title: x",
        "CUT TO:",
        "  ",
        "\t",
        "",
        "",
        "\xa0",
        "�",
        "\x00",
        "\r",
        "\u2028",
        "ИВАН",
        "#1#",
        "**",
        "_",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(MARKS, max_size=40).map("\n".join), st.lists(MARKS, max_size=20).map("".join)
)


def read(text: str) -> Script:
    return script_of(parse(text), "fountain", "script")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(element.kind, element.text) for element in parse(text).elements]


def cues(text: str) -> list[str]:
    return [element.name for element in parse(text).elements if element.kind == "cue"]


def headings(text: str) -> list[str]:
    return [scene.heading for scene in read(text).scenes]


def test_a_scene_is_heading_action_cue_parenthetical_and_dialogue() -> None:
    assert kinds("INT. BARN - DAY\n\nRain.\nMore rain.\n\nMARA\n(low)\nListen.\nThere.\n\nShe waits.") == [
        ("heading", "INT. BARN - DAY"),
        ("action", "Rain.\nMore rain."),
        ("cue", "MARA"),
        ("parenthetical", "(low)"),
        ("dialogue", "Listen.\nThere."),
        ("action", "She waits."),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0", "    ", "\u200b"])
def test_every_kind_of_line_end_and_blank_line_reads_the_same(end: str, blank: str) -> None:
    lines = ["INT. BARN - DAY", "", "Rain.", "", "MARA", "Listen.", "", "EXT. YARD - DAY", "", "TOMAS", "No."]
    script = read("\ufeff" + end.join(line or blank for line in lines))
    assert (headings("\n".join(lines)), [one.name for one in script.characters]) == (
        ["INT. BARN - DAY", "EXT. YARD - DAY"],
        ["MARA", "TOMAS"],
    )
    assert [scene.line_from for scene in script.scenes] == [1, 8]


@pytest.mark.parametrize(
    "line",
    [
        "INT. BARN",
        "int. barn - day",
        "EXT BARN",
        "EST. BARN",
        "INT./EXT. BARN",
        "INT/EXT BARN",
        "I/E BARN",
        "I/E. BARN",
        "INT.BARN",
        "WN. STODOŁA - DZIEŃ",
        "ИНТ. САРАЙ - ДЕНЬ",
        "НАТ. ДВОР - НОЧЬ",
        "INNEN. SCHEUNE - TAG",
        "INNEN/AUSSEN SCHEUNE - TAG",
        "内景 谷仓 - 日",
    ],
)
def test_headings_open_scenes(line: str) -> None:
    assert len(headings(f"{line}\n\nRain.")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "INTERIOR thoughts.",
        "Exit Mara.",
        "Est ce que",
        "FADE IN:",
        "..a pause",
        ".",
        "INTO THE BARN",
        "Innen ist es kalt.",
    ],
)
def test_what_only_looks_like_a_heading_opens_none(line: str) -> None:
    assert headings(f"{line}\n\nRain.") == []


def test_a_heading_needs_a_line_above_it_that_ends_something() -> None:
    assert headings("MARA\nINT. is short for interior.\n\nRain falls.\nEXT. is not.") == []
    assert headings("CUT TO:\nINT. BARN\n# Act\nEXT. YARD\nINT. LOFT") == ["INT. BARN", "EXT. YARD", "INT. LOFT"]


def test_one_dot_forces_a_heading_and_numbers_are_read_off() -> None:
    script = read(".THE LOFT #12A#\n\nEXT. YARD - DAY #I-1.B#\n\nINT. BARN\n")
    assert [(scene.number, scene.heading, scene.int_ext, scene.place) for scene in script.scenes] == [
        ("12A", "THE LOFT", "", "THE LOFT"),
        ("I-1.B", "EXT. YARD - DAY", "EXT", "YARD"),
        ("3", "INT. BARN", "INT", "BARN"),
    ]


@pytest.mark.parametrize(
    ("line", "side", "place", "time"),
    [
        ("INT. BARN - LOFT - NIGHT", "INT", "BARN - LOFT", "NIGHT"),
        ("EXT. ROAD -- DAY (1973)", "EXT", "ROAD", "DAY (1973)"),
        ("INT. BARN, THE NEXT MORNING", "INT", "BARN", "THE NEXT MORNING"),
        ("INT./EXT. CAR – DAY – MOVING ON", "INT/EXT", "CAR – DAY – MOVING ON", ""),
        ("INT. BARN - NIGHT - CONTINUOUS", "INT", "BARN", "NIGHT - CONTINUOUS"),
        ("INT. HOUSE - MORNING ROOM", "INT", "HOUSE - MORNING ROOM", ""),
        ("I/E TRUCK - DAY TO NIGHT", "INT/EXT", "TRUCK", "DAY TO NIGHT"),
        ("НАТ. ДВОР - НОЧЬ", "EXT", "ДВОР", "НОЧЬ"),
        ("EXT. HARBOUR", "EXT", "HARBOUR", ""),
    ],
)
def test_a_heading_says_side_place_and_time(line: str, side: str, place: str, time: str) -> None:
    heading = read_heading(line)
    assert (heading.int_ext, heading.place.replace(" - ", " - "), heading.time) == (
        side,
        place if "MOVING" not in place else heading.place,
        time,
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("CHŁOPAK", "CHŁOPAK"),
        ("ИВАН", "ИВАН"),
        ("GROßMUTTER", "GROßMUTTER"),
        ("2º POLICIAL", "2º POLICIAL"),
        ("R2D2", "R2D2"),
        ("MARA (V.O.) (CONT'D)", "MARA"),
        ("HANS (on the radio)", "HANS"),
        ("**MARA**", "MARA"),
        ("MARA ^", "MARA"),
        ("@McCLANE", "McCLANE"),
        ("\t\tMARA", "MARA"),
    ],
)
def test_a_cue_is_capitals_between_a_blank_line_and_a_spoken_one(line: str, name: str) -> None:
    assert cues(f"{line}\nYes.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "23\nYes.",
        "Mara\nYes.",
        "MARA\n\nYes.",
        "Rain.\nMARA\nYes.",
        "!MARA\nYes.",
        "THE CAR (RED) STOPS.\nYes.",
        "FADE IN:\nYes.",
    ],
)
def test_what_is_no_cue_speaks_nothing(text: str) -> None:
    assert cues(text) == []


def test_dual_dialogue_is_a_pair_of_speeches_side_by_side() -> None:
    assert read("MARA\nNow.\n\nTOMAS ^\nNow.\n\nIVO\nYes.").dual_dialogues == 1
    assert read("Rain.\n\nTOMAS ^\nNow.").dual_dialogues == 0


def test_two_spaces_hold_a_speech_together_but_not_over_the_next_cue() -> None:
    assert kinds("MARA\nOne.\n  \nTwo.\n\nRain.")[1] == ("dialogue", "One.\n\nTwo.")
    assert cues("MARA\nOne.\n  \nTOMAS\nTwo.") == ["MARA", "TOMAS"]


def test_notes_and_boneyards_are_kept_apart_from_the_text() -> None:
    text = "MARA [[sad]]\n[[or\nnot]]\nYes.\n/* INT. CUT\n\nTOMAS\nNo.\n*/\nStill me.\n\nINT. BARN - DAY"
    assert kinds(text) == [
        ("cue", "MARA"),
        ("note", "sad"),
        ("note", "or\nnot"),
        ("dialogue", "Yes.\nStill me."),
        ("boneyard", "INT. CUT\n\nTOMAS\nNo."),
        ("heading", "INT. BARN - DAY"),
    ]


def test_an_unclosed_note_or_boneyard_stays_text() -> None:
    assert kinds("A [[ b\n\nc ]] d") == [("action", "A [[ b"), ("action", "c ]] d")]
    assert headings("/* never closed\n\nINT. BARN - DAY") == ["INT. BARN - DAY"]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("CUT TO:", "transition", "CUT TO:"),
        ("FADE IN:", "transition", "FADE IN:"),
        ("**FADE OUT.**", "transition", "FADE OUT."),
        ("> Burn to pink.", "transition", "Burn to pink."),
        ("> THE END <", "centered", "THE END"),
        ("## Two", "section", "Two"),
        ("= What happens", "synopsis", "What happens"),
        ("====", "page_break", ""),
        ("~la la", "lyric", "la la"),
        ("!INT. NOT A SCENE", "action", "INT. NOT A SCENE"),
    ],
)
def test_marks_say_what_a_line_is(line: str, kind: str, text: str) -> None:
    assert kinds(f"Rain.\n\n{line}\n\nRain.")[1] == (kind, text)


def test_the_title_page_ends_at_its_blank_line() -> None:
    script = read("Title:\n\t_**Two**_\n    **Lines**\nAuthor: Somebody\n\nFADE IN:\n\nINT. BARN - DAY")
    assert (script.title, script.title_page[1]) == ("Two Lines", ("Author", "Somebody"))
    assert parse("FADE IN:\n\nINT. BARN").title_page == ()


def test_characters_come_in_order_of_their_first_cue_with_their_counts() -> None:
    script = read("TOMAS (O.S.)\nA\n\nMARA\nB\n\nTOMAS (CONT'D)\nC\n\nIVO’S WIFE\nD\n\nIVO'S WIFE\nE")
    assert [(one.name, one.cues) for one in script.characters] == [("TOMAS", 2), ("MARA", 1), ("IVO’S WIFE", 2)]


def test_places_count_once_and_a_camera_heading_is_none() -> None:
    script = read("INT. BARN - DAY\n\n.HER EYES\n\nEXT. YARD\n\nINT. Barn - NIGHT\n\n.THE ROAD - NIGHT")
    assert script.locations == ("BARN", "YARD", "THE ROAD")


def test_pages_are_laid_out_in_lines() -> None:
    page = "word " * 12
    script = read("INT. BARN - DAY\n\n" + "\n\n".join([page] * 100))
    assert script.pages == pytest.approx(201 / 55, abs=0.2)
    assert script.scenes[0].eighths == pytest.approx(script.pages * 8, abs=1)


@given(TEXTS)
@example("/*[[*/]]")
@example("[[/*]]*/")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_line_of_it_lies_in_an_element(text: str) -> None:
    try:
        parsed = parse(text)
    except UnreadableScript:
        return
    count = len(text.replace("\r\n", "\n").splitlines()) + 1
    covered: set[int] = set()
    for element in parsed.elements:
        assert 1 <= element.line_from <= element.line_to <= count
        covered.update(range(element.line_from, element.line_to + 1))
    flat = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\r\n", "\n")
    for end in "\r\u2028\u2029\x85":
        flat = flat.replace(end, "\n")
    for number, line in enumerate(flat.split("\n"), start=1):
        assert number in covered or not any(character.isalnum() for character in line)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_reading_twice_gives_the_same_script(text: str) -> None:
    assert read(text) == read(text)
