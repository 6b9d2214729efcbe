"""A client that knows the eight events of Table 4 and nothing else."""

from __future__ import annotations

import asyncio
import uuid

import httpx
import pytest

from production_canvas.backends.backend import Backends
from production_canvas.backends.previs.backend import Previs
from production_canvas.protocol.messages import CLIENT_EVENTS, SERVER_EVENTS
from production_canvas.services.rendering import Rendering
from tests.core.graphs import node
from tests.sync.conftest import Client, House

TABLE_4 = {
    "server:node_state_updated": {"node_id", "state"},
    "server:task_progress": {"task_id", "node_id", "progress", "step"},
    "server:task_success": {"task_id", "node_id", "result"},
    "server:task_failed": {"task_id", "node_id", "error"},
    "server:full_sync": {"graph"},
}


def test_table_4_stands_as_printed() -> None:
    assert {event: set(SERVER_EVENTS[event].model_fields) for event in TABLE_4} == TABLE_4


@pytest.fixture
async def stage(house: House):
    """A film with one shot, and two PRD clients looking at it."""
    project_id = await house.project()
    _, anna = await house.person("anna@example.org", project_id)
    _, ben = await house.person("ben@example.org", project_id)
    async with house.socket(project_id, anna) as one, house.socket(project_id, ben) as two:
        await one.until("server:full_sync")
        await two.until("server:full_sync")
        await one.batch("setup:1", node("shot-1", "shot", prompt="Fog.", camera={"mode": "2d", "move": "static"}))
        await one.until("server:ops")
        yield house, project_id, one, two


def test_a_clients_three_messages_stand_as_printed() -> None:
    printed = {
        "client:update_node_data": {"node_id", "data"},
        "client:start_generation": {"node_id"},
        "client:sync_request": set(),
    }
    assert {event: set(CLIENT_EVENTS[event].model_fields) for event in printed} == printed


async def test_the_whole_graph_comes_at_once_and_on_request(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, _ = stage
    graph = await one.graph()
    assert [(each["id"], each["type"], each["data"]["prompt"]) for each in graph["nodes"]] == [
        ("shot-1", "shot", "Fog.")
    ]
    assert graph["version"] == 1
    frame = one.seen[-1]
    assert set(frame["payload"]) == {"graph"}


async def test_data_is_merged_leaf_by_leaf_and_null_removes(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, two = stage
    change = {"title": "Harbour", "camera": {"move": "dolly_in"}, "prompt": None}
    await one.send("client:update_node_data", {"node_id": "shot-1", "data": change})
    await two.until("server:ops", to_version=2)
    (shot,) = (await two.graph())["nodes"]
    assert shot["data"] == {"title": "Harbour", "camera": {"mode": "2d", "move": "dolly_in"}}


async def test_a_refused_edit_changes_nothing_and_says_why(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, _ = stage
    before = await one.graph()
    await one.send("client:update_node_data", {"node_id": "shot-1", "data": {"title": "x", "motion": 7}})
    refused = await one.until("server:rejected")
    assert "Motion" in refused["payload"]["detail"]
    await one.send("client:update_node_data", {"node_id": "ghost", "data": {"title": "x"}})
    assert (await one.until("server:error"))["payload"]["code"] == "not_found"
    assert await one.graph() == before


async def test_generating_tells_everybody_the_state(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, two = stage
    await one.send("client:start_generation", {"node_id": "shot-1"})
    for client in (one, two):
        frame = await client.until("server:node_state_updated")
        assert frame["payload"] == {"node_id": "shot-1", "state": "queued"}


async def test_an_edit_sent_just_before_is_part_of_what_is_made(stage: tuple[House, str, Client, Client]) -> None:
    house, project_id, one, _ = stage
    await one.send("client:update_node_data", {"node_id": "shot-1", "data": {"prompt": "Rain."}})
    await one.send("client:start_generation", {"node_id": "shot-1"})
    await one.until("server:node_state_updated")
    prompt = await house.canvas.db.fetchval(
        "SELECT parameters ->> 'prompt' FROM node_executions WHERE project_id = $1", project_id
    )
    assert prompt == "Rain."


async def test_generating_what_makes_nothing_fails_in_words(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, _ = stage
    await one.batch("setup:2", node("anna", "character", name="Anna"), base_version=1)
    await one.send("client:start_generation", {"node_id": "anna"})
    failed = await one.until("server:task_failed", node_id="anna")
    assert failed["payload"]["error"].endswith(".")


async def test_a_take_is_followed_from_the_first_frame_to_its_link(stage: tuple[House, str, Client, Client]) -> None:
    house, project_id, one, two = stage
    await one.send("client:update_node_data", {"node_id": "shot-1", "data": {"quality": "low", "duration": 1.0}})
    await one.send("client:start_generation", {"node_id": "shot-1"})
    await two.until("server:node_state_updated", state="queued")
    execution_id = await house.canvas.db.fetchval("SELECT id FROM node_executions WHERE project_id = $1", project_id)
    canvas = house.canvas
    rendering = Rendering(canvas.db, canvas.files, canvas.generation, Backends(Previs()), canvas.staleness)
    await rendering.run(execution_id, "here", str(uuid.uuid4()))
    await two.until("server:node_state_updated", state="success")
    told = [each for each in two.seen if each["event"] in TABLE_4 and each["event"] != "server:full_sync"]
    for frame in told:
        assert set(frame["payload"]) == TABLE_4[frame["event"]]
    states = [each["payload"]["state"] for each in told if each["event"] == "server:node_state_updated"]
    assert states == ["queued", "generating", "success"]
    progress = [each["payload"] for each in told if each["event"] == "server:task_progress"]
    assert progress
    assert {each["task_id"] for each in progress} == {execution_id}
    (done,) = [each["payload"] for each in told if each["event"] == "server:task_success"]
    async with httpx.AsyncClient(base_url=house.url) as nobody:
        clip = await nobody.get(done["result"]["output_url"])
    assert (clip.status_code, clip.headers["content-type"]) == (200, "video/mp4")


async def test_two_hundred_quick_edits_end_in_one_state(stage: tuple[House, str, Client, Client]) -> None:
    _, _, one, two = stage
    for step in range(100):
        await one.send("client:update_node_data", {"node_id": "shot-1", "data": {"title": f"one {step}"}})
        await two.send("client:update_node_data", {"node_id": "shot-1", "data": {"number": f"two {step}"}})
    async with asyncio.timeout(10):
        while True:
            mine, theirs = await one.graph(), await two.graph()
            if mine["version"] == 201:
                break
    assert mine["nodes"] == theirs["nodes"]
    assert mine["nodes"][0]["data"] == {
        "prompt": "Fog.",
        "camera": {"mode": "2d", "move": "static"},
        "title": "one 99",
        "number": "two 99",
    }
