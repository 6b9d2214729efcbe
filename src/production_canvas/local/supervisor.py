"""Keeps a group of processes alive: one that dies is started again, after a pause that grows while it keeps dying."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from production_canvas.local.process import Process

LONGEST_PAUSE = 10.0
STEADY = 5.0
log = structlog.get_logger()


class Supervisor:
    """`tend` is called a few times a second from the main thread, which is the one children are bound to."""

    def __init__(self) -> None:
        self._processes: dict[str, Process] = {}
        self._pause: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self.deaths: Counter[str] = Counter()

    @property
    def pids(self) -> dict[str, int]:
        """Process number by name, of those that live."""
        return {name: process.pid for name, process in self._processes.items() if process.alive}

    def keep(self, process: Process) -> None:
        """`process`, already started, is started again from now on whenever it dies."""
        self._processes[process.name] = process

    def release(self, name: str) -> Process | None:
        """No longer watched: it may end now."""
        return self._processes.pop(name, None)

    def tend(self) -> list[str]:
        """Names of those that were started again."""
        now = time.monotonic()
        started = []
        for name, process in self._processes.items():
            if process.alive:
                continue
            if name not in self._due:
                self.deaths[name] += 1
                self._due[name] = now + self._next_pause(name, lived=now - process.started_at)
                log.warning("process.died", name=name, again_in=round(self._due[name] - now, 1))
            if now >= self._due[name]:
                del self._due[name]
                process.start()
                started.append(name)
        return started

    def _next_pause(self, name: str, *, lived: float) -> float:
        """Seconds: none at first, then half a second, doubled for each death within half a minute."""
        pause = 0.0 if lived > STEADY or name not in self._pause else min(LONGEST_PAUSE, self._pause[name] * 2 or 0.5)
        self._pause[name] = pause
        return pause
