"""The chaos proof: what was acknowledged outlives kill -9 of everything, and everybody ends with the same film.

Twenty seats run the browser's own engine on lines that break, while web processes, PostgreSQL and Valkey are killed in
the middle of their commits; then the log itself is read. After that, jobs while workers, their children, the broker and
web are struck, and simulated histories in virtual time, by seed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import chaos_simulation
from bench.disaster import figures, jobs
from bench.disaster.act import Outcome, Script, play
from bench.disaster.strikes import BESIDE, POSTGRES, VALKEY, WEB
from bench.report import Row, machine, report
from production_canvas.cli.options import say
from production_canvas.local.started import Started, started

SEATS = 20
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
    """`acts`: one film each; `jobs`: a film that is made in a storm; `seeds`: simulated histories."""

    acts: Sequence[Kills]
    jobs: jobs.Plan
    seeds: int


WHOLE = Plan([Kills(7, 0, 3, 1)] * 5 + [Kills(3, 2, 2, 1)] * 3, jobs.WHOLE, seeds=5000)
QUICK = Plan([Kills(3, 0, 2, 0), Kills(1, 1, 1, 1)], jobs.QUICK, seeds=200)


def main(*, quick: bool, json: bool) -> int:
    """Plays all, prints one table, and what is wrong in words; 1 where a bar does not hold."""
    plan = QUICK if quick else WHOLE
    state = machine()
    began = time.monotonic()
    with _installation() as it:
        outcomes = [_play(it, seed, kills) for seed, kills in enumerate(plan.acts, 1)]
    made = jobs.play(plan.jobs)
    say(f"{plan.seeds:,} simulated histories")
    reports = chaos_simulation.play(range(plan.seeds))
    violations = chaos_simulation.broken(reports)
    wrong = [*figures.sentences(outcomes), *violations]
    for sentence in wrong[:NAMED]:
        print(f"- {sentence}", file=sys.stderr)
    table = [
        *figures.rows(
            outcomes,
            web=sum(kills.web + kills.beside for kills in plan.acts),
            postgres=sum(kills.postgres for kills in plan.acts),
        ),
        *made,
        Row("simulated histories", plan.seeds, ""),
        Row("versions logged in them", sum(each.versions for each in reports), ""),
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
    outcome = asyncio.run(play(it, Script(seed, SEATS, order)))
    wrong = len(figures.sentences([outcome]))
    say(f"act {seed}: {outcome.verdict.acknowledged:,} edits acknowledged, {wrong or 'nothing'} wrong")
    return outcome
