"""A and C: many people who edit. D: a thousand films open, and what one of them costs in memory."""

from __future__ import annotations

import asyncio

from bench.load import crowd
from bench.load.crowd import Work
from bench.load.machine import resident_bytes
from bench.load.tally import Tally
from bench.workloads.person import Stage


async def open_films(stage: Stage, work: Work, seconds: float) -> dict[str, float]:
    """The figures of `work`, and what its films have added to the web process by the end of it."""
    before = resident_bytes(stage.server)
    tally = Tally()
    rooms = await crowd.enter_all(stage, work, tally)
    await asyncio.sleep(crowd.SETTLE)
    measured = await crowd.work_through(stage, work, seconds, rooms, tally)
    grown = resident_bytes(stage.server) - before
    await crowd.leave_all(rooms)
    memory = f"{work.name}: memory per open graph with its {work.people} connections"
    return {**measured.figures(work.name), memory: grown / work.rooms / 1000}


async def warm(stage: Stage, work: Work) -> None:
    """One film opened, edited and left, so that what the process loads once counts for no film."""
    tally = Tally()
    people = [await stage.enter(0, seat, tally) for seat in range(work.people)]
    for step in range(10):
        people[0].edit(step)
    await crowd.until(lambda: people[-1].version >= people[0].version + 10, 2)
    await crowd.leave_all([people])
