"""A feature-length screenplay on the canvas, with two people at two browsers: brought, broken down, stopped, undone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.wiring import Canvas
from tests.core.film.drafts import draft, film
from tests.core.graphs import node
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting, still, stored, until
from tests.e2e.conftest import ask, crew
from tests.e2e.test_axe import violations

ANNA, BEN = "anna@scripts.example", "ben@scripts.example"
SCENES = 190
# So long that a slow machine has time to stop it.
SERIAL = 900
# Milliseconds of a frame, on a machine that runs two browsers and the server beside.
FLUID = 100
LONG = 90_000

pytestmark = pytest.mark.timeout(400)

DROP = """async ([name, content, x, y]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name));
  const how = { bubbles: true, cancelable: true, dataTransfer, clientX: x, clientY: y };
  const target = document.elementFromPoint(x, y);
  for (const kind of ['dragenter', 'dragover']) {
    target.dispatchEvent(new DragEvent(kind, how));
    await new Promise(requestAnimationFrame);
  }
  const words = document.querySelector('[data-testid="files-words"]')?.textContent ?? '';
  target.dispatchEvent(new DragEvent('drop', how));
  return words;
}"""

# Milliseconds that each frame of a pan by the wheel took, there and back, the shortest first.
PAN = """async () => {
  const pane = document.querySelector('.svelte-flow__pane');
  const frames = [];
  let last = performance.now();
  for (let step = 0; step < 150; step += 1) {
    pane.dispatchEvent(new WheelEvent('wheel', {
      bubbles: true, cancelable: true, clientX: 800, clientY: 400,
      deltaX: step < 75 ? 6 : -6, deltaY: step < 75 ? 3 : -3,
    }));
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - last);
    last = performance.now();
  }
  return frames.slice(1).sort((a, b) => a - b);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def project(installation: Started, name: str) -> str:
    """The path of a film without a card, Anna and Ben its editors."""

    async def make(canvas: Canvas) -> str:
        await crew(canvas, ANNA, BEN)
        owner = await canvas.accounts.local_owner()
        made = await canvas.projects.create(owner, name)
        actor = await canvas.projects.actor(made.id, owner)
        for email in (ANNA, BEN):
            await canvas.projects.put_member(made.id, actor, email, "editor")
        return f"/project/{made.id}"

    return ask(installation, make)


def seat(browser: Browser, installation: Started, email: str, path: str) -> Seat:
    made = Seat(browser, installation.url)
    made.sign_in(email, path)
    made.page.get_by_test_id("canvas").wait_for()
    made.saved()
    return made


def dropped(page: Page, name: str, content: bytes, on: Locator | None = None) -> str:
    """Drops a file on the canvas, or on that card; what was said beside the pointer before."""
    box = resting(on or page.get_by_test_id("canvas"))
    at = [box["x"] + box["width"] / 2, box["y"] + (20 if on else box["height"] / 5)]
    words: str = page.evaluate(DROP, [name, base64.b64encode(content).decode(), *at])
    return words


def script(page: Page) -> Locator:
    return page.locator('[data-kind="script"][data-node-id]')


def of_kind(installation: Started, path: str, kind: str) -> list[Any]:
    return [one for one in stored(installation, path).nodes.values() if one.type == kind]


def test_a_screenplay_dropped_on_the_canvas_is_read_and_one_that_is_none_is_refused_in_words(
    installation: Started, browser: Browser
) -> None:
    path = project(installation, "Dropped")
    anna = seat(browser, installation, ANNA, path)
    page = anna.page
    assert dropped(page, "notes.docx", b"PK") == "Drop the screenplay: a script card stands here"
    expect(page.get_by_text("“notes.docx” cannot be brought in")).to_be_visible()
    expect(script(page)).to_have_count(0)

    dropped(page, "The Draft.fountain", draft(film(6)))
    card = script(page)
    expect(card).to_contain_text("Break Down to Shots")
    expect(card).to_contain_text("The Draft")
    expect(card.locator("dl")).to_contain_text("6 scenes3 3/8 pages5 people6 places")
    expect(card).to_contain_text("7 a page")
    card.get_by_role("button", name="Many").click()
    expect(card).to_contain_text("12 a page")
    anna.saved()

    [before] = of_kind(installation, path, "script")
    words = dropped(page, "letter.txt", b"Dear Mara, nothing happens in this letter.", card)
    assert words == "Drop it as the new draft of “The Draft”"
    expect(card.get_by_role("alert")).to_contain_text("No scenes found in this text")
    assert of_kind(installation, path, "script") == [before]
    card.get_by_role("button", name="Dismiss").click()
    expect(card.get_by_role("alert")).to_have_count(0)
    assert [one for one in anna.complaints if "422" not in one] == []
    anna.context.close()


def test_a_breakdown_is_stopped_by_another_and_what_stands_stays_as_one_step(
    installation: Started, browser: Browser
) -> None:
    path = project(installation, "Stopped")
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    dropped(anna.page, "serial.fountain", draft(film(SERIAL)))
    go = script(anna.page).get_by_test_id("break-down")
    expect(go).to_be_enabled()
    anna.page.keyboard.press("Escape")
    go.click()
    expect(script(ben.page).get_by_test_id("script-progress")).to_contain_text(f"of {SERIAL}", timeout=LONG)
    script(ben.page).get_by_test_id("stop-breakdown").click()
    expect(script(anna.page)).to_contain_text("Stopped on its way", timeout=LONG)
    some = len(of_kind(installation, path, "scene_group"))
    assert 0 < some < SERIAL
    expect(script(ben.page)).to_contain_text(f"{some} of {SERIAL} scenes stand", timeout=LONG)
    anna.page.keyboard.press("Control+z")
    until(lambda: of_kind(installation, path, "scene_group") == [])
    expect(script(ben.page)).to_contain_text("Break Down to Shots", timeout=LONG)
    for one in (anna, ben):
        assert one.complaints == []
        one.context.close()


def test_scenes_stream_in_while_another_watches_and_pans_and_one_undo_takes_them_back(
    installation: Started, browser: Browser
) -> None:
    path = project(installation, "Streamed")
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    dropped(anna.page, "feature.fountain", draft(film(SCENES)))
    go = script(anna.page).get_by_test_id("break-down")
    expect(go).to_be_enabled()
    anna.page.keyboard.press("Escape")
    go.click()
    expect(script(ben.page).get_by_test_id("script-progress")).to_contain_text(f"of {SCENES}", timeout=LONG)
    frames: list[float] = ben.page.evaluate(PAN)
    for one in (anna, ben):
        expect(script(one.page)).to_contain_text(f"{SCENES} scenes stand on the canvas", timeout=LONG)
        expect(one.page.get_by_test_id("library")).to_contain_text("Agnes")
    assert len(of_kind(installation, path, "scene_group")) == SCENES
    assert frames[len(frames) // 2] < FLUID, f"half of the frames took longer than {frames[len(frames) // 2]:.0f} ms"
    anna.page.keyboard.press("Control+z")
    until(lambda: of_kind(installation, path, "scene_group") == [] and of_kind(installation, path, "shot") == [])
    ben.page.keyboard.press("Shift+1")
    expect(script(ben.page)).to_contain_text("Break Down to Shots", timeout=LONG)
    for one in (anna, ben):
        assert one.complaints == []
        one.context.close()


def page_of(page: Page) -> Locator:
    return page.get_by_test_id("script-text")


def seen(found: Locator) -> bool:
    """Whether it lies within the window of the text."""
    inside: bool = found.evaluate(
        """(one) => {
          const box = one.getBoundingClientRect();
          const page = one.closest('[data-testid="script-text"]').getBoundingClientRect();
          return box.top >= page.top - 1 && box.bottom <= page.bottom + 1;
        }"""
    )
    return inside


async def broken_down(canvas: Canvas, path: str, content: bytes) -> str:
    """Puts a script and its scenes on that film; the id of its node."""
    project_id = path.removeprefix("/project/")
    actor = await canvas.projects.actor(project_id, await canvas.accounts.local_owner())
    ops = [node("script", "script")]
    batch = Batch.model_validate({"client_op_id": "script:1", "base_version": 0, "ops": ops})
    await canvas.sync.submit(project_id, actor, batch)
    await canvas.scripts.upload(project_id, actor, "script", "feature.fountain", content)
    await canvas.scripts.break_down(project_id, actor, "script")
    return "script"


@pytest.fixture(scope="module")
def lined(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str]]:
    """Anna before a film of sixty scenes, its text open beside it."""
    path = project(installation, "Lined")
    ask(installation, lambda canvas: broken_down(canvas, path, draft(film(60))))
    anna = seat(browser, installation, ANNA, path)
    script(anna.page).get_by_test_id("read-script").click()
    expect(anna.page.get_by_test_id("script-coverage")).to_contain_text("100 % covered")
    yield anna, path
    anna.context.close()


def covered(page: Page, path: str) -> Any:
    """What the server tells of the script's lines."""
    return page.request.get(f"/api/v1{path.replace('project', 'projects')}/nodes/script/coverage").json()


def to_scene(page: Page, key: str) -> None:
    page.get_by_test_id("script-scenes").click()
    page.get_by_test_id("scene-list").wait_for()
    page.keyboard.press(key)
    page.keyboard.press("Enter")


def test_from_a_shot_to_its_lines_and_back(lined: tuple[Seat, str]) -> None:
    anna, path = lined
    page = anna.page
    told = covered(page, path)
    figures = f"{told['lines']:,} of {told['lines']:,} lines · {len(told['shots'])} shots"
    expect(page.get_by_test_id("script-coverage")).to_contain_text(figures)

    # To a scene of the text, and from the mark of its last shot to the card.
    to_scene(page, "End")
    expect(page.get_by_test_id("script-scenes")).to_contain_text("60")
    last = told["shots"][-1]["node_id"]
    mark = page_of(page).locator(f'[data-shot="{last}"]')
    mark.click()
    expect(page.locator(f'[data-node-id="{last}"].selected')).to_be_visible()

    # From the card to its lines, by the inspector and by its key.
    page.get_by_test_id("script-close").click()
    expect(page_of(page)).to_have_count(0)
    page.get_by_test_id("to-lines").click()
    expect(mark).to_be_visible()
    until(lambda: seen(mark))
    page.get_by_test_id("script-close").click()
    page.keyboard.press("Shift+t")
    until(lambda: mark.count() == 1 and seen(mark))

    # What is selected on the canvas is lit in the text, and comes into sight.
    first = told["shots"][0]
    page.get_by_test_id("project-tree").press("Home")
    page.get_by_test_id("project-tree").press("ArrowDown")
    page.get_by_test_id("project-tree").press(" ")
    expect(page_of(page).locator(f'.lit[data-line="{first["line_from"]}"]')).to_have_count(1)
    assert anna.complaints == []


def test_what_no_shot_covers_is_told_at_once_when_another_removes_a_shot(
    lined: tuple[Seat, str], installation: Started
) -> None:
    anna, path = lined
    page, project_id = anna.page, path.removeprefix("/project/")
    before = covered(page, path)

    async def remove(canvas: Canvas) -> None:
        actor = await canvas.projects.actor(project_id, await canvas.accounts.local_owner())
        version = (await canvas.sync.graph(project_id)).version
        ops = [{"op": "node.remove", "id": before["shots"][0]["node_id"]}]
        batch = Batch.model_validate({"client_op_id": "gone:1", "base_version": version, "ops": ops})
        await canvas.sync.submit(project_id, actor, batch)

    ask(installation, remove)
    coverage = page.get_by_test_id("script-coverage")
    expect(coverage).to_contain_text("1 gap")
    now = covered(page, path)
    expect(coverage).to_contain_text(f"{now['covered']:,} of {now['lines']:,} lines")
    page.get_by_test_id("script-bare").click()
    filmed = now["lines"] - now["covered"]
    expect(page_of(page).locator("[data-line]:has(.margin b)")).to_have_count(filmed)
    page.get_by_test_id("script-bare").click()
    assert anna.complaints == []


def test_the_text_is_searched(lined: tuple[Seat, str]) -> None:
    anna, _ = lined
    page = anna.page
    page.get_by_test_id("script-search").fill("nothing like this")
    expect(page.get_by_test_id("script-panel").get_by_role("status")).to_have_text("none")
    page.get_by_test_id("script-search").fill("int. ")
    expect(page.get_by_test_id("script-panel").get_by_role("status")).to_contain_text("1 of ")
    page.get_by_test_id("script-search").press("Enter")
    expect(page.get_by_test_id("script-panel").get_by_role("status")).to_contain_text("2 of ")
    expect(page_of(page).locator("mark").first).to_be_visible()
    page.get_by_test_id("script-search").press("Escape")
    expect(page_of(page).locator("mark")).to_have_count(0)
    assert anna.complaints == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_text_and_a_new_draft_keep_nobody_out(lined: tuple[Seat, str], theme: str) -> None:
    anna, _ = lined
    page = anna.page
    page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
    assert violations(page) == []
    page.get_by_test_id("script-scenes").click()
    page.get_by_test_id("scene-list").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("breadcrumb").first.click()
    page.keyboard.press("Control+f")
    page.keyboard.type("the draft")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("The Draft")
    page.keyboard.press("Enter")
    expect(script(page)).to_be_visible()
    still(page)
    second = film(60)
    second[4].body[0] = f"Rain at last, in the {theme} of the yard."
    dropped(page, f"{theme}.fountain", draft(second[:20] + second[21:]), script(page))
    page.get_by_test_id("draft-scene").wait_for(timeout=LONG)
    assert violations(page) == []
    page.get_by_test_id("draft-leave").click()
    expect(page.get_by_test_id("draft")).to_have_count(0)
