"""One of workload A's fifty stops reading: nobody else is to notice, and the server lets go of it."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

from bench.load import crowd
from bench.load.crowd import A
from bench.load.machine import is_connected
from bench.load.tally import Tally
from bench.workloads.person import Person, Stage

SMALL_BUFFER = 4096
LET_GO_LIMIT = 45.0
GLANCE = 0.05


async def run(stage: Stage, seconds: float) -> dict[str, float]:
    """The others' latency beside their own in the same room with everybody reading, and when who is stuck is let go."""
    without, _ = await _room(stage, seconds, stuck=False)
    with_stuck, let_go = await _room(stage, seconds, stuck=True)
    p95, p95_without = (figures["others: p95"] for figures in (with_stuck, without))
    return {
        "stuck reader: others' p95": p95,
        "stuck reader: others' p95 with everybody reading": p95_without,
        "stuck reader: others' p95 beside that": (p95 / p95_without - 1) * 100,
        "stuck reader: others' delivered": with_stuck["others: delivered"],
        **let_go,
    }


async def _room(stage: Stage, seconds: float, *, stuck: bool) -> tuple[dict[str, float], dict[str, float]]:
    others = crowd.Work("others", rooms=1, nodes=A.nodes, people=A.people - 1, editors=A.editors, rate=A.rate)
    tally, aside = Tally(), Tally()
    rooms = await crowd.enter_all(stage, others, tally)
    last = await stage.enter(0, others.people, aside, receive_buffer=SMALL_BUFFER)
    await asyncio.sleep(crowd.SETTLE)
    watch = None
    if stuck:
        last.wire.stop_reading()
        watch = asyncio.create_task(_let_go(stage, rooms[0][-1], last))
    measured = await crowd.work_through(stage, others, seconds, rooms, tally)
    let_go = await watch if watch is not None else {}
    await crowd.leave_all([*rooms, [last]])
    return measured.figures(others.name), let_go


async def _let_go(stage: Stage, other: Person, stuck: Person) -> dict[str, float]:
    """Seconds from the last read until the server's end of the connection is not open any more, and what went towards
    the stuck one meanwhile: as much as `other` in the same room was sent.
    """
    port = urlsplit(stage.url).port
    assert port is not None
    began, before = time.monotonic(), other.wire.received
    while is_connected(port, stuck.wire.port) and time.monotonic() - began < LET_GO_LIMIT:
        await asyncio.sleep(GLANCE)
    took, sent = time.monotonic() - began, other.wire.received - before
    stuck.wire.read_again()
    return {"stuck reader: closed after": took, "stuck reader: sent towards it until then": sent / 1024}
