"""Workload A: one film of 1,000 nodes, 50 people connected, 10 of them making 10 edits a second each.

Server and load on a core each. A delivery is one edit reaching one person, its author included; its latency runs from
the author's send to the reader's decode. Every edit is durable in PostgreSQL before anybody hears of it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect

from bench.report import Row, machine, report
from production_canvas.cli.options import settings_of
from production_canvas.local.started import Started, started
from production_canvas.wiring import open_canvas

NODES = 1000
PEOPLE = 50
EDITORS = 10
EDITS_PER_SECOND = 10
SETTLE = 2.0
ORIGIN_LIMIT = 30.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Load:
    """`sent` by client id: when, in seconds of the monotonic clock. `latencies` in seconds, one per delivery."""

    sent: dict[str, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    refused: int = 0


class Person:
    def __init__(self, socket: ClientConnection, load: Load) -> None:
        self.socket = socket
        self.load = load
        self.version = 0
        self.gaps = 0

    async def read(self) -> None:
        """Takes everything in until the socket ends."""
        async for text in self.socket:
            now = time.monotonic()
            frame = orjson.loads(text)
            if frame["event"] == "server:ops":
                self._take(frame["payload"], now)
            elif frame["event"] == "server:full_sync":
                self.version = frame["payload"]["graph"]["version"]
            elif frame["event"] in {"server:rejected", "server:error"}:
                self.load.refused += 1

    def _take(self, payload: dict[str, Any], now: float) -> None:
        self.gaps += payload["from_version"] != self.version
        self.version = payload["to_version"]
        for batch in payload["batches"]:
            sent = self.load.sent.get(batch["client_op_id"])
            if sent is not None:
                self.load.latencies.append(now - sent)

    async def send(self, ops: list[dict[str, Any]], *, timed: bool) -> None:
        client_op_id = f"bench:{uuid.uuid4().hex}"
        body = {"client_op_id": client_op_id, "base_version": self.version, "ops": ops}
        text = orjson.dumps({"event": "client:ops", "payload": body}).decode()
        if timed:
            self.load.sent[client_op_id] = time.monotonic()
        await self.socket.send(text)


def _node(index: int) -> dict[str, Any]:
    position = {"x": index % 40 * 340, "y": index // 40 * 480}
    data = {"number": f"SH{index:04d}", "title": "A shot", "prompt": "The lamp turns; nobody looks up." * 3}
    return {"id": f"shot-{index}", "type": "shot", "parent_id": None, "position": position, "order": "", "data": data}


def _edit(editor: int, step: int) -> dict[str, Any]:
    node_id = f"shot-{(editor * 97 + step * 13) % NODES}"
    if step % 3:
        return {"op": "node.move", "moves": [{"id": node_id, "x": step * 7 % 9000, "y": editor * 40}]}
    return {"op": "node.set", "id": node_id, "path": ["title"], "value": f"Editor {editor}, step {step}"}


async def _edit_steadily(person: Person, editor: int, seconds: float) -> None:
    await asyncio.sleep(editor / EDITORS / EDITS_PER_SECOND)
    start = time.monotonic()
    for step in range(int(seconds * EDITS_PER_SECOND)):
        await asyncio.sleep(max(0.0, start + step / EDITS_PER_SECOND - time.monotonic()))
        await person.send([_edit(editor, step)], timed=True)


def cpu_seconds(pid: int) -> float:
    """User and system time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


@dataclass(frozen=True, slots=True)
class Measured:
    load: Load
    cpu: float
    gaps: int
    seconds: float


def _pin(pid: int, core: int) -> None:
    if (os.cpu_count() or 1) > 1:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {core})


async def _people(url: str, project_id: str, tokens: list[str], load: Load) -> list[Person]:
    people = []
    for index in range(PEOPLE):
        headers = {"Authorization": f"Bearer {tokens[index % len(tokens)]}"}
        address = f"{url.replace('http', 'ws', 1)}/ws/{project_id}"
        socket = await connect(address, additional_headers=headers, compression=None, max_size=None, max_queue=None)
        people.append(Person(socket, load))
    return people


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        await asyncio.sleep(0.02)


async def _workload(url: str, web: int, project_id: str, tokens: list[str], seconds: float) -> Measured:
    load = Load()
    people = await _people(url, project_id, tokens, load)
    async with asyncio.TaskGroup() as group:
        readers = [group.create_task(person.read()) for person in people]
        for start in range(0, NODES, 250):
            await people[0].send(
                [{"op": "node.add", "node": _node(index)} for index in range(start, start + 250)], timed=False
            )
        async with asyncio.timeout(ORIGIN_LIMIT):
            await _until(lambda: min(person.version for person in people) >= NODES // 250)
        await asyncio.sleep(SETTLE)
        before, began = cpu_seconds(web), time.monotonic()
        async with asyncio.TaskGroup() as editing:
            for editor in range(EDITORS):
                editing.create_task(_edit_steadily(people[editor], editor, seconds))
        expected = len(load.sent) * PEOPLE
        async with asyncio.timeout(ORIGIN_LIMIT):
            await _until(lambda: len(load.latencies) >= expected or load.refused > 0)
        used, took = cpu_seconds(web) - before, time.monotonic() - began
        for person in people:
            await person.socket.close()
        await asyncio.gather(*readers)
    return Measured(load, used, sum(person.gaps for person in people), took)


def _prepare(it: Started) -> tuple[str, list[str]]:
    """A project and one token per five people, as no one may open a film more than five times."""

    async def make() -> tuple[str, list[str]]:
        async with open_canvas(settings_of(it.now())) as canvas:
            owner = await canvas.accounts.local_owner()
            project = await canvas.projects.create(owner, "Workload A")
            actor = await canvas.projects.actor(project.id, owner)
            tokens = []
            for index in range(PEOPLE // 5):
                email = f"person{index}@bench.example"
                await canvas.accounts.add(email, f"Person {index}")
                await canvas.projects.put_member(project.id, actor, email, "editor")
                tokens.append(await canvas.accounts.token_for(email))
            return project.id, tokens

    return asyncio.run(make())


def _percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def _rows(measured: Measured) -> list[Row]:
    load = measured.load
    deliveries = len(load.latencies)
    expected = len(load.sent) * PEOPLE
    return [
        Row("A: CPU per delivery", measured.cpu / deliveries * 1e6, "µs", 40),
        Row("A: p50", _percentile(load.latencies, 0.5) * 1000, "ms"),
        Row("A: p95", _percentile(load.latencies, 0.95) * 1000, "ms", 50),
        Row("A: p99", _percentile(load.latencies, 0.99) * 1000, "ms", 100),
        Row("A: delivered", deliveries / expected * 100, "%", 100, at_least=True),
        Row("A: gaps in versions", measured.gaps, "", 0),
        Row("A: deliveries per second", deliveries / measured.seconds, "/s"),
        Row("A: web process", measured.cpu / measured.seconds * 100, "% of a core"),
    ]


def main(*, quick: bool, json: bool) -> int:
    """Runs workload A for 10 seconds (`quick`) or 60; 1 where a bar of `quality.md` does not hold."""
    seconds = 10.0 if quick else 60.0
    state = machine()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data") as it:
            project_id, tokens = _prepare(it)
            web = it.now().processes["web"]
            httpx.get(f"{it.url}/livez").raise_for_status()
            _pin(web, 0)
            _pin(os.getpid(), 1)
            measured = asyncio.run(_workload(it.url, web, project_id, tokens, seconds))
    settings = {"nodes": NODES, "people": PEOPLE, "editors": EDITORS, "edits/s each": EDITS_PER_SECOND, "s": seconds}
    return report("collab", state, settings, _rows(measured), as_json=json)
