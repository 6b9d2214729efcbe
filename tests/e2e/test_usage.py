"""Where an asset is used: lit over every level, stepped through, seen by the team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from production_canvas.local.started import Started
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat, until, wire
from tests.e2e.conftest import ask

MIA, BEN = "mia@usage.example", "ben@usage.example"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def cast(installation: Started, path: str, *rows: tuple[str, assets.Kind, str]) -> None:
    """Puts assets with those ids into the film's library."""

    async def put(canvas: Canvas) -> None:
        owner = await canvas.accounts.local_owner()
        made: list[tuple[str, assets.Kind, str, dict[str, Any]]] = [(key, kind, name, {}) for key, kind, name in rows]
        await assets.insert_many(canvas.db, path.removeprefix("/project/"), owner.id, made)

    ask(installation, put)


def lamp(installation: Started) -> tuple[str, str]:
    """A film in which June is in SH010 and, through the scene's In, in SH030; its path and her id."""
    june = new_id()
    path = film(
        installation,
        "usage",
        (MIA, BEN),
        card("june", "character", 0, 0, name="June", asset_id=june),
        card("s1", "shot", 360, 0, number="SH010", order="a"),
        card("s2", "shot", 760, 0, number="SH020", order="b"),
        card("scene", "scene_group", 360, 560, number="2", title="EXT. PIER", order="c"),
        card("s3", "shot", 0, 0, "scene", number="SH030"),
        card("s4", "shot", 400, 0, "scene", number="SH040"),
        wire("w1", "june.character", "s1.characters"),
        wire("w2", "june.character", "scene.assets"),
        wire("w3", "scene.w2", "s3.characters"),
    )
    cast(installation, path, (june, "character", "June"))
    return path, june


def use(one: Seat, node_id: str) -> str | None:
    return on_card(one.page, node_id).get_attribute("data-use")


def test_who_selects_an_asset_sees_all_that_depends_on_it_and_the_others_see_it_too(
    installation: Started, browser: Browser
) -> None:
    path, june = lamp(installation)
    mia, ben = (seat(browser, installation, email, path) for email in (MIA, BEN))
    page = mia.page
    page.locator(f'[data-asset-id="{june}"]').click()
    expect(page.get_by_test_id("usage-words")).to_have_text("Used in 2 shots, 1 scene")
    until(lambda: [use(mia, key) for key in ("june", "s1", "s2", "scene")] == ["source", "direct", None, "direct"])
    expect(page.locator('[data-row="s1"]')).to_have_attribute("data-use", "direct")
    # The other window shows it in her colour, and what she looks at in words.
    expect(ben.page.get_by_test_id("usage-others")).to_contain_text("looks where June is used")
    until(lambda: [use(ben, key) for key in ("june", "s1", "s2")] == ["source", "direct", None])
    # Only what depends on it: the others step back, the tree is filtered.
    page.keyboard.press("Shift+U")
    expect(on_card(page, "s2")).to_have_attribute("data-use", "aside")
    expect(page.locator("[data-row]")).to_have_count(4)
    # From one to the next, into the scene as well, and back around.
    page.keyboard.press("n")
    expect(page.get_by_test_id("usage-place")).to_have_text("1 of 3")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(on_card(page, "s3")).to_have_attribute("data-use", "direct")
    expect(on_card(page, "s4")).to_have_attribute("data-use", "aside")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("usage-bar")).to_have_count(0)
    expect(ben.page.get_by_test_id("usage-others")).to_have_count(0)
    assert use(mia, "s3") is None
    assert (mia.complaints, ben.complaints) == ([], [])
    for one in (mia, ben):
        one.context.close()


def test_a_card_shows_where_its_asset_is_used_and_a_new_wire_is_lit_at_once(
    installation: Started, browser: Browser
) -> None:
    path, _ = lamp(installation)
    mia = seat(browser, installation, MIA, path)
    page = mia.page
    on_card(page, "june").locator(".head").click()
    page.keyboard.press("u")
    expect(page.get_by_test_id("usage-words")).to_have_text("Used in 2 shots, 1 scene")
    on_card(page, "s1").locator(".head").click()
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("usage-words")).to_have_text("Used in 1 shot, 1 scene")
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("usage-words")).to_have_text("Used in 2 shots, 1 scene")
    assert mia.complaints == []
    mia.context.close()
