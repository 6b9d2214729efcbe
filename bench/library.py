"""The library benchmark: finding one of 10,000 assets as one types, what 10,000 usages of one cost to count, and how
long a change takes to reach a second person. All through the doors of a running installation.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from bench.load.wire import Address, Wire, arrival, open_wire
from bench.report import Row, machine, report
from bench.workloads.libraries import Shelf, make_shelf
from production_canvas.cli.options import say, settings_of
from production_canvas.local.started import started

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
            rows = asyncio.run(_measure(it.url, large, small, times))
    return report("library", state, {"times": times}, rows, as_json=json)


async def _measure(url: str, large: Shelf, small: Shelf, times: int) -> list[Row]:
    rows: list[Row] = []
    async with httpx.AsyncClient(
        base_url=url, headers={"Authorization": f"Bearer {large.token}"}, timeout=LIMIT
    ) as one:
        door = f"/api/v1/projects/{large.project_id}/assets"
        say("search")
        typing = [took for words in TYPED for took in await _typed(one, door, words, times)]
        rows.append(Row("10,000 assets: a letter typed, median", median(typing), "ms", 50))
        rows.append(Row("10,000 assets: a letter typed, p95", _high(typing), "ms", 50))
        say("usage")
        used = await _timed(lambda: one.get(f"{door}/{large.asset_id}/usage"), times)
        rows.append(Row("10,000 usages: statistics", median(used), "ms", 200))
        say("changes")
        rows.append(await _propagation(one, url, small, times * 10, "used in 20 shots with takes"))
        before = {"data": {"keywords": ["before"]}}
        impact = await _timed(lambda: one.post(f"{door}/{large.asset_id}/impact", json=before), 3)
        rows.append(Row("10,000 usages: what a change would do", median(impact) / 1000, "s"))
        rows.append(await _propagation(one, url, large, 5, "used in 10,000 shots with takes"))
    return rows


async def _typed(client: httpx.AsyncClient, door: str, words: str, times: int) -> list[float]:
    """Milliseconds of each letter that one types."""
    took: list[float] = []
    for end in range(1, len(words) + 1):
        asked = {"q": words[:end], "limit": "50"}
        took += await _timed(lambda: client.get(door, params=asked), max(1, times // 5))  # noqa: B023 - asked at once
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
    return Row(f"a change heard by a second person, p95, {where}", _high(took), "ms", 300)


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


def _high(took: list[float]) -> float:
    """The 95th percentile."""
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]
