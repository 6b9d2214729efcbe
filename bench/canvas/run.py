"""Films of 1,000 and 10,000 nodes opened, panned, zoomed and edited by others, some times over; medians."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser

from bench.canvas import peers
from bench.canvas.figures import rows
from bench.canvas.screen import Screen, chromium, medians, opened
from bench.report import machine, report
from bench.workloads import presence
from bench.workloads.films import make_films
from bench.workloads.person import Stage
from production_canvas.cli.options import say, settings_of
from production_canvas.cli.seed import put
from production_canvas.cli.stress import of_nodes
from production_canvas.local.started import Started, started
from production_canvas.protocol.operations import Batch
from production_canvas.store.places import Place
from production_canvas.wiring import Canvas, open_canvas

Answer = TypeVar("Answer")

RUNS = 5
EDITS = 30
LEVEL_CHANGES = 100
# Visits after which the engine has compiled what it will compile.
WARM = 10
CURSORS_FOR = 6.0
VIEWS = {"10,000 nodes over levels": {"x": -300.0, "y": -300.0, "zoom": 0.6}}
VIEW = {"x": -2600.0, "y": -900.0, "zoom": 0.6}


FREE_SCENE = """() => {
  for (const card of document.querySelectorAll('[data-kind="scene_group"][data-node-id]')) {
    const { left, top, width } = card.getBoundingClientRect();
    const point = [left + width * 0.4, top + 12];
    if (card.contains(document.elementFromPoint(...point))) return point;
  }
  return null;
}"""
"""Where the header of a scene's card lies under nothing else."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """Project ids by what they hold, and the owner's token."""

    films: dict[str, str]
    token: str


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    state, times = machine(), 2 if quick else RUNS
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty") as it:
            say("films of 1,000 and 10,000 nodes")
            seeded = _ask(it, _seed)
            figures = medians([_run(it, seeded, index, times) for index in range(times)])
            say("100 level changes")
            with chromium() as browser:
                figures |= _levels(browser, it, seeded)
            say("50 cursors")
            figures |= _cursors(it)
    beside = peers.measure(1 if quick else RUNS)
    settings = {
        "runs": f"{times}, medians",
        "view": "1600 × 900, zoom 0.6, software rendering, headless",
        "CPU": "of the renderer's main thread",
        "peers": ", ".join(beside) or "none installed",
    }
    return report("canvas", state, settings, rows(figures, beside), as_json=json)


def _run(it: Started, seeded: Seeded, index: int, times: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in seeded.films:
        say(f"run {index + 1} of {times}: {name}")
        # A browser of its own: what one page leaves behind is not the next one's.
        with chromium() as browser:
            screen = Screen(browser, it.url, seeded.token)
            figures |= opened(screen, f"/project/{seeded.films[name]}", name)
            if name == "10,000 nodes":
                figures |= _remote_edits(it, screen, seeded.films[name], name)
            figures[f"{name}: heap"] = screen.heap()
            screen.close()
    return figures


def _remote_edits(it: Started, screen: Screen, project_id: str, name: str) -> dict[str, float]:
    """Script that one edit of somebody else costs, above what the page does at rest, once the engine has seen some."""

    async def edit(canvas: Canvas) -> None:
        owner = await canvas.accounts.local_owner()
        actor = await canvas.projects.actor(project_id, owner)
        graph = await canvas.sync.graph(project_id)
        shots = [node for node in graph.nodes.values() if node.type == "shot"][:EDITS]
        for index, shot in enumerate(shots):
            op: dict[str, Any] = {"op": "node.set", "id": shot.id, "path": ["title"], "value": f"Edit {index}"}
            if index % 2:
                op = {"op": "node.move", "moves": [{"id": shot.id, "x": shot.x + 8, "y": shot.y}]}
            told = {"client_op_id": f"bench:{index}:{time.monotonic_ns()}", "base_version": graph.version, "ops": [op]}
            await canvas.sync.submit(project_id, actor, Batch.model_validate(told))
            await asyncio.sleep(0.1)

    def others_edit() -> None:
        with ThreadPoolExecutor(1) as thread:
            done = thread.submit(_ask, it, edit)
            while not done.done():
                screen.page.wait_for_timeout(50)
            done.result()

    others_edit()
    began = time.monotonic()
    spent = screen.script(others_edit)
    lasted = time.monotonic() - began
    at_rest = screen.script(lambda: screen.page.wait_for_timeout(lasted * 1000))
    return {f"{name}: one remote edit, script": (spent - at_rest) / EDITS}


def _levels(browser: Browser, it: Started, seeded: Seeded) -> dict[str, float]:
    """How much heap stays behind when a level is entered and left again and again, beyond what is kept for good."""
    screen = Screen(browser, it.url, seeded.token)
    screen.open(f"/project/{seeded.films['10,000 nodes over levels']}")
    for _ in range(WARM):
        there_and_back(screen)
    before = screen.heap()
    for _ in range(LEVEL_CHANGES // 2):
        there_and_back(screen)
    grown = screen.heap() - before
    screen.close()
    return {f"{LEVEL_CHANGES} level changes: heap grows by": grown}


def there_and_back(screen: Screen) -> None:
    """Into a scene whose header lies free, and out again."""
    page = screen.page
    point = page.evaluate(FREE_SCENE)
    assert point is not None, "no scene lies free on the screen"
    page.mouse.dblclick(*point)
    page.locator('[data-kind="shot"][data-node-id]').first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator('[data-kind="scene_group"][data-node-id]').first.wait_for()


def _cursors(it: Started) -> dict[str, float]:
    """What fifty cursors that move twenty times a second cost somebody who looks on."""
    (film,) = asyncio.run(make_films(settings_of(it.now()), 1, nodes=1000, seats=50))
    token = _ask(it, lambda canvas: _onlooker(canvas, film.project_id))
    stage = Stage(it.url, it.now().processes["web"], [film])
    with chromium() as browser:
        screen = Screen(browser, it.url, token)
        screen.open(f"/project/{film.project_id}")
        moving = threading.Thread(target=lambda: asyncio.run(presence.run(stage, CURSORS_FOR + 6)))
        moving.start()
        screen.page.wait_for_timeout(4000)
        spent = screen.spend(lambda: screen.page.wait_for_timeout(CURSORS_FOR * 1000), settle=0)
        moving.join()
        screen.close()
    return {
        "50 cursors: main per second": spent.tasks / CURSORS_FOR,
        "50 cursors: frame p95": spent.percentile(0.95),
    }


async def _onlooker(canvas: Canvas, project_id: str) -> str:
    owner = await canvas.accounts.local_owner()
    actor = await canvas.projects.actor(project_id, owner)
    user = await canvas.accounts.add("onlooker@bench.example", "Onlooker")
    await canvas.projects.put_member(project_id, actor, user.email, "editor")
    return await canvas.accounts.token_for(user.email)


async def _seed(canvas: Canvas) -> Seeded:
    owner = await canvas.accounts.local_owner()
    films = {
        "1,000 nodes": await put(canvas, owner, "1,000 nodes", of_nodes(1000, flat=True)),
        "10,000 nodes": await put(canvas, owner, "10,000 nodes", of_nodes(10_000, flat=True)),
        "10,000 nodes over levels": await put(canvas, owner, "Levels", of_nodes(10_000, flat=False)),
    }
    for name, project_id in films.items():
        actor = await canvas.projects.actor(project_id, owner)
        await canvas.projects.leave_at(project_id, actor, Place(None, VIEWS.get(name, VIEW)))
    return Seeded(films, await canvas.accounts.token_for(owner.email))


def _ask(it: Started, question: Callable[[Canvas], Coroutine[Any, Any, Answer]]) -> Answer:
    """What the services of the running installation answer, from beside it."""

    async def run() -> Answer:
        async with open_canvas(settings_of(it.now())) as canvas:
            return await question(canvas)

    # In a thread of its own: the browser's driver keeps a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()
