"""Who is here: over processes, through silence and kills; and how a state travels to who comes."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.messages import Presence
from production_canvas.services.accounts import Actor
from production_canvas.web.line import COMPRESSED_FROM, Outgoing, deflated
from production_canvas.web.presence import GONE_AFTER, HEARTBEAT, PresenceBoard
from tests.core.graphs import node, put
from tests.sync.conftest import Client, House, housed

ANA = Actor("ana-id", "Ana", "#aa0000", "editor")


@pytest.fixture
async def room(house: House) -> tuple[House, str, str]:
    project_id = await house.project()
    _, token = await house.person("anna@example.org", project_id)
    return house, project_id, token


async def test_who_comes_to_another_process_sees_who_sits_still_there(
    room: tuple[House, str, str], database_url: str, broker_url: str, tmp_path: Path
) -> None:
    house, project_id, token = room
    _, ben = await house.person("ben@example.org", project_id)
    async with house.socket(project_id, token) as anna:
        mine = (await anna.until("server:full_sync"))["meta"]["session_id"]
        await anna.send("client:presence", {"selection": ["n"], "level": "scene"})
        async with housed(database_url, broker_url, tmp_path) as elsewhere:
            async with elsewhere.socket(project_id, ben) as guest:
                shown = await _seen(guest, session_id=mine)
                assert (shown["name"], shown["selection"], shown["level"]) == ("anna", ["n"], "scene")
                theirs = (await _seen(anna, name="ben"))["session_id"]
            await anna.until("server:presence_left", session_id=theirs)


async def _seen(client: Client, **having: Any) -> dict[str, Any]:
    """The first session told from here on that has these values."""
    async with asyncio.timeout(10):
        while True:
            for session in (await client.until("server:presence"))["payload"]["sessions"]:
                if all(session[key] == value for key, value in having.items()):
                    return dict(session)


@pytest.fixture
async def boards(broker_url: str) -> AsyncIterator[tuple[PresenceBoard, PresenceBoard, list[dict[str, Any]], Any]]:
    heard: list[dict[str, Any]] = []
    buses = [Bus(broker_url, origin=name) for name in ("here", "there")]
    here = PresenceBoard(buses[0], lambda _project, body: heard.append(orjson.loads(body)))
    there = PresenceBoard(buses[1], lambda _project, _body: None)
    running = [asyncio.create_task(work) for bus in buses for work in [bus.run(listen=True)]]
    boards = [asyncio.create_task(board.run()) for board in (here, there)]
    while not all(bus.connected for bus in buses):
        await asyncio.sleep(0.01)
    yield here, there, heard, boards[1]
    for task in (*running, *boards):
        task.cancel()
    await asyncio.gather(*running, *boards, return_exceptions=True)


async def test_people_of_a_killed_process_are_gone_within_five_seconds(
    boards: tuple[PresenceBoard, PresenceBoard, list[dict[str, Any]], asyncio.Task[None]],
) -> None:
    here, there, heard, process = boards
    here.show("film", "mine", ANA, Presence())
    there.show("film", "theirs", ANA, Presence(selection=["n"]))
    await asyncio.sleep(3 * HEARTBEAT)
    assert b'"theirs"' in here.frame_of("film")
    process.cancel()
    killed = time.monotonic()
    async with asyncio.timeout(GONE_AFTER + 2 * HEARTBEAT):
        while {"event": "server:presence_left", "payload": {"session_id": "theirs"}} not in heard:
            await asyncio.sleep(0.05)
    assert time.monotonic() - killed <= 5
    assert b'"theirs"' not in here.frame_of("film")


async def test_a_line_that_falls_silent_takes_its_presence_along_and_brings_it_back(
    room: tuple[House, str, str],
) -> None:
    house, project_id, token = room
    _, ben = await house.person("ben@example.org", project_id)
    async with house.socket(project_id, token) as anna, house.socket(project_id, ben) as guest:
        session_id = (await guest.until("server:full_sync"))["meta"]["session_id"]
        await guest.send("client:presence", {"selection": ["n"]})
        guest.socket.transport.pause_reading()
        silent = time.monotonic()
        await anna.until("server:presence_left", session_id=session_id)
        assert time.monotonic() - silent <= 5
        guest.socket.transport.resume_reading()
        assert (await _seen(anna, session_id=session_id))["selection"] == ["n"]


async def test_a_big_state_travels_compressed_and_means_the_same(room: tuple[House, str, str]) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as writer:
        for batch in range(4):
            await writer.batch(f"w:{batch}", *(node(f"n{batch}-{i}", "note", text="fog " * 40) for i in range(250)))
        await writer.until("server:ops", to_version=4)
    address = f"{house.url.replace('http', 'ws', 1)}/ws/{project_id}"
    headers = {"Authorization": f"Bearer {token}"}
    graphs = []
    for compression in ("deflate", None):
        async with connect(address, additional_headers=headers, max_size=None, compression=compression) as socket:
            graphs.append(orjson.loads(await socket.recv())["payload"]["graph"])
    assert graphs[0] == graphs[1]
    assert len(graphs[0]["nodes"]) == 1000
    text = orjson.dumps(graphs[0])
    assert len(Outgoing(text).squeezed()) < len(Outgoing(text).plain()) / 5


def test_pieces_compressed_apart_join_to_one_message() -> None:
    middle = b"x" * COMPRESSED_FROM
    frame = Outgoing.joined(b"<head>", middle, deflated(middle), b"<tail>").squeezed()
    assert frame[0] == 0b1100_0001
    size = frame[1] & 0x7F
    body = frame[2 if size < 126 else 4 if size == 126 else 10 :]
    assert zlib.decompressobj(-zlib.MAX_WBITS).decompress(body + b"\x00\x00\xff\xff") == b"<head>" + middle + b"<tail>"


async def test_who_knows_operations_may_get_an_older_state_with_the_operations_since(
    room: tuple[House, str, str],
) -> None:
    house, project_id, token = room
    async with house.socket(project_id, token) as writer:
        await writer.batch("w:0", node("n", "note"))
        await writer.until("server:ops", to_version=1)
        address = f"{house.url.replace('http', 'ws', 1)}/ws/{project_id}"
        headers = {"Authorization": f"Bearer {token}"}
        for step in range(1, 4):
            await writer.batch(f"w:{step}", put("n", "text", value=str(step)), base_version=step)
            await writer.until("server:ops", to_version=step + 1)
            async with connect(f"{address}?epoch=another&since_version=9", additional_headers=headers) as socket:
                frames = [orjson.loads(await socket.recv()) for _ in range(2)]
            state = frames[0]["payload"]["graph"]["version"]
            later = frames[1]["payload"] if frames[1]["event"] == "server:ops" else {"to_version": state}
            assert later["to_version"] == step + 1
            assert later.get("from_version", state) == state
        async with connect(address, additional_headers=headers) as plain:
            assert orjson.loads(await plain.recv())["payload"]["graph"]["version"] == 4
