from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from production_canvas.errors import CanvasError
from production_canvas.graph.difference import difference, equal
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from production_canvas.protocol.operations import Batch
from tests.api.conftest import Film, House
from tests.api.desk import Desk, ordered, read
from tests.core.graphs import batches, node, put, remove, write
from tests.core.graphs import film as small_film


def copied(graph: Graph) -> Graph:
    return Graph(graph.id, graph.epoch, graph.version, graph.nodes.values(), graph.edges.values(), graph.settings)


def film_operations() -> list[dict[str, Any]]:
    """What makes the film of the core tests out of nothing."""
    return difference(Graph("", ""), small_film())


@pytest.fixture
async def desk(house: House, film: Film) -> AsyncIterator[Desk]:
    async with house.as_user(film.crew["editor"]) as client:
        yield Desk(house, film, client)


async def test_a_rollback_is_a_new_batch_that_says_so(desk: Desk) -> None:
    start = await desk.make_scene()
    wanted = await desk.now()
    await desk.edit(remove("one"), put("pier", "name", value="Old pier"))
    end = await desk.edit({"op": "graph.set", "path": ["rate"], "value": 25})
    assert await desk.post("/rollback", version=start) == {"version": end + 1}
    assert ordered(await desk.now()) == ordered(wanted)
    entry = (await desk.get("/history", limit=1))["entries"][0]
    assert (entry["version"], entry["label"], entry["user"]["name"]) == (end + 1, f"Back to version {start}", "Editor")
    assert await desk.post("/rollback", version=end) == {"version": end + 2}
    assert ordered(await desk.now()) == ordered(await desk.at(end))
    assert await desk.post("/rollback", version=end) == {"version": end + 2}


async def test_a_rollback_sent_again_is_answered_again(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.edit(remove("pier"))
    made = await desk.post("/rollback", version=start, client_op_id="tab:1")
    later = await desk.edit(remove("b"))
    assert await desk.post("/rollback", version=start, client_op_id="tab:1") == made
    assert (await desk.now())["version"] == later
    async with desk.house.as_user(desk.film.crew["owner"]) as owner:
        other = await owner.post(f"{desk.path}/rollback", json={"version": start, "client_op_id": "tab:1"})
        assert (other.status_code, other.json()["error"]["code"]) == (409, "conflict")


async def test_a_rollback_brings_back_what_the_server_alone_writes(desk: Desk) -> None:
    await desk.edit(node("script", "script"))
    read_at = await desk.edit(put("script", "scenes", value=12), put("script", "status", value="read"), trusted=True)
    wanted = ordered(await desk.now())
    await desk.edit(put("script", "scenes", value=14), trusted=True)
    await desk.edit(remove("script"))
    await desk.post("/rollback", version=read_at)
    assert ordered(await desk.now()) == wanted


async def test_a_rollback_is_undone_like_any_step(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.edit(remove("one"), put("pier", "name", value="Old pier"))
    before = ordered(await desk.now())
    await desk.post("/rollback", version=start)
    canvas = desk.house.canvas
    editor = await canvas.projects.actor(desk.film.id, desk.film.crew["editor"])
    undone = await canvas.steps.take_back(desk.film.id, editor, "tab:undo", redo=False)
    assert ordered(await desk.now()) == before
    entry = (await desk.get("/history", limit=1))["entries"][0]
    assert (entry["undo_of"], entry["version"]) == (undone.row.version - 1, undone.row.version)
    await canvas.steps.take_back(desk.film.id, editor, "tab:redo", redo=True)
    assert ordered(await desk.now()) == ordered(await desk.at(start))


async def test_a_rollback_to_where_an_id_was_another_thing_is_refused_whole(desk: Desk) -> None:
    start = await desk.edit(node("n", "note", text="x"))
    await desk.edit(remove("n"))
    end = await desk.edit(node("n", "text", text="x"))
    code = await desk.refused("POST", "/rollback", version=start)
    assert code == (422, "invalid", "Node n is a text and cannot become a note.")
    assert (await desk.now())["version"] == end


async def test_who_listens_through_a_rollback_ends_where_a_reload_does(desk: Desk, open_house: Any) -> None:
    start = await desk.make_scene()
    await desk.edit(remove("one", "lift"))
    await desk.edit(write("a", "prompt", "Very "), remove("pier"), node("n", "note", text="x"))
    mirror = read(await desk.now())
    heard: list[bytes] = []
    await desk.house.canvas.sync.listen(desk.film.id, heard.append)
    await desk.post("/rollback", version=start)
    await desk.post("/rollback", version=1)
    await desk.post("/nodes/one/restore")
    for frame in heard:
        for batch in orjson.loads(frame)["payload"]["batches"]:
            replay(mirror, batch["ops"])
            mirror.version = batch["version"]
    async with open_house(desk.house.settings) as other:
        reloaded = (await other.canvas.sync.graph(desk.film.id)).record()
    assert ordered(mirror.record()) == ordered(reloaded) == ordered(await desk.now())
    assert mirror.version == reloaded["version"] == (await desk.now())["version"]


async def test_a_rollback_amid_edits_of_others_is_done_in_one_piece(desk: Desk) -> None:
    start = await desk.make_scene()
    wanted = read(await desk.at(start))
    await desk.edit(remove("one"))

    async def others() -> None:
        for x in range(40):
            await desk.edit({"op": "node.move", "moves": [{"id": "pier", "x": x, "y": 1}]})

    editing = asyncio.create_task(others())
    try:
        while (await desk.house.canvas.sync.graph(desk.film.id)).version < start + 5:
            await asyncio.sleep(0.005)
        answer = await desk.client.post(f"{desk.path}/rollback", json={"version": start})
    finally:
        await editing
    if answer.status_code == 409:
        assert answer.json()["error"]["detail"].startswith("The film is being edited faster")
        answer = await desk.client.post(f"{desk.path}/rollback", json={"version": start})
    assert equal(read(await desk.at(answer.json()["version"])), wanted)


async def test_a_removed_scene_comes_back_with_all_that_stood_in_it(desk: Desk) -> None:
    await desk.make_scene()
    before = await desk.now()
    await desk.edit(remove("b"))
    await desk.edit(put("pier", "name", value="Old pier"))
    gone = await desk.edit(remove("one"))
    assert await desk.post("/nodes/one/restore") == {"version": gone + 1}
    told = await desk.get("/diff", **{"from": before["version"], "to": gone + 1})
    assert [each["id"] for each in told["nodes"]["removed"]] == ["b"]
    assert [each["id"] for each in told["nodes"]["changed"]] == ["pier"]
    assert [each["id"] for each in told["edges"]["removed"]] == ["cut"]
    assert await desk.post("/nodes/b/restore") == {"version": gone + 2}
    told = await desk.get("/diff", **{"from": before["version"], "to": gone + 2})
    assert (told["nodes"]["removed"], told["edges"]["removed"]) == ([], [])
    labels = [entry["label"] for entry in (await desk.get("/history", limit=2))["entries"]]
    assert labels == ["Restore a shot of version 2", f"Restore “INT. KITCHEN - DAY” of version {gone - 1}"]


async def test_a_standing_node_is_set_back_to_a_version(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.edit(write("a", "prompt", "Very "), {"op": "node.move", "moves": [{"id": "a", "x": 9, "y": 9}]})
    end = await desk.edit(put("b", "seed", value=1))
    assert await desk.post("/nodes/a/restore", version=start) == {"version": end + 1}
    told = await desk.get("/diff", **{"from": start, "to": end + 1})
    assert [each["id"] for each in told["nodes"]["changed"]] == ["b"]
    assert (told["nodes"]["moved"], told["edges"]["removed"]) == ([], [])


async def test_what_cannot_be_restored_says_why(desk: Desk) -> None:
    start = await desk.make_scene()
    assert await desk.refused("POST", "/nodes/a/restore") == (
        422, "invalid", "This node stands on the canvas; say which version of it you want back.",
    )  # fmt: skip
    assert (await desk.refused("POST", "/nodes/ghost/restore"))[:2] == (404, "not_found")
    assert await desk.refused("POST", "/nodes/a/restore", version=1) == (
        404, "not_found", "There is no node of that id at version 1 here.",
    )  # fmt: skip
    assert (await desk.refused("POST", "/nodes/a/restore", version=start + 1))[:2] == (404, "not_found")


@given(steps=batches)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_version_can_be_had_back(house: House, film: Film, steps: list[list[dict[str, Any]]]) -> None:
    canvas, owner = house.canvas, film.crew["owner"]
    project = await canvas.projects.create(owner, "Nightfall")
    actor = await canvas.projects.actor(project.id, owner)
    seen = [copied(await canvas.sync.graph(project.id))]
    for number, ops in enumerate([film_operations(), *steps]):
        batch = {"client_op_id": f"any:{number}", "base_version": seen[-1].version, "ops": ops}
        with suppress(CanvasError):
            await canvas.sync.submit(project.id, actor, Batch.model_validate(batch))
            seen.append(copied(await canvas.sync.graph(project.id)))
    for was in seen:
        assert equal(await canvas.history.graph(project.id, was.version), was)
    for was in [*seen, *reversed(seen)]:
        now = copied(await canvas.sync.graph(project.id))
        if any(now.nodes[key].type != each.type for key, each in was.nodes.items() if key in now.nodes):
            continue
        version = await canvas.history.roll_back(project.id, actor, was.version)
        assert equal(await canvas.history.graph(project.id, version), was)
        assert version in {now.version, now.version + 1}
