"""Files that are held up, taken up again, put into folders and put in the place of others, with a real browser."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, resting, seat
from tests.e2e.test_uploads import DROP, MEGABYTE, picture, sound
from tests.e2e.test_usage import BEN, MIA

pytestmark = pytest.mark.timeout(300)

PART = 8 * 1024 * 1024
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 3 * MEGABYTE}
LONG = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def place(installation: Started, browser: Browser) -> Iterator[tuple[Page, str]]:
    """Mia's page of a film, and the film's id."""
    path = film(installation, "uploads go on", (MIA, BEN), card("still", "image_import", 0, 0, name="Still"))
    mia: Seat = seat(browser, installation, MIA, path)
    yield mia.page, path.removeprefix("/project/")
    mia.context.close()


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    """A sound of three parts on the disk, so that it is the very same file each time it is chosen."""
    file = tmp_path / "sea.wav"
    file.write_bytes(sound(20 * MEGABYTE))
    return file


def slowed(page: Page) -> None:
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def at(page: Page, stage: str) -> Locator:
    return page.locator(f'[data-testid="upload"][data-stage="{stage}"]')


def offsets(page: Page) -> list[int]:
    """Grows with every part that is sent: where it begins."""
    found: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH" and "/uploads/" in request.url:
            found.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return found


def under_way(page: Page, sent: list[int]) -> None:
    """Waits until the second part is being sent."""
    end = time.monotonic() + 30
    while len(sent) < 2 and time.monotonic() < end:
        page.wait_for_timeout(20)
    assert len(sent) == 2


def test_an_upload_rests_and_goes_on_where_it_was(place: tuple[Page, str], sea: Path) -> None:
    page, _ = place
    slowed(page)
    sent = offsets(page)
    page.get_by_test_id("upload-input").set_input_files(sea)
    under_way(page, sent)
    page.get_by_role("button", name="Pause sea.wav").click()
    expect(at(page, "paused")).to_have_count(1)
    page.get_by_role("button", name="Go on with sea.wav").click()
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    # Of the part that was cut what had arrived is kept.
    assert sent[:2] == [0, PART]
    assert all(offset >= PART for offset in sent[2:])


def test_after_the_page_was_loaded_anew_the_same_file_goes_on(place: tuple[Page, str], sea: Path) -> None:
    page, _ = place
    page.on("dialog", lambda dialog: dialog.accept())
    slowed(page)
    sent = offsets(page)
    page.get_by_test_id("upload-input").set_input_files(sea)
    under_way(page, sent)
    page.reload()
    page.get_by_test_id("library").wait_for()
    expect(page.get_by_test_id("uploads")).to_have_count(0)
    page.get_by_test_id("upload-input").set_input_files(sea)
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    assert sent[:2] == [0, PART]
    assert all(offset >= PART for offset in sent[2:])


def test_an_upload_waits_for_the_line_and_goes_on_by_itself(place: tuple[Page, str], sea: Path) -> None:
    page, _ = place
    slowed(page)
    sent = offsets(page)
    page.get_by_test_id("upload-input").set_input_files(sea)
    under_way(page, sent)
    page.context.set_offline(True)
    expect(page.get_by_text("Offline").first).to_be_visible(timeout=LONG)
    page.context.set_offline(False)
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    assert sent.count(0) == 1


def test_what_is_dropped_on_an_open_folder_stands_in_it(place: tuple[Page, str]) -> None:
    page, film_id = place
    page.goto(f"/assets?project={film_id}")
    page.get_by_test_id("folder-add").click()
    page.get_by_test_id("folder-name").fill("Stills")
    page.keyboard.press("Enter")
    page.get_by_test_id("folders").get_by_text("Stills").click()
    room = resting(page.get_by_test_id("asset-room"))
    spot = (room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
    page.evaluate(DROP, ["pier.png", "image/png", base64.b64encode(picture("navy")).decode(), *spot])
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    expect(page.get_by_test_id("asset-grid").get_by_text("pier.png")).to_be_visible()
    page.get_by_test_id("folders").get_by_text("Stills").click()
    expect(page.get_by_test_id("asset-grid").get_by_text("pier.png")).to_be_visible()
    # The very same file once more is the asset that is there.
    page.evaluate(DROP, ["again.png", "image/png", base64.b64encode(picture("navy")).decode(), *spot])
    expect(at(page, "ready")).to_have_count(2, timeout=LONG)
    expect(page.get_by_test_id("asset-grid").get_by_text("again.png")).to_have_count(0)


def test_a_file_dropped_on_the_librarys_panel_is_brought_in(place: tuple[Page, str]) -> None:
    page, _ = place
    page.get_by_test_id("library").get_by_role("button", name="Media").click()
    room = resting(page.get_by_test_id("library"))
    spot = (room["x"] + room["width"] / 2, room["y"] + room["height"] - 40)
    page.evaluate(DROP, ["lamp.png", "image/png", base64.b64encode(picture("gold")).decode(), *spot])
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    expect(page.get_by_test_id("asset-grid").get_by_text("lamp.png")).to_be_visible()


def test_a_picture_is_replaced_and_the_one_before_is_taken_back(place: tuple[Page, str]) -> None:
    page, film_id = place
    page.goto(f"/assets?project={film_id}")
    page.get_by_test_id("upload-input").set_input_files(
        {"name": "pier.png", "mimeType": "image/png", "buffer": picture("navy")}
    )
    expect(at(page, "ready")).to_have_count(1, timeout=LONG)
    page.get_by_test_id("asset-grid").get_by_text("pier.png").click()
    shown = page.get_by_test_id("asset-details").locator(".picture img")
    expect(shown).to_be_visible()
    first = shown.get_attribute("src")
    page.get_by_test_id("replace-input").set_input_files(
        {"name": "other.png", "mimeType": "image/png", "buffer": picture("gold")}
    )
    expect(at(page, "ready")).to_have_count(2, timeout=LONG)
    expect(shown).not_to_have_attribute("src", str(first))
    versions = page.get_by_test_id("asset-versions")
    versions.get_by_role("button", name="Restore").last.click()
    expect(shown).to_have_attribute("src", str(first))

    page.get_by_test_id("replace-input").set_input_files(
        {"name": "sea.wav", "mimeType": "audio/wav", "buffer": sound(100_000)}
    )
    refused = at(page, "refused")
    expect(refused).to_contain_text("pier.png is a picture; the new file is a sound", timeout=LONG)
    expect(shown).to_have_attribute("src", str(first))
