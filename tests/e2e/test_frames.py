"""Frames that fold: what lies on them goes out of sight for everybody, and comes back where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, drag, film, head, on_card, seat, still, stored, until, wire

ANNA, BEN = "anna@frames.example", "ben@frames.example"

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def table(installation: Started, browser: Browser) -> Iterator[tuple[Seat, Seat, str]]:
    path = film(
        installation,
        "Frames",
        (ANNA, BEN),
        card("f", "frame", 0, 0, title="Pier", width=900, height=640),
        card("s1", "shot", 40, 60, number="SH010", title="Coast", order="a00001"),
        card("s2", "shot", 480, 60, number="SH020", title="Door", order="a00002"),
        card("s3", "shot", 1060, 60, number="SH030", title="Stairs", order="a00003"),
        wire("cut", "s1.sequence_out", "s2.sequence_in"),
        wire("on", "s2.sequence_out", "s3.sequence_in"),
    )
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))
    for one in (anna, ben):
        one.page.keyboard.press("Shift+1")
        still(one.page)
    yield anna, ben, path
    for one in (anna, ben):
        assert one.complaints == []
        one.context.close()


def places(installation: Started, path: str) -> dict[str, tuple[float, float]]:
    return {key: (node.x, node.y) for key, node in stored(installation, path).nodes.items()}


def test_a_frame_folds_away_what_lies_on_it_for_everybody_and_takes_it_along(
    table: tuple[Seat, Seat, str], installation: Started
) -> None:
    anna, ben, path = table
    before = places(installation, path)
    on_card(anna.page, "f").get_by_test_id("fold").click()
    for one in (anna, ben):
        expect(on_card(one.page, "s1")).to_have_count(0)
        expect(on_card(one.page, "s2")).to_have_count(0)
        expect(on_card(one.page, "s3")).to_be_visible()
        expect(on_card(one.page, "f")).to_contain_text("2 cards")
    start = head(anna.page, "f")
    drag(anna.page, start, (start[0] + 120, start[1] + 200))
    anna.saved()
    after = places(installation, path)
    by = {(after[key][0] - before[key][0], after[key][1] - before[key][1]) for key in ("f", "s1", "s2")}
    assert len(by) == 1
    assert by != {(0, 0)}
    assert after["s3"] == before["s3"]
    on_card(ben.page, "f").get_by_test_id("fold").click()
    for one in (anna, ben):
        expect(on_card(one.page, "s1")).to_be_visible()
        expect(one.page.locator(".svelte-flow__edge")).to_have_count(2)
    ben.saved()
    assert places(installation, path) == after


def test_fold_and_unfold_are_one_step_each_and_what_is_folded_is_found_all_the_same(
    table: tuple[Seat, Seat, str], installation: Started
) -> None:
    anna, _ben, path = table
    page = anna.page
    page.mouse.click(*head(page, "f"))
    page.keyboard.press("Alt+c")
    expect(on_card(page, "s1")).to_have_count(0)
    page.keyboard.press("Control+a")
    until(lambda: page.locator("[data-node-id].selected").count() == 2)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.keyboard.type("coast")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("inspector")).to_contain_text("SH010 Coast")
    expect(on_card(page, "f")).to_be_in_viewport()
    anna.saved()
    page.keyboard.press("Control+z")
    expect(on_card(page, "s1")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(on_card(page, "s1")).to_have_count(0)
    page.mouse.click(*head(page, "f"))
    page.keyboard.press("Delete")
    expect(on_card(page, "f")).to_have_count(0)
    expect(on_card(page, "s1")).to_be_visible()
    anna.saved()
    assert set(stored(installation, path).nodes) == {"s1", "s2", "s3"}
