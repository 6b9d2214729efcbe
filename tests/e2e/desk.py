"""A person before a film of a few cards, and a second reader of its graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.protocol.rest import Role
from production_canvas.wiring import Canvas
from tests.e2e.browser import Seat
from tests.e2e.canvases import resting
from tests.e2e.conftest import ask, crew

MIA = "mia@desk.example"
PATIENCE = 5.0

Record = dict[str, Any]


def node(node_id: str, kind: str, x: float, y: float, parent: str | None = None, **data: Any) -> Record:
    """The operation that adds a node at that place."""
    record = {"id": node_id, "type": kind, "parent_id": parent, "position": {"x": x, "y": y}, "order": "", "data": data}
    return {"op": "node.add", "node": record}


def wire(edge_id: str, source: str, source_handle: str, target: str, target_handle: str) -> Record:
    """The operation that adds a wire."""
    ends = {"source": source, "source_handle": source_handle, "target": target, "target_handle": target_handle}
    return {"op": "edge.add", "edge": {"id": edge_id, **ends, "data": {}}}


class Desk:
    """One signed-in person; `open` shows a film of its own for every test."""

    def __init__(self, seat: Seat, installation: Started) -> None:
        self.seat, self.installation = seat, installation
        self.page: Page = seat.page
        self.film = ""

    def open(self, name: str, *ops: Record, role: Role = "editor") -> Desk:
        """A new film that holds what `ops` add, shown from its top level."""

        async def make(canvas: Canvas) -> str:
            await crew(canvas, MIA)
            owner = await canvas.accounts.local_owner()
            project = await canvas.projects.create(owner, name)
            actor = await canvas.projects.actor(project.id, owner)
            await canvas.projects.put_member(project.id, actor, MIA, role)
            if ops:
                batch = Batch.model_validate(
                    {"client_op_id": f"desk:{project.id}", "base_version": 0, "ops": list(ops)}
                )
                await canvas.sync.submit(project.id, actor, batch)
            return project.id

        self.film = ask(self.installation, make)
        self.page.goto(f"/project/{self.film}")
        self.page.get_by_test_id("canvas").wait_for()
        expect(self.page.get_by_test_id("connection-state")).to_have_attribute("data-status", "saved")
        for op in ops:
            if op["op"] == "node.add" and op["node"]["parent_id"] is None:
                self.card(op["node"]["id"]).wait_for()
        self.seat.complaints.clear()
        return self

    # What stands in the graph, as a second reader sees it

    def graph(self) -> tuple[dict[str, Record], dict[str, Record]]:
        """Nodes and wires by id, from the server."""
        graph = self.page.request.get(f"/api/v1/projects/{self.film}").json()["graph"]
        return {one["id"]: one for one in graph["nodes"]}, {one["id"]: one for one in graph["edges"]}

    def nodes(self) -> dict[str, Record]:
        return self.graph()[0]

    def wires(self) -> set[tuple[str, str, str, str]]:
        """Source, its socket, target, its socket."""
        return {
            (one["source"], one["source_handle"], one["target"], one["target_handle"])
            for one in self.graph()[1].values()
        }

    def data(self, node_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.nodes()[node_id]["data"]
        return found

    def place(self, node_id: str) -> tuple[float, float]:
        position = self.nodes()[node_id]["position"]
        return position["x"], position["y"]

    def until(self, question: Callable[[], Any], wanted: Any = True) -> None:  # noqa: FBT002 - what is asked for is mostly that it holds
        """Asks until the answer is the wanted one."""
        deadline = time.monotonic() + PATIENCE
        answer = question()
        while answer != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
            answer = question()
        assert answer == wanted

    # What stands on the screen

    def card(self, node_id: str) -> Locator:
        return self.page.locator(f'[data-node-id="{node_id}"]')

    def selected(self) -> set[str]:
        found: list[str] = self.page.locator("[data-node-id].selected").evaluate_all(
            "cards => cards.map((card) => card.dataset.nodeId)"
        )
        return set(found)

    def head(self, node_id: str) -> tuple[float, float]:
        """A point on a card's header."""
        box = resting(self.card(node_id))
        return box["x"] + min(60.0, box["width"] / 3), box["y"] + min(14.0, box["height"] / 8)

    def click(self, node_id: str, *held: str) -> None:
        for key in held:
            self.page.keyboard.down(key)
        self.page.mouse.click(*self.head(node_id))
        for key in held:
            self.page.keyboard.up(key)

    def empty(self) -> tuple[float, float]:
        """A point of the canvas with nothing on it."""
        box = self.page.get_by_test_id("canvas").bounding_box()
        assert box is not None
        point: list[float] = self.page.evaluate(
            """({ x, y, width, height }) => {
              for (let down = y + height - 140; down > y + 60; down -= 40)
                for (let right = x + 60; right < x + width - 60; right += 40)
                  if (document.elementFromPoint(right, down)?.matches('.svelte-flow__pane')) return [right, down];
            }""",
            box,
        )
        return point[0], point[1]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, start: tuple[float, float], end: tuple[float, float], button: Any = "left") -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down(button=button)
        for step in range(1, 6):
            mouse.move(start[0] + (end[0] - start[0]) * step / 5, start[1] + (end[1] - start[1]) * step / 5)
        mouse.up(button=button)

    def view(self) -> tuple[float, float, float]:
        """Where the canvas stands: x and y in pixels, and its zoom."""
        found: Sequence[float] = self.page.locator(".svelte-flow__viewport").evaluate(
            "one => { const at = new DOMMatrix(getComputedStyle(one).transform); return [at.e, at.f, at.a]; }"
        )
        return round(found[0]), round(found[1]), round(found[2], 3)

    def menu(self, point: tuple[float, float], command: str) -> None:
        """Opens the menu of what lies there and takes an entry."""
        self.page.mouse.click(*point, button="right")
        self.page.get_by_test_id("action-menu").locator(f'[data-command="{command}"]').click()
        expect(self.page.get_by_test_id("action-menu")).to_have_count(0)

    def said(self, words: str) -> None:
        """What the live region says now."""
        expect(self.page.get_by_test_id("said")).to_contain_text(words)
