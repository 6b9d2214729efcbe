"""What the scheduling rules reason about: jobs that wait, workers, who had how much. Times in seconds of one clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Need(NamedTuple):
    """What a job asks of a worker. `vram` in GiB; an empty `model` needs nothing loaded."""

    backend: str
    quality: str
    vram: float = 0.0
    model: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that has no worker yet.

    `place` is the moment it queued at, or the one that a person's ordering gave it; `by_hand`: a person ordered it.
    `seconds` it takes give or take `spread` (0: nothing tells by how much), and `load` before that where its model is
    not loaded. `after`: what has to succeed first, by the names people know. `paused_by`: a name. `not_before`: when a
    retry is due.
    """

    id: str
    user_id: str
    project_id: str
    need: Need
    place: float
    priority: int = 0
    by_hand: bool = False
    seconds: float = 60.0
    spread: float = 30.0
    load: float = 0.0
    after: tuple[str, ...] = ()
    paused_by: str | None = None
    not_before: float = 0.0
    lane: str = field(init=False, repr=False, compare=False)
    """The same for jobs that differ by nothing but their place."""

    def __post_init__(self) -> None:
        lane = f"{self.user_id} {self.project_id} {tuple(self.need)} {self.priority} {self.by_hand}"
        object.__setattr__(self, "lane", lane)

    def is_ready(self, now: float) -> bool:
        """Whether it may start as far as itself is concerned."""
        return self.paused_by is None and not self.after and self.not_before <= now


@dataclass(frozen=True, slots=True)
class Running:
    """A job in a worker's slot; it began at `began` and takes `seconds` in all, give or take `spread`, 0 where nothing
    tells by how much.
    """

    began: float
    seconds: float
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Worker:
    """`backends` and `qualities` it serves, GiB of `vram`, the `model` it holds, how many jobs at once."""

    id: str
    name: str
    backends: frozenset[str]
    qualities: frozenset[str]
    vram: float = 0.0
    model: str = ""
    slots: int = 1
    running: tuple[Running, ...] = ()

    @property
    def free(self) -> int:
        return max(0, self.slots - len(self.running))

    def serves(self, need: Need) -> bool:
        return need.backend in self.backends and need.quality in self.qualities and need.vram <= self.vram


@dataclass(frozen=True, slots=True)
class Usage:
    """Worker seconds that each user and each project had of late; older ones count less."""

    users: Mapping[str, float] = field(default_factory=dict)
    projects: Mapping[str, float] = field(default_factory=dict)


HALF_LIFE = 3600.0
"""Seconds after which worker time counts half in `Usage`."""


class Assignment(NamedTuple):
    job_id: str
    worker_id: str
