"""The line of waiting jobs: who is next on a worker, by one score in seconds of waiting.

    score = a quarter of the time waited + half an hour per step of priority
            − worker time its user had of late − half of what its project had + a quarter of an hour where its model is
            loaded already

What others may gain over a job is bounded, its own waiting is not: nobody waits for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from production_canvas.scheduling.work import Assignment, Need, Usage, Waiting, Worker

AGE = 0.25
PRIORITY = 1800.0
PROJECT = 0.5
LOADED = 900.0
ROOM = 20.0
"""Seconds that each GiB a job leaves unused on a worker counts against it there, while a job waits that needs it."""

in_order = attrgetter("place", "id")


class _Lane:
    """Jobs that differ by nothing but their place: the first of them is the best of them."""

    __slots__ = ("by_hand", "head", "others", "priority", "project_id", "sorted", "user_id")

    def __init__(self, first: Waiting) -> None:
        self.user_id = first.user_id
        self.project_id = first.project_id
        self.priority = first.priority
        self.by_hand = first.by_hand
        self.head: Waiting | None = first
        self.others: list[Waiting] = []
        self.sorted = False

    def add(self, job: Waiting) -> None:
        if self.head is not None and in_order(job) < in_order(self.head):
            job, self.head = self.head, job
        self.others.append(job)

    def pop(self) -> None:
        """The next one is the head; most lanes are never asked, so none is sorted before."""
        if not self.sorted:
            self.others.sort(key=in_order, reverse=True)
            self.sorted = True
        self.head = self.others.pop() if self.others else None


class Line:
    """Those of the jobs that are ready; `take` gives them away one by one, and what it gave counts as used."""

    def __init__(self, jobs: Sequence[Waiting], usage: Usage, now: float) -> None:
        self._users = defaultdict(float, usage.users)
        self._projects = defaultdict(float, usage.projects)
        lanes: dict[str, _Lane] = {}
        self._by_need: dict[Need, list[_Lane]] = {}
        for job in jobs:
            if job.paused_by is not None or job.after or job.not_before > now:
                continue
            lane = lanes.get(job.lane)
            if lane is None:
                lane = lanes[job.lane] = _Lane(job)
                self._by_need.setdefault(job.need, []).append(lane)
            else:
                lane.add(job)
        self._largest = max((need.vram for need in self._by_need), default=0.0)

    def rest(self) -> list[Waiting]:
        """Those not taken yet, in no order."""
        lanes = [lane for lanes in self._by_need.values() for lane in lanes if lane.head is not None]
        return [job for lane in lanes for job in (lane.head, *lane.others) if job is not None]

    def take(self, worker: Worker, now: float) -> Waiting | None:
        """The job that is next on that worker; None where nothing waits that it serves."""
        found = self._best(worker, now)
        return self._give(found[1]) if found else None

    def assign(self, workers: Sequence[Worker], now: float) -> list[Assignment]:
        """A job for every free slot, as far as there are jobs for it: each time the pair that suits best."""
        free = {worker.id: worker.free for worker in workers if worker.free}
        open_to = sorted((worker for worker in workers if worker.free), key=attrgetter("vram", "name", "id"))
        given = []
        while open_to:
            pair = self._pair(open_to, now)
            if pair is None:
                break
            worker, job = pair[0], self._give(pair[1])
            given.append(Assignment(job.id, worker.id))
            free[worker.id] -= 1
            at = open_to.index(worker)
            open_to[at : at + 1] = [replace(worker, model=job.need.model or worker.model)] if free[worker.id] else []
        return given

    def _pair(self, workers: Sequence[Worker], now: float) -> tuple[Worker, _Lane] | None:
        best: tuple[float, Worker, _Lane] | None = None
        alike: set[tuple[frozenset[str], frozenset[str], float, str]] = set()
        for worker in workers:
            kind = (worker.backends, worker.qualities, worker.vram, worker.model)
            if kind in alike:
                continue
            alike.add(kind)
            found = self._best(worker, now)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], worker, found[1])
        return (best[1], best[2]) if best else None

    def _best(self, worker: Worker, now: float) -> tuple[float, _Lane] | None:
        best: tuple[float, _Lane] | None = None
        users, projects = self._users, self._projects
        for need, lanes in self._by_need.items():
            if not worker.serves(need):
                continue
            wasted = ROOM * max(0.0, min(worker.vram, self._largest) - need.vram)
            is_loaded = not need.model or need.model == worker.model
            for lane in lanes:
                head = lane.head
                if head is None:
                    continue
                score = AGE * (now - head.place) + PRIORITY * lane.priority - wasted
                score -= users[lane.user_id] + PROJECT * projects[lane.project_id]
                if is_loaded or lane.by_hand:
                    score += LOADED
                if best is None or score > best[0] or (score == best[0] and _before(head, best[1])):
                    best = (score, lane)
        return best

    def _give(self, lane: _Lane) -> Waiting:
        job = _head(lane)
        lane.pop()
        self._users[job.user_id] += job.seconds
        self._projects[job.project_id] += job.seconds
        return job


def _head(lane: _Lane) -> Waiting:
    if lane.head is None:
        raise LookupError(lane)
    return lane.head


def _before(job: Waiting, lane: _Lane) -> bool:
    return in_order(job) < in_order(_head(lane))


def decide(jobs: Sequence[Waiting], workers: Sequence[Worker], usage: Usage, now: float) -> list[Assignment]:
    """Which job goes to which worker now. Equal questions have equal answers."""
    if not any(worker.free for worker in workers):
        return []
    return Line(jobs, usage, now).assign(workers, now)
