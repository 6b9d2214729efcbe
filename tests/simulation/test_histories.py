"""Two hundred histories of the real rooms and sessions under virtual time; each plays again from its seed."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.simulation.clock import Mortal, VirtualLoop
from tests.simulation.world import simulate

SEEDS = 200
TOGETHER = 20
# Without these a history proves little: the moments between a commit and its answer, races, returns, stuck readers.
MOMENTS = (
    "commit killed_before",
    "commit killed_after",
    "commit unanswered",
    "commit refused",
    "version race lost",
    "unique id",
    "process killed",
    "process stopped",
    "database away",
    "broker away",
    "line cut",
    "half-open",
    "reader stuck",
    "page reloaded",
    "resent",
    "answered again",
    "difference answered",
    "whole graph answered",
    "gap",
    "snapshot",
    "undo skipped",
    "server:conflict",
    "refused cycle",
    "refused invalid",
)


@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
def test_every_history_keeps_every_promise_and_meets_every_moment_that_matters(first: int) -> None:
    reports = [simulate(seed) for seed in range(first, first + TOGETHER)]
    broken = [f"seed {report.seed}: {violation}" for report in reports for violation in report.violations]
    assert broken == []
    met = sum((report.met for report in reports), Counter[str]())
    assert [moment for moment in MOMENTS if not met[moment]] == []


def test_a_seed_gives_the_same_history_every_time() -> None:
    assert simulate(7).digest == simulate(7).digest


def test_a_killed_process_stops_where_it_stands_and_says_no_farewell() -> None:
    seen: list[object] = []
    process = Mortal(1)

    async def work() -> None:
        try:
            while True:
                await asyncio.sleep(1)
                seen.append(asyncio.get_running_loop().time())
        finally:
            seen.append("farewell")

    async def watch() -> None:
        process.spawn(work())
        await asyncio.sleep(2.5)
        loop.kill(process)
        await asyncio.sleep(10)

    loop = VirtualLoop()
    began = loop.time()
    loop.run_until_complete(watch())
    assert seen == [began + 1, began + 2]
    assert loop.time() == began + 12.5
    loop.bury()
    loop.close()
