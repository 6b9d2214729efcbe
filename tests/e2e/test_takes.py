"""Takes in review: compared to the frame by real keys, given back, made again; another person sees it."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, head, on_card, wire
from tests.e2e.conftest import ask

ANNA, BEN = "anna@review.example", "ben@review.example"
PATIENCE = 60.0
PROMPT = "Fog over the quay."
SHOT: dict[str, Any] = {"number": "SH010", "title": "The quay", "prompt": PROMPT, "quality": "low", "duration": 5.0}
DIGITS = (0.80, 0.93, 0.99, 1.0)
"""Where previs burns in its timecode: left, top, right, lower edge, in parts of the picture."""
PIXELS = """([take, left, top, right, bottom]) => {
  const video = document.querySelector(`[data-testid="screen"][data-take="${take}"] video`);
  const canvas = document.createElement('canvas');
  const [width, height] = [video.videoWidth, video.videoHeight];
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0);
  const [x, y] = [Math.round(left * width), Math.round(top * height)];
  const { data } = context.getImageData(x, y, Math.round(right * width) - x, Math.round(bottom * height) - y);
  return Array.from(data).filter((_, at) => at % 4 === 1);
}"""

Picture = NDArray[Any]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def until(question: Callable[[], Any], wanted: Any, page: Page) -> None:
    """Asks until the answer is the wanted one; the page lives on meanwhile."""
    end = time.monotonic() + PATIENCE
    while (answer := question()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert answer == wanted


def takes_of(page: Page, path: str) -> list[dict[str, Any]]:
    told = page.request.get(f"/api/v1{path.replace('project', 'projects', 1)}/page").json()
    found: list[dict[str, Any]] = told["takes"].get("s1", [])
    return found


def make(page: Page, path: str) -> dict[str, Any]:
    """One more take of the shot, by the key."""
    count = len(takes_of(page, path))
    page.mouse.click(*head(page, "s1"))
    page.keyboard.press("Control+Enter")
    until(lambda: len(takes_of(page, path)), count + 1, page)
    return takes_of(page, path)[-1]


def edit(installation: Started, path: str, **values: Any) -> None:
    """The film's owner writes into the shot."""
    add(installation, path, *({"op": "node.set", "id": "s1", "path": [key], "value": values[key]} for key in values))


def decoded(page: Page, take: dict[str, Any]) -> list[Picture]:
    """Of every frame of the take's file the green where its timecode stands, as PyAV decodes it."""
    with av.open(io.BytesIO(page.request.get(take["url"]).body()), "r") as clip:
        pictures = [frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)]
    height, width = pictures[0].shape[:2]
    left, top, right, bottom = (
        math.floor(part * side + 0.5) for part, side in zip(DIGITS, (width, height, width, height), strict=True)
    )
    return [picture[top:bottom, left:right, 1].astype(int) for picture in pictures]


def seen(page: Page, take: str, frames: list[Picture]) -> int:
    """The number of the take's frame whose pixels stand on the screen."""
    picture = np.array(page.evaluate(PIXELS, [take, *DIGITS])).reshape(frames[0].shape)
    return int(np.argmin([np.abs(picture - each).mean() for each in frames]))


def shown(page: Page) -> dict[str, int]:
    """By take the frame that it says it shows."""
    told: dict[str, int] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-testid="screen"][data-seen="true"]')]
          .map(({ dataset }) => [dataset.take, Number(dataset.shown)]))"""
    )
    return told


def counter(page: Page) -> int:
    return int(page.get_by_test_id("frame").inner_text().split()[0])


class Desk:
    """A shot with two takes at half the film's rate and a shorter one at the full rate, all three on the screen."""

    def __init__(self, installation: Started, seat: Seat) -> None:
        path = film(installation, "Review", (ANNA,), card("s1", "shot", 0, 0, **SHOT))
        seat.sign_in(ANNA, path)
        self.page = seat.page
        on_card(self.page, "s1").wait_for()
        self.made = [make(self.page, path), make(self.page, path)]
        edit(installation, path, duration=2.0, quality="standard", size="CLOSE UP")
        self.made.append(make(self.page, path))
        self.frames = {take["id"]: decoded(self.page, take) for take in self.made}
        self.page.keyboard.press("v")
        for take in self.made:
            if take["id"] not in shown(self.page):
                row = self.page.locator(f'[data-review-take="{take["id"]}"]')
                row.get_by_test_id("beside").click()
        expect(self.page.get_by_test_id("screen")).to_have_count(3)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def together(self, *, screens: int = 3) -> int:
        """The counter's frame, once every take shows its own of that moment, by its own account and by its pixels."""
        at = counter(self.page)
        now = shown(self.page)
        assert len(now) == screens
        wanted = {
            take["id"]: min(at if take["rate"] == 24 else at // 2, take["frames"] - 1)
            for take in self.made
            if take["id"] in now
        }
        until(lambda: shown(self.page), wanted, self.page)
        assert {take: seen(self.page, take, self.frames[take]) for take in now} == wanted
        return at


def test_takes_are_compared_to_the_frame_however_one_gets_there(installation: Started, browser: Browser) -> None:
    anna = Seat(browser, installation.url)
    desk = Desk(installation, anna)
    page, review = desk.page, desk.page.get_by_test_id("review")
    assert [take["name"][-11:] for take in desk.made] == ["_v01_take01", "_v01_take02", "_v02_take01"]
    assert desk.together() == 0
    desk.press(*["ArrowRight"] * 50)
    assert desk.together() == 50
    expect(review.get_by_test_id("holds")).to_have_count(1)
    desk.press("Shift+ArrowLeft")
    page.keyboard.down("k")
    desk.press("j", "j", "j")
    page.keyboard.up("k")
    assert desk.together() == 37
    # Playing, then standing: wherever that is, it is one and the same frame. Without the loop none is passed twice.
    desk.press("r", "l", "l")
    until(lambda: counter(page) > 60, True, page)
    desk.press("k")
    assert desk.together() > 60
    desk.press("j", "j")
    until(lambda: counter(page) < 60, True, page)
    desk.press("k")
    assert desk.together() < 60
    # Between the marks it goes round.
    desk.press("r", "Home", "Shift+ArrowRight", "i", "Shift+ArrowRight", "o", "l")
    page.wait_for_timeout(1500)
    desk.press("k")
    assert 10 <= desk.together() <= 20
    desk.press("3", "]")
    expect(review.get_by_test_id("wipe")).to_have_attribute("aria-valuenow", "52")
    desk.together(screens=2)
    desk.press("4")
    expect(review.get_by_test_id("difference-words")).to_contain_text("of the picture differs")
    desk.press("Escape")
    expect(review).to_have_count(0)
    assert anna.complaints == []


def test_settings_come_back_and_the_very_job_is_made_again_before_two_people(
    installation: Started, browser: Browser
) -> None:
    shot = {**SHOT, "duration": 0.5}
    noir = (card("noir", "style", -400, 0, name="Noir"), wire("w", "noir.style", "s1.styles"))
    path = film(installation, "Again", (ANNA, BEN), card("s1", "shot", 0, 0, **shot))
    anna, ben = (Seat(browser, installation.url) for _ in range(2))
    for seat, email in ((anna, ANNA), (ben, BEN)):
        seat.sign_in(email, path)
        on_card(seat.page, "s1").wait_for()
    first = make(anna.page, path)
    add(installation, path, *noir)
    edit(installation, path, prompt="Heavy rain over the long quay.", size="CLOSE UP")
    prompt = on_card(ben.page, "s1").get_by_role("textbox").first
    expect(prompt).to_have_value("Heavy rain over the long quay.")

    on_card(anna.page, "s1").get_by_test_id("take").focus()
    anna.page.keyboard.press("Enter")
    side = anna.page.get_by_test_id("review-side")
    expect(side.locator('[data-row="size"]')).to_contain_text("Close up")
    expect(side.locator('[data-row="prompt"] ins').first).to_have_text("Heavy rain")
    expect(side.locator('[data-row^="styles"]')).to_contain_text("Noir")
    side.get_by_test_id("restore").click()
    expect(side.get_by_test_id("review-said")).to_contain_text("Not given back")
    expect(side.locator('[data-row="prompt"]')).to_have_count(0)
    expect(prompt).to_have_value(PROMPT)
    edit(installation, path, prompt="Something else.")
    side.get_by_test_id("remake").click()
    expect(side.get_by_test_id("review-said")).to_have_text(
        "SHOT-010_v01_take02 is identical to SHOT-010_v01_take01", timeout=PATIENCE * 1000
    )
    again = takes_of(anna.page, path)[-1]
    assert (again["remake_of"], again["identical_to"]) == (first["id"], first["id"])
    files = [anna.page.request.get(take["url"]) for take in (first, again)]
    assert files[0].body() == files[1].body()
    assert 'filename="SHOT-010_v01_take02.mp4"' in files[1].headers["content-disposition"]
    anna.page.keyboard.press("4")
    expect(anna.page.get_by_test_id("difference-words")).to_contain_text("No difference in this frame")
    anna.page.keyboard.press("Escape")
    # One step back is all that was given back; Ben sees that too.
    edit(installation, path, prompt="Heavy rain over the long quay.")
    anna.page.keyboard.press("Control+z")
    until(lambda: size_of(ben.page, path), "CLOSE UP", ben.page)
    expect(on_card(ben.page, "s1").get_by_test_id("take")).to_have_count(2)
    assert anna.complaints == []
    assert ben.complaints == []
    only_looks(installation, ben, path)


def only_looks(installation: Started, ben: Seat, path: str) -> None:
    """Who may only look reviews and saves takes, and changes nothing."""

    async def demote(canvas: Canvas) -> None:
        project_id = path.removeprefix("/project/")
        actor = await canvas.projects.actor(project_id, await canvas.accounts.local_owner())
        await canvas.projects.put_member(project_id, actor, BEN, "viewer")

    ask(installation, demote)
    ben.page.reload()
    ben.page.mouse.click(*head(ben.page, "s1"))
    ben.page.keyboard.press("v")
    side = ben.page.get_by_test_id("review-side")
    for deed in ("use", "restore", "remake"):
        expect(side.get_by_test_id(deed)).to_be_disabled()
    expect(side.get_by_test_id("download")).to_be_visible()
    before = takes_of(ben.page, path)
    other = next(take for take in before if not take["active"])
    side.locator(f'[data-review-take="{other["id"]}"] .take').click()
    expect(side.get_by_test_id("take-name")).to_have_text(other["name"])
    ben.page.keyboard.press("Enter")
    expect(side.get_by_test_id("review-said")).to_contain_text("does not change the film")
    assert takes_of(ben.page, path) == before


def size_of(page: Page, path: str) -> str:
    nodes = page.request.get(f"/api/v1{path.replace('project', 'projects', 1)}").json()["graph"]["nodes"]
    return next(str(node["data"].get("size")) for node in nodes if node["id"] == "s1")


def add(installation: Started, path: str, *ops: dict[str, Any]) -> None:
    async def write(canvas: Canvas) -> None:
        project_id = path.removeprefix("/project/")
        actor = await canvas.projects.actor(project_id, await canvas.accounts.local_owner())
        batch = {"client_op_id": f"add:{new_id()}", "base_version": 1, "ops": list(ops)}
        await canvas.sync.submit(project_id, actor, Batch.model_validate(batch))

    ask(installation, write)
