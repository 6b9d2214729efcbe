"""No page keeps anybody out: axe-core over every route, in both themes, with what may be open on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, node, wire

pytestmark = pytest.mark.timeout(240)

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

THEMES = ("dark", "light")
FILM = (
    node("scene", "scene_group", 0, 0, number="1", title="INT. LAMP ROOM - NIGHT", synopsis="The lamp turns."),
    node("shot", "shot", 420, 0, number="SH010", title="The lamp", prompt="The lamp turns."),
    node("anna", "character", 0, 460, name="Anna", age="34"),
    node("look", "style", 420, 620, name="Tungsten", keywords=["low key"]),
    node("crane", "camera_control", 800, 0, name="Crane"),
    node("mix", "composite", 1150, 0),
    node("clip", "video_import", 800, 460, name="Sky"),
    node("sound", "audio", 1150, 460, name="Sea"),
    node("inner", "shot", 0, 0, "scene", number="SH010"),
    wire("w1", "anna", "character", "shot", "characters"),
    wire("w2", "look", "style", "shot", "styles"),
    wire("w3", "clip", "video", "mix", "layers"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=THEMES)
def desk(request: pytest.FixtureRequest, browser: Browser, installation: Started) -> Iterator[Desk]:
    """Mia before a film with a card of many kinds, in one of the themes."""
    ask(installation, lambda canvas: crew(canvas, MIA))
    seat = Seat(browser, installation.url)
    paint(seat.page, installation, request.param)
    seat.sign_in(MIA)
    yield Desk(seat, installation).open(f"axe in {request.param}", *FILM)
    seat.context.close()


def paint(page: Page, installation: Started, theme: str) -> None:
    page.context.add_cookies([{"name": "canvas_theme", "value": theme, "url": installation.url}])


def violations(page: Page, part: str = "html") -> list[dict[str, Any]]:
    """What axe finds serious or worse in that part of the page: rule, and where it stands."""
    page.wait_for_timeout(350)  # what slides in has arrived
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(part) => axe.run(part, { resultTypes: ['violations'] })", part)
    return [
        {
            "rule": one["id"],
            "at": [
                spot["html"][:160] + " " + str(spot["any"][:1] and spot["any"][0]["message"])
                for spot in one["nodes"][:6]
            ],
        }
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_signing_in(browser: Browser, installation: Started, theme: str) -> None:
    seat = Seat(browser, installation.url)
    paint(seat.page, installation, theme)
    seat.page.goto("/login")
    assert violations(seat.page) == []
    seat.page.get_by_test_id("email").fill("nobody@axe.example")
    seat.page.get_by_test_id("password").fill("wrong password")
    seat.page.get_by_test_id("sign-in").click()
    seat.page.get_by_test_id("sign-in-refused").wait_for()
    seat.page.get_by_test_id("look").click()
    assert violations(seat.page) == []
    seat.context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_dashboard_without_films_and_its_dialog(browser: Browser, installation: Started, theme: str) -> None:
    email = f"new-{theme}@axe.example"
    ask(installation, lambda canvas: crew(canvas, email))
    seat = Seat(browser, installation.url)
    paint(seat.page, installation, theme)
    seat.sign_in(email)
    seat.page.get_by_test_id("no-projects").wait_for()
    assert violations(seat.page) == []
    seat.page.get_by_test_id("new-project").first.click()
    assert violations(seat.page) == []
    seat.page.keyboard.press("Escape")
    seat.page.goto("/project/nothing-here")
    assert violations(seat.page) == []
    seat.page.goto("/no/such/page")
    assert violations(seat.page) == []
    seat.context.close()


def test_the_dashboard_with_films(desk: Desk) -> None:
    desk.page.goto("/")
    desk.page.get_by_test_id("project-card").first.wait_for()
    assert violations(desk.page) == []
    desk.page.goto(f"/project/{desk.film}")
    desk.page.get_by_test_id("canvas").wait_for()
    desk.seat.saved()


def test_a_film_and_every_kind_of_card_in_the_inspector(desk: Desk) -> None:
    assert violations(desk.page) == []
    for one in ("shot", "scene", "anna", "look", "crane", "mix", "sound"):
        desk.press("Escape")
        desk.click(one)
        assert {"card": one, "found": violations(desk.page)} == {"card": one, "found": []}
    desk.click("anna", "Shift")
    assert violations(desk.page) == []


def test_what_opens_in_the_inspector(desk: Desk) -> None:
    desk.press("Escape")
    desk.click("shot")
    inspector = desk.page.get_by_test_id("inspector")
    inspector.locator('[data-parameter="size"]').get_by_role("combobox").click()
    assert violations(desk.page) == []
    desk.press("Escape")
    inspector.locator('[data-parameter="motion"]').hover()
    inspector.locator('[data-parameter="motion"]').get_by_test_id("field-menu").click()
    assert violations(desk.page) == []
    desk.press("Escape")
    inspector.get_by_role("button", name="Colour of the card").click()
    assert violations(desk.page) == []
    desk.press("Escape")


def test_menus_sheets_and_the_palette(desk: Desk) -> None:
    for name in ("share", "look"):
        desk.page.get_by_test_id(name).click()
        assert {"open": name, "found": violations(desk.page)} == {"open": name, "found": []}
        desk.press("Escape")
    desk.page.mouse.click(*desk.empty())
    for key in ("Tab", "ControlOrMeta+k", "Shift+?"):
        desk.press(key)
        assert {"open": key, "found": violations(desk.page)} == {"open": key, "found": []}
        desk.press("Escape", "Escape")
    desk.page.mouse.click(*desk.head("shot"), button="right")
    assert violations(desk.page) == []
    desk.press("Escape")


def test_the_queue_what_failed_and_the_workers(desk: Desk) -> None:
    desk.page.get_by_test_id("queue-button").click()
    for name in ("Queue", "Failed and cancelled", "Workers"):
        desk.page.get_by_role("tab", name=name, exact=True).click()
        desk.page.get_by_role("tabpanel").locator("p, ul").first.wait_for()
        assert {"open": name, "found": violations(desk.page)} == {"open": name, "found": []}
    desk.press("Escape")


def test_inside_a_scene_and_inside_an_empty_shot(desk: Desk) -> None:
    desk.page.mouse.dblclick(*desk.head("scene"))
    desk.card("inner").wait_for()
    assert violations(desk.page) == []
    desk.page.mouse.dblclick(*desk.head("inner"))
    desk.page.get_by_test_id("empty-level").wait_for()
    assert violations(desk.page) == []


def test_a_break_of_the_line(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    desk.page.get_by_test_id("offline-bar").wait_for(timeout=30_000)
    assert violations(desk.page) == []
    desk.page.context.set_offline(False)
    expect(desk.page.get_by_test_id("connection-state")).to_have_attribute("data-status", "saved", timeout=30_000)


def test_the_first_links_lead_past_everything(desk: Desk) -> None:
    desk.page.goto(f"/project/{desk.film}")
    desk.page.get_by_test_id("canvas").wait_for()
    desk.press("Tab")
    expect(desk.page.locator(":focus")).to_have_text("To the canvas")
    desk.press("Enter")
    expect(desk.page.locator("#canvas")).to_be_focused()
