"""Processes die by kill -9; what was acknowledged stays, what was asked for ends in words or in a take."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from production_canvas.local.started import Started
from tests.core.graphs import node, put
from tests.e2e.conftest import ask, film

EDITS = 200
KILL_AFTER = 60
PATIENCE = 60.0


async def opened(it: Started, project_id: str, token: str) -> ClientConnection:
    """A socket, as soon as the web process answers (again)."""
    address = f"{it.url.replace('http', 'ws', 1)}/ws/{project_id}"
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(OSError, InvalidHandshake, TimeoutError):
                return await connect(address, additional_headers={"Authorization": f"Bearer {token}"}, max_size=None)
            await asyncio.sleep(0.1)


class Typist:
    """Sends numbered edits of one note and remembers which were acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, int] = {}
        self.waiting: list[str] = [f"typist:{step}" for step in range(EDITS)]

    async def send(self, socket: ClientConnection, client_op_id: str) -> None:
        step = int(client_op_id.partition(":")[2])
        ops = [node(f"note-{step}", "note", text=str(step))]
        body = {"client_op_id": client_op_id, "base_version": 0, "ops": ops}
        await socket.send(orjson.dumps({"event": "client:ops", "payload": body}).decode())

    async def listen(self, socket: ClientConnection) -> None:
        async for text in socket:
            frame = orjson.loads(text)
            for batch in frame["payload"].get("batches", ()) if frame["event"] == "server:ops" else ():
                self.acknowledged[batch["client_op_id"]] = batch["version"]

    async def work(self, socket: ClientConnection, kill: Any = None) -> None:
        """Sends all that is not acknowledged; kills the server in the middle of it, if told to."""
        reader = asyncio.create_task(self.listen(socket))
        with contextlib.suppress(WebSocketException, OSError):
            for client_op_id in [each for each in self.waiting if each not in self.acknowledged]:
                await self.send(socket, client_op_id)
                await asyncio.sleep(0.002)
                if kill and len(self.acknowledged) >= KILL_AFTER:
                    kill()
                    break
            async with asyncio.timeout(PATIENCE):
                while not reader.done() and len(self.acknowledged) < EDITS:
                    await asyncio.sleep(0.02)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


def test_kill_of_web_amid_200_edits_loses_none_that_was_acknowledged(installation: Started) -> None:
    project_id, (token,) = ask(installation, lambda canvas: film(canvas, "Kill of web", "typist@example.org"))

    async def play() -> tuple[dict[str, int], dict[str, int], dict[str, Any]]:
        typist = Typist()
        await typist.work(await opened(installation, project_id, token), lambda: installation.kill("web"))
        before = dict(typist.acknowledged)
        socket = await opened(installation, project_id, token)
        await typist.work(socket)
        await socket.send('{"event": "client:sync_request", "payload": {}}')
        async with asyncio.timeout(PATIENCE):
            while (frame := orjson.loads(await socket.recv()))["event"] != "server:full_sync":
                pass
        await socket.close()
        return before, typist.acknowledged, frame["payload"]["graph"]

    before, after, graph = asyncio.run(play())
    assert KILL_AFTER <= len(before) < EDITS
    assert len(after) == EDITS
    assert {key: after[key] for key in before} == before
    assert sorted(after.values()) == list(range(1, EDITS + 1))
    assert {each["data"]["text"] for each in graph["nodes"]} == {str(step) for step in range(EDITS)}
    assert graph["version"] == EDITS


def test_kill_of_the_worker_amid_a_generation_ends_in_one_take(installation: Started) -> None:
    project_id, (token,) = ask(installation, lambda canvas: film(canvas, "Kill of worker", "maker@example.org"))

    async def play() -> tuple[list[str], float]:
        states: list[str] = []
        killed_at = 0.0
        async with await opened(installation, project_id, token) as socket:
            shot = node("shot", "shot", number="SH010", quality="standard", duration=6.0)
            body = {"client_op_id": "make:1", "base_version": 0, "ops": [shot, put("shot", "prompt", value="Fog.")]}
            await socket.send(orjson.dumps({"event": "client:ops", "payload": body}).decode())
            await socket.send('{"event": "client:start_generation", "payload": {"node_id": "shot"}}')
            async with asyncio.timeout(PATIENCE):
                while not states or states[-1] not in {"success", "error"}:
                    frame = orjson.loads(await socket.recv())
                    if frame["event"] == "server:node_state_updated":
                        states.append(frame["payload"]["state"])
                    if frame["event"] == "server:task_progress" and frame["payload"]["progress"] > 20 and not killed_at:
                        killed_at = time.monotonic()
                        installation.kill("worker-1")
        return states, time.monotonic() - killed_at

    states, seconds = asyncio.run(play())
    assert states == ["queued", "generating", "queued", "generating", "success"]
    assert seconds < 45
    takes = ask(installation, lambda canvas: canvas.generation.takes_by_node(project_id))
    assert [take.number for take in takes["shot"]] == [1]
