"""A level of ten thousand cards, of which the page builds the few that are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import resting, still
from tests.e2e.conftest import ask, crew
from tests.e2e.desk import MIA, Desk, Record, node, wire

pytestmark = pytest.mark.timeout(300)

MANY = 10_000
ROW = 100
ELEMENTS = 220
DOM = 60_000
BATCH = 500


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


def write(installation: Started, film: str, *ops: Record) -> None:
    """What somebody else does to a film."""

    async def submit(canvas: Canvas) -> None:
        actor = await canvas.projects.actor(film, await canvas.accounts.local_owner())
        for start in range(0, len(ops), BATCH):
            batch = {"client_op_id": f"other:{ops[0]}:{start}"[:40].replace(" ", "_"), "base_version": 0}
            await canvas.sync.submit(
                film, actor, Batch.model_validate({**batch, "ops": list(ops[start : start + BATCH])})
            )

    ask(installation, submit)


def crowd() -> Iterator[Record]:
    for index in range(MANY):
        yield node(f"n{index}", "character", (index % ROW) * 400, (index // ROW) * 300, name=f"Extra {index}")


def counted(desk: Desk) -> tuple[int, int]:
    """Cards built as elements, and elements of the whole page."""
    found: list[int] = desk.page.evaluate(
        "() => [document.querySelectorAll('.svelte-flow__node').length, document.querySelectorAll('*').length]"
    )
    return found[0], found[1]


def zoom_out(desk: Desk, least: float) -> None:
    box = desk.page.get_by_test_id("canvas").bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.page.keyboard.down("Control")
    for _ in range(80):
        if desk.view()[2] <= least:
            break
        desk.page.mouse.wheel(0, 120)
        desk.page.wait_for_timeout(20)
    desk.page.keyboard.up("Control")
    still(desk.page)


def heard(desk: Desk, node_id: str) -> None:
    """Waits until this browser knows of a card that it does not show: the tree names it."""
    expect(desk.page.locator(f'[role="treeitem"][data-row="{node_id}"]')).to_be_attached()


def pan(desk: Desk, right: float, down: float) -> None:
    start = desk.empty()
    desk.drag(start, (start[0] - right, start[1] - down), "middle")


def test_ten_thousand_cards_cost_what_is_looked_at(desk: Desk, installation: Started) -> None:
    desk.open("a crowd", node("n0", "character", 0, 0, name="Extra 0"))
    write(installation, desk.film, *[op for op in crowd() if op["node"]["id"] != "n0"])
    desk.page.reload()
    expect(desk.page.locator(".svelte-flow__node").first).to_be_visible()
    most: list[tuple[int, int]] = [counted(desk)]
    for _ in range(6):
        pan(desk, 300, 150)
        most.append(counted(desk))
    for zoom in (0.3, 0.15, 0.09):
        zoom_out(desk, zoom)
        pan(desk, 200, 100)
        most.append(counted(desk))
    assert max(cards for cards, _ in most) <= ELEMENTS
    assert max(elements for _, elements in most) <= DOM
    # From afar a box takes in what was never built.
    desk.page.keyboard.press("Escape")
    box = desk.page.get_by_test_id("canvas").bounding_box()
    assert box is not None
    start = (box["x"] + 80, box["y"] + 90)
    desk.drag(start, (start[0] + 300, start[1] + 250))
    desk.page.keyboard.press("Delete")
    desk.until(lambda: len(desk.nodes()) < MANY - ELEMENTS)


def test_a_middle_click_that_moves_nothing_leaves_the_canvas_in_hand(desk: Desk) -> None:
    desk.open("a click", node("a", "shot", 0, 0, number="SH010"))
    desk.page.mouse.click(*desk.empty(), button="middle")
    desk.page.keyboard.down("Space")
    desk.page.mouse.click(*desk.empty())
    desk.page.keyboard.up("Space")
    desk.click("a")
    desk.until(desk.selected, {"a"})


def test_typing_goes_on_while_the_view_is_elsewhere(desk: Desk) -> None:
    desk.open("typing far away", node("a", "shot", 0, 0, number="SH010"))
    desk.card("a").get_by_test_id("prompt").click()
    desk.page.keyboard.type("A lamp")
    for _ in range(8):
        pan(desk, 420, 0)
    assert desk.view()[0] < -1500
    desk.page.keyboard.type(" turns")
    assert desk.page.evaluate("document.activeElement.value") == "A lamp turns"
    zoom_out(desk, 0.15)
    desk.page.keyboard.type(" at dusk")
    desk.until(lambda: desk.data("a").get("prompt"), "A lamp turns at dusk")


def test_a_wire_is_drawn_to_a_card_out_of_sight(desk: Desk) -> None:
    desk.open("a far end", node("a", "shot", 0, 0, number="SH010"))
    write(desk.installation, desk.film, node("b", "shot", 4200, 0, number="SH020"))
    page = desk.page
    heard(desk, "b")
    assert desk.card("b").count() == 0
    desk.card("a").hover()
    socket = resting(page.locator('[data-nodeid="a"][data-handleid="sequence_out"]'))
    canvas = resting(page.get_by_test_id("canvas"))
    page.mouse.move(socket["x"] + 7, socket["y"] + 7)
    page.mouse.down()
    page.mouse.move(canvas["x"] + canvas["width"] - 6, socket["y"] + 60, steps=8)
    end = page.locator('[data-nodeid="b"][data-handleid="sequence_in"]')
    for _ in range(200):
        box = end.bounding_box() if end.count() else None
        if box and box["x"] < canvas["x"] + canvas["width"] - 120:
            break
        page.wait_for_timeout(40)
    # A card that comes into view while the wire is drawn says like any other what it takes.
    expect(end).to_have_attribute("data-fit", "yes")
    expect(page.locator('[data-nodeid="b"][data-handleid="environment"]')).to_have_attribute("data-fit", "no")
    page.mouse.move(canvas["x"] + canvas["width"] / 2, socket["y"] + 60, steps=3)
    box = resting(end)
    page.mouse.move(box["x"] + 7, box["y"] + 7, steps=6)
    page.mouse.up()
    desk.until(lambda: ("a", "sequence_out", "b", "sequence_in") in desk.wires())
    expect(page.locator("[data-fit]")).to_have_count(0)


def test_a_wire_that_runs_out_of_sight_is_selected_and_deleted_like_any(desk: Desk, installation: Started) -> None:
    desk.open("a long wire", node("a", "shot", 0, 0, number="SH010"))
    far = [node("b", "shot", 9000, 0, number="SH020"), wire("ab", "a", "sequence_out", "b", "sequence_in")]
    write(installation, desk.film, *far)
    page = desk.page
    heard(desk, "b")
    assert page.locator(".svelte-flow__edge").count() == 0
    socket = resting(page.locator('[data-nodeid="a"][data-handleid="sequence_out"]'))
    page.mouse.move(socket["x"] + 90, socket["y"] + 60)
    page.mouse.move(socket["x"] + 90, socket["y"] + 7, steps=4)
    edge = page.locator('.svelte-flow__edge[data-id="ab"]')
    expect(edge).to_have_count(1)
    page.mouse.click(socket["x"] + 90, socket["y"] + 7)
    expect(page.locator(".svelte-flow__edge.selected")).to_have_count(1)
    page.keyboard.press("Delete")
    desk.until(desk.wires, set())


def test_what_others_do_to_a_card_out_of_sight_is_there_when_one_comes(desk: Desk, installation: Started) -> None:
    desk.open("others far away", node("a", "shot", 0, 0, number="SH010"))
    write(installation, desk.film, node("b", "shot", 2600, 0, number="SH020", title="Before"))
    change: dict[str, Any] = {"op": "node.set", "id": "b", "path": ["title"], "value": "After the storm"}
    write(installation, desk.film, change)
    heard(desk, "b")
    assert desk.card("b").count() == 0
    desk.page.keyboard.press("f")
    expect(desk.card("b")).to_contain_text("After the storm")


def test_each_level_comes_back_as_it_was_left(desk: Desk) -> None:
    inside = [node(f"s{index}", "shot", index * 420, 0, "one", number=f"SH{index:03}") for index in range(12)]
    desk.open("levels", node("one", "scene_group", 0, 0, number="1", title="Pier"), *inside)
    page = desk.page
    desk.card("one").dblclick(position={"x": 60, "y": 14})
    desk.card("s0").wait_for()
    pan(desk, 200, 40)
    still(page)
    left = desk.view()
    for _ in range(10):
        page.keyboard.press("Escape")
        desk.card("one").wait_for()
        desk.card("one").dblclick(position={"x": 60, "y": 14})
        desk.card("s2").wait_for()
        desk.until(lambda: desk.view() == pytest.approx(left, abs=1))
