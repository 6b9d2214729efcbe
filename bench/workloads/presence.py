"""Fifty people whose cursors move twenty times a second."""

from __future__ import annotations

import asyncio
import time

from bench.load import crowd
from bench.load.machine import cpu_seconds
from bench.load.tally import Tally, percentile
from bench.workloads.person import Stage

RATE = 20
NAME = f"presence, {crowd.A.people} × {RATE}/s"


async def run(stage: Stage, seconds: float) -> dict[str, float]:
    """What the cursors cost the web process, and how old one is at a reader."""
    tally = Tally()
    rooms = await crowd.enter_all(stage, crowd.A, tally)
    await asyncio.sleep(crowd.SETTLE)
    people, base = rooms[0], time.monotonic_ns()
    tally.cursors_since = base
    before, began = cpu_seconds(stage.server), time.monotonic()
    for step in range(int(seconds * RATE)):
        for place, person in enumerate(people):
            await asyncio.sleep(max(0.0, began + (step + place / len(people)) / RATE - time.monotonic()))
            person.point(base)
    used, took = cpu_seconds(stage.server) - before, time.monotonic() - began
    await crowd.leave_all(rooms)
    assert not tally.refused, tally.refused[0]
    return {
        f"{NAME}: server process": used / took * 100,
        f"{NAME}: p95 of a cursor": percentile(tally.cursors, 0.95) * 1000,
        f"{NAME}: cursors shown": len(tally.cursors) / (seconds * RATE * len(people) ** 2) * 100,
    }
