"""Every habit that hands bring to the canvas, by a real mouse and real keys."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting, still
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, node, wire

pytestmark = pytest.mark.timeout(240)

TWO = (node("a", "shot", 0, 0, number="SH010"), node("b", "shot", 420, 0, number="SH020"))
ANNA = node("anna", "character", 0, 520, name="Anna")


@pytest.fixture(scope="module")
def seat(installation: Started) -> Iterator[Seat]:
    ask(installation, lambda canvas: crew(canvas, MIA))
    with chromium() as browser:
        made = Seat(browser, installation.url)
        made.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=installation.url)
        made.sign_in(MIA)
        yield made


@pytest.fixture
def desk(seat: Seat, installation: Started) -> Iterator[Desk]:
    yield Desk(seat, installation)
    assert seat.complaints == []


# Moving the view


def test_space_and_drag_pans(desk: Desk) -> None:
    desk.open("pan by space", *TWO)
    before = desk.view()
    start = desk.empty()
    desk.page.keyboard.down("Space")
    desk.drag(start, (start[0] + 100, start[1] - 60))
    desk.page.keyboard.up("Space")
    assert desk.view() == pytest.approx((before[0] + 100, before[1] - 60, before[2]), abs=2)


def test_the_middle_button_pans(desk: Desk) -> None:
    desk.open("pan by the middle button", *TWO)
    before = desk.view()
    start = desk.empty()
    desk.drag(start, (start[0] - 80, start[1] - 40), "middle")
    assert desk.view() == pytest.approx((before[0] - 80, before[1] - 40, before[2]), abs=2)


WHEEL = """([x, y, deltaX, deltaY, more]) => document.elementFromPoint(x, y).dispatchEvent(
  new WheelEvent('wheel', { deltaX, deltaY, clientX: x, clientY: y, bubbles: true, cancelable: true, ...more }))"""


def test_the_wheel_zooms_and_two_fingers_pan(desk: Desk) -> None:
    desk.open("wheel", *TWO)
    x, y = desk.empty()
    before = desk.view()
    desk.page.mouse.move(x, y)
    desk.page.mouse.wheel(0, -120)
    desk.until(lambda: desk.view()[2] > before[2])
    still(desk.page)
    before = desk.view()
    for _ in range(3):
        desk.page.evaluate(WHEEL, [x, y, 6, 11, {}])
    still(desk.page)
    assert desk.view() == pytest.approx((before[0] - 18, before[1] - 33, before[2]), abs=2)
    desk.page.evaluate(WHEEL, [x, y, 0, 20, {"ctrlKey": True}])
    desk.until(lambda: desk.view()[2] < before[2])


# Adding


@pytest.mark.parametrize("how", ["Tab", "Shift+A", "double-click"])
def test_a_card_is_added_where_the_pointer_is(desk: Desk, how: str) -> None:
    desk.open(f"add by {how}", *TWO)
    x, y = desk.empty()
    desk.page.mouse.move(x, y)
    if how == "double-click":
        desk.page.mouse.dblclick(x, y)
    else:
        desk.press(how)
    menu = desk.page.get_by_test_id("add-menu")
    desk.page.keyboard.type("chrctr")
    expect(menu.get_by_role("option", selected=True)).to_contain_text("Character")
    expect(menu.locator("p").first).not_to_be_empty()
    desk.press("Enter")
    desk.until(lambda: sorted(one["type"] for one in desk.nodes().values()), ["character", "shot", "shot"])
    added = next(one for one in desk.nodes().values() if one["type"] == "character")
    box = resting(desk.card(added["id"]))
    assert (round(box["x"] - x), round(box["y"] - y)) == (0, 0)
    desk.until(desk.selected, {added["id"]})


def test_a_new_card_is_wired_to_the_selected_one(desk: Desk) -> None:
    desk.open("add and wire", *TWO)
    desk.click("b")
    desk.page.mouse.move(*desk.empty())
    desk.press("Tab")
    desk.page.keyboard.type("character")
    desk.press("Enter")
    desk.until(lambda: len(desk.wires()), 1)
    ((source, handle, target, socket),) = desk.wires()
    assert (desk.nodes()[source]["type"], handle, target, socket) == ("character", "character", "b", "characters")
    desk.press("Control+z")
    desk.until(lambda: (len(desk.nodes()), len(desk.wires())), (2, 0))


# Selecting and walking


def test_mod_a_selects_all_and_escape_nothing(desk: Desk) -> None:
    desk.open("select all", *TWO, ANNA)
    desk.page.mouse.click(*desk.empty())
    desk.press("Control+a")
    desk.until(desk.selected, {"a", "b", "anna"})
    desk.said("3 cards selected")
    desk.press("Escape")
    desk.until(desk.selected, set())


def test_a_drag_selects_a_box_and_shift_adds(desk: Desk) -> None:
    desk.open("box", *TWO, ANNA)
    first = resting(desk.card("a"))
    desk.drag((first["x"] - 30, first["y"] - 20), (first["x"] + 60, first["y"] + 60))
    desk.until(desk.selected, {"a"})
    desk.click("b", "Shift")
    desk.until(desk.selected, {"a", "b"})


def test_arrows_walk_the_graph_and_say_where_one_is(desk: Desk) -> None:
    desk.open("walk", *TWO, ANNA, wire("ab", "a", "sequence_out", "b", "sequence_in"))
    desk.click("a")
    desk.press("ArrowRight")
    desk.until(desk.selected, {"b"})
    desk.said("SH020, Shot, no take yet, 1 wire in, 0 out")
    desk.press("ArrowLeft")
    desk.press("ArrowDown")
    desk.until(desk.selected, {"anna"})
    desk.press("Shift+ArrowUp")
    desk.until(desk.selected, {"anna", "a"})


def test_alt_and_arrows_nudge(desk: Desk) -> None:
    desk.open("nudge", *TWO)
    desk.click("a")
    desk.press("Alt+ArrowRight", "Alt+ArrowDown")
    desk.until(lambda: desk.place("a"), (20, 20))


# Editing


def test_delete_takes_cards_away_with_their_wires(desk: Desk) -> None:
    desk.open("delete", *TWO, wire("ab", "a", "sequence_out", "b", "sequence_in"))
    desk.click("a")
    desk.press("Delete")
    desk.until(lambda: (set(desk.nodes()), desk.wires()), ({"b"}, set()))
    expect(desk.card("a")).to_have_count(0)


def test_undo_takes_back_ones_own_edits_and_redo_does_them_again(desk: Desk) -> None:
    desk.open("undo", *TWO)
    desk.click("a")
    desk.press("Delete")
    desk.until(lambda: set(desk.nodes()), {"b"})
    desk.press("Control+z")
    desk.until(lambda: set(desk.nodes()), {"a", "b"})
    desk.press("Control+y")
    desk.until(lambda: set(desk.nodes()), {"b"})
    desk.press("Control+z")
    desk.until(lambda: set(desk.nodes()), {"a", "b"})
    desk.press("Control+Shift+z")
    desk.until(lambda: set(desk.nodes()), {"b"})


@pytest.mark.parametrize(("keys", "key"), [("Control+b", "bypassed"), ("Control+m", "muted"), ("Alt+c", "collapsed")])
def test_a_switch_is_set_on_all_that_is_selected(desk: Desk, keys: str, key: str) -> None:
    desk.open(key, *TWO)
    desk.click("a")
    desk.click("b", "Shift")
    desk.press(keys)
    desk.until(lambda: [desk.data(one).get(key) for one in "ab"], [True, True])
    desk.press(keys)
    desk.until(lambda: [desk.data(one).get(key) for one in "ab"], [False, False])


def test_f2_renames(desk: Desk) -> None:
    desk.open("rename", ANNA)
    desk.click("anna")
    desk.press("F2")
    expect(desk.page.get_by_test_id("rename")).to_be_focused()
    desk.page.keyboard.type("Annabel")
    desk.press("Enter")
    desk.until(lambda: desk.data("anna")["name"], "Annabel")
    expect(desk.card("anna")).to_contain_text("Annabel")
    desk.press("F2")
    desk.page.keyboard.type("nobody")
    desk.press("Escape")
    assert desk.data("anna")["name"] == "Annabel"


# Clipboard


def test_copy_and_paste_make_cards_anew_with_the_wires_between_them(desk: Desk) -> None:
    desk.open("copy", *TWO, wire("ab", "a", "sequence_out", "b", "sequence_in"))
    desk.press("Control+a", "Control+c")
    clipping = json.loads(desk.page.evaluate("navigator.clipboard.readText()"))
    assert (clipping["format"], len(clipping["nodes"]), len(clipping["edges"])) == ("production-canvas/cards", 2, 1)
    desk.page.mouse.move(*desk.empty())
    desk.press("Control+v")
    desk.until(lambda: (len(desk.nodes()), len(desk.wires())), (4, 2))
    assert sorted(one["data"]["number"] for one in desk.nodes().values()) == ["SH010", "SH020", "SH030", "SH040"]
    desk.press("Control+z")
    desk.until(lambda: (len(desk.nodes()), len(desk.wires())), (2, 1))


def test_cut_and_paste_bring_a_scene_with_its_inside_to_another_film(desk: Desk) -> None:
    scene = node("s", "scene_group", 0, 0, number="1", title="EXT. PIER")
    place = node("p", "environment", -500, 0, name="Pier")
    inside = node("x", "shot", 0, 0, "s", number="SH010", prompt="Gulls.")
    arriving = wire("ps", "p", "environment", "s", "assets")
    on = wire("in", "s", "ps", "x", "environment")
    desk.open("cut", scene, place, inside, arriving, on)
    desk.press("Control+a", "Control+x")
    desk.until(desk.graph, ({}, {}))
    desk.open("paste elsewhere", ANNA)
    desk.page.mouse.move(*desk.empty())
    desk.press("Control+v")
    desk.until(lambda: len(desk.nodes()), 4)
    nodes, edges = desk.graph()
    kinds = {one["type"]: one for one in nodes.values()}
    shot, group, pier = kinds["shot"], kinds["scene_group"], kinds["environment"]
    assert (shot["parent_id"], shot["data"]["prompt"]) == (group["id"], "Gulls.")
    outer = next(one for one in edges.values() if one["source"] == pier["id"])
    inner = next(one for one in edges.values() if one["source"] == group["id"])
    assert (outer["target"], inner["source_handle"], inner["target"]) == (group["id"], outer["id"], shot["id"])


def test_paste_with_shift_keeps_incoming_wires(desk: Desk) -> None:
    desk.open("paste wired", *TWO, ANNA, wire("n", "anna", "character", "b", "characters"))
    desk.click("b")
    desk.press("Control+c")
    desk.page.mouse.move(*desk.empty())
    desk.press("Control+v")
    desk.until(lambda: (len(desk.nodes()), len(desk.wires())), (4, 1))
    desk.press("Control+Shift+v")
    desk.until(lambda: (len(desk.nodes()), len(desk.wires())), (5, 2))
    assert {source for source, *_ in desk.wires()} == {"anna"}


def test_duplicate_stands_beside_and_is_selected(desk: Desk) -> None:
    desk.open("duplicate", *TWO)
    desk.click("b")
    desk.press("Control+d")
    desk.until(lambda: len(desk.nodes()), 3)
    (new,) = set(desk.nodes()) - {"a", "b"}
    assert (desk.place(new), desk.data(new)["number"]) == ((460, 40), "SH030")
    desk.until(desk.selected, {new})


def test_any_other_text_is_pasted_as_a_note(desk: Desk) -> None:
    desk.open("note", *TWO)
    desk.page.evaluate("navigator.clipboard.writeText('The gulls are too loud.')")
    desk.page.mouse.move(*desk.empty())
    desk.press("Control+v")
    desk.until(
        lambda: [one["data"].get("text") for one in desk.nodes().values() if one["type"] == "note"],
        ["The gulls are too loud."],
    )
