"""A first scene by the keyboard alone: ten things that a film begins with, and no mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, node

STEPS = 40

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def desk(installation: Started) -> Iterator[Desk]:
    ask(installation, lambda canvas: crew(canvas, MIA))
    with chromium() as browser:
        seat = Seat(browser, installation.url)
        seat.sign_in(MIA)
        yield Desk(seat, installation)
        assert seat.complaints == []


def add(desk: Desk, words: str) -> None:
    desk.press("Tab")
    desk.page.get_by_test_id("add-menu").wait_for()
    desk.page.keyboard.type(words)
    desk.press("Enter")


def reach(desk: Desk, key: str, wanted: Locator) -> None:
    """Presses the key until that has the focus, or holds what has it."""
    for _ in range(STEPS):
        if wanted.evaluate("(element) => element.contains(document.activeElement)"):
            return
        desk.press(key)
    raise AssertionError(f"{STEPS} times {key} lead nowhere near {wanted}")


def of_kind(desk: Desk, kind: str) -> list[str]:
    return [one for one, record in desk.nodes().items() if record["type"] == kind]


def describe(desk: Desk, shot: str) -> None:
    inspector = desk.page.get_by_role("complementary", name="Inspector")
    reach(desk, "F6", inspector)
    reach(desk, "Tab", inspector.get_by_label("Prompt", exact=True).first)
    desk.page.keyboard.type("June waits on the pier.")
    desk.until(lambda: desk.data(shot).get("prompt"), "June waits on the pier.")
    reach(desk, "Tab", inspector.get_by_test_id("tier-low"))
    desk.press("Enter")
    desk.until(lambda: desk.data(shot).get("quality"), "low")
    reach(desk, "F6", desk.page.locator("#canvas"))


def test_a_first_scene_is_made_by_the_keyboard_alone(desk: Desk) -> None:
    page = desk.open("first scene", node("s", "scene_group", 0, 0, number="1", title="EXT. PIER")).page

    # In, by walking to the scene
    desk.press("ArrowRight")
    desk.said("1 EXT. PIER, Scene, 0 wires in, 0 out")
    desk.press("Enter")
    expect(page.get_by_test_id("empty-level")).to_be_visible()

    # A shot and a character beside it
    add(desk, "shot")
    desk.until(lambda: len(of_kind(desk, "shot")), 1)
    desk.press("Escape")
    add(desk, "character")
    desk.until(lambda: len(of_kind(desk, "character")), 1)
    (shot,), (character,) = of_kind(desk, "shot"), of_kind(desk, "character")

    # A name
    desk.press("F2")
    expect(page.get_by_test_id("rename")).to_be_focused()
    page.keyboard.type("June")
    desk.press("Enter")
    desk.until(lambda: desk.data(character).get("name"), "June")

    # A wire between the two
    desk.press("w")
    expect(page.get_by_test_id("hand-wire")).to_contain_text("June")
    desk.press("Enter")
    desk.until(desk.wires, {(character, "character", shot, "characters")})

    # Along the wire to the shot; what is seen, and its quality, in the inspector
    desk.press("ArrowRight")
    desk.until(desk.selected, {shot})
    describe(desk, shot)

    # A take
    desk.press("Control+Enter")
    desk.said("1 take started")
    expect(desk.card(shot)).to_contain_text(re.compile(r"queue|%|take 1", re.IGNORECASE))
    desk.press("Control+Alt+Enter")

    # A second shot goes and comes back
    desk.press("Control+d")
    desk.until(lambda: len(of_kind(desk, "shot")), 2)
    desk.press("Delete")
    desk.until(lambda: len(of_kind(desk, "shot")), 1)
    desk.press("Control+z")
    desk.until(lambda: len(of_kind(desk, "shot")), 2)

    # Out, and found again from there
    desk.press("Escape", "Escape")
    expect(desk.card("s")).to_be_visible()
    desk.press("Control+f")
    page.keyboard.type("waits pier")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    desk.press("Enter")
    expect(desk.card(shot)).to_be_visible()
