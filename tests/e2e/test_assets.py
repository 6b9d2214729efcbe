"""The library by hand and by keys: found, placed, edited; an edit shows in every window; the whole of it on a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from production_canvas.local.started import Started
from production_canvas.store.database import new_id
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat, until, wire, wires
from tests.e2e.test_axe import paint, violations
from tests.e2e.test_usage import BEN, MIA, cast

pytestmark = pytest.mark.timeout(300)

WATCH = """(id) => {
  const shown = () => document.querySelector(`[data-node-id="${id}"] .lines`)?.textContent ?? '';
  const before = shown();
  window.seenAt = null;
  new MutationObserver(() => { if (window.seenAt === null && shown() !== before) window.seenAt = Date.now(); })
    .observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str, list[str]]]:
    """Mia before two shots and a library of June and the Pier: her seat, the film's path, the ids of both."""
    ids = [new_id(), new_id()]
    path = film(
        installation,
        "library",
        (MIA, BEN),
        card("june", "character", 0, 0, asset_id=ids[0]),
        card("s1", "shot", 360, 0, number="SH010", order="a"),
        card("s2", "shot", 760, 0, number="SH020", order="b"),
        wire("w1", "june.character", "s1.characters"),
    )
    cast(installation, path, (ids[0], "character", "June"), (ids[1], "environment", "Pier"))
    mia = seat(browser, installation, MIA, path)
    yield mia, path, ids
    assert mia.complaints == []
    mia.context.close()


def tile(page: Page, asset: str) -> str:
    return f'[data-testid="asset-grid"] [data-asset-id="{asset}"]'


def test_an_asset_is_found_and_wired_to_the_selected_shots_by_keys_alone(
    stage: tuple[Seat, str, list[str]], installation: Started
) -> None:
    mia, path, (june, pier) = stage
    page = mia.page
    on_card(page, "s2").locator(".head").click()
    on_card(page, "s1").locator(".head").click(modifiers=["Shift"])
    page.get_by_test_id("library-search").focus()
    page.keyboard.type("pie")
    expect(page.locator('[data-testid="asset-grid"] [role="option"]')).to_have_count(1)
    # Past what stands beside the search: new ones, files, and the way to the whole library.
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator(tile(page, pier))).to_be_focused()
    page.keyboard.press("Enter")
    until(
        lambda: {end for _, end in wires(installation, path)} == {"s1.characters", "s1.environment", "s2.environment"}
    )
    # A second shot takes the card that stands already, and with nothing selected it goes to the middle.
    page.get_by_test_id("library-search").fill("")
    on_card(page, "s2").locator(".head").click()
    page.locator(tile(page, june)).focus()
    page.keyboard.press("Enter")
    until(lambda: ("june.character", "s2.characters") in wires(installation, path))
    assert page.locator("[data-node-id]").count() == 4


def test_an_edit_shows_on_the_cards_of_every_window_within_300_milliseconds(
    stage: tuple[Seat, str, list[str]], installation: Started, browser: Browser
) -> None:
    mia, path, (june, _) = stage
    page = mia.page
    ben = seat(browser, installation, BEN, path)
    delays = []
    for age in ("34", "35", "36"):
        page.locator(tile(page, june)).focus()
        page.keyboard.press("e")
        details = page.get_by_test_id("asset-details")
        details.locator('[data-field="age"] input').fill(age)
        ben.page.evaluate(WATCH, "june")
        pressed = page.evaluate("() => Date.now()")
        details.get_by_test_id("asset-save").click()
        expect(on_card(ben.page, "june")).to_contain_text(age)
        delays.append(ben.page.evaluate("() => window.seenAt") - pressed)
        expect(on_card(page, "june")).to_contain_text(age)
        page.keyboard.press("Escape")
        expect(details).to_have_count(0)
    # The click itself and the save are in it; the best of three is what a busy machine leaves of it.
    assert min(delays) <= 300, delays
    assert ben.complaints == []
    ben.context.close()


def test_a_change_that_was_not_saved_can_be_discarded(stage: tuple[Seat, str, list[str]]) -> None:
    mia, _, (june, _) = stage
    page = mia.page
    page.locator(tile(page, june)).dblclick()
    details = page.get_by_test_id("asset-details")
    save = details.get_by_test_id("asset-save")
    expect(save).to_be_disabled()
    details.get_by_test_id("asset-name").fill("April")
    expect(save).to_be_enabled()
    details.get_by_role("button", name="Discard").click()
    expect(details.get_by_test_id("asset-name")).to_have_value("June")
    expect(save).to_be_disabled()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_page_of_the_library_finds_and_edits(
    stage: tuple[Seat, str, list[str]], installation: Started, theme: str
) -> None:
    mia, path, (june, _) = stage
    page = mia.page
    paint(page, installation, theme)
    page.goto(f"/assets?project={path.removeprefix('/project/')}")
    grid = page.get_by_test_id("asset-grid")
    expect(grid.locator('[role="option"]')).to_have_count(2)
    page.locator('[data-group="places"]').click()
    expect(grid.locator('[role="option"]')).to_have_count(1)
    page.locator('[data-group="all"]').click()
    page.get_by_test_id("asset-search").fill("jun")
    expect(grid.locator('[role="option"]')).to_have_count(1)
    page.locator(tile(page, june)).click()
    details = page.get_by_test_id("asset-details")
    details.locator('[data-field="role"] input').fill("the ferryman’s daughter")
    details.get_by_test_id("asset-save").click()
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("asset-search").fill("daughter")
    expect(grid.locator('[role="option"]')).to_have_count(1)
    page.get_by_test_id("asset-search").fill("nobody")
    expect(page.get_by_test_id("library-empty")).to_contain_text("Nothing fits")


def test_an_asset_is_made_kept_in_a_folder_restored_and_archived(stage: tuple[Seat, str, list[str]]) -> None:
    mia, path, _ = stage
    page = mia.page
    page.goto(f"/assets?project={path.removeprefix('/project/')}")
    options = page.locator('[data-testid="asset-grid"] [role="option"]')
    expect(options).to_have_count(2)
    page.locator('[data-new="character"]').click()
    details = page.get_by_test_id("asset-details")
    expect(details.get_by_test_id("asset-name")).to_have_value("New character")
    details.get_by_test_id("asset-name").fill("Old Pete")
    details.get_by_test_id("asset-save").click()
    versions = page.get_by_test_id("asset-versions")
    expect(versions.get_by_role("listitem")).to_have_count(2)
    # Back to what it was first called: a third version.
    versions.get_by_role("button", name="Restore").click()
    expect(details.get_by_test_id("asset-name")).to_have_value("New character")
    expect(versions.get_by_role("listitem")).to_have_count(3)
    page.get_by_test_id("folder-add").click()
    page.keyboard.type("Boat people")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("folders").get_by_text("Boat people")).to_be_visible()
    details.get_by_label("Folder", exact=True).select_option(label="Boat people")
    page.get_by_test_id("folders").get_by_text("Boat people").click()
    expect(options).to_have_count(1)
    page.get_by_test_id("folders").get_by_text("Boat people").click()
    # Several at once: a tag for both, then out of sight.
    page.locator('[data-testid="asset-grid"] [role="option"]', has_text="June").click()
    page.locator('[data-testid="asset-grid"] [role="option"]', has_text="New character").click(modifiers=["Shift"])
    bar = page.get_by_test_id("chosen-bar")
    bar.get_by_role("textbox").fill("crew")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="crew")).to_contain_text("2")
    page.locator('[data-testid="asset-grid"] [role="option"]', has_text="New character").click()
    page.get_by_test_id("asset-archive").click()
    expect(options).to_have_count(2)
    page.get_by_test_id("archive-view").click()
    expect(options).to_have_count(1)
    assert violations(page) == []


def test_what_a_change_makes_stale_is_told_before_it_is_saved(
    stage: tuple[Seat, str, list[str]], installation: Started
) -> None:
    mia, _path, (june, _) = stage
    page = mia.page
    on_card(page, "s1").get_by_role("button", name="Generate").click()
    expect(on_card(page, "s1").get_by_role("button", name="Regenerate")).to_be_visible(timeout=60_000)
    page.locator(tile(page, june)).focus()
    page.keyboard.press("e")
    details = page.get_by_test_id("asset-details")
    details.locator('[data-field="look"] input').fill("a yellow coat")
    details.get_by_test_id("asset-save").click()
    impact = page.get_by_test_id("impact")
    expect(impact).to_contain_text("One shot has a take that becomes stale.")
    impact.get_by_test_id("impact-stale").click()
    expect(impact).to_have_count(0)
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(on_card(page, "s1")).to_contain_text("Stale")
