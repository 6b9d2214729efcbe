"""Films laid out for hands, and the hands: what a mouse does on the canvas."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, FloatRect, Locator, Page

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat
from tests.e2e.conftest import ask, crew

PATIENCE = 8.0
Point = tuple[float, float]
Op = dict[str, Any]


def card(node_id: str, kind: str, x: float, y: float, parent: str | None = None, **data: Any) -> Op:
    order = str(data.pop("order", ""))
    position = {"x": x, "y": y}
    record = {"id": node_id, "type": kind, "parent_id": parent, "position": position, "order": order, "data": data}
    return {"op": "node.add", "node": record}


def wire(edge_id: str, source: str, target: str, **data: Any) -> Op:
    """`source` and `target` as "node.socket"."""
    (one, out), (other, into) = source.split("."), target.split(".")
    ends = {"source": one, "source_handle": out, "target": other, "target_handle": into}
    return {"op": "edge.add", "edge": {"id": edge_id, **ends, "data": data}}


def film(installation: Started, name: str, people: tuple[str, ...], *ops: Op) -> str:
    """The path of a new film with these cards and wires, these people its editors."""

    async def make(canvas: Canvas) -> str:
        await crew(canvas, *people)
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, name)
        actor = await canvas.projects.actor(project.id, owner)
        for email in people:
            await canvas.projects.put_member(project.id, actor, email, "editor")
        batch = Batch.model_validate({"client_op_id": "film:1", "base_version": 0, "ops": list(ops)})
        await canvas.sync.submit(project.id, actor, batch)
        return f"/project/{project.id}"

    return ask(installation, make)


def seat(browser: Browser, installation: Started, email: str, path: str) -> Seat:
    made = Seat(browser, installation.url)
    made.sign_in(email, path)
    made.page.get_by_test_id("canvas").wait_for()
    made.page.locator("[data-node-id]").first.wait_for()
    made.saved()
    return made


def stored(installation: Started, path: str) -> Any:
    """The graph as the server has it."""

    async def look(canvas: Canvas) -> Any:
        return await canvas.sync.graph(path.removeprefix("/project/"))

    return ask(installation, look)


def wires(installation: Started, path: str) -> set[tuple[str, str]]:
    """Every wire as ("node.socket", "node.socket")."""
    graph = stored(installation, path)
    return {(f"{e.source}.{e.source_handle}", f"{e.target}.{e.target_handle}") for e in graph.edges.values()}


def until(holds: Callable[[], bool]) -> None:
    """Waits until it is so."""
    end = time.monotonic() + PATIENCE
    while not (now := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    assert now


def wired(installation: Started, path: str, wanted: set[tuple[str, str]]) -> None:
    """Waits until those are the wires."""
    end = time.monotonic() + PATIENCE
    while (now := wires(installation, path)) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert now == wanted, f"missing {sorted(wanted - now)}, too many {sorted(now - wanted)}"


def resting(found: Locator) -> FloatRect:
    """Its box in pixels of the page, once it is the same for five frames on end: cards glide home after an undo."""
    box, same, end = found.bounding_box(), 0, time.monotonic() + PATIENCE
    while same < 5 and time.monotonic() < end:
        found.page.wait_for_timeout(20)
        now = found.bounding_box()
        box, same = now, same + 1 if now == box else 0
    assert box is not None
    return box


def still(page: Page) -> None:
    """Waits until the view has come to rest: it glides, and slides on for a moment after the hand let go."""
    view, same, end = None, 0, time.monotonic() + PATIENCE
    while same < 5 and time.monotonic() < end:
        page.wait_for_timeout(40)
        now = page.locator(".svelte-flow__viewport").get_attribute("style")
        view, same = now, same + 1 if now == view else 0
    assert same == 5


def middle(found: Locator) -> Point:
    box = resting(found)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_card(page: Page, node_id: str) -> Locator:
    return page.locator(f'[data-node-id="{node_id}"]')


def socket(page: Page, node_id: str, name: str, side: str = "target") -> Locator:
    return page.locator(f'.svelte-flow__node[data-id="{node_id}"] .svelte-flow__handle.{side}[data-handleid="{name}"]')


def head(page: Page, node_id: str) -> Point:
    """Where one takes a card to drag it."""
    box = resting(on_card(page, node_id))
    return box["x"] + box["width"] * 0.45, box["y"] + min(14, box["height"] / 2)


def drag(page: Page, start: Point, end: Point, *, drop: bool = True, steps: int = 8) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 6, start[1] + 4)
    page.mouse.move(*end, steps=steps)
    if drop:
        page.mouse.up()


def along(page: Page, edge_id: str, part: float) -> Point:
    """A point of the screen on a wire."""
    x, y = page.evaluate(
        """([id, part]) => {
          const path = document.querySelector(`.svelte-flow__edge[data-id="${id}"] path`);
          const point = path.getPointAtLength(path.getTotalLength() * part).matrixTransform(path.getScreenCTM());
          return [point.x, point.y];
        }""",
        [edge_id, part],
    )
    return float(x), float(y)
