"""Simulated histories in number: what they met, what broke, and what each planted bug is found by.

`python -m bench.chaos_simulation [--seeds 5000] [--first 0] [--planted] [--json]`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from types import FrameType
from typing import TYPE_CHECKING

from bench.report import Row, machine, report

if TYPE_CHECKING:
    from tests.simulation.world import Report

SEEDS = 5000
SEEDS_AT_ONCE = 25
NAMED = 20
LONGEST = 120


def main(*, seeds: int = SEEDS, first: int = 0, planted: bool = False, json: bool = False) -> int:
    """Plays all, prints one table, and what broke in words; 1 where a promise broke or a planted bug went unfound."""
    state, began = machine(), time.monotonic()
    reports = play(range(first, first + seeds))
    with _processes() as processes:
        unfound = [name for name in processes.map(_unfound, range(_bugs())) if name] if planted else []
    for sentence in [*broken(reports), *(f"planted and not found: {name}" for name in unfound)][:NAMED]:
        print(f"- {sentence}", file=sys.stderr)
    settings = {"first": first, "seconds": round(time.monotonic() - began)}
    return report("chaos-simulation", state, settings, _rows(reports, unfound, planted=planted), as_json=json)


def play(seeds: Sequence[int]) -> list[Report]:
    """Each seed's history, played on every core."""
    with _processes() as processes:
        return list(processes.map(_play, seeds, chunksize=SEEDS_AT_ONCE))


def broken(reports: list[Report]) -> list[str]:
    """A sentence for every seed in which a promise broke."""
    return [f"seed {each.seed}: {each.violations[0]}" for each in reports if each.violations]


def _processes() -> ProcessPoolExecutor:
    # A child that is a copy of this process would take along its threads' locks.
    return ProcessPoolExecutor(os.cpu_count() or 1, mp_context=multiprocessing.get_context("spawn"))


def _rows(reports: list[Report], unfound: list[str], *, planted: bool) -> list[Row]:
    met = sum((each.met for each in reports), Counter[str]())
    broken = sum(bool(each.violations) for each in reports)
    rows = [
        Row("histories", len(reports), ""),
        Row("histories in which a promise broke", broken, "", 0),
        Row("versions logged", sum(each.versions for each in reports), ""),
        Row("longest way to rest after the last fault", max(each.settled for each in reports), "s", 20),
    ]
    if planted:
        rows += [Row("planted bugs", _bugs(), ""), Row("planted bugs not found", len(unfound), "", 0)]
    return rows + [Row(f"met: {moment}", count, "") for moment, count in sorted(met.items())]


# The simulation stands with the tests, which play it too.
def _play(seed: int) -> Report:
    from tests.simulation.world import simulate  # noqa: PLC0415

    def endless(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"The history of seed {seed} does not end.")

    # Virtual time can go on for ever; a history takes less than a second of real time.
    signal.signal(signal.SIGALRM, endless)
    signal.alarm(LONGEST)
    try:
        return simulate(seed)
    finally:
        signal.alarm(0)


def _bugs() -> int:
    from tests.simulation.planted import PLANTED  # noqa: PLC0415

    return len(PLANTED)


def _unfound(number: int) -> str:
    from tests.simulation.planted import PLANTED, killer  # noqa: PLC0415

    bug = [*PLANTED][number]
    return "" if killer(bug) is not None else bug.__name__


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=SEEDS)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--planted", action="store_true")
    asked.add_argument("--json", action="store_true")
    sys.exit(main(**vars(asked.parse_args())))
