"""A, C and the joins on one of the peers.

`python -m bench.peers.load URL PID SECONDS JOINS` prints the figures as JSON, by the names of the product's rows.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from bench.load import crowd, joins
from bench.load.crowd import A, C, Work
from bench.load.machine import LOAD_CORE, pin
from bench.peers.reader import Server

LARGE = 10_000


async def _crowd(url: str, server: int, work: Work, seconds: float) -> dict[str, float]:
    door = Server(url, server, dict.fromkeys(range(work.rooms), work.nodes), work.name)
    await door.fill()
    return await crowd.run(door, work, seconds)


async def _joins(url: str, server: int, times: int) -> dict[str, float]:
    door = Server(url, server, {0: A.nodes, 1: LARGE}, "joins")
    await door.fill()
    return await joins.run(door, {A.nodes: 0, LARGE: 1}, times)


def main(url: str, server: int, seconds: float, times: int) -> None:
    """Where the server gives way in one work, the figures of the others stand."""
    pin(os.getpid(), LOAD_CORE)
    gc.disable()
    works: list[Callable[[], Coroutine[Any, Any, dict[str, float]]]] = [
        lambda: _crowd(url, server, A, seconds),
        lambda: _joins(url, server, times),
        lambda: _crowd(url, server, C, seconds),
    ]
    figures: dict[str, float] = {}
    for work in works:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            try:
                figures |= runner.run(work())
            except (OSError, TimeoutError, RuntimeError, AssertionError) as error:
                print(repr(error), file=sys.stderr)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
