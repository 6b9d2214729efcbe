"""What people see: an edit in one browser until another shows it, and a press on an asset until its uses are lit."""

from __future__ import annotations

from contextlib import closing
from statistics import median

from playwright.sync_api import Browser, Locator, Page, expect

from bench.canvas.screen import Screen, chromium
from bench.report import Row, percentile
from bench.workloads.libraries import Shelf
from production_canvas.cli.options import say

PATIENCE = 60_000
# The picture that follows a frame's scripts is on the screen once the next task comes.
WATCH_CARD = """() => {
  const shown = () => document.querySelector('[data-node-id="hero"] .lines')?.textContent ?? '';
  const before = shown();
  window.shownAt = null;
  const observer = new MutationObserver(() => {
    if (shown() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.shownAt = Date.now(); }));
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
WATCH_PRESS = """() => {
  window.pressedAt = null;
  addEventListener('click', () => { window.pressedAt = Date.now(); }, { capture: true, once: true });
}"""
WATCH_LOOK = """() => {
  window.pressed = window.lit = null;
  addEventListener('pointerup', (event) => { window.pressed = event.timeStamp; }, { capture: true, once: true });
  const look = () => {
    const all = document.querySelector('[data-use="source"]') && document.querySelector('[data-testid="usage-words"]');
    if (!all) requestAnimationFrame(look);
    else setTimeout(() => { window.lit = performance.now(); });
  };
  requestAnimationFrame(look);
}"""


def measure(url: str, large: Shelf, small: Shelf, *, edits: int, presses: int) -> list[Row]:
    """Rows of what two browsers show."""
    with chromium() as browser:
        say("edits in one browser, seen in another")
        seen = _edits(browser, url, small, edits)
        say("10,000 usages lit")
        cold, warm = _looks(browser, url, large, presses)
    return [
        Row("an edit seen in a second browser, from the press on Save, median", median(seen), "ms"),
        Row("an edit seen in a second browser, from the press on Save, p95", percentile(seen), "ms", 300),
        Row("10,000 usages lit, from the press, the first time", median(cold), "ms", 100),
        Row("10,000 usages lit, from the press, again", median(warm), "ms", 100),
    ]


def _edits(browser: Browser, url: str, shelf: Shelf, times: int) -> list[float]:
    """Milliseconds of each edit of an asset that stands on a card, no take made with it."""
    took = []
    path = f"/project/{shelf.project_id}"
    with closing(Screen(browser, url, shelf.token)) as one, closing(Screen(browser, url, shelf.other_token)) as two:
        for screen in (one, two):
            screen.open(path)
        details = _form_of(one.page, shelf.hero_id)
        age, save = details.locator('[data-field="age"] input'), details.get_by_test_id("asset-save")
        for at in range(times):
            age.fill(str(at + 20))
            two.page.evaluate(WATCH_CARD)
            one.page.evaluate(WATCH_PRESS)
            save.click()
            shown = _until(two.page, "window.shownAt")
            took.append(shown - _until(one.page, "window.pressedAt"))
            expect(save).to_be_disabled(timeout=PATIENCE)
    return took


def _looks(browser: Browser, url: str, shelf: Shelf, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the first press in a page, of three pages, and of those that follow in the last of them."""
    cold, warm = [], []
    for page_at in range(3):
        with closing(Screen(browser, url, shelf.token)) as screen:
            screen.open(f"/project/{shelf.project_id}")
            cold.append(_look(screen.page, shelf.asset_id))
            if page_at == 2:
                warm = [_look(screen.page, shelf.asset_id) for _ in range(times)]
    return cold, warm


def _look(page: Page, asset_id: str) -> float:
    page.get_by_test_id("library-search").fill("Zz Noir")
    tile = page.locator(f'[data-testid="asset-grid"] [data-asset-id="{asset_id}"]')
    expect(tile).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH_LOOK)
    tile.click()
    took = _until(page, "window.lit") - _until(page, "window.pressed")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("usage-bar")).to_have_count(0, timeout=PATIENCE)
    return took


def _form_of(page: Page, asset_id: str) -> Locator:
    """The form of the asset, opened as a person does."""
    tile = page.locator(f'[data-testid="asset-grid"] [data-asset-id="{asset_id}"]')
    expect(tile).to_be_visible(timeout=PATIENCE)
    tile.dblclick()
    details = page.get_by_test_id("asset-details")
    expect(details).to_be_visible(timeout=PATIENCE)
    return details


def _until(page: Page, value: str) -> float:
    # The page's own policy forbids Playwright's waiting functions.
    for _ in range(6000):
        found = page.evaluate(value)
        if found is not None:
            return float(found)
        page.wait_for_timeout(10)
    raise TimeoutError(value)
