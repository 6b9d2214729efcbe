"""A day of a shared render room, drawn from a seed: 240 jobs, one heavy user, a 12 GB and a 24 GB worker."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from production_canvas.scheduling.line import decide, in_order
from production_canvas.scheduling.work import HALF_LIFE, Assignment, Need, Running, Usage, Waiting, Worker

JOBS = 240
HEAVY = "heavy"
LIGHT = tuple(f"light-{number}" for number in range(1, 7))
MODELS = {"image-8": 8.0, "video-10": 10.0, "video-11": 11.0, "video-20": 20.0}
LOAD = 90.0
"""Seconds to load a model that another one made room for."""

Rule = Callable[[Sequence[Waiting], Sequence[Worker], Usage, float], list[Assignment]]


def day(seed: int) -> list[Waiting]:
    """Six in ten jobs are the heavy user's, queued within the first minutes; the others come with few, all day long."""
    drawn = random.Random(seed)
    heavy = JOBS * 6 // 10
    jobs = [_job(drawn, number, HEAVY, drawn.uniform(0, 300)) for number in range(heavy)]
    while len(jobs) < JOBS:
        user, at = drawn.choice(LIGHT), drawn.uniform(0, 5 * 3600)
        for _ in range(min(drawn.randint(1, 4), JOBS - len(jobs))):
            jobs.append(_job(drawn, len(jobs), user, at))
    return sorted(jobs, key=in_order)


def _job(drawn: random.Random, number: int, user: str, at: float) -> Waiting:
    model = drawn.choice(list(MODELS))
    need = Need("comfyui", "standard", MODELS[model], model)
    seconds = drawn.uniform(40, 160)
    return Waiting(f"job-{number:03}", user, f"film of {user}", need, at, seconds=seconds, load=LOAD)


def room() -> list[Worker]:
    """One worker with 12 GB, one with 24."""
    kinds = frozenset({"comfyui"}), frozenset({"low", "standard", "high"})
    return [Worker(f"{vram:g}", f"{vram:g} GB", *kinds, vram=vram) for vram in (12.0, 24.0)]


def fifo(jobs: Sequence[Waiting], workers: Sequence[Worker], _usage: Usage, _now: float) -> list[Assignment]:
    """What a plain queue does: each free worker takes the oldest job that it can serve."""
    given: list[Assignment] = []
    left = sorted(jobs, key=in_order)
    for worker in workers:
        job = next((job for job in left if worker.serves(job.need)), None) if worker.free else None
        if job is not None:
            left.remove(job)
            given.append(Assignment(job.id, worker.id))
    return given


@dataclass(slots=True)
class Told:
    """What came of a day: models loaded, seconds each user's jobs waited, and when the last job ended."""

    loads: int = 0
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    ended: float = 0.0

    def waited(self, *users: str) -> float:
        """Mean seconds in the line of those users' jobs."""
        found = [wait for user in users for wait in self.waits[user]]
        return sum(found) / len(found)


def play(jobs: Sequence[Waiting], workers: Sequence[Worker], rule: Rule = decide) -> Told:
    """The day under that rule, asked whenever a job comes or ends."""
    coming, waiting = list(jobs), dict[str, Waiting]()
    crew = {worker.id: worker for worker in workers}
    ends: list[tuple[float, str, Running]] = []
    users: dict[str, float] = defaultdict(float)
    told, now = Told(), 0.0
    while coming or waiting or ends:
        given = rule(list(waiting.values()), list(crew.values()), Usage(users, {}), now)
        for job_id, worker_id in given:
            job, worker = waiting.pop(job_id), crew[worker_id]
            loads = job.need.model != worker.model
            run = Running(now, job.seconds + (job.load if loads else 0.0))
            crew[worker_id] = replace(worker, model=job.need.model, running=(*worker.running, run))
            heapq.heappush(ends, (now + run.seconds, worker_id, run))
            told.loads += loads
            told.waits[job.user_id].append(now - job.place)
            users[job.user_id] += job.seconds
        if not coming and not ends:
            break
        before, now = now, min([each.place for each in coming[:1]] + [each[0] for each in ends[:1]])
        for user in users:
            users[user] *= 0.5 ** ((now - before) / HALF_LIFE)
        while coming and coming[0].place <= now:
            job = coming.pop(0)
            waiting[job.id] = job
        while ends and ends[0][0] <= now:
            told.ended, worker_id, run = heapq.heappop(ends)
            crew[worker_id] = replace(
                crew[worker_id], running=tuple(r for r in crew[worker_id].running if r is not run)
            )
    return told


def crowd(seed: int, jobs: int) -> list[Waiting]:
    """So many jobs of 40 people, each in two of 20 films, of every model and priority, as a long night leaves them."""
    drawn = random.Random(seed)
    found = []
    for number in range(jobs):
        person = drawn.randint(1, 40)
        job = _job(drawn, number, f"user-{person}", drawn.uniform(0, 8 * 3600))
        project = f"film-{(person + drawn.randint(0, 1)) % 20}"
        found.append(replace(job, id=f"{number:06}", project_id=project, priority=drawn.choice((0, 0, 0, 0, 1, -1))))
    return found
