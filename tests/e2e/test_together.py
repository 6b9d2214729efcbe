"""Two at one prompt through a kill, and what a tab leaves behind: with real browsers, keys and processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.wiring import Canvas
from tests.core.graphs import node
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import until
from tests.e2e.conftest import ask, crew

ANNA, BEN = "anna@together.example", "ben@together.example"
START = "Fog. The lamp turns."
ANNAS, BENS = "Dusk 🌫️ on the pier, ", " Nobody looks up 👀 but June."
LONG = 30_000

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def film(installation: Started, name: str) -> str:
    """The path of a new film with one shot, Anna and Ben its editors."""

    async def make(canvas: Canvas) -> str:
        await crew(canvas, ANNA, BEN)
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, name)
        actor = await canvas.projects.actor(project.id, owner)
        for email in (ANNA, BEN):
            await canvas.projects.put_member(project.id, actor, email, "editor")
        ops = [node("shot", "shot", number="SH010", title="Lamp", prompt=START)]
        batch = Batch.model_validate({"client_op_id": "film:1", "base_version": 0, "ops": ops})
        await canvas.sync.submit(project.id, actor, batch)
        return f"/project/{project.id}"

    return ask(installation, make)


def stored(installation: Started, path: str) -> dict[str, str]:
    async def look(canvas: Canvas) -> dict[str, str]:
        graph = await canvas.sync.graph(path.removeprefix("/project/"))
        return {key: str(value) for key, value in graph.nodes["shot"].data.items()}

    return ask(installation, look)


def seat(browser: Browser, installation: Started, email: str, path: str) -> Seat:
    made = Seat(browser, installation.url)
    made.sign_in(email, path)
    made.page.get_by_test_id("canvas").wait_for()
    made.saved()
    return made


def prompt(page: Page) -> Locator:
    return page.locator('[data-node-id="shot"]').get_by_test_id("prompt")


SPOT = """(field, offset) => {
  const mirror = field.parentElement.querySelector('[data-testid="remote-carets"] .mirror');
  const caret = field.parentElement.querySelector('[data-testid="remote-caret"]').getBoundingClientRect();
  const place = document.createRange();
  place.setStart(mirror.firstChild, offset);
  place.collapse(true);
  const spot = place.getBoundingClientRect();
  return Math.hypot(caret.left - spot.left, caret.top - spot.top);
}"""


def near(page: Page, offset: int) -> bool:
    """Whether the other's caret is drawn where the text has that offset."""
    return bool(prompt(page).evaluate(SPOT, offset) < 3)


def caret(page: Page) -> int:
    return int(prompt(page).evaluate("(field) => field.selectionStart"))


def test_two_in_one_prompt_lose_no_letter_while_the_server_is_killed(
    installation: Started, browser: Browser, tmp_path: Path
) -> None:
    path = film(installation, "Two in one prompt")
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    prompt(anna.page).click()
    anna.page.keyboard.press("Control+Home")
    prompt(ben.page).click()
    ben.page.keyboard.press("Control+End")
    for step in range(max(len(ANNAS), len(BENS))):
        if step == len(ANNAS) // 2:
            installation.kill("web")
        for one, letters in ((anna, ANNAS), (ben, BENS)):
            if step < len(letters):
                one.page.keyboard.insert_text(letters[step])
        anna.page.wait_for_timeout(40)
    for one in (anna, ben):
        expect(one.page.get_by_test_id("connection-state")).to_have_attribute("data-status", "saved", timeout=LONG)
        expect(prompt(one.page)).to_have_value(ANNAS + START + BENS)
    assert stored(installation, path)["prompt"] == ANNAS + START + BENS
    units = [len(text.encode("utf-16-le")) // 2 for text in (ANNAS, ANNAS + START + BENS)]
    assert [caret(anna.page), caret(ben.page)] == units
    for one, other in ((anna, ben), (ben, anna)):
        expect(prompt(one.page).locator("xpath=..").get_by_test_id("remote-caret")).to_have_count(1, timeout=10_000)
        offset = caret(other.page)
        until(partial(near, one.page, offset))
    folder = Path(os.environ.get("CANVAS_SHOTS", tmp_path))
    for name, one in (("anna", anna), ("ben", ben)):
        one.page.screenshot(path=folder / f"one-prompt-{name}.png")
    for one in (anna, ben):
        one.context.close()


def test_an_undo_in_the_prompt_takes_ones_own_letters_only(installation: Started, browser: Browser) -> None:
    path = film(installation, "Undo in one prompt")
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    prompt(anna.page).click()
    anna.page.keyboard.press("Control+Home")
    anna.page.keyboard.type("Night. ")
    expect(prompt(ben.page)).to_have_value("Night. " + START)
    prompt(ben.page).click()
    ben.page.keyboard.press("Control+Home")
    ben.page.keyboard.type("Rain. ")
    expect(prompt(anna.page)).to_have_value("Rain. Night. " + START)
    anna.page.keyboard.press("Control+z")
    expect(prompt(ben.page)).to_have_value("Rain. " + START)
    anna.page.keyboard.press("Control+Shift+z")
    expect(prompt(ben.page)).to_have_value("Rain. Night. " + START)
    for one in (anna, ben):
        assert one.complaints == []
        one.context.close()


def test_a_tab_closed_offline_hands_its_edits_in_at_the_next_visit(installation: Started, browser: Browser) -> None:
    path = film(installation, "Closed offline")
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    anna.context.set_offline(True)
    state = anna.page.get_by_test_id("connection-state")
    expect(state).to_have_attribute("data-status", "offline", timeout=LONG)
    prompt(anna.page).click()
    anna.page.keyboard.press("Control+End")
    anna.page.keyboard.type(" Then nothing.")
    expect(prompt(anna.page)).to_have_value(START + " Then nothing.")
    anna.page.wait_for_timeout(500)
    anna.page.close(run_before_unload=False)
    prompt(ben.page).click()
    ben.page.keyboard.press("Control+Home")
    ben.page.keyboard.type("Meanwhile: ")
    ben.saved()
    anna.context.set_offline(False)
    anna.page = anna.context.new_page()
    anna.page.goto(path)
    whole = "Meanwhile: " + START + " Then nothing."
    for one in (anna, ben):
        expect(prompt(one.page)).to_have_value(whole, timeout=LONG)
    anna.saved()
    assert stored(installation, path)["prompt"] == whole
    for one in (anna, ben):
        one.context.close()


def test_a_paste_that_has_no_room_is_cut_off_with_a_word(installation: Started, browser: Browser) -> None:
    path = film(installation, "Too long a paste")
    anna = seat(browser, installation, ANNA, path)
    anna.context.grant_permissions(["clipboard-read", "clipboard-write"])
    anna.page.evaluate("(text) => navigator.clipboard.writeText(text)", "fog " * 6000)
    prompt(anna.page).click()
    anna.page.keyboard.press("Control+End")
    anna.page.keyboard.press("Control+v")
    expect(anna.page.get_by_text("The last 4,020 of what you pasted are not in it")).to_be_visible()
    anna.saved()
    assert stored(installation, path)["prompt"] == (START + "fog " * 6000)[:20_000]
    anna.context.close()
