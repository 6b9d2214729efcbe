"""Through the doors of a running installation: finding one of 10,000 assets as one types, what 10,000 usages of one
cost to count, how long a change takes to reach a second person; and what two browsers show of it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from bench.library import seen
from bench.load.wire import Address, Wire, arrival, open_wire
from bench.report import Row, machine, percentile, report
from bench.workloads.libraries import Shelf, make_shelf
from production_canvas.cli.options import say, settings_of
from production_canvas.local.started import started
from production_canvas.settings import Settings
from production_canvas.store.database import connect

TYPED = ("łucja čapek", "stubborn", "gonc", "role 42", "anna 5000", "nobody at all", "strubborn")
LIMIT = 60.0


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    state = machine()
    times = 5 if quick else 20
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's own account has to reach its files.
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty") as it:
            say("10,000 assets, 10,000 usages")
            settings = settings_of(it.now())
            large = asyncio.run(make_shelf(settings, shots=10_000, library=10_000))
            small = asyncio.run(make_shelf(settings, shots=20, library=20))
            rows = asyncio.run(_measure(it.url, large, small, settings, times))
            rows += seen.measure(it.url, large, small, edits=10 if quick else 60, presses=times)
    return report("library", state, {"times": times}, rows, as_json=json)


async def _measure(url: str, large: Shelf, small: Shelf, settings: Settings, times: int) -> list[Row]:
    rows: list[Row] = []
    async with httpx.AsyncClient(
        base_url=url, headers={"Authorization": f"Bearer {large.token}"}, timeout=LIMIT
    ) as one:
        door = f"/api/v1/projects/{large.project_id}/assets"
        say("search")
        typing = [took for words in TYPED for took in await _typed(one, door, words, times)]
        rows.append(Row("10,000 assets: a letter typed, median", median(typing), "ms", 50))
        rows.append(Row("10,000 assets: a letter typed, p95", percentile(typing), "ms", 50))
        say("usage")
        used = await _timed(lambda: one.get(f"{door}/{large.asset_id}/usage"), times)
        rows.append(Row("10,000 usages: statistics", median(used), "ms", 200))
        say("changes")
        rows.append(await _propagation(one, url, small, times * 10, "used in 20 shots with takes"))
        before = {"data": {"keywords": ["before"]}}
        impact = await _timed(lambda: one.post(f"{door}/{large.asset_id}/impact", json=before), 3)
        rows.append(Row("10,000 usages: what a change would do", median(impact) / 1000, "s"))
        rows += await _large_changes(one, url, large, settings)
    return rows


async def _large_changes(one: httpx.AsyncClient, url: str, large: Shelf, settings: Settings) -> list[Row]:
    """A change of what 10,000 shots use: heard, answered, marked, and felt by somebody at another film."""
    rows = [await _propagation(one, url, large, 5, "used in 10,000 shots with takes")]
    door = f"/api/v1/projects/{large.project_id}/assets/{large.asset_id}"
    await _marked(settings)
    done = asyncio.Event()
    others = asyncio.create_task(_waits(one, done))
    began = time.perf_counter()
    answered = await _timed(partial(one.patch, door, json={"data": {"keywords": None}}), 1)
    await _marked(settings)
    took = time.perf_counter() - began
    done.set()
    rows.append(Row("10,000 usages: a change answered", answered[0], "ms", 100))
    rows.append(Row("10,000 usages: all takes marked", took, "s"))
    rows.append(Row("10,000 usages: somebody else's answer meanwhile, p95", percentile(await others), "ms"))
    return rows


async def _marked(settings: Settings) -> None:
    """Waits until the takes of all that was changed have been looked at."""
    db = await connect(settings.database_url, size=1)
    async with asyncio.timeout(LIMIT):
        while await db.fetchval("SELECT count(*) FROM asset_looks"):
            await asyncio.sleep(0.02)
    await db.close()


async def _waits(client: httpx.AsyncClient, done: asyncio.Event) -> list[float]:
    """Milliseconds of a small answer, asked for every 20 ms until `done`."""
    took: list[float] = []
    while not done.is_set():
        took += await _timed(partial(client.get, "/livez"), 1)
        await asyncio.sleep(0.02)
    return took


async def _typed(client: httpx.AsyncClient, door: str, words: str, times: int) -> list[float]:
    """Milliseconds of each letter that one types."""
    took: list[float] = []
    for end in range(1, len(words) + 1):
        asked = {"q": words[:end], "limit": "50"}
        took += await _timed(partial(client.get, door, params=asked), max(1, times // 5))
    return took


async def _timed(ask: Callable[[], Awaitable[httpx.Response]], times: int) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        (await ask()).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return took


async def _propagation(client: httpx.AsyncClient, url: str, shelf: Shelf, times: int, where: str) -> Row:
    """From the moment a change is sent until a second person has heard of it."""
    heard: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
    wire = await _listening(url, shelf, heard)
    took = []
    for at in range(times):
        began = time.perf_counter()
        body = {"data": {"keywords": [f"change {at}"]}}
        door = f"/api/v1/projects/{shelf.project_id}/assets/{shelf.asset_id}"
        answer = asyncio.create_task(client.patch(door, json=body))
        async with asyncio.timeout(LIMIT):
            version, moment = await heard.get()
            made = (await answer).raise_for_status().json()
        assert version == made["version"]
        took.append((moment - began) * 1000)
    await wire.close()
    return Row(f"a change heard by a second person, p95, {where}", percentile(took), "ms", 300)


async def _listening(url: str, shelf: Shelf, heard: asyncio.Queue[tuple[int, float]]) -> Wire:
    joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(text: bytes) -> None:
        frame: dict[str, Any] = orjson.loads(text)
        if frame["event"] == "server:full_sync" and not joined.done():
            joined.set_result(None)
        if frame["event"] == "server:asset_updated":
            heard.put_nowait((frame["payload"]["asset"]["version"], time.perf_counter()))

    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    wire = Wire(hear)
    headers = {"Authorization": f"Bearer {shelf.other_token}", "Sec-WebSocket-Extensions": "permessage-deflate"}
    await open_wire(wire, Address(address.hostname, address.port, f"/ws/{shelf.project_id}", headers))
    await arrival(wire, joined)
    return wire
