"""The library and the canvas: an asset is placed by its menu, and by a drag into what takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from production_canvas.local.started import Started
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import drag, head, middle, resting, socket
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, node

TWO = (node("a", "shot", 0, 0, number="SH010"), node("b", "shot", 480, 0, number="SH020"))

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def seat(installation: Started) -> Iterator[Seat]:
    ask(installation, lambda canvas: crew(canvas, MIA))
    with chromium() as browser:
        made = Seat(browser, installation.url)
        made.sign_in(MIA)
        yield made


@pytest.fixture
def desk(seat: Seat, installation: Started) -> Iterator[Desk]:
    yield Desk(seat, installation)
    assert seat.complaints == []


def library(desk: Desk, *rows: tuple[assets.Kind, str]) -> list[str]:
    """Ids of assets that are put into the film's library, which is then open."""

    async def put(canvas: Canvas) -> list[str]:
        owner = await canvas.accounts.local_owner()
        made: list[tuple[str, assets.Kind, str, dict[str, Any]]] = [(new_id(), kind, name, {}) for kind, name in rows]
        await assets.insert_many(canvas.db, desk.film, owner.id, made)
        return [each[0] for each in made]

    ids = ask(desk.installation, put)
    desk.page.reload()
    desk.page.locator(f'[data-asset-id="{ids[0]}"]').wait_for()
    return ids


def test_the_menu_of_an_asset_places_it_and_shows_where_it_is_used(desk: Desk) -> None:
    desk.open("asset menu", *TWO)
    (june,) = library(desk, ("character", "June"))
    tile = desk.page.locator(f'[data-asset-id="{june}"]')
    tile.click(button="right")
    uses = desk.page.get_by_test_id("action-menu").locator('[data-command="asset.uses"]')
    expect(uses).to_have_attribute("aria-disabled", "true")
    desk.press("Escape")
    desk.menu(middle(tile), "asset.place")
    desk.until(lambda: len(desk.nodes()), 3)
    ((placed, record),) = [(key, each) for key, each in desk.nodes().items() if each["type"] == "character"]
    assert (record["data"]["asset_id"], record["parent_id"]) == (june, None)
    desk.press("Escape")
    desk.until(desk.selected, set())
    desk.menu(middle(tile), "asset.uses")
    expect(desk.card(placed)).to_have_attribute("data-use", "source")
    expect(desk.page.get_by_test_id("usage-words")).to_have_text("Stands on the canvas, no shot uses it yet")
    desk.press("Escape")
    expect(desk.page.get_by_test_id("usage-bar")).to_have_count(0)


def over(page: Page, point: tuple[float, float], said: str) -> None:
    """Moves what the browser itself drags there, until those words say that it is noticed."""
    words = page.get_by_test_id("asset-words")
    for step in range(60):
        page.mouse.move(point[0] + step % 2, point[1])
        if words.count() and words.inner_text() == said:
            return
        page.wait_for_timeout(50)
    expect(words).to_have_text(said)


def test_an_asset_dragged_over_the_canvas_lights_what_takes_it_and_is_wired_where_it_is_let_go(desk: Desk) -> None:
    desk.open("asset drag", *TWO)
    june, pier = library(desk, ("character", "June"), ("environment", "Pier"))
    page = desk.page
    tile = page.locator(f'[data-asset-id="{june}"]')
    drag(page, middle(tile), middle(socket(page, "b", "environment")), drop=False)
    over(page, middle(socket(page, "b", "environment")), "Character does not connect to Environment.")
    expect(socket(page, "b", "characters")).to_have_attribute("data-fit", "yes")
    expect(socket(page, "b", "environment")).to_have_attribute("data-fit", "no")
    over(page, head(page, "b"), "Into Characters")
    page.mouse.up()
    expect(page.locator("[data-fit]")).to_have_count(0)
    desk.until(lambda: len(desk.wires()), 1)
    ((source, _, target, into),) = desk.wires()
    assert (desk.data(source)["asset_id"], target, into) == (june, "b", "characters")
    # The card that stands for it already is wired again, no second one is made.
    drag(page, middle(tile), middle(socket(page, "a", "characters")), drop=False)
    over(page, middle(socket(page, "a", "characters")), "Into Characters")
    page.mouse.up()
    desk.until(lambda: {(one, other) for one, _, other, _ in desk.wires()}, {(source, "a"), (source, "b")})
    assert len(desk.nodes()) == 3
    page.get_by_role("radio", name="Places").or_(page.get_by_role("button", name="Places")).click()
    drag(page, middle(page.locator(f'[data-asset-id="{pier}"]')), desk.empty(), drop=False)
    over(page, desk.empty(), "Put Pier here")
    page.mouse.up()
    desk.until(lambda: [each["data"].get("asset_id") for each in desk.nodes().values()].count(pier), 1)
    desk.press("Control+z")
    desk.until(lambda: len(desk.nodes()), 3)


def test_the_view_moves_on_under_an_asset_that_is_held_at_the_border(desk: Desk) -> None:
    desk.open("asset border", *TWO)
    (june,) = library(desk, ("character", "June"))
    page = desk.page
    room = resting(page.get_by_test_id("canvas"))
    edge = room["x"] + room["width"] - 10, room["y"] + 300
    before = desk.view()
    drag(page, middle(page.locator(f'[data-asset-id="{june}"]')), edge, drop=False)
    for step in range(200):
        if desk.view()[0] < before[0] - 300:
            break
        page.mouse.move(edge[0] - step % 2, edge[1])
        page.wait_for_timeout(30)
    assert desk.view()[0] < before[0] - 300
    page.mouse.up()
    desk.until(lambda: [one["type"] for one in desk.nodes().values()].count("character"), 1)
    (placed,) = [key for key, one in desk.nodes().items() if one["type"] == "character"]
    assert desk.place(placed)[0] > edge[0] + 200 - room["x"] - before[0]
