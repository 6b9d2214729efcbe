"""Wires under a real mouse: what fits is said, and every habit of the hand does one thing, taken back by one undo."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import (
    PATIENCE,
    along,
    card,
    drag,
    film,
    head,
    middle,
    on_card,
    resting,
    seat,
    socket,
    stored,
    wire,
    wired,
    wires,
)

ANNA, BEN = "anna@wires.example", "ben@wires.example"
CUT = ("sh010.sequence_out", "sh020.sequence_in")
CAST = ("june.character", "sh010.characters")

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def table(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str]]:
    """Anna at a film whose cards lie ready for every test; each test takes back what it did."""
    path = film(
        installation,
        "Wires",
        (ANNA, BEN),
        card("june", "character", 0, 0, name="June"),
        card("pete", "character", 0, 260, name="Pete"),
        card("pier", "environment", 0, 520, name="Pier"),
        card("sh010", "shot", 480, 0, number="SH010", title="Coast"),
        card("sh020", "shot", 960, 0, number="SH020", title="Door"),
        card("still", "image_import", 480, 640),
        card("loose", "shot", 960, 640, number="SH030", title="Loose"),
        wire("cut", *CUT),
        wire("cast", *CAST),
    )
    anna = seat(browser, installation, ANNA, path)
    yield anna, path
    assert anna.complaints == []
    anna.context.close()


def taken_back(anna: Seat, installation: Started, path: str, before: set[tuple[str, str]]) -> None:
    anna.saved()
    anna.page.keyboard.press("Control+z")
    anna.page.wait_for_timeout(200)
    wired(installation, path, before)


def test_a_wire_in_hand_lights_what_it_fits_and_says_why_the_rest_does_not(
    table: tuple[Seat, str], installation: Started
) -> None:
    page = table[0].page
    drag(
        page,
        middle(socket(page, "june", "character", "source")),
        middle(socket(page, "sh020", "environment")),
        drop=False,
    )
    expect(socket(page, "sh020", "characters")).to_have_attribute("data-fit", "yes")
    expect(socket(page, "sh020", "environment")).to_have_attribute("data-fit", "no")
    expect(page.get_by_test_id("wire-words")).to_have_text("Character does not connect to Environment.")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert wires(installation, table[1]) == {CUT, CAST}


def test_a_wire_dropped_on_a_body_goes_into_the_best_free_socket(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    drag(page, middle(socket(page, "pete", "character", "source")), head(page, "sh020"), drop=False)
    expect(page.get_by_test_id("wire-words")).to_have_text("Into Characters")
    page.mouse.up()
    wired(installation, path, before | {("pete.character", "sh020.characters")})
    taken_back(anna, installation, path, before)


def test_a_wire_that_needs_a_conversion_inserts_it_with_enter_as_one_step(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    count = len(stored(installation, path).nodes)
    drag(page, middle(socket(page, "sh010", "video", "source")), middle(socket(page, "loose", "references")))
    expect(page.get_by_test_id("wire-choice")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-kind='convert_video_frame']")).to_have_count(1)
    anna.saved()
    assert len(wires(installation, path)) == len(before) + 2
    taken_back(anna, installation, path, before)
    assert len(stored(installation, path).nodes) == count


def test_a_second_wire_into_a_single_input_replaces_the_first_which_flashes_away(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    drag(page, middle(socket(page, "loose", "sequence_out", "source")), middle(socket(page, "sh020", "sequence_in")))
    expect(page.get_by_test_id("wire-ghost")).to_have_count(1)
    expect(page.get_by_test_id("wire-ghost")).to_have_count(0)
    wired(installation, path, {CAST, ("loose.sequence_out", "sh020.sequence_in")})
    taken_back(anna, installation, path, before)


def test_a_card_dropped_on_a_wire_stands_between_its_ends(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    at = along(page, "cut", 0.5)
    box = resting(on_card(page, "loose"))
    start = head(page, "loose")
    target = (at[0] - box["width"] / 2 + start[0] - box["x"], at[1] - box["height"] / 2 + start[1] - box["y"])
    drag(page, start, target, drop=False)
    expect(page.get_by_test_id("wire-onto")).to_have_count(1)
    page.mouse.up()
    expect(page.locator(".svelte-flow__edge")).to_have_count(3)
    anna.saved()
    inserted = {("sh010.sequence_out", "loose.sequence_in"), ("loose.sequence_out", "sh020.sequence_in")}
    wired(installation, path, {CAST} | inserted)
    taken_back(anna, installation, path, before)


def test_an_end_is_moved_to_another_socket_and_let_go_on_empty_canvas_it_is_cut_with_a_way_back(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    page.mouse.move(*along(page, "cast", 0.5))
    drag(page, middle(page.get_by_test_id("wire-target")), middle(socket(page, "loose", "characters")))
    wired(installation, path, {CUT, ("june.character", "loose.characters")})
    taken_back(anna, installation, path, before)
    page.mouse.move(*along(page, "cast", 0.5))
    drag(page, middle(page.get_by_test_id("wire-target")), empty(page))
    wired(installation, path, {CUT})
    page.get_by_test_id("restore").click()
    wired(installation, path, before)


def test_wires_of_what_is_selected_stay_bright_and_the_others_step_back(table: tuple[Seat, str]) -> None:
    page = table[0].page
    aside = "(path) => path.classList.contains('aside')"

    def back() -> set[str]:
        return {one for one in ("cut", "cast") if page.locator(f'[data-id="{one}"] path').first.evaluate(aside)}

    for choose, wanted in (("june", {"cut"}), ("sh020", {"cast"}), ("sh010", set()), ("pete", set())):
        page.mouse.click(*head(page, choose))
        expect(on_card(page, choose)).to_have_class(re.compile("selected"))
        # A card without wires brings none forward, and so sends none back.
        page.mouse.move(*empty(page))
        until(back, wanted)
    page.mouse.click(*along(page, "cut", 0.5))
    page.mouse.move(*empty(page))
    until(back, {"cast"})
    page.keyboard.press("Escape")
    until(back, set())


def until(question: Callable[[], set[str]], wanted: set[str]) -> None:
    end = time.monotonic() + PATIENCE
    while (now := question()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert now == wanted


def empty(page: Page) -> tuple[float, float]:
    """A point of the canvas where nothing lies."""
    box = page.get_by_test_id("canvas").bounding_box()
    assert box is not None
    return box["x"] + box["width"] - 24, box["y"] + 24


def test_del_cuts_a_selected_wire_and_the_knife_all_that_it_meets(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    page.mouse.click(*along(page, "cut", 0.5))
    page.keyboard.press("Delete")
    wired(installation, path, {CAST})
    taken_back(anna, installation, path, before)
    one, other = along(page, "cast", 0.5), along(page, "cut", 0.5)
    for button, key in (("left", "Alt"), ("right", "Control")):
        page.keyboard.down(key)
        page.mouse.move(one[0], one[1] - 40)
        page.mouse.down(button=button)  # type: ignore[arg-type]
        page.mouse.move(one[0], one[1] + 40, steps=4)
        expect(page.get_by_test_id("knife")).to_have_count(1)
        page.mouse.up(button=button)  # type: ignore[arg-type]
        page.keyboard.up(key)
        anna.saved()
        assert wires(installation, path) == {CUT}, other
        taken_back(anna, installation, path, before)


def test_a_double_click_puts_a_dot_on_a_wire_and_without_the_dot_the_wire_stays(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    before = wires(installation, path)
    page.mouse.dblclick(*along(page, "cast", 0.4))
    dot = page.locator("[data-kind='reroute']")
    expect(dot).to_have_count(1)
    anna.saved()
    assert len(wires(installation, path)) == len(before) + 1
    dot.first.click()
    page.keyboard.press("Delete")
    expect(dot).to_have_count(0)
    wired(installation, path, before)
    page.keyboard.press("Control+z")
    anna.saved()
    page.keyboard.press("Control+z")
    anna.saved()


def test_the_weight_of_a_reference_is_set_on_its_wire_and_shown_to_others_as_thickness(
    table: tuple[Seat, str], installation: Started, browser: Browser
) -> None:
    anna, path = table
    ben = seat(browser, installation, BEN, path)
    width = "(path) => parseFloat(getComputedStyle(path).strokeWidth)"
    line = ben.page.locator('.svelte-flow__edge[data-id="cast"] path').first
    thick = line.evaluate(width)
    anna.page.mouse.move(*along(anna.page, "cast", 0.5))
    anna.page.get_by_test_id("wire-weight").click()
    slider = anna.page.get_by_test_id("weight").get_by_role("slider")
    slider.focus()
    anna.page.keyboard.press("Home")
    for _ in range(25):
        anna.page.keyboard.press("ArrowRight")
    anna.page.keyboard.press("Escape")
    anna.saved()
    assert stored(installation, path).edges["cast"].data == {"weight": 0.25}
    expect(ben.page.get_by_test_id("wire-weight")).to_have_text("25 %")
    assert line.evaluate(width) < thick
    ben.context.close()
