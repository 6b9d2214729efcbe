"""What people trust: nothing acknowledged is taken back, nobody pays for another's frame, roles hold at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from production_canvas.protocol.messages import CLIENT_EVENTS
from production_canvas.services import sync
from production_canvas.store.graphs import Journal
from tests.core.graphs import node, put
from tests.sync.conftest import House, housed


@pytest.fixture
async def room(house: House):
    project_id = await house.project()
    _, token = await house.person("anna@example.org", project_id)
    return house, project_id, token


async def test_a_batch_logged_long_ago_is_acknowledged_again_though_it_would_break_a_rule_now(
    room: tuple[House, str, str], database_url: str, broker_url: str, tmp_path: Path
) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.batch("a:0", node("n", "note"))
        for step in range(1, sync.SNAPSHOT_EVERY + 20):
            await client.batch(f"a:{step}", put("n", "text", value=f"{step}"))
        await client.until("server:ops", to_version=sync.SNAPSHOT_EVERY + 20)
        async with asyncio.timeout(5):
            while await house.canvas.db.fetchval("SELECT max(version) FROM graph_states") < sync.SNAPSHOT_EVERY:
                await asyncio.sleep(0.05)
    async with housed(database_url, broker_url, tmp_path) as after, after.socket(project_id, token) as client:
        await client.batch("a:0", node("n", "note"))
        answer = (await client.until("server:ops"))["payload"]
        assert [(each["client_op_id"], each["version"]) for each in answer["batches"]] == [("a:0", 1)]
        await client.batch("b:0", node("n", "note"))
        assert (await client.until("server:rejected"))["payload"]["code"] == "conflict"


async def test_a_database_that_breaks_off_while_an_old_batch_is_looked_up_loses_nothing(
    room: tuple[House, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, project_id, token = room
    find, broken = Journal.find, [True]

    async def breaking(*given: Any) -> Any:
        if broken:
            broken.clear()
            raise ConnectionResetError
        return await find(*given)

    monkeypatch.setattr(Journal, "find", breaking)
    async with house.socket(project_id, token) as client:
        await client.batch("a:0", node("n", "note"))
        await client.until("server:ops", to_version=1)
        await client.batch("b:0", node("n", "note"))
        await client.batch("b:1", node("m", "note"))
        seen = [await client.until("server:rejected"), await client.until("server:ops", to_version=2)]
        assert seen[0]["payload"]["client_op_id"] == "b:0"


@pytest.mark.parametrize(
    "change", [{"label": "a\x00b"}, {"client_op_id": "x:\x00"}, {"base_version": 2**64 - 1}, {"client_op_id": "é:1"}]
)
async def test_a_batch_that_cannot_be_logged_is_refused_alone(
    room: tuple[House, str, str], change: dict[str, Any]
) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        hostile = {"client_op_id": "h:1", "base_version": 0, "ops": [node("h", "note")], **change}
        await client.send("client:ops", hostile)
        await client.batch("good:1", node("good", "note"))
        await client.until("server:ops", to_version=1)
        assert [each["id"] for each in (await client.graph())["nodes"]] == ["good"]


async def test_a_process_that_the_bus_told_nothing_reads_the_log(
    room: tuple[House, str, str], database_url: str, tmp_path: Path
) -> None:
    house, project_id, token = room
    nowhere = "redis://127.0.0.1:9/0"
    async with housed(database_url, nowhere, tmp_path) as deaf, deaf.socket(project_id, token) as there:
        await there.until("server:full_sync")
        async with house.socket(project_id, token) as here:
            await here.batch("a:0", node("n", "note"))
            assert (await there.until("server:ops"))["payload"]["to_version"] == 1


async def test_who_is_demoted_or_removed_feels_it_within_seconds(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.batch("a:0", node("n", "note"))
        await client.until("server:ops")
        await house.canvas.db.execute("UPDATE project_members SET role = 'viewer' WHERE role = 'editor'")
        await asyncio.sleep(4)
        await client.batch("a:1", node("m", "note"))
        assert (await client.until("server:rejected"))["payload"]["code"] == "forbidden"
        await house.canvas.db.execute("DELETE FROM project_members WHERE role = 'viewer'")
        with pytest.raises(ConnectionClosed) as ended:
            await client.until("server:pong")
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 4404


async def test_a_large_edit_reaches_everybody_and_sends_nobody_away(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    text = "x" * 15_000
    async with house.socket(project_id, token) as writer, house.socket(project_id, token) as reader:
        await reader.until("server:full_sync")
        for batch in range(20):
            ops = [node(f"n{batch}-{index}", "note", text=text) for index in range(10)]
            await writer.batch(f"big:{batch}", *ops)
        await reader.until("server:ops", to_version=20)
        assert len((await reader.graph())["nodes"]) == 200


PAYLOADS: dict[str, dict[str, Any]] = {
    "client:update_node_data": {"node_id": "n", "data": {"text": "mine"}},
    "client:start_generation": {"node_id": "s"},
    "client:sync_request": {},
    "client:ops": {"client_op_id": "v:1", "base_version": 0, "ops": [put("n", "text", value="mine")]},
    "client:undo": {"client_op_id": "v:2"},
    "client:redo": {"client_op_id": "v:3"},
    "client:cancel_generation": {"task_id": "01900000-0000-7000-8000-000000000000"},
    "client:set_priority": {"task_id": "01900000-0000-7000-8000-000000000000", "priority": 2},
    "client:presence": {"cursor": {"x": 1, "y": 2}},
    "client:ping": {},
}
ANSWERS = {
    "client:update_node_data": "server:rejected",
    "client:start_generation": "server:task_failed",
    "client:sync_request": "server:full_sync",
    "client:ops": "server:rejected",
    "client:undo": "server:rejected",
    "client:redo": "server:rejected",
    "client:cancel_generation": "server:error",
    "client:set_priority": "server:error",
    "client:presence": "server:presence",
    "client:ping": "server:pong",
}


def test_every_message_stands_in_the_table() -> None:
    assert set(PAYLOADS) == set(ANSWERS) == set(CLIENT_EVENTS)


@pytest.mark.parametrize("event", CLIENT_EVENTS)
@pytest.mark.parametrize("role", ["viewer", "commenter"])
async def test_who_may_only_look_changes_nothing_by_any_message(house: House, role: Any, event: str) -> None:
    project_id = await house.project()
    _, editor = await house.person("ed@example.org", project_id)
    _, looker = await house.person("look@example.org", project_id, role)
    async with house.socket(project_id, editor) as client:
        await client.batch("a:0", node("n", "note", text="theirs"), node("s", "shot"))
        await client.until("server:ops")
        before = await client.graph()
        async with house.socket(project_id, looker) as guest:
            await guest.until("server:full_sync")
            await guest.send(event, PAYLOADS[event])
            await guest.until(ANSWERS[event])
        assert await client.graph() == before
    assert await house.canvas.db.fetchval("SELECT count(*) FROM node_executions") == 0
