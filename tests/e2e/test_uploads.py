"""Files come into the library by hand: chosen or dropped, cut off and gone on with, refused in words."""

from __future__ import annotations

import base64
import io
import wave
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, resting, seat, until
from tests.e2e.test_usage import BEN, MIA

pytestmark = pytest.mark.timeout(300)

MEGABYTE = 1_000_000
DROP = """([name, type, text, x, y]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  const target = document.elementFromPoint(x, y);
  const how = { bubbles: true, cancelable: true, clientX: x, clientY: y, dataTransfer };
  for (const kind of ['dragenter', 'dragover', 'drop']) target.dispatchEvent(new DragEvent(kind, how));
}"""


def picture(color: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 180), color).save(made, "PNG")
    return made.getvalue()


def sound(size: int) -> bytes:
    """Silence of about that many bytes."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(size // 4 * 4))
    return made.getvalue()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def mia(installation: Started, browser: Browser) -> Iterator[Seat]:
    """Before a film with one card for a picture."""
    path = film(installation, "uploads", (MIA, BEN), card("still", "image_import", 0, 0, name="Still"))
    made = seat(browser, installation, MIA, path)
    yield made
    made.context.close()


def test_an_upload_that_is_cut_in_the_middle_goes_on_from_there(mia: Seat) -> None:
    page = mia.page
    offsets: list[int] = []

    def cut(route: Route) -> None:
        request = route.request
        if request.method == "PATCH":
            offsets.append(int(request.headers["upload-offset"]))
            if len(offsets) == 2:
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/uploads/*", cut)
    content = sound(20 * MEGABYTE)
    page.get_by_test_id("upload-input").set_input_files({"name": "sea.wav", "mimeType": "audio/wav", "buffer": content})
    expect(page.locator('[data-testid="upload"][data-stage="ready"]')).to_have_count(1, timeout=60_000)
    part = 8 * 1024 * 1024
    assert offsets == [0, part, part, 2 * part]
    page.get_by_role("button", name="Media").click()
    expect(page.get_by_test_id("asset-grid").get_by_text("sea.wav")).to_be_visible()


def test_a_file_that_is_no_media_is_refused_in_the_servers_words(mia: Seat) -> None:
    page = mia.page
    page.get_by_test_id("upload-input").set_input_files(
        {"name": "cat.png", "mimeType": "image/png", "buffer": b"MZ" + bytes(200_000)}
    )
    refused = page.locator('[data-testid="upload"][data-stage="refused"]')
    expect(refused).to_have_count(1, timeout=30_000)
    assert len(refused.locator("small").inner_text()) > 10
    refused.get_by_role("button", name="Take cat.png off the list").click()
    expect(page.get_by_test_id("uploads")).to_have_count(0)


def test_a_picture_dropped_on_the_canvas_becomes_a_card_and_on_a_card_its_picture(mia: Seat) -> None:
    page = mia.page
    box = page.get_by_test_id("canvas").bounding_box()
    assert box is not None
    spot = (box["x"] + box["width"] - 240, box["y"] + 120)
    # Some systems do not know what a file holds: its name tells.
    page.evaluate(DROP, ["pier.png", "", base64.b64encode(picture("navy")).decode(), *spot])
    until(lambda: page.locator('[data-kind="image_import"]').count() == 2)
    new = page.locator('[data-kind="image_import"]').filter(has_text="pier.png")
    expect(new.locator("img").first).to_be_visible(timeout=30_000)
    still = resting(on_card(page, "still").locator(".picture").first)
    middle = (still["x"] + still["width"] / 2, still["y"] + still["height"] / 2)
    page.evaluate(DROP, ["lamp.png", "image/png", base64.b64encode(picture("gold")).decode(), *middle])
    expect(on_card(page, "still").locator("img").first).to_be_visible(timeout=30_000)
    assert page.locator('[data-kind="image_import"]').count() == 2
