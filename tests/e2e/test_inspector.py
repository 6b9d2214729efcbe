"""The inspector under a real mouse and real keys: scrubbing, typing, many at once, another person looking on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, Record, node, wire

pytestmark = pytest.mark.timeout(240)

NOA = "noa@desk.example"
SHOTS = tuple(node(f"s{at}", "shot", at * 380, 0, number=f"SH0{at}0", motion=at / 5) for at in (1, 2, 3))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def seat(browser: Browser, installation: Started) -> Seat:
    ask(installation, lambda canvas: crew(canvas, MIA, NOA))
    made = Seat(browser, installation.url)
    made.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=installation.url)
    made.sign_in(MIA)
    return made


@pytest.fixture
def desk(seat: Seat, installation: Started) -> Iterator[Desk]:
    yield Desk(seat, installation)
    assert seat.complaints == []


def field(desk: Desk, key: str) -> Locator:
    return desk.page.get_by_test_id("inspector").locator(f'[data-parameter="{key}"]')


def number(desk: Desk, key: str) -> Locator:
    return field(desk, key).get_by_role("spinbutton").first


def scrub(desk: Desk, spot: Locator, *ways: float, pause: float = 0) -> None:
    """Presses on a number and drags through `ways` pixels, one after the other."""
    spot.scroll_into_view_if_needed()
    box = resting(spot)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    for way in ways:
        x += way
        desk.page.mouse.move(x, y, steps=4)
        desk.page.wait_for_timeout(pause)
    desk.page.mouse.up()


def test_dragging_on_a_number_scrubs_it_as_one_step_however_long_one_pauses(desk: Desk) -> None:
    desk.open("scrub", SHOTS[0]).click("s1")
    scrub(desk, number(desk, "motion"), 48, 48, pause=1200)
    desk.until(lambda: desk.data("s1").get("motion"), 0.6)
    number(desk, "motion").blur()
    desk.click("s1")
    desk.press("ControlOrMeta+z")
    desk.until(lambda: desk.data("s1").get("motion"), 0.2)


def test_shift_scrubs_finely_and_a_double_click_gives_the_default_back(desk: Desk) -> None:
    desk.open("fine", SHOTS[0]).click("s1")
    desk.page.keyboard.down("Shift")
    scrub(desk, number(desk, "motion"), 24)
    desk.page.keyboard.up("Shift")
    desk.until(lambda: desk.data("s1").get("motion"), 0.21)
    expect(field(desk, "motion").get_by_test_id("changed")).to_be_visible()
    number(desk, "motion").dblclick()
    desk.until(lambda: desk.data("s1").get("motion"), 0.5)
    expect(field(desk, "motion").get_by_test_id("changed")).to_have_count(0)


def test_a_length_is_typed_in_seconds_frames_and_timecode_and_added_to(desk: Desk) -> None:
    desk.open("timecode", SHOTS[0]).click("s1")
    number(desk, "duration").click()
    for typed, seconds in (("3:12", 3.5), ("+12", 4.0), ("120f", 5.0), ("2,5 s", 2.5)):
        desk.page.keyboard.type(typed)
        desk.press("Enter")
        desk.until(lambda: desk.data("s1").get("duration"), seconds)
    desk.page.keyboard.type("soon")
    desk.press("Enter")
    expect(number(desk, "duration")).to_have_value("2.5")
    field(desk, "duration").get_by_title("Show in frames").click()
    expect(number(desk, "duration")).to_have_value("60")
    field(desk, "duration").get_by_title("Show in timecode").click()
    expect(number(desk, "duration")).to_have_value("00:00:02:12")
    field(desk, "duration").get_by_title("Show in seconds").click()


def test_what_is_typed_in_a_field_triggers_nothing_on_the_canvas(desk: Desk) -> None:
    desk.open("keys", *SHOTS[:2]).click("s1")
    number(desk, "seed").click()
    desk.press("Delete", "1", "2", "Enter", "Escape")
    desk.until(lambda: desk.data("s1").get("seed"), 12)
    assert set(desk.nodes()) == {"s1", "s2"}
    assert desk.selected() == {"s1"}


def test_several_shots_are_changed_at_once_and_taken_back_at_once(desk: Desk) -> None:
    desk.open("many", *SHOTS).click("s1")
    desk.click("s2", "Shift")
    desk.click("s3", "Shift")
    expect(number(desk, "motion")).to_have_attribute("placeholder", "mixed")
    number(desk, "motion").click()
    desk.page.keyboard.type("0.9")
    desk.press("Enter", "Escape")
    desk.until(lambda: [desk.data(one).get("motion") for one in ("s1", "s2", "s3")], [0.9, 0.9, 0.9])
    expect(number(desk, "motion")).to_have_value("0.9")
    desk.page.get_by_test_id("head-muted").click()
    desk.until(lambda: [desk.data(one).get("muted") for one in ("s1", "s2", "s3")], [True, True, True])
    desk.page.mouse.click(*desk.empty())
    desk.press("ControlOrMeta+z")
    desk.until(lambda: {desk.data(one).get("muted") or False for one in ("s1", "s2", "s3")}, {False})
    assert desk.data("s1")["motion"] == 0.9
    desk.press("ControlOrMeta+z")
    desk.until(lambda: [desk.data(one).get("motion") for one in ("s1", "s2", "s3")], [0.2, 0.4, 0.6])


async def fill(canvas: Canvas, film: str, ops: list[Record]) -> None:
    owner = await canvas.accounts.local_owner()
    actor = await canvas.projects.actor(film, owner)
    batch = Batch.model_validate({"client_op_id": f"fill:{ops[0]['node']['id']}", "base_version": 0, "ops": ops})
    await canvas.sync.submit(film, actor, batch)


def test_a_thousand_selected_are_one_edit_and_one_undo(desk: Desk, installation: Started) -> None:
    many = [node(f"n{at}", "number", at % 40 * 260, at // 40 * 200, value=at) for at in range(500)]
    more = [node(f"m{at}", "number", at % 40 * 260, 3000 + at // 40 * 200, value=at) for at in range(500)]
    desk.open("a thousand")
    ask(installation, lambda canvas: fill(canvas, desk.film, many))
    ask(installation, lambda canvas: fill(canvas, desk.film, more))
    desk.page.reload()
    desk.page.get_by_test_id("canvas").wait_for()
    desk.seat.saved()
    desk.page.get_by_test_id("canvas").hover()
    desk.press("ControlOrMeta+a")
    expect(desk.page.get_by_test_id("inspector")).to_contain_text("1,000 selected")
    value = number(desk, "value")
    value.wait_for()
    value.click()
    desk.page.keyboard.type("7")
    desk.press("Enter")
    desk.until(lambda: {one["data"].get("value") for one in desk.nodes().values() if one["type"] == "number"}, {7})
    desk.press("Escape")
    desk.page.mouse.click(*desk.empty())
    desk.press("ControlOrMeta+z")
    desk.until(lambda: desk.nodes()["m499"]["data"]["value"] == 499 and desk.nodes()["n3"]["data"]["value"] == 3)


def test_another_person_sees_the_edit_who_makes_it_and_reads_of_it(
    desk: Desk, browser: Browser, installation: Started
) -> None:
    desk.open("together", SHOTS[0])

    async def invite(canvas: Canvas) -> None:
        owner = await canvas.accounts.local_owner()
        actor = await canvas.projects.actor(desk.film, owner)
        await canvas.projects.put_member(desk.film, actor, NOA, "editor")

    ask(installation, invite)
    noa = Seat(browser, installation.url)
    noa.sign_in(NOA, f"/project/{desk.film}")
    noa.page.get_by_test_id("canvas").wait_for()
    noa.saved()
    Desk(noa, installation).click("s1")
    desk.page.reload()
    desk.page.get_by_test_id("canvas").wait_for()
    desk.seat.saved()
    desk.click("s1")
    number(desk, "motion").click()
    theirs = noa.page.get_by_test_id("inspector").locator('[data-parameter="motion"]')
    expect(theirs).to_contain_text("Mia is here")
    desk.page.keyboard.type("0.75")
    desk.press("Enter")
    expect(theirs.get_by_role("spinbutton").first).to_have_value("0.75")
    expect(noa.page.get_by_test_id("activity")).to_contain_text("Mia changed Motion of SH010")
    expect(desk.page.get_by_test_id("activity")).to_contain_text("You changed Motion of SH010")
    assert noa.complaints == []
    noa.context.close()


def test_groups_fold_and_stay_folded_and_a_search_opens_them(desk: Desk) -> None:
    desk.open("groups", *SHOTS[:2]).click("s1")
    group = desk.page.get_by_test_id("group-details")
    expect(group).to_have_attribute("aria-expanded", "true")
    group.click()
    expect(field(desk, "negative_prompt")).to_have_count(0)
    desk.page.reload()
    desk.page.get_by_test_id("canvas").wait_for()
    desk.click("s2")
    expect(desk.page.get_by_test_id("group-details")).to_have_attribute("aria-expanded", "false")
    desk.page.get_by_test_id("parameter-search").fill("negative")
    expect(field(desk, "negative_prompt")).to_be_visible()
    expect(field(desk, "motion")).to_have_count(0)
    desk.press("Escape")
    desk.page.get_by_test_id("group-details").click()


def test_a_value_is_copied_to_another_card_and_refused_where_it_does_not_fit(desk: Desk) -> None:
    desk.open("copy", *SHOTS[:2]).click("s2")
    menu = "field-menu"
    field(desk, "motion").hover()
    field(desk, "motion").get_by_test_id(menu).click()
    desk.page.get_by_role("menuitem", name="Copy the value").click()
    desk.click("s1")
    field(desk, "motion").hover()
    field(desk, "motion").get_by_test_id(menu).click()
    desk.page.get_by_role("menuitem", name="Paste a value").click()
    desk.until(lambda: desk.data("s1").get("motion"), 0.4)
    field(desk, "size").hover()
    field(desk, "size").get_by_test_id(menu).click()
    desk.page.get_by_role("menuitem", name="Paste a value").click()
    expect(desk.page.get_by_test_id("notice")).to_contain_text("no value for Size")
    assert "size" not in desk.data("s1")


def test_a_choice_of_many_is_searched_by_typing(desk: Desk) -> None:
    desk.open("choice", SHOTS[0]).click("s1")
    field(desk, "size").get_by_role("combobox").click()
    desk.page.keyboard.type("shoulder")
    desk.press("Enter")
    desk.until(lambda: desk.data("s1").get("size"), "OVER THE SHOULDER")
    expect(field(desk, "size").get_by_role("combobox")).to_contain_text("Over the shoulder")


def test_layers_are_lifted_over_one_another(desk: Desk) -> None:
    desk.open(
        "layers",
        node("one", "video_import", 0, 0, name="Sky"),
        node("two", "video_import", 0, 420, name="Boat"),
        node("mix", "composite", 500, 0),
        wire("w1", "one", "video", "mix", "layers"),
        wire("w2", "two", "video", "mix", "layers"),
    ).click("mix")
    rows = desk.page.get_by_test_id("layers").locator("li .name")
    expect(rows).to_have_text(["Boat", "Sky"])
    desk.page.get_by_role("button", name="Lift Sky").click()
    expect(rows).to_have_text(["Sky", "Boat"])
    desk.until(lambda: "w1" in desk.data("mix").get("layers", {}))
    rows.first.click()
    opacity = desk.page.get_by_test_id("layers").get_by_role("spinbutton", name="Opacity")
    opacity.click()
    desk.page.keyboard.type("0.5")
    desk.press("Enter")
    desk.until(lambda: desk.data("mix")["layers"]["w1"].get("opacity"), 0.5)


def test_key_frames_move_the_camera_and_their_curve_is_bent_by_keyboard(desk: Desk) -> None:
    desk.open("camera", node("cam", "camera_control", 0, 0, name="Crane")).click("cam")
    add = desk.page.get_by_test_id("add-key")
    add.click()
    add.click()
    keys = desk.page.get_by_test_id("key-graph").get_by_role("slider")
    expect(keys).to_have_count(2)
    keys.nth(1).focus()
    desk.press("ArrowUp", "ArrowUp", "ArrowLeft")
    desk.until(lambda: sorted((one["time"], one["value"]) for one in desk.data("cam")["keyframes"].values()), [
        (0, 0), (0.98, 0.2),
    ])  # fmt: skip
    keys.nth(0).focus()
    handle = desk.page.get_by_test_id("ease-curve").get_by_role("slider").first
    handle.focus()
    desk.press("ArrowUp", "ArrowRight")
    desk.until(
        lambda: [one.get("curve") for one in desk.data("cam")["keyframes"].values() if one["easing"] == "custom"],
        [[0.44, 0.02, 0.58, 1]],
    )


def test_who_only_looks_sees_the_values_and_changes_none(desk: Desk) -> None:
    desk.open("viewer", SHOTS[0], role="viewer").click("s1")
    expect(number(desk, "motion")).to_be_disabled()
    expect(desk.page.get_by_test_id("tier-high")).to_be_disabled()
    expect(desk.page.get_by_test_id("head-muted")).to_be_disabled()


def test_rooms_keep_the_width_they_were_given(desk: Desk) -> None:
    desk.open("rooms", SHOTS[0])
    edge = desk.page.get_by_test_id("splitter-right")
    edge.focus()
    before = float(edge.get_attribute("aria-valuenow") or 0)
    desk.press("ArrowLeft", "ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", f"{before + 32:g}")
    desk.page.get_by_test_id("turn-left").click()
    desk.page.reload()
    expect(edge).to_have_attribute("aria-valuenow", f"{before + 32:g}")
    expect(desk.page.get_by_test_id("library")).to_be_hidden()
    desk.page.get_by_test_id("turn-left").click()
    edge.dblclick()


def test_german_is_spoken_from_the_first_paint_on_and_kept(desk: Desk) -> None:
    desk.open("language", SHOTS[0])
    desk.page.get_by_test_id("look").click()
    desk.page.get_by_role("button", name="Deutsch").click()
    expect(desk.page.get_by_test_id("connection-state")).to_have_text("Gespeichert")
    assert desk.page.locator("html").get_attribute("lang") == "de"
    desk.click("s1")
    expect(field(desk, "duration")).to_contain_text("Dauer")
    first_paint = desk.page.request.get(f"/project/{desk.film}").text()
    assert '<html lang="de"' in first_paint
    assert "Bibliothek" in first_paint
    desk.page.get_by_test_id("look").click()
    desk.page.get_by_role("button", name="English").click()
    expect(desk.page.get_by_test_id("connection-state")).to_have_text("Saved")


def test_the_theme_follows_the_system_until_one_is_chosen(browser: Browser, installation: Started) -> None:
    context = browser.new_context(base_url=installation.url, color_scheme="light")
    page = context.new_page()
    page.goto("/login")
    theme = page.locator("html")
    expect(theme).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(theme).to_have_attribute("data-theme", "dark")
    page.get_by_test_id("look").click()
    page.get_by_role("button", name="Light").click()
    page.reload()
    expect(theme).to_have_attribute("data-theme", "light")
    context.close()
