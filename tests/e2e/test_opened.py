"""A scene that stands open on its film: its shots are worked on in place, taken out and put in by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import along, card, drag, film, head, on_card, resting, seat, stored, until, wire, wired

ANNA, BEN = "anna@open.example", "ben@open.example"

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def table(installation: Started, browser: Browser) -> Iterator[tuple[Seat, str]]:
    """Anna before a film of one scene, its shots folded away, and a character that plays in it."""
    path = film(
        installation,
        "Open",
        (ANNA, BEN),
        card("june", "character", -420, 0, name="June"),
        card("pier", "scene_group", 0, 0, number="1", title="Pier"),
        card("sh010", "shot", 200, 100, "pier", number="SH010", title="Fog"),
        card("sh020", "shot", 600, 100, "pier", number="SH020", title="Lamp"),
        wire("plays", "june.character", "pier.assets"),
        wire("cut", "sh010.sequence_out", "sh020.sequence_in"),
    )
    anna = seat(browser, installation, ANNA, path)
    yield anna, path
    assert anna.complaints == []
    anna.context.close()


def opened(page: Page) -> None:
    on_card(page, "pier").get_by_test_id("open").click()
    expect(on_card(page, "sh010")).to_be_visible()
    page.keyboard.press("f")


def place(installation: Started, path: str, node_id: str) -> tuple[str | None, float, float]:
    node = stored(installation, path).nodes[node_id]
    return node.parent_id, node.x, node.y


def comes_to(page: Page, y: float) -> None:
    """Waits until the second shot stands at that height of the page."""
    until(lambda: abs(resting(on_card(page, "sh020"))["y"] - y) < 4)


def moved(installation: Started, path: str, before: tuple[str | None, float, float]) -> None:
    until(lambda: place(installation, path, "sh020") != before)


def test_the_shots_of_an_open_scene_are_worked_on_in_place(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    opened(page)
    expect(page.locator('.svelte-flow__edge[data-id="cut"]')).to_have_count(1)
    border, shot = resting(on_card(page, "pier")), resting(on_card(page, "sh020"))
    assert border["x"] < shot["x"]
    assert border["x"] + border["width"] > shot["x"] + shot["width"]
    on_card(page, "sh010").get_by_test_id("prompt").fill("Fog over the planks.")
    anna.saved()
    assert stored(installation, path).nodes["sh010"].data["prompt"] == "Fog over the planks."
    zoom = shot["width"] / 304
    start = head(page, "sh020")
    drag(page, start, (start[0] + 60, start[1] + 90))
    until(lambda: place(installation, path, "sh020")[2] > 100)
    parent, x, y = place(installation, path, "sh020")
    assert parent == "pier"
    # What the hand goes before it counts as a drag is not moved.
    assert [x, y] == pytest.approx([600 + 54 / zoom, 100 + 86 / zoom], abs=4)
    lower = resting(on_card(page, "sh020"))
    grown = resting(on_card(page, "pier"))
    assert grown["y"] + grown["height"] > lower["y"] + lower["height"]


def test_an_open_scene_takes_its_shots_along(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    opened(page)
    before = resting(on_card(page, "sh010"))
    start = head(page, "pier")
    drag(page, start, (start[0] + 40, start[1] + 80))
    until(lambda: place(installation, path, "pier")[2] > 0)
    after = resting(on_card(page, "sh010"))
    assert [after["x"] - before["x"], after["y"] - before["y"]] == pytest.approx([34, 76], abs=3)
    assert place(installation, path, "sh010") == ("pier", 200, 100)


def test_what_somebody_holds_in_a_scene_is_seen_where_it_stands_open_and_the_other_way_round(
    table: tuple[Seat, str], installation: Started, browser: Browser
) -> None:
    anna, path = table
    opened(anna.page)
    ben = seat(browser, installation, BEN, path)
    on_card(ben.page, "pier").get_by_test_id("enter").click()
    on_card(ben.page, "sh020").wait_for()
    for mover, onlooker in ((ben.page, anna.page), (anna.page, ben.page)):
        shown, width = resting(on_card(onlooker, "sh020")), resting(on_card(mover, "sh020"))["width"]
        before, start = place(installation, path, "sh020"), head(mover, "sh020")
        drag(mover, start, (start[0] + 6, start[1] + 64), drop=False)
        below = shown["y"] + 60 * shown["width"] / width
        comes_to(onlooker, below)
        assert place(installation, path, "sh020") == before
        mover.mouse.up()
        moved(installation, path, before)
        comes_to(onlooker, below)
    ben.context.close()


def test_a_shot_is_taken_out_of_an_open_scene_and_put_back(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    page = anna.page
    opened(page)
    border, start = resting(on_card(page, "pier")), head(page, "sh020")
    width = resting(on_card(page, "sh020"))["width"]
    drag(page, start, (start[0], border["y"] + border["height"] + 60), drop=False)
    expect(page.get_by_test_id("drop-words")).to_be_visible()
    page.mouse.up()
    until(lambda: place(installation, path, "sh020")[0] is None)
    assert resting(on_card(page, "sh020"))["width"] == pytest.approx(width, abs=1)
    start = head(page, "sh020")
    into = resting(on_card(page, "pier"))
    drag(page, start, (into["x"] + into["width"] / 2, into["y"] + into["height"] - 20))
    until(lambda: place(installation, path, "sh020")[0] == "pier")
    anna.saved()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    until(lambda: place(installation, path, "sh020") == ("pier", 600, 100))


def test_an_open_scene_and_its_shots_selected_by_a_box_are_deleted_as_one(
    table: tuple[Seat, str], installation: Started
) -> None:
    anna, path = table
    page = anna.page
    opened(page)
    border = resting(on_card(page, "pier"))
    start = (border["x"] + border["width"] + 30, border["y"] + border["height"] + 30)
    drag(page, start, (border["x"] + border["width"] / 2, border["y"] + 80))
    expect(page.locator("[data-node-id].selected")).to_have_count(2)
    page.keyboard.press("Delete")
    until(lambda: set(stored(installation, path).nodes) == {"june"})
    anna.saved()
    page.keyboard.press("Control+z")
    until(lambda: set(stored(installation, path).nodes) == {"june", "pier", "sh010", "sh020"})


def test_what_stands_open_is_open_at_the_next_visit_and_folds_away(table: tuple[Seat, str]) -> None:
    page = table[0].page
    opened(page)
    page.reload()
    expect(on_card(page, "sh010")).to_be_visible()
    page.mouse.click(*head(page, "pier"))
    page.keyboard.press("Alt+e")
    expect(on_card(page, "sh010")).to_have_count(0)
    expect(on_card(page, "pier").get_by_test_id("enter")).to_be_visible()


def test_a_dot_on_a_wire_of_an_open_scene_stands_in_the_scene(table: tuple[Seat, str], installation: Started) -> None:
    anna, path = table
    opened(anna.page)
    resting(on_card(anna.page, "sh020"))
    before = {node_id: place(installation, path, node_id) for node_id in ("sh010", "sh020")}
    anna.page.mouse.dblclick(*along(anna.page, "cut", 0.5))
    until(lambda: len(stored(installation, path).edges) == 3)
    (dot,) = [node for node in stored(installation, path).nodes.values() if node.type == "reroute"]
    assert dot.parent_id == "pier"
    assert before["sh010"][1] < dot.x < before["sh020"][1]
    wired(
        installation,
        path,
        {
            ("june.character", "pier.assets"),
            ("sh010.sequence_out", f"{dot.id}.in"),
            (f"{dot.id}.out", "sh020.sequence_in"),
        },
    )
