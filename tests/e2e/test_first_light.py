"""The whole path with two people at two browsers: script, breakdown, edit, generate, watch."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting
from tests.e2e.conftest import SCRIPT, ask, crew

ANNA, BEN = "anna@example.org", "ben@example.org"
EDITS = 50
LATENCY = 2000.0
"""Milliseconds that even a machine with many other things to do stays below; `canvas bench collab` holds the bar."""

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def seats(installation: Started) -> Iterator[tuple[Seat, Seat]]:
    ask(installation, lambda canvas: crew(canvas, ANNA, BEN))
    with chromium() as browser:
        yield Seat(browser, installation.url), Seat(browser, installation.url)


def card(page: Page, kind: str, text: str) -> Locator:
    return page.locator(f'[data-kind="{kind}"][data-node-id]').filter(has_text=text).first


def new_film(anna: Seat) -> str:
    """Anna makes a project, brings her script and has it broken down; the film's path."""
    page = anna.page
    anna.sign_in(ANNA)
    page.get_by_test_id("new-project").first.click()
    page.get_by_test_id("project-name").fill("The Last Ferry")
    page.get_by_test_id("create-project").click()
    page.wait_for_url("**/project/*")
    page.get_by_test_id("canvas").wait_for()
    page.get_by_test_id("add-node").click()
    page.keyboard.type("Script")
    page.keyboard.press("Enter")
    page.get_by_test_id("script-file").set_input_files(SCRIPT)
    page.get_by_test_id("break-down").click()
    expect(card(page, "script", "The Last Ferry")).to_contain_text("On the canvas", timeout=20_000)
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator('[data-kind="scene_group"][data-node-id]')).to_have_count(9)
    anna.saved()
    return page.url.removeprefix(anna.url)


def share(installation: Started, path: str) -> None:
    async def invite(canvas: Canvas) -> None:
        people = {user.email: user for user in await canvas.accounts.list()}
        project_id = path.removeprefix("/project/")
        actor = await canvas.projects.actor(project_id, people[ANNA])
        await canvas.projects.put_member(project_id, actor, BEN, "editor")

    ask(installation, invite)


def enter_scene(seat: Seat, heading: str) -> None:
    card(seat.page, "scene_group", heading).dblclick(position={"x": 40, "y": 14})
    expect(seat.page.locator('[data-kind="shot"][data-node-id]').first).to_be_visible()


def prompt_of(seat: Seat, number: str) -> Locator:
    return card(seat.page, "shot", number).get_by_test_id("prompt")


WATCH = """([selector, text]) => {
  window.seen = new Promise((resolve) => {
    const look = () => {
      const field = [...document.querySelectorAll(selector)].find((one) => one.value === text);
      if (field) resolve(Date.now());
      else setTimeout(look, 1);
    };
    look();
  });
}"""


def latencies(anna: Seat, ben: Seat) -> list[float]:
    """Milliseconds from Anna's keystroke to Ben's screen, one per edit."""
    field = prompt_of(anna, "SH010")
    before = field.input_value()
    field.click()
    field.evaluate("(one) => one.setSelectionRange(one.value.length, one.value.length)")
    found = []
    for step in range(EDITS):
        letter = "abcdefghij"[step % 10]
        before += letter
        ben.page.evaluate(WATCH, ['[data-testid="prompt"]', before])
        pressed = anna.page.evaluate("Date.now()")
        anna.page.keyboard.press(letter)
        found.append(ben.page.evaluate("window.seen") - pressed)
    return found


TRAIL = """(id) => {
  window.trail = [];
  const card = document.querySelector(`[data-node-id="${id}"]`);
  const follow = () => {
    window.trail.push(Math.round(card.getBoundingClientRect().x));
    if (window.trail.length < 90) requestAnimationFrame(follow);
  };
  follow();
}"""


def drag(anna: Seat, ben: Seat) -> tuple[list[int], float, float]:
    """Where Ben sees the card while Anna drags it by 160 pixels, and how far it went for each of them."""
    mine, theirs = card(anna.page, "shot", "SH020"), card(ben.page, "shot", "SH020")
    start, before = resting(mine), resting(theirs)
    ben.page.evaluate(TRAIL, theirs.get_attribute("data-node-id"))
    anna.page.mouse.move(start["x"] + 60, start["y"] + 12)
    anna.page.mouse.down()
    for step in range(1, 17):
        anna.page.mouse.move(start["x"] + 60 + step * 10, start["y"] + 12 + step * 5)
        anna.page.wait_for_timeout(30)
    anna.page.mouse.up()
    anna.saved()
    ben.page.wait_for_function("() => window.trail.length === 90")
    moved, seen = resting(mine), resting(theirs)
    return ben.page.evaluate("window.trail"), moved["x"] - start["x"], seen["x"] - before["x"]


def place_of(seat: Seat, number: str) -> str:
    """Where the card stands on the canvas, whatever part of it is looked at."""
    standing: str = card(seat.page, "shot", number).evaluate(
        "(one) => one.closest('.svelte-flow__node').style.transform"
    )
    return standing


def plays(seat: Seat, number: str) -> float:
    """Seconds of the take's clip, once it has really begun to play here."""
    card(seat.page, "shot", number).click(position={"x": 60, "y": 14})
    video = seat.page.get_by_test_id("take-video")
    video.wait_for()
    duration: float = video.evaluate(
        """async (one) => {
          one.muted = true;
          await one.play();
          while (one.currentTime < 0.2) await new Promise((resolve) => setTimeout(resolve, 20));
          return one.duration;
        }"""
    )
    return duration


def test_two_people_make_a_shot(
    installation: Started, seats: tuple[Seat, Seat], capsys: pytest.CaptureFixture[str]
) -> None:
    anna, ben = seats
    path = new_film(anna)
    share(installation, path)
    ben.sign_in(BEN, path)
    for seat in seats:
        enter_scene(seat, "TICKET OFFICE")
    expect(anna.page.get_by_test_id("breadcrumb").last).to_contain_text("TICKET OFFICE")

    waited = latencies(anna, ben)
    p95 = statistics.quantiles(waited, n=20)[-1]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{EDITS} edits seen by the other: median {statistics.median(waited):.0f} ms, p95 {p95:.0f} ms\n"
        )
    assert statistics.median(waited) < LATENCY

    trail, mine, theirs = drag(anna, ben)
    assert mine == pytest.approx(160, abs=12)
    assert theirs == pytest.approx(mine, abs=12)
    assert len(set(trail)) > 8, "the card jumped instead of gliding"
    expect(ben.page.get_by_test_id("peer-cursor")).to_be_visible()

    card(ben.page, "shot", "SH010").get_by_test_id("generate").click()
    progress = card(anna.page, "shot", "SH010").get_by_test_id("progress")
    expect(progress).to_be_visible()
    for seat in seats:
        expect(card(seat.page, "shot", "SH010").get_by_test_id("take")).to_have_count(1, timeout=60_000)
        assert plays(seat, "SH010") > 0

    text, place = prompt_of(anna, "SH010").input_value(), place_of(anna, "SH020")
    anna.saved()
    anna.page.reload()
    expect(card(anna.page, "shot", "SH010").get_by_test_id("take")).to_have_count(1)
    assert prompt_of(anna, "SH010").input_value() == text
    assert place_of(anna, "SH020") == place
    assert anna.complaints == []
    assert ben.complaints == []


def test_the_page_comes_with_the_film_in_it(installation: Started, seats: tuple[Seat, Seat]) -> None:
    anna, _ = seats
    answer = anna.context.request.get(anna.page.url)
    html = answer.text()
    assert answer.status == 200
    assert "TICKET OFFICE" in html
    assert "SH010" in html
    assert anna.context.request.get(f"{installation.url}/project/0197").status == 404
