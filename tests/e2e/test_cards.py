"""Every kind of card: placed by hand, filled, and written by another person while one looks at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from production_canvas.local.started import Started
from production_canvas.nodes import types
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.conftest import ask, crew
from tests.e2e.gallery.cards import FILMS, STATES, Card, Film
from tests.e2e.gallery.film import Standing, stand

ANNA, BEN = "anna@cards.example", "ben@cards.example"
ROOM: ViewportSize = {"width": 2000, "height": 2000}
WORDS = "Seen by both"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def seats(installation: Started) -> Iterator[tuple[Seat, Seat]]:
    ask(installation, lambda canvas: crew(canvas, ANNA, BEN))
    with chromium() as browser:
        pair = Seat(browser, installation.url), Seat(browser, installation.url)
        for seat, email in zip(pair, (ANNA, BEN), strict=True):
            seat.page.set_viewport_size(ROOM)
            seat.sign_in(email)
        yield pair


def shared(installation: Started, film: Film, *, takes: bool = False) -> Standing:
    async def open_to_both(canvas: Canvas) -> Standing:
        standing = await stand(canvas, film, takes=takes)
        for email in (ANNA, BEN):
            await canvas.projects.put_member(standing.project_id, standing.actor, email, "editor")
        return standing

    return ask(installation, open_to_both)


def go(seat: Seat, project_id: str, theme: str = "dark") -> None:
    """To the film, at full size, in that theme."""
    seat.context.add_cookies([{"name": "canvas_theme", "value": theme, "url": seat.url}])
    place = {"level": None, "viewport": {"x": 48, "y": 48, "zoom": 1}}
    seat.context.request.put(f"/api/v1/projects/{project_id}/place", data=place, headers={"origin": seat.url})
    seat.page.goto(f"/project/{project_id}")
    seat.saved()
    assert seat.page.locator("html").get_attribute("data-theme") == theme


def renamed(card: Locator, page: Page) -> None:
    card.click(position={"x": 24, "y": 16})
    page.keyboard.press("F2")
    page.get_by_test_id("rename").fill(WORDS)
    page.keyboard.press("Enter")


def filled(card: Locator, _page: Page, *, field: str) -> None:
    expect(card.locator(f'textarea[data-testid="{field}"]')).to_be_visible()
    card.get_by_test_id(field).fill(WORDS)


def chosen(card: Locator, _page: Page, *, option: str, select: int = 0) -> None:
    card.locator("select").nth(select).select_option(option)


def typed(card: Locator, page: Page, *, text: str) -> None:
    card.get_by_role("spinbutton").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def turned(card: Locator, _page: Page) -> None:
    card.get_by_role("switch").first.click()


def noted(card: Locator, page: Page) -> None:
    card.dblclick(position={"x": 60, "y": 60})
    page.keyboard.press("Control+a")
    page.keyboard.type(f"**{WORDS}**")
    page.keyboard.press("Escape")


def added(card: Locator, page: Page) -> None:
    card.get_by_test_id("element-add").click()
    card.get_by_role("textbox").last.fill(WORDS)
    page.keyboard.press("Enter")


def told(card: Locator, page: Page) -> None:
    card.get_by_test_id("fact-add").fill(WORDS)
    page.keyboard.press("Enter")


def wiped(card: Locator, page: Page) -> None:
    card.get_by_test_id("transition").click()
    page.locator('[data-transition="circleopen"]').click()
    page.keyboard.press("Escape")


def collapsed(card: Locator, page: Page) -> None:
    card.click(position={"x": 24, "y": 16})
    page.keyboard.press("Alt+c")


Hand = Callable[[Locator, Page], None]
Eye = Callable[[Locator], None]


HOLDS = """([place, texts]) => {
  const card = document.querySelector(place);
  const fields = [...card.querySelectorAll('textarea, input, select')].map((field) => field.value);
  return texts.some((text) => card.innerText.includes(text) || fields.includes(text));
}"""


def shows(*texts: str) -> Eye:
    """One of these is read on the card, be it in a field or as plain text."""

    def look(card: Locator) -> None:
        place = f'[data-node-id="{card.get_attribute("data-node-id")}"]'
        card.page.wait_for_function(HOLDS, arg=[place, list(texts)], timeout=5000)

    return look


def on(pressed: str) -> Eye:
    return lambda card: expect(card.get_by_role("switch").first).to_have_attribute("aria-checked", pressed)


def low(card: Locator) -> None:
    expect(card).to_have_css("height", "48px")


EDITS: dict[str, tuple[Hand, Eye]] = {
    "shot": (partial(filled, field="prompt"), shows(WORDS)),
    "text": (partial(filled, field="field-text"), shows(WORDS)),
    "transition": (wiped, shows("Iris out")),
    "composite": (
        partial(chosen, option="3840x2160", select=-1),
        shows("3840x2160", "3840×2160"),
    ),
    "convert_images_video": (partial(typed, text="48"), shows("48")),
    "convert_video_frame": (partial(chosen, option="middle"), shows("middle", "Middle")),
    "convert_video_images": (partial(typed, text="7"), shows("7")),
    "convert_video_audio": (collapsed, low),
    "convert_text_audio": (partial(chosen, option="girl"), shows("girl", "Girl")),
    "convert_text_number": (turned, on("true")),
    "collect": (partial(chosen, option="audio"), shows("audio", "Audio")),
    "pick": (partial(chosen, option="video"), shows("video", "Video")),
    "number": (partial(typed, text="12"), shows("12")),
    "boolean": (turned, on("false")),
    "array": (added, shows(WORDS)),
    "metadata": (told, shows(WORDS)),
    "note": (noted, lambda card: expect(card.locator("b")).to_have_text(WORDS)),
    "reroute": (lambda card, _page: card.click(), lambda card: expect(card).to_contain_text("Ben")),
}
RENAMED: tuple[Hand, Eye] = (renamed, shows(WORDS))


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("film", [film for film in FILMS if film is not STATES], ids=lambda film: film.title)
def test_what_one_person_writes_on_a_card_the_other_sees_at_once(
    installation: Started, seats: tuple[Seat, Seat], film: Film, theme: str
) -> None:
    anna, ben = seats
    standing = shared(installation, film)
    for seat in seats:
        seat.complaints.clear()
        go(seat, standing.project_id, theme)
    for card in film.cards:
        place = f'[data-node-id="{standing.nodes[card.name]}"]'
        write, see = EDITS.get(card.kind, RENAMED)
        # The pointer over it brings a card's fields to life.
        ben.page.locator(place).hover(position={"x": 24, "y": 16})
        write(ben.page.locator(place), ben.page)
        see(anna.page.locator(place))
    for seat in seats:
        expect(seat.page.locator(".svelte-flow__node-GenericNode")).to_have_count(0)
        seat.saved()
        assert seat.complaints == []


def test_takes_are_compared_beside_the_card_and_give_their_values_back(
    installation: Started, seats: tuple[Seat, Seat]
) -> None:
    anna, _ = seats
    shot = Card("shot", {"number": "SH010", "prompt": "Fog.", "quality": "low", "duration": 1.0}, takes=2)
    standing = shared(installation, Film("Takes", (shot,)), takes=True)
    go(anna, standing.project_id)
    page = anna.page
    card = page.locator('[data-node-id][data-kind="shot"]')
    card.hover(position={"x": 24, "y": 16})
    card.get_by_test_id("takes").click()
    page.get_by_test_id("takes-panel").get_by_test_id("compare").first.click()
    review = page.get_by_test_id("review")
    expect(review.get_by_test_id("screen")).to_have_count(2)
    review.get_by_test_id("use").click()
    page.keyboard.press("Escape")
    expect(card.locator('[data-testid="take"][aria-pressed="true"]')).to_have_attribute(
        "aria-label", re.compile("^SHOT-010_v01_take02")
    )
    card.get_by_test_id("takes").click()
    seed = page.locator("[data-take-line]").first.get_by_text("seed").inner_text().split()[1]
    page.locator("[data-take-line]").first.get_by_test_id("restore").click()
    page.keyboard.press("Escape")
    expect(card.get_by_test_id("shot-settings")).to_contain_text(seed)


def test_the_gallery_holds_every_kind_of_the_catalogue() -> None:
    assert sorted({card.kind for film in FILMS for card in film.cards}) == sorted(types())


def test_every_kind_is_placed_by_keyboard_and_has_a_card_of_its_own(
    installation: Started, seats: tuple[Seat, Seat]
) -> None:
    anna, _ = seats
    page = anna.page
    standing = shared(installation, Film("Placed", ()))
    go(anna, standing.project_id)
    anna.complaints.clear()
    for kind in types().values():
        page.mouse.move(900, 700)
        page.keyboard.press("Shift+A")
        page.get_by_test_id("add-menu").wait_for()
        page.keyboard.type(kind.title)
        page.keyboard.press("Enter")
        expect(page.locator(f'[data-node-id][data-kind="{kind.kind}"]')).to_have_count(1)
        expect(page.locator(".svelte-flow__node-GenericNode")).to_have_count(0)
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        expect(page.locator("[data-node-id]")).to_have_count(0)
    anna.saved()
    assert anna.complaints == []
