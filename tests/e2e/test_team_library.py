"""An asset that several change, and that several films share: nothing is lost, and everybody is told."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat, wire
from tests.e2e.conftest import ask
from tests.e2e.test_assets import tile
from tests.e2e.test_axe import violations
from tests.e2e.test_usage import BEN, MIA, cast

pytestmark = pytest.mark.timeout(300)
LONG = 30_000
GREY = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
"""One pixel, as PNG."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str, str]]:
    """Mia before a shot and June: her seat, the film's path, June's id."""
    june = new_id()
    path = film(
        installation,
        "shared",
        (MIA, BEN),
        card("june", "character", 0, 0, asset_id=june),
        card("s1", "shot", 360, 0, number="SH010"),
        wire("w1", "june.character", "s1.characters"),
    )
    cast(installation, path, (june, "character", "June"))
    mia = seat(browser, installation, MIA, path)
    yield mia, path, june
    # What is the team's stands in the libraries of all other tests.
    ask(installation, lambda canvas: take_back(canvas, path))
    assert mia.complaints == []
    mia.context.close()


async def take_back(canvas: Canvas, path: str) -> None:
    """What the team shares is the film's again."""
    await canvas.db.execute(
        "UPDATE assets SET project_id = $1 WHERE project_id IS NULL", path.removeprefix("/project/")
    )


def details_of(page: Page, asset: str) -> Locator:
    """The asset's form, opened by its keys."""
    page.locator(tile(page, asset)).focus()
    page.keyboard.press("e")
    return page.get_by_test_id("asset-details")


def pictures(installation: Started, path: str, *names: str) -> None:
    """Puts pictures of those names into the film's library."""

    async def put(canvas: Canvas) -> None:
        for name in names:
            await assets.insert(
                canvas.db,
                asset_id=new_id(),
                project_id=path.removeprefix("/project/"),
                kind="image",
                name=name,
                object_hash=await canvas.files.put(GREY),
                mime="image/png",
                size=len(GREY),
            )

    ask(installation, put)


def field(details: Locator, key: str) -> Locator:
    return details.locator(f'[data-field="{key}"] input')


def library_page(page: Page, path: str) -> Locator:
    page.goto(f"/assets?project={path.removeprefix('/project/')}")
    grid = page.get_by_test_id("asset-grid")
    grid.get_by_role("option").first.wait_for()
    return grid


def test_who_saves_what_somebody_else_has_changed_sees_both_and_loses_nothing(
    stage: tuple[Seat, str, str], installation: Started, browser: Browser
) -> None:
    mia, path, june = stage
    page = mia.page
    # On the page of the library no line tells of others: the server's refusal does.
    library_page(page, path)
    page.locator(tile(page, june)).click()
    details = page.get_by_test_id("asset-details")
    field(details, "age").fill("34")
    field(details, "role").fill("the keeper")
    ben = seat(browser, installation, BEN, path)
    theirs = details_of(ben.page, june)
    field(theirs, "age").fill("35")
    field(theirs, "look").fill("a yellow coat")
    theirs.get_by_test_id("asset-save").click()
    expect(theirs.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    details.get_by_test_id("asset-save").click()
    met = details.get_by_test_id("asset-meetings")
    row = met.locator("[data-key]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Age")
    expect(row.locator(".mine")).to_have_text("34")
    expect(row.locator(".theirs")).to_have_text("35")
    expect(field(details, "age")).to_have_value("34")
    expect(field(details, "role")).to_have_value("the keeper")
    # What nobody disputes is there already.
    expect(field(details, "look")).to_have_value("a yellow coat")
    assert violations(page) == []
    row.get_by_role("button", name="Take theirs").click()
    expect(met).to_have_count(0)
    details.get_by_test_id("asset-save").click()
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    for key, value in (("age", "35"), ("role", "the keeper"), ("look", "a yellow coat")):
        expect(field(theirs, key)).to_have_value(value)
    # A refusal is no fault of the page; its line on the console is all that may be there.
    mia.complaints[:] = [each for each in mia.complaints if "409" not in each]
    assert ben.complaints == []
    ben.context.close()


def test_who_is_told_of_another_change_may_write_their_own_over_it(
    stage: tuple[Seat, str, str], installation: Started, browser: Browser
) -> None:
    mia, path, june = stage
    ben = seat(browser, installation, BEN, path)
    mine, theirs = details_of(mia.page, june), details_of(ben.page, june)
    field(mine, "age").fill("34")
    field(theirs, "age").fill("35")
    theirs.get_by_test_id("asset-save").click()
    # The canvas hears of it at once, and nothing of the draft goes.
    row = mine.get_by_test_id("asset-meetings").locator('[data-key="age"]')
    expect(row.locator(".theirs")).to_have_text("35")
    expect(field(mine, "age")).to_have_value("34")
    mine.get_by_test_id("asset-save").click()
    expect(mine.get_by_text("Save again to write yours over it.")).to_be_visible()
    mine.get_by_test_id("asset-save").click()
    expect(mine.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    expect(field(theirs, "age")).to_have_value("34")
    assert ben.complaints == []
    ben.context.close()


def test_an_asset_is_shared_with_the_team_and_copied_into_another_film(
    stage: tuple[Seat, str, str], installation: Started
) -> None:
    mia, _, june = stage
    page = mia.page
    other = film(
        installation,
        "The Night Boat",
        (MIA,),
        card("june", "character", 0, 0, asset_id=june),
        card("s1", "shot", 360, 0, number="SH010"),
        card("s2", "shot", 760, 0, number="SH020"),
        wire("w1", "june.character", "s1.characters"),
        wire("w2", "june.character", "s2.characters"),
    )
    details = details_of(page, june)
    details.get_by_test_id("asset-share").click()
    expect(details.get_by_text("Shared by the team: every film can use it.")).to_be_visible()
    expect(details.get_by_test_id("usage-films")).to_contain_text("The Night Boat")
    expect(details.get_by_test_id("usage-films")).to_contain_text("2 shots")
    # The other film has it in its panel, and may have a June of its own.
    page.goto(other)
    on_card(page, "june").wait_for()
    options = page.get_by_test_id("asset-grid").get_by_role("option", name="June")
    expect(options).to_have_count(1)
    details = details_of(page, june)
    details.get_by_role("button", name="Copy into this film").click()
    expect(options).to_have_count(2)


def test_the_library_of_the_team_is_read_and_changed_on_its_own_page(
    stage: tuple[Seat, str, str], installation: Started
) -> None:
    mia, path, june = stage
    page = mia.page
    details = details_of(page, june)
    details.get_by_test_id("asset-share").click()
    expect(details.get_by_text("Shared by the team")).to_be_visible()
    page.keyboard.press("Escape")
    on_card(page, "s1").get_by_role("button", name="Generate").click()
    expect(on_card(page, "s1").get_by_role("button", name="Regenerate")).to_be_visible(timeout=60_000)
    page.goto("/assets?team")
    page.locator(tile(page, june)).click()
    details = page.get_by_test_id("asset-details")
    expect(details.get_by_test_id("usage-films")).to_contain_text("shared")
    expect(details.get_by_test_id("usage-facts")).to_have_accessible_name("1 shot")
    field(details, "look").fill("a yellow coat")
    details.get_by_test_id("asset-save").click()
    impact = page.get_by_test_id("impact")
    expect(impact).to_contain_text("One shot has a take that becomes stale.")
    expect(impact.get_by_role("heading", name="shared")).to_be_visible()
    # Made anew and kept are a film's own matters.
    expect(impact.get_by_test_id("impact-regenerate")).to_have_count(0)
    assert violations(page) == []
    impact.get_by_test_id("impact-stale").click()
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    page.goto(path)
    expect(on_card(page, "s1")).to_contain_text("Stale", timeout=LONG)


def test_what_is_changed_offline_is_kept_and_saved_when_the_line_is_back(stage: tuple[Seat, str, str]) -> None:
    mia, path, june = stage
    page = mia.page
    library_page(page, path)
    page.locator(tile(page, june)).click()
    details = page.get_by_test_id("asset-details")
    field(details, "role").fill("the keeper")
    page.context.set_offline(True)
    details.get_by_test_id("asset-save").click()
    expect(details.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(field(details, "role")).to_have_value("the keeper")
    page.context.set_offline(False)
    details.get_by_test_id("asset-save").click()
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
    page.reload()
    page.locator(tile(page, june)).click()
    expect(field(details, "role")).to_have_value("the keeper")
    # What the browser says of a line that is cut is no complaint.
    mia.complaints[:] = [each for each in mia.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_the_forms_tell_all_that_an_asset_is_and_the_cards_show_it(
    stage: tuple[Seat, str, str], installation: Started
) -> None:
    mia, path, june = stage
    page = mia.page
    pier, noir = new_id(), new_id()
    cast(installation, path, (pier, "environment", "Pier"), (noir, "style", "Noir"))
    pictures(installation, path, "Depth", "Fog")
    library_page(page, path)
    details = page.get_by_test_id("asset-details")
    page.locator(tile(page, june)).click()
    field(details, "traits").fill("stubborn, loyal")
    page.keyboard.press("Enter")
    details.get_by_role("combobox", name="Voice").click()
    page.get_by_role("option", name="Old woman").click()
    save(page, details)
    page.get_by_test_id("asset-search").fill("loyal")
    expect(page.get_by_test_id("asset-grid").get_by_role("option")).to_have_count(1)
    page.get_by_test_id("asset-search").fill("")
    page.locator(tile(page, pier)).click()
    field(details, "type").fill("harbour")
    for side in ("Front", "Reverse"):
        details.locator('[data-field="angles"]').get_by_role("button", name=side).click()
    choose(page, details.locator('[data-field="depth_map"]'), "Depth")
    save(page, details)
    page.locator(tile(page, noir)).click()
    for key in ("Fog", "Depth"):
        choose(page, details.locator('[data-field="examples"]'), key)
    save(page, details)
    assert violations(page) == []
    page.goto(path)
    for tab, asset in (("Places", pier), ("Styles", noir)):
        page.get_by_test_id("library").locator(".segments button", has_text=tab).click()
        page.locator(tile(page, asset)).focus()
        page.keyboard.press("Enter")
    place = page.locator('[data-kind="environment"][data-node-id]')
    expect(place).to_contain_text("harbour")
    assert place.get_by_label("Angle").locator("option").all_inner_texts() == ["Front", "Reverse"]
    expect(page.locator('[data-kind="style"][data-node-id] img')).to_have_count(2)


def test_another_reference_picture_is_asked_about_like_every_change(
    stage: tuple[Seat, str, str], installation: Started
) -> None:
    mia, path, june = stage
    page = mia.page

    pictures(installation, path, "Portrait")
    on_card(page, "s1").get_by_role("button", name="Generate").click()
    expect(on_card(page, "s1").get_by_role("button", name="Regenerate")).to_be_visible(timeout=60_000)
    page.reload()
    on_card(page, "june").wait_for()
    details = details_of(page, june)
    choose(page, details.get_by_role("group", name="Reference pictures"), "Portrait")
    details.get_by_test_id("asset-save").click()
    expect(page.get_by_test_id("impact")).to_contain_text("One shot has a take that becomes stale.")


def choose(page: Page, control: Locator, name: str) -> None:
    """One more picture, by its name."""
    control.get_by_role("button", name="Add a picture").click()
    page.get_by_role("dialog", name="Add a picture").get_by_role("button", name=name).click()


def save(page: Page, details: Locator) -> None:
    details.get_by_test_id("asset-save").click()
    expect(details.get_by_text("Saved. Every canvas shows it.")).to_be_visible()
