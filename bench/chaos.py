"""The chaos proof: what was acknowledged outlives kill -9 of everything, and everybody ends with the same film.

Twenty seats run the browser's own engine on lines that break, while web processes, PostgreSQL and Valkey are killed in
the middle of their commits; then the log itself is read. After that, simulated histories in virtual time, by seed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.disaster import figures
from bench.disaster.act import Outcome, Script, play
from bench.disaster.strikes import BESIDE, POSTGRES, VALKEY, WEB
from bench.report import Row, machine, report
from production_canvas.cli.options import say
from production_canvas.local.started import Started, started

SEATS = 20
SEEDS_AT_ONCE = 25
NAMED = 20


@dataclass(frozen=True, slots=True)
class Kills:
    """Of one act. `beside`: of a second web process, which is there where any are."""

    web: int
    beside: int
    postgres: int
    valkey: int

    def order(self, seed: int) -> list[str]:
        """All of them, shuffled."""
        each = ((WEB, self.web), (BESIDE, self.beside), (POSTGRES, self.postgres), (VALKEY, self.valkey))
        targets = [name for name, count in each for _ in range(count)]
        return Random(seed).sample(targets, len(targets))


@dataclass(frozen=True, slots=True)
class Plan:
    """`acts`: one film each; `seeds`: simulated histories."""

    acts: Sequence[Kills]
    seeds: int


WHOLE = Plan([Kills(7, 0, 3, 1)] * 5 + [Kills(3, 2, 2, 1)] * 3, seeds=5000)
QUICK = Plan([Kills(3, 0, 2, 0), Kills(1, 1, 1, 1)], seeds=200)


def main(*, quick: bool, json: bool) -> int:
    """Plays all, prints one table, and what is wrong in words; 1 where a bar does not hold."""
    plan = QUICK if quick else WHOLE
    state = machine()
    began = time.monotonic()
    with _installation() as it:
        outcomes = [_play(it, seed, kills) for seed, kills in enumerate(plan.acts, 1)]
    say(f"{plan.seeds:,} simulated histories")
    violations = _simulated(range(plan.seeds))
    wrong = [*figures.sentences(outcomes), *violations]
    for sentence in wrong[:NAMED]:
        print(f"- {sentence}", file=sys.stderr)
    table = [
        *figures.rows(
            outcomes,
            web=sum(kills.web + kills.beside for kills in plan.acts),
            postgres=sum(kills.postgres for kills in plan.acts),
        ),
        Row("simulated histories", plan.seeds, ""),
        Row("simulated histories in which a promise broke", len(violations), "", 0),
    ]
    settings = {"seats": SEATS, "acts": len(plan.acts), "seconds": round(time.monotonic() - began)}
    return report("chaos", state, settings, table, as_json=json)


@contextmanager
def _installation() -> Iterator[Started]:
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's own account has to reach its files.
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty") as it:
            yield it


def _play(it: Started, seed: int, kills: Kills) -> Outcome:
    order = kills.order(seed)
    say(f"act {seed}: {', '.join(order)}")
    return asyncio.run(play(it, Script(seed, SEATS, order)))


def _simulated(seeds: Sequence[int]) -> list[str]:
    """What broke, one sentence per seed in which anything did; each seed plays again with `simulate(seed)`."""
    # A child that is a copy of this process would take along its threads' locks.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=fresh) as processes:
        return [each for each in processes.map(_one, seeds, chunksize=SEEDS_AT_ONCE) if each]


def _one(seed: int) -> str:
    # The simulation stands with the tests, which run it too.
    from tests.simulation.world import simulate  # noqa: PLC0415

    found = simulate(seed).violations
    return f"seed {seed}: {found[0]}" if found else ""
