from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from production_canvas.services.generation import Generation
from production_canvas.store import sessions
from tests.core.graphs import node, put, state, write
from tests.sync.conftest import Client, House, housed


@pytest.fixture
async def room(house: House):
    """A project, and the token of an editor of it."""
    project_id = await house.project()
    _, token = await house.person("anna@example.org", project_id)
    return house, project_id, token


async def closed_with(socket: Any) -> tuple[int, str]:
    async with asyncio.timeout(5):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed as ended:
            return (ended.rcvd.code, ended.rcvd.reason) if ended.rcvd else (1006, "")


async def test_nobody_gets_in_unknown(house: House) -> None:
    project_id = await house.project()
    async with connect(f"{house.url.replace('http', 'ws')}/ws/{project_id}") as socket:
        assert (await closed_with(socket))[0] == 4401


async def test_for_an_outsider_there_is_no_such_project(house: House) -> None:
    project_id = await house.project()
    _, token = await house.person("out@example.org")
    async with house.socket(project_id, token) as client:
        assert (await closed_with(client.socket))[0] == 4404
    async with house.socket("no-id-at-all", token) as client:
        assert (await closed_with(client.socket))[0] == 4404


async def test_a_viewer_sees_and_may_not_touch(house: House) -> None:
    project_id = await house.project()
    _, token = await house.person("view@example.org", project_id, "viewer")
    async with house.socket(project_id, token) as client:
        await client.until("server:full_sync")
        await client.batch("view:1", node("n", "text"))
        refused = await client.until("server:rejected")
        assert refused["payload"]["client_op_id"] == "view:1"
        assert refused["payload"]["code"] == "forbidden"


async def test_the_sixth_window_of_one_person_is_refused_in_words(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with AsyncExitStack() as windows:
        for _ in range(5):
            client = await windows.enter_async_context(house.socket(project_id, token))
            await client.until("server:full_sync")
        sixth = await windows.enter_async_context(house.socket(project_id, token))
        code, sentence = await closed_with(sixth.socket)
        assert (code, sentence) == (4429, "You have this film open 5 times already; close one of them.")


async def test_a_batch_sent_again_is_answered_again_and_applied_once(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        for _ in range(3):
            await client.batch("same:1", node("n", "text"))
            answer = (await client.until("server:ops"))["payload"]
            assert [(each["version"], each["client_op_id"]) for each in answer["batches"]] == [(1, "same:1")]
        assert (await client.graph())["version"] == 1


async def test_the_same_batch_twice_in_one_breath_is_one_version(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        for _ in range(20):
            await client.batch("same:1", node("n", "text"))
        await client.until("server:ops")
        assert (await client.graph())["version"] == 1


async def test_who_comes_back_gets_the_difference_and_who_cannot_the_whole(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.batch("a:1", node("n", "text"))
        await client.batch("a:2", put("n", "text", value="one"))
        await client.until("server:ops", to_version=2)
        epoch = (await client.graph())["epoch"]
        await client.send("client:sync_request", {}, epoch=epoch, since_version=1)
        delta = (await client.until("server:delta_sync"))["payload"]
        assert (delta["from_version"], delta["to_version"]) == (1, 2)
        assert [each["ops"] for each in delta["batches"]] == [[write("n", "text", "one")]]
        await client.send("client:sync_request", {}, epoch="another", since_version=1)
        await client.until("server:full_sync")
        await client.send("client:sync_request", {}, epoch=epoch, since_version=99)
        await client.until("server:full_sync")
    async with house.socket(f"{project_id}?epoch={epoch}&since_version=1", token) as client:
        back = await client.until("server:delta_sync")
        assert back["payload"] == delta
        assert back["meta"]["session_id"]


HOSTILE = [
    "not json",
    "[]",
    "{}",
    '{"event": 7}',
    '{"event": "client:nothing", "payload": {}}',
    '{"event": "client:ops", "payload": {"client_op_id": "x:1", "base_version": -1, "ops": []}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"prompt": "a\\u0000b"}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"prompt": "\\ud800"}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"__proto__": {"x": 1}}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"seed": 1e400}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"seed": 1234567890123456789012345}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"motion": NaN}}}',
    '{"event": "client:update_node_data", "payload": {"node_id": "shot", "data": {"camera": '
    + '{"a":' * 200 + "1" + "}" * 200 + "}}}",
    '{"event": "client:presence", "payload": {"cursor": {"x": 1e300, "y": 0}}}',
    "[" * 5000 + "]" * 5000,
    *(
        '{"event": "client:ops", "payload": {"client_op_id": "x:1", "base_version": 1, "ops": [' + op + "]}}"
        for op in (
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [-1, "x"]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [true, "x"]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [1.5, "x"]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [2147483647, "x"]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [{"d": 1}]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [{"d": "wrong"}]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": [{"d": {"d": 1}}]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt"], "delta": ["a\\u0000"]}',
            '{"op": "node.text", "id": "shot", "path": ["prompt", "deeper"], "delta": ["a"]}',
            '{"op": "node.text", "id": "shot", "path": ["title"], "delta": ["a"]}',
            '{"op": "node.text", "id": "shot", "path": ["__proto__"], "delta": ["a"]}',
            '{"op": "node.list", "id": "shot", "path": ["prompt"], "ins": [{"value": "a"}]}',
            '{"op": "node.list", "id": "shot", "path": ["cast"], "ins": [{"value": ""}]}',
            '{"op": "node.restore", "id": "shot"}',
            '{"op": "node.restore", "id": "shot", "records": []}',
        )
    ),
    '{"event": "client:undo", "payload": {"client_op_id": "no"}}',
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_frame_costs_its_sender_a_sentence_and_nobody_anything(
    room: tuple[House, str, str], text: str
) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.batch("a:1", node("shot", "shot"))
        await client.until("server:ops")
        await client.socket.send(text)
        assert (await client.complaint())["payload"]["detail"]
        await client.send("client:ping", {})
        await client.until("server:pong")
        graph = await client.graph()
        assert (graph["version"], graph["nodes"][0]["data"]) == (1, {})


async def test_a_binary_frame_and_one_over_the_limit(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.socket.send(b"\x00\x01")
        await client.until("server:error")
        await client.socket.send("x" * 300_000)
        assert (await closed_with(client.socket))[0] == 1009


async def test_a_reader_who_stops_is_let_go_and_holds_nobody_up(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with (
        house.socket(project_id, token) as writer,
        house.socket(project_id, token, max_queue=1, compression=None) as stuck,
    ):
        await writer.until("server:full_sync")
        await writer.batch("w:0", node("n", "note"))
        stuck.socket.transport.pause_reading()
        for step in range(1, 400):
            await writer.batch(f"w:{step}", put("n", "text", value=str(step) * 5000), base_version=step)
            if step % 40 == 0:
                await writer.until("server:ops", to_version=step + 1)
        async with asyncio.timeout(15):
            while len(list(await _connected(house, project_id, token))) > 1:
                await asyncio.sleep(0.1)
        stuck.socket.transport.abort()


async def _connected(house: House, project_id: str, token: str) -> list[Any]:
    rows = await house.canvas.db.fetch(
        "SELECT id FROM graph_sessions WHERE project_id = $1 AND closed_at IS NULL", project_id
    )
    return list(rows)


async def test_presence_is_told_to_the_others_and_a_farewell_too(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    _, ben = await house.person("ben@example.org", project_id)
    async with house.socket(project_id, token) as anna:
        await anna.until("server:full_sync")
        async with house.socket(project_id, ben) as guest:
            session_id = (await guest.until("server:full_sync"))["meta"]["session_id"]
            await guest.send("client:presence", {"cursor": {"x": 10, "y": 20}, "selection": ["n"], "asset": "a"})
            async with asyncio.timeout(5):
                while True:
                    shown = (await anna.until("server:presence"))["payload"]["sessions"]
                    found = [each for each in shown if each["session_id"] == session_id and each["cursor"]]
                    if found:
                        break
            told = {key: found[0][key] for key in ("name", "cursor", "selection", "asset")}
            assert told == {"name": "ben", "cursor": {"x": 10, "y": 20}, "selection": ["n"], "asset": "a"}
        await anna.until("server:presence_left", session_id=session_id)


async def test_two_web_processes_are_one_film(
    room: tuple[House, str, str], database_url: str, broker_url: str, tmp_path: Path
) -> None:
    house, project_id, token = room
    async with (
        housed(database_url, broker_url, tmp_path) as second,
        house.socket(project_id, token) as here,
        second.socket(project_id, token) as there,
    ):
        await here.until("server:full_sync")
        await there.until("server:full_sync")
        for step in range(50):
            await here.batch(f"here:{step}", node(f"h{step}", "note"))
            await there.batch(f"there:{step}", node(f"t{step}", "note"))
        mine, theirs = [await _settled(client, 100) for client in (here, there)]
        assert {each["id"] for each in mine["nodes"]} == {each["id"] for each in theirs["nodes"]}
        assert len(mine["nodes"]) == 100


async def _settled(client: Client, version: int) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while (graph := await client.graph())["version"] < version:
            await asyncio.sleep(0.05)
    return graph


async def test_who_listens_ends_with_what_a_reload_shows(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        start = (await client.until("server:full_sync"))["payload"]["graph"]
        copy = Graph(start["id"], start["epoch"], start["version"])
        await client.batch(
            "a:1", node("one", "scene_group"), node("s", "shot", "one", prompt="a"), node("c", "character", "one")
        )
        await client.batch("a:2", put("s", "camera", "move", value="dolly_in"))
        await client.batch("a:3", {"op": "node.move", "moves": [{"id": "s", "x": 5.5, "y": 6, "in": "one"}]})
        await client.batch("a:4", {"op": "node.remove", "id": "one", "children": "lift"})
        await client.batch("a:5", {"op": "graph.set", "path": ["rate"], "value": 25})
        while copy.version < 5:
            payload = (await client.until("server:ops"))["payload"]
            for each in payload["batches"]:
                replay(copy, each["ops"])
            copy.version = payload["to_version"]
        reloaded = await house.canvas.sync.graph(project_id)
        assert state(copy) == state(reloaded)


async def test_the_log_survives_the_process_and_snapshots_shorten_it(
    room: tuple[House, str, str], database_url: str, broker_url: str, tmp_path: Path
) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as client:
        await client.batch("a:0", node("n", "note"))
        for step in range(1, 600):
            await client.batch(f"a:{step}", put("n", "text", value=f"{step}"), base_version=step)
        await client.until("server:ops", to_version=600)
        async with asyncio.timeout(5):
            while await house.canvas.db.fetchval("SELECT max(version) FROM graph_states") < 500:
                await asyncio.sleep(0.05)
    async with housed(database_url, broker_url, tmp_path) as after:
        graph = await after.canvas.sync.graph(project_id)
        assert (graph.version, graph.nodes["n"].data) == (600, {"text": "599"})
        async with after.socket(project_id, token) as client:
            await client.batch("a:3", put("n", "text", value="3"))
            answer = (await client.until("server:ops"))["payload"]
            assert answer["batches"][0]["version"] == 4
            assert orjson.dumps((await client.graph())["nodes"][0]["data"]) == b'{"text":"599"}'


async def test_a_database_that_is_away_at_the_handshake_means_try_again_later(
    room: tuple[House, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, project_id, token = room

    async def away(*_given: Any, **_named: Any) -> None:
        raise ConnectionRefusedError

    for place in ("open", "close_silent"):
        with monkeypatch.context() as patch:
            patch.setattr(sessions, place, away)
            async with house.socket(project_id, token) as client:
                assert (await closed_with(client.socket))[0] == 1013
    monkeypatch.setattr(Generation, "takes_by_node", away)
    async with house.socket(project_id, token) as client:
        assert (await closed_with(client.socket))[0] == 1013
