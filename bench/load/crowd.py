"""Rooms full of people, some of whom edit at a steady pace."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bench.load.machine import cpu_seconds
from bench.load.tally import Measured, Tally

SETTLE = 1.0
LATE = 15.0
ENTERING_AT_ONCE = 20


class Client(Protocol):
    """One of a room's people, who holds its whole state."""

    @property
    def joined_in(self) -> float:
        """Seconds from opening the socket to having decoded the state."""
        ...

    @property
    def gaps(self) -> int | None:
        """How often a version did not follow on the last one; None in a protocol without versions."""
        ...

    def edit(self, step: int) -> None: ...

    async def close(self) -> None: ...


AnyClient = TypeVar("AnyClient", bound=Client)
AnyClient_co = TypeVar("AnyClient_co", bound=Client, covariant=True)


class Door(Protocol[AnyClient_co]):
    """The way into a server's rooms, whatever its protocol."""

    @property
    def server(self) -> int:
        """The process that is measured."""
        ...

    async def enter(self, room: int, seat: int, tally: Tally) -> AnyClient_co: ...


@dataclass(frozen=True, slots=True)
class Work:
    """`editors` of the `people` in each room make `rate` edits a second each."""

    name: str
    rooms: int
    nodes: int
    people: int
    editors: int
    rate: float


A = Work("A", rooms=1, nodes=1000, people=50, editors=10, rate=10)
C = Work("C", rooms=200, nodes=50, people=5, editors=5, rate=2)
D = Work("D", rooms=1000, nodes=50, people=2, editors=2, rate=0.2)


async def enter_all(door: Door[AnyClient], work: Work, tally: Tally) -> list[list[AnyClient]]:
    """Everybody in their room, by room and seat."""
    gate = asyncio.Semaphore(ENTERING_AT_ONCE)

    async def enter(room: int, seat: int) -> AnyClient:
        async with gate:
            return await door.enter(room, seat, tally)

    return [
        list(await asyncio.gather(*(enter(room, seat) for seat in range(work.people)))) for room in range(work.rooms)
    ]


async def edit_steadily(editors: Sequence[Client], rate: float, seconds: float) -> int:
    """Edits sent, when all are: each editor's at even times, the editors spread evenly over the time between."""
    shuffled = random.Random(7).sample(editors, len(editors))
    start = time.monotonic()
    steps = max(1, round(seconds * rate))
    for step in range(steps):
        for place, client in enumerate(shuffled):
            ahead = start + (step + place / len(shuffled)) / rate - time.monotonic()
            # Without a pause now and then a load that is late would never read.
            await asyncio.sleep(max(0.0, ahead))
            client.edit(step)
    return steps * len(shuffled)


async def until(reached: Callable[[], bool], limit: float) -> bool:
    """Whether it was reached within `limit` seconds."""
    end = time.monotonic() + limit
    while not reached():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


async def work_through(
    door: Door[AnyClient], work: Work, seconds: float, rooms: list[list[AnyClient]], tally: Tally
) -> Measured:
    """The run of `work` in `rooms`, whose people all hold the state already."""
    editors = [client for room in rooms for client in room[: work.editors]]
    tally.latencies.clear()
    before, began = cpu_seconds(door.server), time.monotonic()
    expected = await edit_steadily(editors, work.rate, seconds) * work.people
    await until(lambda: len(tally.latencies) >= expected or bool(tally.refused), LATE)
    used, took = cpu_seconds(door.server) - before, time.monotonic() - began
    assert not tally.refused, tally.refused[0]
    gaps = [client.gaps for room in rooms for client in room if client.gaps is not None]
    return Measured(tally.latencies, expected, used, took, sum(gaps) if gaps else None)


async def run(door: Door[AnyClient], work: Work, seconds: float) -> dict[str, float]:
    """The figures of `work`, from empty rooms to empty rooms."""
    tally = Tally()
    rooms = await enter_all(door, work, tally)
    await asyncio.sleep(SETTLE)
    measured = await work_through(door, work, seconds, rooms, tally)
    await leave_all(rooms)
    return measured.figures(work.name)


async def leave_all(rooms: Sequence[Sequence[Client]]) -> None:
    await asyncio.gather(*(client.close() for room in rooms for client in room))
