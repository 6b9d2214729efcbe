"""Habits beyond single cards: arranging, levels, finding, commanding, and the keys themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, node, wire

pytestmark = pytest.mark.timeout(240)

TWO = (node("a", "shot", 0, 0, number="SH010"), node("b", "shot", 420, 0, number="SH020"))
THREE = (*TWO, node("c", "shot", 1100, 60, number="SH030"))
ANNA = node("anna", "character", 0, 520, name="Anna")
SCENE = (
    node("s", "scene_group", 0, 0, number="1", title="EXT. PIER - DUSK"),
    node("x", "shot", 0, 0, "s", number="SH010", title="Gulls", prompt="A ferry leaves the harbour."),
    node("y", "shot", 420, 0, "s", number="SH020", title="Door"),
)


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


@pytest.mark.parametrize(
    ("keys", "axis", "wanted"),
    [
        ("Alt+a", 0, {0}),
        ("Alt+d", 0, {1100}),
        ("Alt+h", 0, {550}),
        ("Alt+w", 1, {0}),
        ("Alt+s", 1, {60}),
        ("Alt+v", 1, {30}),
    ],
)
def test_cards_are_aligned(desk: Desk, keys: str, axis: int, wanted: set[float]) -> None:
    desk.open(f"align {keys}", *THREE)
    desk.press("Control+a", keys)
    desk.until(lambda: {desk.place(one)[axis] for one in "abc"}, wanted)


def test_cards_are_distributed_with_equal_gaps(desk: Desk) -> None:
    desk.open("distribute", *THREE)
    desk.press("Control+a", "Alt+Shift+h")
    desk.until(lambda: [desk.place(one)[0] for one in "abc"], [0, 550, 1100])


def test_l_lays_the_level_out_in_one_step(desk: Desk) -> None:
    wires = (wire("ab", "a", "sequence_out", "b", "sequence_in"), wire("bc", "b", "sequence_out", "c", "sequence_in"))
    heap = [node(one, "shot", 10 * at, 10 * at, number=f"SH0{at}0") for at, one in enumerate("abc", 1)]
    desk.open("lay out", *heap, *wires)
    desk.press("l")
    desk.until(lambda: desk.place("c") != (30, 30))
    places = [desk.place(one) for one in "abc"]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert all(right[0] - left[0] >= 300 for left, right in pairwise(places))
    desk.press("Control+z")
    desk.until(lambda: [desk.place(one) for one in "abc"], [(10, 10), (20, 20), (30, 30)])


def test_l_never_moves_what_somebody_else_has_selected(desk: Desk, seat: Seat) -> None:
    heap = [node(one, "shot", 10 * at, 10 * at, number=f"SH0{at}0") for at, one in enumerate("abc", 1)]
    desk.open("lay out with company", *heap)
    other = seat.context.new_page()
    other.goto(seat.page.url)
    other.locator('[data-node-id="c"]').click(position={"x": 60, "y": 14})
    expect(desk.card("c")).to_have_class(re.compile(r"\bother\b"))
    seat.page.bring_to_front()
    desk.press("l")
    desk.until(lambda: desk.place("b") != (20, 20))
    assert desk.place("c") == (30, 30)
    other.close()


def test_mod_g_frames_the_selection(desk: Desk) -> None:
    desk.open("frame", *TWO)
    desk.press("Control+a", "Control+g")
    desk.until(lambda: len(desk.nodes()), 3)
    frame = next(one for one in desk.nodes().values() if one["type"] == "frame")
    assert frame["position"]["x"] < 0
    assert frame["position"]["y"] < 0
    assert frame["position"]["x"] + frame["data"]["width"] > 720


def test_mod_shift_e_makes_a_scene_and_leads_the_wires_through_in(desk: Desk) -> None:
    wires = (
        wire("n", "anna", "character", "a", "characters"),
        wire("m", "anna", "character", "b", "characters"),
        wire("ab", "a", "sequence_out", "b", "sequence_in"),
        wire("bc", "b", "sequence_out", "c", "sequence_in"),
    )
    desk.open("subflow", *THREE, ANNA, *wires)
    desk.click("a")
    desk.click("b", "Shift")
    before = desk.graph()
    desk.press("Control+Shift+e")
    desk.until(lambda: len(desk.nodes()), 5)
    nodes, edges = desk.graph()
    (scene,) = {one for one, record in nodes.items() if record["type"] == "scene_group"}
    assert {one: record["parent_id"] for one, record in nodes.items()} == {
        "a": scene,
        "b": scene,
        "c": None,
        "anna": None,
        scene: None,
    }
    (outer,) = {one for one, record in edges.items() if record["source"] == "anna"}
    ends = {(one["source"], one["source_handle"], one["target"], one["target_handle"]) for one in edges.values()}
    assert ends == {
        ("anna", "character", scene, "assets"),
        (scene, outer, "a", "characters"),
        (scene, outer, "b", "characters"),
        ("a", "sequence_out", "b", "sequence_in"),
        ("b", "sequence_out", scene, "sequence_out"),
        (scene, "sequence_out", "c", "sequence_in"),
    }
    desk.press("Control+z")
    desk.until(lambda: desk.graph()[0] == before[0] and len(desk.wires()) == 4)


def test_double_click_and_enter_go_in_and_escape_comes_out(desk: Desk) -> None:
    desk.open("levels", *SCENE)
    box = resting(desk.card("s"))
    desk.page.mouse.dblclick(box["x"] + box["width"] - 90, box["y"] + box["height"] / 3)
    expect(desk.card("x")).to_be_visible()
    desk.press("Escape")
    expect(desk.card("s")).to_be_visible()
    desk.click("s")
    desk.press("Enter")
    expect(desk.card("x")).to_be_visible()
    desk.said("Inside 1 EXT. PIER - DUSK")


def test_escape_goes_one_rung_at_a_time(desk: Desk) -> None:
    desk.open("ladder", *SCENE)
    desk.click("s")
    desk.press("Enter")
    expect(desk.card("x")).to_be_visible()
    desk.click("x")
    start, mouse = desk.head("x"), desk.page.mouse
    mouse.move(*start)
    mouse.down()
    for step in range(1, 6):
        mouse.move(start[0] + 20 * step, start[1] + 20 * step)
    desk.press("Escape")
    mouse.up()
    assert desk.place("x") == (0, 0)
    desk.until(desk.selected, {"x"})
    mouse.move(*desk.empty())
    desk.press("Tab")
    expect(desk.page.get_by_test_id("add-menu")).to_be_visible()
    desk.press("Escape")
    expect(desk.page.get_by_test_id("add-menu")).to_have_count(0)
    desk.until(desk.selected, {"x"})
    desk.press("Escape")
    desk.until(desk.selected, set())
    expect(desk.card("x")).to_be_visible()
    desk.press("Escape")
    expect(desk.card("s")).to_be_visible()


def test_f_frames_the_selection_or_all(desk: Desk) -> None:
    desk.open("frame view", *TWO, ANNA)
    desk.page.mouse.move(*desk.empty())
    desk.page.mouse.wheel(0, 600)
    desk.until(lambda: desk.view()[2] < 0.6)
    desk.click("b")
    desk.press("f")
    desk.until(lambda: desk.view()[2] > 1)
    box, room = resting(desk.card("b")), resting(desk.page.get_by_test_id("canvas"))
    assert box["x"] + box["width"] / 2 == pytest.approx(room["x"] + room["width"] / 2, abs=4)
    desk.press("Escape", "f")
    desk.until(lambda: desk.card("anna").is_visible() and desk.card("b").is_visible())


def test_alt_m_hides_the_map(desk: Desk) -> None:
    desk.open("map", *TWO)
    minimap = desk.page.get_by_test_id("minimap")
    expect(minimap).to_be_visible()
    desk.press("Alt+m")
    expect(minimap).to_have_count(0)
    desk.press("Alt+m")
    expect(minimap).to_be_visible()


def test_mod_f_finds_on_all_levels_and_goes_there(desk: Desk) -> None:
    desk.open("find", *SCENE, ANNA)
    desk.press("Control+f")
    desk.page.keyboard.type("ferry harbour")
    sheet = desk.page.get_by_role("dialog")
    expect(sheet).to_contain_text("find / 1 EXT. PIER - DUSK")
    expect(sheet.get_by_role("option")).to_contain_text(["SH010 Gulls"])
    expect(sheet).to_contain_text("1 card")
    desk.press("Enter")
    expect(desk.card("x")).to_be_visible()
    desk.until(desk.selected, {"x"})


def test_mod_k_runs_commands_and_goes_to_cards(desk: Desk) -> None:
    desk.open("palette", *SCENE)
    desk.press("Control+k")
    desk.page.keyboard.type("sh020")
    first = desk.page.get_by_role("dialog").get_by_role("option", selected=True)
    expect(first).to_contain_text("SH020 Door")
    desk.press("Enter")
    expect(desk.card("y")).to_be_visible()
    desk.until(desk.selected, {"y"})
    desk.press("Control+k")
    desk.page.keyboard.type("duplic")
    desk.press("Enter")
    desk.until(lambda: len(desk.nodes()), 4)
    desk.press("Control+k")
    expect(first).to_contain_text("Duplicate")
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def entries(desk: Desk) -> list[str]:
    menu = desk.page.get_by_test_id("action-menu")
    menu.wait_for()
    found: list[str] = menu.locator("[data-command]").evaluate_all("all => all.map((one) => one.dataset.command)")
    desk.press("Escape")
    expect(menu).to_have_count(0)
    return found


MIDDLE = """(path) => {
  const at = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
  return [at.x, at.y];
}"""


def test_everything_has_a_menu_of_its_own(desk: Desk) -> None:
    desk.open("menus", *SCENE, ANNA, wire("n", "anna", "character", "s", "assets"))
    page = desk.page
    page.mouse.click(*desk.empty(), button="right")
    assert {"add.node", "clipboard.paste", "arrange.layout"} <= set(entries(desk))
    page.mouse.click(*desk.head("s"), button="right")
    assert {"level.enter", "clipboard.copy", "edit.delete", "arrange.subflow"} <= set(entries(desk))
    desk.until(desk.selected, {"s"})
    page.locator('[data-nodeid="anna"][data-handleid="character"]').click(button="right")
    assert entries(desk) == ["wire.takeHere", "wire.cutHere"]
    edge = page.locator('.svelte-flow__edge[data-id="n"]')
    middle = edge.locator("path").first.evaluate(MIDDLE)
    page.mouse.click(middle[0], middle[1], button="right")
    assert {"edit.delete", "wire.ends"} <= set(entries(desk))
    page.get_by_test_id("breadcrumb").first.click(button="right")
    assert entries(desk) == ["level.go", "level.showCard", "film.generate"]


def test_shift_f10_opens_the_menu_and_an_entry_that_cannot_run_says_why(desk: Desk) -> None:
    desk.open("menu key", *TWO)
    desk.click("a")
    desk.press("Shift+F10")
    menu = desk.page.get_by_test_id("action-menu")
    stop = menu.locator('[data-command="film.stop"]')
    expect(stop).to_have_attribute("aria-disabled", "true")
    expect(stop).to_contain_text("Nothing of the selection is at work.")
    expect(menu.locator(":focus").or_(desk.page.locator('[data-testid="action-menu"]:focus'))).to_have_count(1)
    desk.page.keyboard.type("dup")
    desk.press("Enter")
    expect(menu).to_have_count(0)
    desk.until(lambda: len(desk.nodes()), 3)


def test_the_sheet_shows_all_keys_and_binds_them_anew(desk: Desk) -> None:
    desk.open("keys", *TWO)
    page = desk.page
    desk.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet.locator('[data-command="edit.undo"]')).to_contain_text("Ctrl+Z")
    page.get_by_test_id("key-search").fill("duplicate")
    row = sheet.locator('[data-command="clipboard.duplicate"]')
    row.locator(".keys").click()
    desk.press("Control+z")
    expect(row.get_by_role("alert")).to_contain_text("Ctrl+Z is Undo already.")
    row.get_by_role("button", name="Leave it").click()
    row.locator(".keys").click()
    desk.press("y")
    expect(row).to_contain_text("Y")
    desk.press("Escape")
    expect(sheet).to_have_count(0)
    desk.click("a")
    desk.press("y")
    desk.until(lambda: len(desk.nodes()), 3)
    page.reload()
    desk.card("a").wait_for()
    desk.press("?")
    expect(row).to_contain_text("Y")
    sheet.get_by_role("button", name="Reset all").click()
    expect(row).to_contain_text("Ctrl+D")
    desk.press("Escape")


def test_nothing_fires_while_somebody_types(desk: Desk) -> None:
    desk.open("typing", *TWO)
    field = desk.card("a").get_by_test_id("prompt")
    field.click()
    desk.page.keyboard.type("fhlw?1+-= ")
    desk.press("Backspace", "Delete", "Control+a", "Control+b", "Tab")
    expect(field).to_have_value("fhlw?1+-=")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    assert {*desk.nodes()} == {"a", "b"}
    assert desk.data("a").get("bypassed") is None


def test_a_wire_is_drawn_by_the_keyboard(desk: Desk) -> None:
    desk.open("hand wire", *TWO, node("anna", "character", -500, 0, name="Anna"))
    desk.click("anna")
    desk.press("w")
    expect(desk.page.get_by_test_id("hand-wire")).to_contain_text("Anna, Character → SH010, Characters (1 of 2)")
    desk.press("ArrowRight")
    desk.said("Wire from Anna, Character to SH020, Characters, 2 of 2")
    desk.press("Enter")
    desk.until(desk.wires, {("anna", "character", "b", "characters")})
    desk.press("w", "Escape")
    expect(desk.page.get_by_test_id("hand-wire")).to_have_count(0)


def test_mod_enter_generates_all_that_is_selected_and_stops_it(desk: Desk) -> None:
    desk.open("generate", *TWO)
    desk.press("Control+a", "Control+Enter")
    expect(desk.page.get_by_test_id("batch-sum")).to_contain_text("2 takes to make")
    desk.press("Enter")
    desk.said("2 takes started")
    for one in "ab":
        expect(desk.card(one)).to_contain_text(re.compile("queue|take|Take|%"))
    desk.press("Control+Alt+Enter")
    expect(desk.page.get_by_test_id("said")).to_contain_text(re.compile("stopped|started"))


def test_mod_s_names_a_version_and_h_leads_back_to_it(desk: Desk) -> None:
    desk.open("history", *TWO)
    desk.press("Control+s")
    desk.page.get_by_test_id("version-name").fill("Locked cut")
    desk.press("Enter")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    named = desk.page.request.get(f"/api/v1/projects/{desk.film}/versions").json()
    assert [(one["name"], one["version"]) for one in named] == [("Locked cut", 1)]
    desk.click("a")
    desk.press("Delete")
    desk.until(lambda: set(desk.nodes()), {"b"})
    desk.press("h")
    panel = desk.page.get_by_test_id("history")
    entry = panel.locator('[data-version="1"]')
    expect(entry).to_contain_text("Locked cut")
    entry.get_by_role("button", name="Back to here").click()
    entry.get_by_role("button", name="Go back").click()
    desk.until(lambda: set(desk.nodes()), {"a", "b"})
    expect(desk.card("a")).to_be_visible()


def test_a_viewer_walks_and_copies_but_changes_nothing(desk: Desk) -> None:
    desk.open("viewer", *TWO, role="viewer")
    desk.page.mouse.click(*desk.empty())
    desk.press("Control+a", "Delete", "Control+d", "Control+b", "l")
    expect(desk.page.get_by_test_id("notice").first).to_contain_text("does not change the film")
    desk.press("Escape", "ArrowRight")
    desk.until(lambda: len(desk.selected()), 1)
    assert ({*desk.nodes()}, desk.data("a").get("bypassed")) == ({"a", "b"}, None)
