"""Debian's Chromium, driven as a person would: real mouse, real keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.e2e.conftest import PASSWORD

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE: ViewportSize = {"width": 1600, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that `./canvas test` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


class Seat:
    """One person at one browser. `complaints`: what the page said on its console that it should not have to."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(base_url=url, viewport=WIDE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def sign_in(self, email: str, to: str = "/") -> None:
        """Through the form, to that page."""
        self.page.goto(to)
        self.page.get_by_test_id("email").fill(email)
        self.page.get_by_test_id("password").fill(PASSWORD)
        self.page.get_by_test_id("sign-in").click()
        self.page.wait_for_url(f"**{to}")

    def saved(self) -> None:
        """Waits until everything done here is saved."""
        expect(self.page.get_by_test_id("connection-state")).to_have_attribute("data-status", "saved")
