"""Words at their places become the text a typewriter would have set."""

from __future__ import annotations

from production_canvas.film.fountain import parse
from production_canvas.film.pdf import Page, Run, typed
from production_canvas.film.reading import read_script, script_of
from tests.core.film.drafts import draft, film
from tests.core.film.printed import pages_of

LETTER = 7.2


def page(*words: tuple[float, float, str]) -> Page:
    return Page(792, [Run(x, x + LETTER * len(text), base, text) for x, base, text in words])


def test_columns_become_indents_and_gaps_blank_lines() -> None:
    text = typed(
        [
            page(
                (108, 700, "INT. BARN - DAY"),
                (108, 676, "Rain falls on the tin roof of the old barn."),
                (108, 664, "Nobody is there to hear it."),
                (266.4, 640, "MARA"),
                (180, 628, "Listen to that."),
            )
        ]
    )
    assert text.split("\n") == [
        "INT. BARN - DAY",
        "",
        "Rain falls on the tin roof of the old barn.",
        "Nobody is there to hear it.",
        "",
        "                      MARA",
        "          Listen to that.",
        "",
    ]


def test_a_printed_feature_has_the_scenes_people_and_numbers_it_was_printed_from() -> None:
    written = read_script(draft(film(60)), "film.fountain")
    for numbered in (False, True):
        text = typed([page(*words) for words in pages_of(written, numbered=numbered)])
        again = read_script(text.encode(), "film.pdf")
        assert (again.format, again.title) == ("pdf", "The Draft")
        assert [scene.heading for scene in again.scenes] == [scene.heading for scene in written.scenes]
        assert [scene.number for scene in again.scenes] == [scene.number for scene in written.scenes]
        assert {each.name for each in again.characters} == {each.name for each in written.characters}
        assert again.locations == written.locations
        assert abs(again.cues - written.cues) <= written.cues // 50


def test_page_numbers_and_running_titles_are_left_out() -> None:
    told = typed([page((108, 700, "INT. BARN - DAY"), (500, 756, "12."), (108, 20, "The Draft, blue pages"))])
    assert told == "INT. BARN - DAY\n"


def test_no_words_no_text() -> None:
    assert typed([]) == typed([page()]) == ""
    assert script_of(parse("", "pdf"), "pdf", "Nothing").scenes == ()
