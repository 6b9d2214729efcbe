"""One page in Chromium, driven by a real mouse, and what its main thread spent."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--expose-gc",
]  # fmt: skip
SIZE: ViewportSize = {"width": 1600, "height": 900}
MIDDLE = (800, 480)
LOAD_LIMIT = 180.0
REST_LIMIT = 20.0
STEPS = 60
CARDS = ".svelte-flow__node, .react-flow__node"
FRAMES = """() => {
  window.frames_ = []; window.watching_ = true;
  let before = performance.now();
  const next = (now) => {
    window.frames_.push(now - before);
    before = now;
    if (window.watching_) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""
FIRST_CARD = """(() => {
  const look = () => {
    if (document.querySelector('[data-node-id], .bench-card')) {
      requestAnimationFrame(() => requestAnimationFrame(() => { window.firstCard_ ??= performance.now(); }));
      return;
    }
    requestAnimationFrame(look);
  };
  look();
})()"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that `CHROMIUM` names."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class Spent:
    """Of the main thread, in milliseconds of CPU: everything, and script alone. `frames`: how long each took."""

    tasks: float
    script: float
    frames: list[float]

    def percentile(self, share: float) -> float:
        """Milliseconds between two frames."""
        ordered = sorted(self.frames) or [0.0]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Screen:
    """A page of its own; `first_card` in milliseconds from the start of the navigation."""

    def __init__(self, browser: Browser, url: str, token: str | None = None) -> None:
        self.context: BrowserContext = browser.new_context(viewport=SIZE)
        if token:
            self.context.add_cookies([{"name": "canvas_session", "value": token, "url": url}])
        self.page: Page = self.context.new_page()
        self.page.add_init_script(FIRST_CARD)
        self.line: CDPSession = self.context.new_cdp_session(self.page)
        # CPU of the thread, not time on the clock: neighbours on the machine do not count.
        self.line.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._url = url

    def open(self, path: str) -> Spent:
        """What the way from nothing to a page at rest took."""
        before = self._metrics()
        self.page.goto(self._url + path, wait_until="commit")
        self._until_first_card()
        self._rest()
        after = self._metrics()
        # A new process counts from zero.
        base = before if after["TaskDuration"] >= before["TaskDuration"] and before["TaskDuration"] > 1 else {}
        return Spent(
            (after["TaskDuration"] - base.get("TaskDuration", 0)) * 1000,
            (after["ScriptDuration"] - base.get("ScriptDuration", 0)) * 1000,
            [],
        )

    @property
    def first_card(self) -> float:
        return float(self.page.evaluate("window.firstCard_"))

    def spend(self, work: Callable[[], None], settle: float = 0.3) -> Spent:
        """What the page spent while `work` was done to it."""
        before = self._metrics()
        self.page.evaluate(FRAMES)
        work()
        self.page.wait_for_timeout(settle * 1000)
        frames = self.page.evaluate("() => { window.watching_ = false; return window.frames_; }")
        after = self._metrics()
        return Spent(
            (after["TaskDuration"] - before["TaskDuration"]) * 1000,
            (after["ScriptDuration"] - before["ScriptDuration"]) * 1000,
            [float(each) for each in frames],
        )

    def script(self, work: Callable[[], None]) -> float:
        """Milliseconds of script that the page spent while `work` was done to it, by others than the measuring."""
        before = self._metrics()["ScriptDuration"]
        work()
        return (self._metrics()["ScriptDuration"] - before) * 1000

    def pan(self) -> None:
        """A drag with the middle button, there and back."""
        mouse, (x, y) = self.page.mouse, MIDDLE
        mouse.move(x, y)
        mouse.down(button="middle")
        for step in range(STEPS):
            away = step if step < STEPS / 2 else STEPS - step
            mouse.move(x - away * 20, y - away * 8)
            self.page.wait_for_timeout(8)
        mouse.up(button="middle")

    def zoom(self) -> None:
        """The wheel, out and in again."""
        self.page.mouse.move(*MIDDLE)
        for step in range(STEPS):
            self.page.mouse.wheel(0, 40 if step < STEPS / 2 else -40)
            self.page.wait_for_timeout(8)

    def heap(self) -> float:
        """MB of JavaScript's heap after everything unused has gone."""
        for _ in range(2):
            self.line.send("HeapProfiler.collectGarbage")
        return self._metrics()["JSHeapUsedSize"] / 1e6

    def count(self, selector: str) -> int:
        return self.page.locator(selector).count()

    def close(self) -> None:
        self.context.close()

    def _metrics(self) -> dict[str, float]:
        return {each["name"]: each["value"] for each in self.line.send("Performance.getMetrics")["metrics"]}

    def _until_first_card(self) -> None:
        # The page's own policy forbids Playwright's waiting functions.
        deadline = time.monotonic() + LOAD_LIMIT
        while not self.page.evaluate("window.firstCard_ !== undefined"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"No card after {LOAD_LIMIT:g} s on {self.page.url}")
            self.page.wait_for_timeout(20)

    def _rest(self) -> None:
        """Waits until the main thread has next to nothing to do for half a second, or is never idle."""
        deadline, before = time.monotonic() + REST_LIMIT, self._metrics()["TaskDuration"]
        while time.monotonic() < deadline:
            self.page.wait_for_timeout(500)
            now = self._metrics()["TaskDuration"]
            if now - before < 0.05:
                return
            before = now


def opened(screen: Screen, path: str, name: str) -> dict[str, float]:
    """What opening, panning and zooming cost."""
    load = screen.open(path)
    mounted, elements = screen.count(CARDS), screen.count("*")
    pan, zoom = screen.spend(screen.pan), screen.spend(screen.zoom)
    return {
        f"{name}: load, main CPU": load.tasks,
        f"{name}: first card": screen.first_card,
        f"{name}: open": screen.first_card,
        f"{name}: pan p50": pan.percentile(0.5),
        f"{name}: pan p95": pan.percentile(0.95),
        f"{name}: pan main per frame": pan.tasks / max(1, len(pan.frames)),
        f"{name}: zoom p50": zoom.percentile(0.5),
        f"{name}: zoom p95": zoom.percentile(0.95),
        f"{name}: zoom main per frame": zoom.tasks / max(1, len(zoom.frames)),
        f"{name}: mounted nodes": float(mounted),
        f"{name}: DOM elements": float(elements),
    }


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """Of each figure over all runs that have it."""
    names = dict.fromkeys(name for run in runs for name in run)
    return {name: statistics.median([run[name] for run in runs if name in run]) for name in names}
