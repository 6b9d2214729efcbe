"""One person who edits at a steady pace, and sends again what a broken line has left unanswered."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

EVERY = 0.2
AGAIN = 0.2
LAST_ANSWERS = 30.0


@dataclass(slots=True)
class _Sent:
    batch: dict[str, Any]
    at: float
    phase: str
    again: bool = False


class Editor:
    """`latencies` by phase, of edits whose line held: seconds from sending to the answer that all hear. `lost`: what
    had no answer in the end; `again`: how many were sent more than once.
    """

    def __init__(self, url: str, token: str, project_id: str) -> None:
        self.phase = "calm"
        self.latencies: dict[str, list[float]] = defaultdict(list)
        self.lost = 0
        self.again = 0
        self._url = f"{url.replace('http', 'ws', 1)}/ws/{project_id}"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._open: dict[str, _Sent] = {}
        self._step = 0
        self._version = 0
        self._ends = False

    async def run(self) -> None:
        """Edits until cancelled, then waits for the last answers."""
        try:
            while True:
                await self._visit()
        except asyncio.CancelledError:
            self._ends = True
        try:
            async with asyncio.timeout(LAST_ANSWERS):
                while self._open:
                    await self._visit()
        except TimeoutError:
            self.lost = len(self._open)

    async def _visit(self) -> None:
        try:
            async with connect(self._url, additional_headers=self._headers, max_size=None) as socket:
                first = json.loads(await socket.recv())
                self._version = first["payload"].get("graph", {}).get("version", self._version)
                for sent in self._open.values():
                    self.again += not sent.again
                    sent.again = True
                    await self._send(socket, sent.batch)
                writing = asyncio.create_task(self._write(socket))
                try:
                    async for text in socket:
                        self._hear(json.loads(text))
                        if self._ends and not self._open:
                            return
                finally:
                    writing.cancel()
                    await asyncio.gather(writing, return_exceptions=True)
        except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
            pass
        await asyncio.sleep(AGAIN)

    async def _write(self, socket: ClientConnection) -> None:
        while not self._ends:
            self._step += 1
            name = f"editor:{uuid.uuid4().hex}"
            op = {"op": "node.set", "id": "words", "path": ["text"], "value": f"Line {self._step}."}
            batch = {"client_op_id": name, "base_version": self._version, "ops": [op]}
            self._open[name] = _Sent(batch, time.monotonic(), self.phase)
            await self._send(socket, batch)
            await asyncio.sleep(EVERY)

    @staticmethod
    async def _send(socket: ClientConnection, batch: dict[str, Any]) -> None:
        await socket.send(json.dumps({"event": "client:ops", "payload": batch}))

    def _hear(self, message: dict[str, Any]) -> None:
        if message["event"] not in {"server:ops", "server:delta_sync"}:
            return
        self._version = max(self._version, message["payload"]["to_version"])
        for batch in message["payload"]["batches"]:
            sent = self._open.pop(batch["client_op_id"], None)
            if sent is not None and not sent.again:
                self.latencies[sent.phase].append(time.monotonic() - sent.at)
