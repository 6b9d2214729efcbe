"""Many shots at once: told before it begins, followed while it runs; stale is seen by everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat, wire
from tests.e2e.conftest import ask
from tests.e2e.test_axe import violations

MIA, BEN = "mia@batch.example", "ben@batch.example"
SHOTS = tuple(f"s{at}" for at in range(1, 6))
LONG = 90_000

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def pier(installation: Started) -> tuple[str, str]:
    """A scene with five short shots; June comes to the first two through In. Its path, and June."""
    june = new_id()
    path = film(
        installation,
        "Batch on the pier",
        (MIA, BEN),
        card("june", "character", 0, 0, name="June", asset_id=june),
        card("scene", "scene_group", 420, 0, number="2", title="EXT. PIER"),
        *(card(key, "shot", 360.0 * at, 0, "scene", number=f"SH0{at + 1}0", order=str(at), quality="low", duration=0.5)
          for at, key in enumerate(SHOTS)),
        wire("cast", "june.character", "scene.assets"),
        wire("in1", "scene.cast", "s1.characters"),
        wire("in2", "scene.cast", "s2.characters"),
    )  # fmt: skip

    async def put(canvas: Canvas) -> None:
        owner = await canvas.accounts.local_owner()
        rows: list[tuple[str, assets.Kind, str, dict[str, Any]]] = [(june, "character", "June", {"look": "a red coat"})]
        await assets.insert_many(canvas.db, path.removeprefix("/project/"), owner.id, rows)

    ask(installation, put)
    return path, june


def look(one: Seat, path: str, june: str, words: str) -> None:
    """June looks like that from now on."""
    url = f"/api/v1/projects/{path.removeprefix('/project/')}/assets/{june}"
    body = json.dumps({"data": {"look": words}})
    change = {"method": "PATCH", "headers": {"content-type": "application/json"}, "body": body}
    asked = "([url, change]) => fetch(url, change).then((answer) => answer.ok)"
    assert one.page.evaluate(asked, [url, change])


def part(page: Page, state: str) -> Locator:
    return page.get_by_test_id("batch-steps").locator(f'[data-part="{state}"]')


def over(page: Page) -> None:
    """Nothing of the batch is under way any more."""
    expect(page.get_by_test_id("batch-row")).to_have_count(0, timeout=LONG)


def scene_says(one: Seat, *words: str) -> None:
    for each in words:
        expect(on_card(one.page, "scene")).to_contain_text(each, timeout=LONG)


def test_a_batch_is_told_begun_followed_and_stale_is_seen_by_everybody(installation: Started, browser: Browser) -> None:
    path, june = pier(installation)
    mia, ben = (seat(browser, installation, email, path) for email in (MIA, BEN))
    page = mia.page
    page.locator('[data-node-id="scene"] .head').first.dblclick()
    on_card(page, "s5").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("batch-sum")).to_contain_text("5 takes to make")
    expect(part(page, "run").locator("[data-step]")).to_have_count(5)
    expect(page.get_by_test_id("batch-begin")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("batch-row")).to_contain_text("of 5")
    over(page)
    scene_says(ben, "5 shots · 5 ready")

    # What June wears is in two of them: both windows see it, on the cards and on their scene.
    look(mia, path, june, "a yellow coat")
    scene_says(ben, "3 ready", "2 stale")
    for key in SHOTS:
        mark = on_card(page, key).locator('[data-state="stale"]')
        expect(mark).to_have_count(1 if key in {"s1", "s2"} else 0, timeout=LONG)

    # The scene is made again: only what is stale, the rest is told as it is.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    on_card(page, "scene").get_by_test_id("generate-scene").click()
    expect(page.get_by_test_id("batch-sum")).to_contain_text("2 takes to make")
    expect(part(page, "run").locator("[data-step]")).to_have_count(2)
    expect(part(page, "current").locator("[data-step]")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    over(page)
    scene_says(ben, "5 shots · 5 ready")

    # Put back, the takes of before fit: they are taken, and nothing is made.
    look(mia, path, june, "a red coat")
    scene_says(ben, "2 stale")
    on_card(page, "scene").get_by_test_id("generate-scene").click()
    expect(part(page, "cached").locator("[data-step]")).to_have_count(2)
    expect(page.get_by_test_id("batch-begin")).to_have_text("Use 2 earlier takes")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("notice")).to_contain_text(["2 earlier takes fit and were taken."])
    scene_says(ben, "5 shots · 5 ready")
    assert mia.complaints == ben.complaints == []
    told(installation, path)


def told(installation: Started, path: str) -> None:
    """The command line says the same of the film, and makes one shot of it anew."""
    project = path.removeprefix("/project/")
    whole = run(installation, project, "--dry-run")
    assert whole.returncode == 0
    states = [(shot["scene"], shot["number"], shot["state"]) for shot in json.loads(whole.stdout)["shots"]]
    assert states == [("2", f"SH0{at}0", "current") for at in range(1, 6)]
    one = run(installation, "Batch on the pier", "--shot", "2/040", "--anew")
    (shot,) = json.loads(one.stdout)["shots"]
    assert (one.returncode, shot["id"], shot["state"], shot["error"]) == (0, "s4", "made", None)
    assert shot["take"]
    missing = run(installation, project, "--shot", "SH990")
    assert (missing.returncode, missing.stderr.strip()) == (1, "There is no shot SH990 here.")


def run(installation: Started, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "production_canvas", "generate", *words, "--json"]
    return subprocess.run([*command, "--data", str(installation.data)], capture_output=True, text=True, check=False)
