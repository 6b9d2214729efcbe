"""Joining a graph: one after the other, and fifty at once."""

from __future__ import annotations

import asyncio
import time

from bench.load.crowd import AnyClient, Door
from bench.load.tally import Tally, percentile
from bench.load.wire import Refused

AT_ONCE = 50
AT_ONCE_LIMIT = 30.0
# An edit is on its way through the server for less than this.
PAUSE = 0.05


async def one_by_one(door: Door[AnyClient], room: int, times: int, *, edited: bool) -> float:
    """Milliseconds to join, p50 of `times`. `edited`: somebody edits before each, so that no answer is ready made."""
    tally = Tally()
    editor = await door.enter(room, 1, tally)
    taken = []
    for step in range(times):
        if edited:
            editor.edit(step)
        await asyncio.sleep(PAUSE)
        client = await door.enter(room, 0, tally)
        taken.append(client.joined_in)
        await client.close()
    await editor.close()
    return percentile(taken, 0.5) * 1000


async def at_once(door: Door[AnyClient], room: int) -> tuple[float, int]:
    """Seconds until the last of fifty had decoded the state, and how many had within thirty seconds."""
    tally = Tally()
    joined: list[AnyClient] = []

    async def enter(seat: int) -> None:
        try:
            joined.append(await door.enter(room, seat, tally))
        except (Refused, OSError, TimeoutError):
            return

    began = time.monotonic()
    tasks = [asyncio.create_task(enter(seat)) for seat in range(AT_ONCE)]
    _, late = await asyncio.wait(tasks, timeout=AT_ONCE_LIMIT)
    took = time.monotonic() - began
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    count = len(joined)
    await asyncio.gather(*(client.close() for client in joined))
    return took, count


async def run(door: Door[AnyClient], rooms: dict[int, int], times: int) -> dict[str, float]:
    """The figures of joins; `rooms` by their number of nodes, the last the largest."""
    figures: dict[str, float] = {}
    for nodes, room in rooms.items():
        figures[f"join, {nodes:,} nodes, p50"] = await one_by_one(door, room, times, edited=False)
        figures[f"join, {nodes:,} nodes, edited before each, p50"] = await one_by_one(door, room, times, edited=True)
    nodes, room = list(rooms.items())[-1]
    took, count = await at_once(door, room)
    return {
        **figures,
        f"{AT_ONCE} joins at once, {nodes:,} nodes": took,
        f"{AT_ONCE} joins at once, {nodes:,} nodes: joined": count,
    }
