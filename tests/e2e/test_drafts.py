"""A revised feature comes in while another watches: what becomes of each scene is seen first, and every take stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from production_canvas.local.started import Started
from production_canvas.protocol.operations import Batch
from production_canvas.store import assets, executions, takes
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas
from tests.core.film.drafts import Written, draft, film, revised
from tests.core.graphs import put
from tests.e2e.browser import chromium
from tests.e2e.canvases import stored, until
from tests.e2e.conftest import ask
from tests.e2e.test_scripts import ANNA, BEN, broken_down, dropped, of_kind, project, script, seat

SCENES = 190
LONG = 60_000
FIGURES = {"changed": "20", "new": "3", "omitted": "2", "moved": "1", "kept": "167"}

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


async def shot_by_shot(canvas: Canvas, path: str, every: int) -> list[str]:
    """Gives every so manieth shot of the film a take; their ids."""
    project_id = path.removeprefix("/project/")
    owner = await canvas.accounts.local_owner()
    graph = await canvas.sync.graph(project_id)
    shots = sorted(node.id for node in graph.nodes.values() if node.type == "shot")[::every]
    clip = await assets.insert(
        canvas.db, asset_id=new_id(), project_id=project_id, kind="video", name="Clip", mime="video/mp4"
    )
    media = {"duration": 2.0, "frames": 48, "rate": 24, "width": 640, "height": 360}
    for shot in shots:
        made = new_id()
        await executions.insert(
            canvas.db, execution_id=made, project_id=project_id, node_id=shot, user_id=owner.id,
            job={"parameters": {}}, job_key=new_id(), graph_version=1,
        )  # fmt: skip
        await takes.append(
            canvas.db, take_id=new_id(), project_id=project_id, node_id=shot, execution_id=made, asset_id=clip.id,
            media=media, quality="low", seed=1, user_id=owner.id,
        )  # fmt: skip
    return shots


async def edit(canvas: Canvas, path: str, node_id: str, name: str, value: str) -> None:
    project_id = path.removeprefix("/project/")
    actor = await canvas.projects.actor(project_id, await canvas.accounts.local_owner())
    version = (await canvas.sync.graph(project_id)).version
    told = {"client_op_id": new_id(), "base_version": version, "ops": [put(node_id, name, value=value)]}
    await canvas.sync.submit(project_id, actor, Batch.model_validate(told))


def shots_with_takes(installation: Started, path: str) -> list[str]:
    """Shots of the film, still on it, that have a take."""
    nodes = stored(installation, path).nodes
    made = ask(installation, lambda canvas: takes.of_project(canvas.db, path.removeprefix("/project/")))
    return sorted(take.node_id for take in made if take.node_id in nodes)


def test_a_revised_feature_is_looked_at_and_brought_in_and_every_take_is_still_there(
    installation: Started, browser: Browser
) -> None:
    path = project(installation, "Revised")
    first = film(SCENES)
    ask(installation, lambda canvas: broken_down(canvas, path, draft(first)))
    taken = ask(installation, lambda canvas: shot_by_shot(canvas, path, 7))
    before = stored(installation, path)
    second = revised(first)
    anna, ben = (seat(browser, installation, email, path) for email in (ANNA, BEN))

    # Dropped on its card: what becomes of the scenes, in figures; the other's card tells of it.
    dropped(anna.page, "second draft.fountain", draft(second.scenes), script(anna.page))
    window = anna.page.get_by_role("dialog", name="New draft of The Draft")
    figures = window.get_by_test_id("draft-figures")
    expect(figures).to_be_visible(timeout=LONG)
    for fate, count in FIGURES.items():
        expect(figures.locator(f'[data-fate="{fate}"]')).to_have_text(re.compile(rf"^{count}\D"))
    expect(window.get_by_test_id("draft-scenes").get_by_role("option").first).to_be_visible()
    figures.locator('[data-fate="new"]').click()
    expect(window.get_by_test_id("draft-scenes").get_by_role("option")).to_have_count(3)
    expect(window.get_by_test_id("draft-scene")).to_contain_text(re.compile(r"\d+A"))
    expect(script(ben.page)).to_contain_text("26 scenes of the new draft differ from the canvas")
    assert stored(installation, path).edges == before.edges

    # Left, and taken up again by keys alone; then brought in as one version.
    anna.page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    script(anna.page).get_by_test_id("review-draft").focus()
    anna.page.keyboard.press("Enter")
    expect(window.get_by_test_id("draft-bring")).to_have_text("Bring in 26 scenes")
    window.get_by_test_id("draft-scenes").focus()
    anna.page.keyboard.press("ArrowDown")
    version = stored(installation, path).version
    window.get_by_test_id("draft-bring").click()
    expect(window).to_have_count(0, timeout=LONG)
    after = stored(installation, path)
    assert after.version == version + 1
    assert set(before.nodes) <= set(after.nodes)
    assert shots_with_takes(installation, path) == taken
    expect(script(ben.page)).to_contain_text(f"{SCENES + 1} scenes stand on the canvas")
    numbers = {str(one.data["number"]) for one in of_kind(installation, path, "scene_group")}
    [lettered, *_] = sorted(number for number in numbers if number.endswith("A"))
    ben.page.get_by_test_id("tree-filter").fill(lettered)
    expect(ben.page.get_by_test_id("project-tree")).to_contain_text(lettered)

    # One undo takes the draft back, and it waits as before.
    anna.page.keyboard.press("Control+z")
    until(lambda: len(of_kind(installation, path, "scene_group")) == SCENES)
    assert shots_with_takes(installation, path) == taken
    expect(script(ben.page).get_by_test_id("review-draft")).to_be_visible()
    for one in (anna, ben):
        # The takes of this film have no file behind them, and the gallery asks for one.
        assert [line for line in one.complaints if "404" not in line] == []
        one.context.close()


def test_what_somebody_wrote_and_the_draft_changes_is_named_before(installation: Started, browser: Browser) -> None:
    path = project(installation, "Written over")
    first = film(8)
    ask(installation, lambda canvas: broken_down(canvas, path, draft(first)))
    [scene] = [one for one in of_kind(installation, path, "scene_group") if one.data["number"] == "3"]
    ask(installation, lambda canvas: edit(canvas, path, scene.id, "title", "THE OLD HARBOUR"))
    anna = seat(browser, installation, ANNA, path)
    second = [*first[:2], Written("EXT. LIGHTHOUSE - DAWN", first[2].body), *first[3:]]
    dropped(anna.page, "second.fountain", draft(second), script(anna.page))
    anna.page.get_by_test_id("draft-written").click()
    told = anna.page.get_by_test_id("draft-scene")
    expect(told).to_contain_text("EXT. LIGHTHOUSE - DAWN")
    expect(told).to_contain_text(f"It was {first[2].heading}")
    expect(told).to_contain_text("Heading: “THE OLD HARBOUR” was written here, and the draft writes over it.")
    anna.page.get_by_test_id("draft-leave").click()
    assert stored(installation, path).nodes[scene.id].data["title"] == "THE OLD HARBOUR"
    assert anna.complaints == []
    anna.context.close()
