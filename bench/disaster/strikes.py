"""Kill -9 of the canvas's processes, at moments when edits are on their way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NoReturn

import psycopg
from psycopg.rows import TupleRow

from bench.disaster.beside import Beside
from production_canvas.local.started import Started

WEB, BESIDE, POSTGRES, VALKEY = "web", "web beside", "postgres", "valkey"

AWAY_LIMIT = 60.0
WINDOW_LIMIT = 5.0
# From the moment an edit arrives to its answer some 20 ms go by: a kill falls before, into and after the commit.
JITTER = 0.02
SHARE_ON_THEIR_WAY = 0.2
AT_ONCE = 0.2
JUST_LOGGED = 0.5


@dataclass(frozen=True, slots=True)
class Strike:
    """`at`: seconds since 1970. `on_their_way`: ids of batches sent and unanswered; `alone`: nothing else was down."""

    name: str
    at: float
    on_their_way: frozenset[str]
    alone: bool


class Stalled(TimeoutError):
    """The canvas has not come back from a strike."""


class Striker:
    """Strikes one target after the other. `acknowledged()`: how many answers the crew has had so far.

    `stalled` says what did not come back from the last strike.
    """

    def __init__(
        self,
        it: Started,
        beside: Beside | None,
        *,
        roll: Random,
        seats: int,
        on_their_way: set[str],
        acknowledged: Callable[[], int],
    ) -> None:
        self.done: list[Strike] = []
        self.stalled: list[str] = []
        self._it = it
        self._beside = beside
        self._roll = roll
        self._enough = max(2, round(seats * SHARE_ON_THEIR_WAY))
        self._on_their_way = on_their_way
        self._acknowledged = acknowledged

    async def strike(self, targets: Sequence[str]) -> None:
        """Kills each; the next comes when edits flow again, or, now and then, while the last is still away.

        Raises Stalled.
        """
        for name in targets:
            struck_twice = bool(self.done) and self.done[-1].name != name and self._roll.random() < AT_ONCE
            if struck_twice:
                await asyncio.sleep(self._roll.uniform(0.0, 1.5))
            else:
                await self.until_it_flows()
                await asyncio.sleep(self._roll.uniform(0.3, 1.5))
                await self._window()
            await self._until_alive(name)
            if not struck_twice and name in {WEB, BESIDE} and self._roll.random() < JUST_LOGGED:
                await asyncio.to_thread(self._until_logged)
            self._kill(name, alone=not struck_twice)

    async def until_it_flows(self) -> None:
        """Everything lives, and the crew's edits are answered."""
        for name in (WEB, POSTGRES, VALKEY):
            await self._until_alive(name)
        before, end = self._acknowledged(), time.monotonic() + AWAY_LIMIT
        while self._acknowledged() < before + 3 * self._enough:
            if time.monotonic() > end:
                self._give_up("No edit was answered")
            await asyncio.sleep(0.02)

    async def _window(self) -> None:
        end = time.monotonic() + WINDOW_LIMIT
        while len(self._on_their_way) < self._enough and time.monotonic() < end:
            await asyncio.sleep(0.001)
        await asyncio.sleep(self._roll.uniform(0.0, JITTER))

    def _until_logged(self) -> None:
        """Returns the moment a commit is there: who is killed now has told nobody yet."""
        with psycopg.connect(self._it.now().database_url, autocommit=True) as connection:
            before, end = _logged(connection), time.monotonic() + WINDOW_LIMIT
            while _logged(connection) == before and time.monotonic() < end:
                pass

    async def _until_alive(self, name: str) -> None:
        end = time.monotonic() + AWAY_LIMIT
        while not alive(self._pid(name)):
            if time.monotonic() > end:
                self._give_up(f"{name} did not come back")
            await asyncio.sleep(0.05)

    def _give_up(self, why: str) -> NoReturn:
        after = f" after the kill of {self.done[-1].name}" if self.done else ""
        self.stalled.append(f"{why} within {AWAY_LIMIT:g} s{after}.")
        raise Stalled

    def _pid(self, name: str) -> int:
        if name == BESIDE:
            assert self._beside is not None
            return self._beside.pid
        return self._it.now().processes.get(name, 0)

    def _kill(self, name: str, *, alone: bool) -> None:
        pid = self._pid(name)
        # What PostgreSQL started lives in sessions of its own: the group alone would leave it behind.
        family = [pid, *(children(pid) if name == POSTGRES else ())]
        self.done.append(Strike(name, time.time(), frozenset(self._on_their_way), alone))
        for each in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)


def _logged(connection: psycopg.Connection[TupleRow]) -> int:
    row = connection.execute("SELECT sum(version) FROM graphs").fetchone()
    return int(row[0]) if row else 0


def alive(pid: int) -> bool:
    """Whether the process runs: one that was killed is told of until its parent has looked."""
    try:
        return pid > 0 and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found
