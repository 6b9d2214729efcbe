"""The queue and the workers on the wire, and what people ask of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from production_canvas.protocol.operations import Identifier, Part

LARGEST_PAGE = 500

Priority = Annotated[int, Field(ge=-2, le=2)]


class SetPriority(Part):
    """-2 (last) to 2 (first)."""

    task_id: Identifier
    priority: Priority


class WaitingReason(Part):
    """Why a job waits. `code`: paused, needs, retry, no_worker, backend, quality, vram, turn, next, starting.

    `name`: who paused, what is needed first, which backend or quality; `amount`: GB, or seconds until the retry;
    `ahead` jobs are before it, `yours` of them its own person's. `detail` says it in words.
    """

    code: str
    detail: str
    name: str
    amount: float
    ahead: int
    yours: int


class QueueEntry(Part):
    """One job that waits or runs. `position` from 1 over all projects, null where it cannot start yet.

    `starts` and `ends`: seconds from `QueuePage.at` on, give or take `error`; null where nothing can be foreseen, an
    `error` of 0 where nothing tells by how much it is off.
    `paused`: this job itself is held; `worker`: the one that makes it; `fault`: what the last try failed of.
    """

    task_id: str
    node_id: str
    number: str
    user_id: str
    user_name: str
    state: Literal["queued", "generating"]
    priority: int
    position: int | None
    reason: WaitingReason | None
    starts: float | None
    ends: float | None
    error: float
    paused: bool
    backend: str
    quality: str
    worker: str | None
    attempt: int
    fault: str | None
    queued_at: float


class QueuePause(Part):
    """`user_id` null: the whole film is paused."""

    user_id: str | None
    paused_by: str


class QueuePerson(Part):
    """Somebody who has `count` jobs in the queue."""

    user_id: str
    user_name: str
    count: int


class QueuePage(Part):
    """Jobs of one project in the order in which they will start, running ones first. `at`: seconds of the clock.

    `total`, `generating`, `waiting` and `people` are of the whole project; `found` jobs are of those asked for.
    """

    at: float
    total: int
    generating: int
    waiting: int
    found: int
    pauses: list[QueuePause]
    people: list[QueuePerson]
    entries: list[QueueEntry]


class FindInQueue(Part):
    """Jobs of that person, on that worker, of those nodes, all of it at once; what is null does not matter."""

    user_id: Identifier | None = None
    worker: Annotated[str, Field(max_length=200)] | None = None
    node_ids: Annotated[list[Identifier], Field(max_length=5000)] | None = None
    offset: Annotated[int, Field(ge=0, lt=2**31)] = 0
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 100


class EndedJob(Part):
    """A job that was not made. `attempts` it had, `ended_at` ISO 8601, `takes` of its node are kept.

    `last`: nothing was asked of its node since, so it can be tried again.
    """

    task_id: str
    node_id: str
    number: str
    user_id: str
    user_name: str
    state: Literal["error", "cancelled"]
    error: str
    backend: str
    quality: str
    worker: str | None
    attempts: int
    ended_at: str
    takes: int
    last: bool


class EndedJobs(Part):
    """Newest first; `total` of the last week."""

    total: int
    jobs: list[EndedJob]


class QueueUpdated(Part):
    """What changed in a project's queue, at most about once a second: entries that are new or stand elsewhere, and
    ids of those that are over. `more`: too much changed to tell it all; read the page again.
    """

    at: float
    total: int
    generating: int
    waiting: int
    pauses: list[QueuePause]
    entries: list[QueueEntry]
    gone: list[str]
    more: bool


class Resources(BaseModel):
    """What processes use: `cores` busy of `of_cores`, on average of the last second or two; bytes of `memory` resident
    of `of_memory`, what they share counted once, and of graphics memory, null where nobody can tell. What they may use
    is their container's part of the machine.
    """

    # A worker may be newer than who reads of it.
    model_config = ConfigDict(extra="ignore", frozen=True)
    cores: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    of_cores: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    memory: Annotated[int, Field(ge=0)]
    of_memory: Annotated[int, Field(ge=0)]
    vram: Annotated[int, Field(ge=0)] | None = None


class WorkerRecord(Part):
    """`vram` in GiB, `model` that it holds, `busy` of its `slots` at work, `joined_at` ISO 8601.

    `resources`: what it and its jobs use; null where it has not measured that yet.
    """

    name: str
    backends: list[str]
    qualities: list[str]
    vram: float
    model: str
    slots: int
    busy: int
    joined_at: str
    resources: Resources | None


class WorkersUpdated(Part):
    """All workers that are connected, by name."""

    workers: list[WorkerRecord]


class WorkerRun(Part):
    """One attempt at one job. `ended_at` null: it runs; `outcome`: success, error, cancelled, retry or lost.

    `peak`: the most of each that it used, measured once a second; null of what ended sooner.
    """

    task_id: str
    node_id: str
    number: str
    attempt: int
    model: str
    loaded: bool
    started_at: str
    ended_at: str | None
    outcome: str | None
    peak: Resources | None


class WorkerRuns(Part):
    """What a worker did for this project in the last day, oldest first."""

    runs: list[WorkerRun]


class NewPriority(Part):
    priority: Priority


class MoveInQueue(Part):
    """Right before, or right after, another job of the same person. Exactly one of the two."""

    before: Identifier | None = None
    after: Identifier | None = None


class PauseQueue(Part):
    """`mine`: what the sender queued and will queue here; `film`: everybody's, by its owner."""

    scope: Literal["mine", "film"] = "mine"


class GenerateMany(Part):
    """Shots, scenes, or with no ids the whole film; with all that they are made of and that is stale. `dry_run` only
    tells what would be made. `anew`: those asked for get a new take, though they have one that fits; `quality`: they
    are made in that one, as if they were set to it.
    """

    node_ids: Annotated[list[Identifier], Field(max_length=5000)] = Field(default_factory=list)
    dry_run: bool = False
    anew: bool = False
    priority: Priority = 0
    quality: Literal["low", "standard", "high"] | None = None


class BatchStep(Part):
    """What becomes of one node. `state`: run (a new take), cached (an earlier take is as it would become, and is the
    active one now), current (its active take is), running (it is being made already), refused (`detail` says why).

    `after`: the nodes that are made first; `seconds` give or take `error`, which is 0 where nothing tells by how much.
    """

    node_id: str
    number: str
    quality: str
    state: Literal["run", "cached", "current", "running", "refused"]
    detail: str
    after: list[str]
    seconds: float
    error: float
    task_id: str | None


class BatchPlan(Part):
    """In an order in which they can be made. `seconds`: of worker time in all, give or take `error` as in a
    step; `run`: how many takes are made.

    `lasts`: about how long it takes from its first start on, with all `slots` of the workers at it; null while there
    are none. `ahead`: jobs of the installation that wait or run already.
    """

    steps: list[BatchStep]
    run: int
    cached: int
    current: int
    seconds: float
    error: float
    slots: int
    lasts: float | None
    ahead: int


class CancelMany(Part):
    task_ids: Annotated[list[Identifier], Field(min_length=1, max_length=5000)]


class Cancelled(Part):
    """How many were stopped, or asked to."""

    count: int
