"""Why each job waits, its place in the line, and when it is likely to start and to end."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from production_canvas.scheduling.line import AGE, PRIORITY, PROJECT, Line, in_order
from production_canvas.scheduling.work import Usage, Waiting, Worker

EXACT = 50
"""So many of the next are foreseen by the very rule that decides; those behind by their fair turn."""
LIKELY = 1.28
"""Deviations to either side that hold four starts of five."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is stable for machines: paused, needs, retry, no_worker, backend, quality, vram, turn, next.

    `name`: who paused, or what is needed first; `amount`: GB, or seconds until the retry; `ahead` jobs are before it,
    `yours` of them the same person's.
    """

    code: str
    name: str = ""
    amount: float = 0.0
    ahead: int = 0
    yours: int = 0

    @property
    def sentence(self) -> str:
        """In words, for people."""
        if self.code == "turn":
            return _turn(self.ahead, self.yours)
        return _SENTENCES[self.code].format(name=self.name, amount=self.amount)


_SENTENCES = {
    "paused": "paused by {name}",
    "needs": "needs {name} first",
    "retry": "tries again in {amount:.0f} s",
    "no_worker": "no worker is connected",
    "backend": "waits for a worker with {name}",
    "quality": "waits for a worker that makes {name} quality",
    "vram": "waits for a {amount:g} GB worker",
    "next": "is next",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """`position` from 1 among those that may start; `starts` and `ends` by the clock, give or take `error` seconds; 0:
    nothing tells by how much.
    """

    reason: Reason
    position: int | None = None
    starts: float | None = None
    ends: float | None = None
    error: float = 0.0


def _turn(ahead: int, yours: int) -> str:
    if yours == ahead:
        return f"{yours} job{'s' if yours > 1 else ''} of yours ahead"
    jobs = f"{ahead} job{'s' if ahead > 1 else ''} ahead"
    return f"{jobs}, {yours} of them yours" if yours else jobs


def outlook(jobs: Sequence[Waiting], workers: Sequence[Worker], usage: Usage, now: float) -> dict[str, Outlook]:
    """Of every waiting job, by its id."""
    found: dict[str, Outlook] = {}
    served: list[Waiting] = []
    kinds: dict[object, Reason | None] = {}
    for job in jobs:
        own = _own_reason(job, now)
        if own is not None:
            found[job.id] = Outlook(own)
            continue
        if job.need not in kinds:
            kinds[job.need] = _unserved(job, workers)
        missing = kinds[job.need]
        if missing is not None:
            found[job.id] = Outlook(missing)
        else:
            served.append(job)
    found.update(_Foresight(served, workers, usage, now).told())
    return found


def _own_reason(job: Waiting, now: float) -> Reason | None:
    if job.paused_by is not None:
        return Reason("paused", job.paused_by)
    if job.after:
        return Reason("needs", " and ".join(job.after))
    if job.not_before > now:
        return Reason("retry", amount=job.not_before - now)
    return None


def _unserved(job: Waiting, workers: Sequence[Worker]) -> Reason | None:
    """Why no worker that is connected serves the job; None where one does."""
    if not workers:
        return Reason("no_worker")
    able = [worker for worker in workers if job.need.backend in worker.backends]
    if not able:
        return Reason("backend", job.need.backend)
    able = [worker for worker in able if job.need.quality in worker.qualities]
    if not able:
        return Reason("quality", job.need.quality)
    if all(worker.vram < job.need.vram for worker in able):
        return Reason("vram", amount=job.need.vram)
    return None


class _Foresight:
    """Plays the line forward: slots fall free one after the other, each takes what is next there."""

    def __init__(self, jobs: Sequence[Waiting], workers: Sequence[Worker], usage: Usage, now: float) -> None:
        self._now = now
        self._usage = usage
        self._workers = list(workers)
        self._idle = [worker for worker in workers if worker.free]
        self._line = Line(jobs, usage, now)
        self._jobs = {job.id: job for job in jobs}
        self._numbers = count()
        # When a slot is free, a number so that no two compare equal, its worker, the variance so far.
        self._slots: list[tuple[float, int, int, float]] = []
        for at, worker in enumerate(workers):
            for each in worker.running:
                ends = max(now, each.began + each.seconds)
                heapq.heappush(self._slots, (ends, next(self._numbers), at, _variance(each.spread)))
        self._found: dict[str, Outlook] = {}
        self._of_user: dict[str, int] = defaultdict(int)

    def told(self) -> Mapping[str, Outlook]:
        # Free slots are filled as they are in truth, all at once; those left serve nothing that waits.
        at = {worker.id: number for number, worker in enumerate(self._workers)}
        for given in self._line.assign(list(self._workers), self._now):
            self._put(self._jobs[given.job_id], at[given.worker_id], self._now, 0.0)
        parked = self._play_exactly()
        for slot in parked:
            heapq.heappush(self._slots, slot)
        for job in self._by_turn(self._line.rest()):
            self._play(job)
        return self._found

    def _play_exactly(self) -> list[tuple[float, int, int, float]]:
        """Gives back the slots for which nothing waits."""
        parked = []
        while self._slots and len(self._found) < min(EXACT, len(self._jobs)):
            when, number, at, variance = heapq.heappop(self._slots)
            job = self._line.take(self._workers[at], when)
            if job is None:
                parked.append((when, number, at, variance))
            else:
                self._put(job, at, when, variance)
        return parked

    def _play(self, job: Waiting) -> None:
        aside = []
        while True:
            slot = heapq.heappop(self._slots)
            if self._workers[slot[2]].serves(job.need):
                break
            aside.append(slot)
        for each in aside:
            heapq.heappush(self._slots, each)
        self._put(job, slot[2], slot[0], slot[3])

    def _put(self, job: Waiting, at: int, when: float, variance: float) -> None:
        worker = self._workers[at]
        load = job.load if job.need.model and job.need.model != worker.model else 0.0
        if load:
            self._workers[at] = replace(worker, model=job.need.model)
        ends, spread = when + load + job.seconds, variance + _variance(job.spread)
        ahead, yours = len(self._found), self._of_user[job.user_id]
        reason = self._reason(job, ahead, yours)
        self._found[job.id] = Outlook(reason, ahead + 1, when, ends, _error(spread))
        self._of_user[job.user_id] += 1
        heapq.heappush(self._slots, (ends, next(self._numbers), at, spread))

    def _reason(self, job: Waiting, ahead: int, yours: int) -> Reason:
        if self._idle and not any(worker.serves(job.need) for worker in self._idle):
            if all(job.need.backend not in worker.backends for worker in self._idle):
                return Reason("backend", job.need.backend)
            if all(worker.vram < job.need.vram for worker in self._idle):
                return Reason("vram", amount=job.need.vram)
        return Reason("turn", ahead=ahead, yours=yours) if ahead else Reason("next")

    def _by_turn(self, jobs: Sequence[Waiting]) -> list[Waiting]:
        """In the order of their score, were each charged with all of the same user and project before it."""
        users, projects = defaultdict(float, self._usage.users), defaultdict(float, self._usage.projects)
        turns = []
        for job in sorted(jobs, key=lambda each: (-each.priority, *in_order(each))):
            had = users[job.user_id] + PROJECT * projects[job.project_id]
            turns.append((had - AGE * (self._now - job.place) - PRIORITY * job.priority, job.place, job.id, job))
            users[job.user_id] += job.seconds
            projects[job.project_id] += job.seconds
        return [turn[3] for turn in sorted(turns, key=lambda each: each[:3])]


def _variance(spread: float) -> float:
    """Of what takes a time that nobody can tell the spread of, any."""
    return spread**2 if spread else math.inf


def _error(variance: float) -> float:
    return round(LIKELY * variance**0.5, 1) if math.isfinite(variance) else 0.0


def lasts(work: Sequence[tuple[str, float, Sequence[str]]], slots: int) -> float:
    """Seconds until all is made by so many slots that have nothing else to do. `work`: name, seconds, and names of what
    comes before it, in an order in which it can be made.
    """
    free = [0.0] * slots
    ends: dict[str, float] = {}
    for name, seconds, after in work:
        ready = max((ends.get(each, 0.0) for each in after), default=0.0)
        ends[name] = max(heapq.heappop(free), ready) + seconds
        heapq.heappush(free, ends[name])
    return max(ends.values(), default=0.0)
