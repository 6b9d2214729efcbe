"""Levels and the tree under a real mouse: cards go into scenes and out by the crumbs, the tree walks along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, drag, film, head, middle, on_card, resting, seat, still, stored, until, wired

ANNA, BEN = "anna@levels.example", "ben@levels.example"

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def table(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str]]:
    shots = [
        card(f"s{n}", "shot", 360.0 * n, 0, "one", number=f"SH0{n}0", title=title, order=f"a0000{n}")
        for n, title in enumerate(("Coast", "Door", "Stairs"), start=1)
    ]
    path = film(
        installation,
        "Levels",
        (ANNA, BEN),
        card("one", "scene_group", 0, 0, number="1", title="EXT. PIER", order="a00001"),
        card("two", "scene_group", 480, 0, number="2", title="INT. KITCHEN", order="a00002"),
        card("loose", "shot", 960, 0, number="SH090", title="Loose", order="a00003"),
        *shots,
    )
    anna = seat(browser, installation, ANNA, path)
    yield anna, path
    assert anna.complaints == []
    anna.context.close()


def row(page: Page, key: str) -> Locator:
    return page.locator(f'[role="treeitem"][data-row="{key}"]')


def picked(page: Page, node_id: str) -> bool:
    """Whether a click has selected the card: the view may still be on its way under it."""
    page.mouse.click(*head(page, node_id))
    return page.locator(f'.selected[data-node-id="{node_id}"]').count() == 1


def home(page: Page) -> None:
    page.get_by_test_id("breadcrumb").first.click()
    expect(on_card(page, "one")).to_be_visible()


def test_a_card_dropped_on_a_scene_goes_into_it_for_everybody_and_comes_back_by_one_undo(
    table: tuple[Seat, str], installation: Started, browser: Browser
) -> None:
    anna, path = table
    ben = seat(browser, installation, BEN, path)
    page = anna.page
    drag(page, head(page, "loose"), middle(on_card(page, "two")), drop=False)
    expect(page.get_by_test_id("drop-into")).to_be_visible()
    expect(page.get_by_test_id("drop-words")).to_have_text("Put the card into 2 INT. KITCHEN")
    page.mouse.up()
    expect(on_card(ben.page, "loose")).to_have_count(0)
    anna.saved()
    assert stored(installation, path).nodes["loose"].parent_id == "two"
    page.keyboard.press("Control+z")
    expect(on_card(ben.page, "loose")).to_be_visible()
    anna.saved()
    assert stored(installation, path).nodes["loose"].parent_id is None
    ben.context.close()


def test_a_card_dragged_onto_a_crumb_moves_up_to_that_level(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    row(page, "one").dblclick()
    expect(on_card(page, "s2")).to_be_visible()
    drag(page, head(page, "s2"), middle(page.get_by_test_id("breadcrumb").first), drop=False)
    expect(page.get_by_test_id("drop-words")).to_have_text("Put the card into Levels")
    page.mouse.up()
    expect(on_card(page, "s2")).to_have_count(0)
    anna.saved()
    assert stored(installation, path).nodes["s2"].parent_id is None
    page.keyboard.press("Control+z")
    expect(on_card(page, "s2")).to_be_visible()
    home(page)


def test_the_tree_selects_and_shows_with_a_click_enters_with_two_and_follows_the_canvas(
    table: tuple[Seat, str],
) -> None:
    page = table[0].page
    row(page, "two").click()
    expect(row(page, "two")).to_have_attribute("aria-selected", "true")
    on_card(page, "one").dblclick(position={"x": 40, "y": 14})
    expect(on_card(page, "s1")).to_be_visible()
    expect(row(page, "one")).to_have_attribute("aria-current", "true")
    expect(row(page, "s3")).to_be_visible()
    row(page, "s3").click()
    expect(on_card(page, "s3")).to_be_in_viewport()
    still(page)
    home(page)


def test_the_tree_walks_by_keys_renames_and_puts_shots_in_another_order(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    row(page, "one").click()
    page.get_by_test_id("project-tree").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.type("Harbour")
    page.keyboard.press("Enter")
    expect(row(page, "s1")).to_contain_text("Harbour")
    box = resting(row(page, "s1"))
    drag(page, middle(row(page, "s3")), (box["x"] + 90, box["y"] + 3))
    rows = page.locator('[role="treeitem"][aria-level="3"]')
    expect(rows.first).to_have_attribute("data-row", "s3")
    anna.saved()
    nodes = stored(installation, path).nodes
    assert nodes["s1"].data["title"] == "Harbour"
    assert sorted(("s1", "s2", "s3"), key=lambda key: nodes[key].order) == ["s3", "s1", "s2"]


def test_a_row_of_the_tree_has_the_menu_of_its_card_by_mouse_and_by_keys(table: tuple[Seat, str]) -> None:
    page = table[0].page
    home(page)
    menu = page.get_by_test_id("action-menu")
    row(page, "two").click(button="right")
    expect(menu.get_by_role("menuitem", name="Go in")).to_be_visible()
    menu.get_by_role("menuitem", name="Rename").click()
    expect(on_card(page, "two").get_by_test_id("rename")).to_be_focused()
    page.keyboard.press("Escape")
    row(page, "one").click()
    page.get_by_test_id("project-tree").focus()
    page.keyboard.press("Shift+F10")
    menu.get_by_role("menuitem", name="Go in").click()
    expect(on_card(page, "s1")).to_be_visible()
    home(page)
    row(page, "s1").click(button="right")
    expect(menu).to_be_visible()
    expect(on_card(page, "s1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    home(page)


def test_a_wire_is_led_to_out_by_the_keyboard(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    home(page)
    row(page, "one").dblclick()
    expect(page.locator("[data-boundary='out']")).to_be_visible()
    page.keyboard.press("Shift+1")
    still(page)
    until(lambda: picked(page, "s3"))
    page.keyboard.press("w")
    hand = page.get_by_test_id("hand-wire")
    expect(hand).to_be_visible()
    for _ in range(8):
        if "→ Out," in hand.inner_text():
            break
        page.keyboard.press("ArrowRight")
    expect(hand).to_contain_text("→ Out,")
    page.keyboard.press("Enter")
    wired(installation, path, {("s3.sequence_out", "one.sequence_out")})
    anna.saved()
    page.keyboard.press("Control+z")
    wired(installation, path, set())
    home(page)
