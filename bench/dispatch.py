"""The dispatch benchmark: the rule that gives jobs to workers, beside a plain queue, and how long it takes."""

from __future__ import annotations

import random
import time
from statistics import mean, quantiles

from bench.report import Row, machine, report
from bench.workloads.queues import HEAVY, JOBS, LIGHT, crowd, day, fifo, play, room
from production_canvas.cli.options import say
from production_canvas.scheduling.line import decide
from production_canvas.scheduling.outlook import outlook
from production_canvas.scheduling.work import Usage

SEEDS = 20
PENDING = 10_000
EIGHT_HOURS = 8 * 3600.0


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    state = machine()
    seeds, turns = (5, 40) if quick else (SEEDS, 200)
    say(f"{seeds} days of {JOBS} jobs")
    rows = _days(seeds)
    say(f"decisions with {PENDING} jobs waiting")
    rows += _decisions(turns)
    settings = {"jobs a day": JOBS, "days": seeds, "workers": "12 + 24 GB", "decisions": turns}
    return report("dispatch", state, settings, rows, as_json=json)


def _days(seeds: int) -> list[Row]:
    ours = [play(day(seed), room()) for seed in range(seeds)]
    plain = [play(day(seed), room(), fifo) for seed in range(seeds)]
    loads = mean(each.loads for each in ours), mean(each.loads for each in plain)
    light = mean(each.waited(*LIGHT) for each in ours), mean(each.waited(*LIGHT) for each in plain)
    heavy = mean(each.waited(HEAVY) for each in ours), mean(each.waited(HEAVY) for each in plain)
    ended = mean(each.ended for each in ours), mean(each.ended for each in plain)
    fewer = [100 * (1 - mine.loads / other.loads) for mine, other in zip(ours, plain, strict=True)]
    less = [100 * (1 - mine.waited(*LIGHT) / other.waited(*LIGHT)) for mine, other in zip(ours, plain, strict=True)]
    return [
        Row("models loaded in a day", loads[0], "", peers={"first come": loads[1]}),
        Row("fewer models loaded", mean(fewer), "%", 30, at_least=True),
        Row("fewer models loaded, worst day", min(fewer), "%"),
        Row("light users wait", light[0] / 60, "min", peers={"first come": light[1] / 60}),
        Row("light users wait less", mean(less), "%", 50, at_least=True),
        Row("light users wait less, worst day", min(less), "%"),
        Row("the heavy user waits", heavy[0] / 60, "min", peers={"first come": heavy[1] / 60}),
        Row("the last job ends after", ended[0] / 3600, "h", peers={"first come": ended[1] / 3600}),
    ]


def _decisions(turns: int) -> list[Row]:
    drawn = random.Random(7)
    waiting = crowd(7, PENDING)
    workers = room()
    usage = Usage({f"user-{number}": drawn.uniform(0, 3600) for number in range(1, 41)}, {})
    took, told = [], []
    for turn in range(turns):
        began = time.perf_counter()
        given = decide(waiting, workers, usage, EIGHT_HOURS + turn)
        took.append((time.perf_counter() - began) * 1000)
        assert len(given) == len(workers)
    for turn in range(max(5, turns // 10)):
        began = time.perf_counter()
        found = outlook(waiting, workers, usage, EIGHT_HOURS + turn)
        told.append((time.perf_counter() - began) * 1000)
        assert len(found) == PENDING
    return [
        Row(f"a decision with {PENDING} waiting, median", quantiles(took, n=20)[9], "ms"),
        Row(f"a decision with {PENDING} waiting, p95", quantiles(took, n=20)[18], "ms", 20),
        Row(f"place, reason and times of all {PENDING}, p95", quantiles(told, n=20)[18], "ms"),
    ]
