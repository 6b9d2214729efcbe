"""Everything that goes wrong in a history, and its end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tests.simulation.bus import BusEnd
from tests.simulation.journal import Fates

if TYPE_CHECKING:
    from tests.simulation.person import Person
    from tests.simulation.world import World

Trouble = Callable[[], Awaitable[None]]


class Faults:
    """Draws what may happen in this history at all, then lets it happen."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._world = world
        self._rng = rng
        self._restored = False
        self._running: list[asyncio.Task[None]] = []

    async def rage(self, seconds: float) -> None:
        """Trouble for so long."""
        rng, world = self._rng, self._world
        self._weather()
        self._database()
        kinds: list[tuple[float, float, Trouble]] = [
            (0.6, 2.5, self._kill), (0.3, 4.0, self._renew), (0.35, 4.0, self._no_database),
            (0.4, 3.0, self._no_broker),
            (0.7, 1.5, self._cut), (0.4, 3.0, self._half_open), (0.4, 3.0, self._stuck), (0.4, 3.0, self._offline),
            (0.4, 3.0, self._reload), (0.08, 5.0, self._backup),
        ]  # fmt: skip
        if rng.random() < 0.5:
            world.broker.loss = rng.choice([0.1, 0.5, 1.0])
        for chance, every, trouble in kinds:
            if rng.random() < chance:
                self._running.append(asyncio.create_task(self._again(every, trouble)))
        await asyncio.sleep(seconds)

    async def end(self) -> None:
        """Everything works again."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        world = self._world
        world.store.away, world.store.fates = False, Fates()
        world.broker.loss = 0.0
        world.weather.slowest = min(world.weather.slowest, 0.05)
        world.weather.late = world.weather.doubled = world.weather.swapped = 0.0
        for process in world.processes:
            process.bus.come_back()
        for person in world.people:
            person.away = False
            if person.wire is not None:
                person.wire.resume()

    async def _again(self, every: float, trouble: Trouble) -> None:
        while True:
            await asyncio.sleep(self._rng.expovariate(1 / every))
            await trouble()

    def _weather(self) -> None:
        rng, weather = self._rng, self._world.weather
        weather.slowest = rng.choice([0.01, 0.05, 0.3])
        weather.late = rng.choice([0.0, 0.02])
        weather.doubled = rng.choice([0.0, 0.0, 0.05])
        weather.swapped = rng.choice([0.0, 0.0, 0.05])
        self._world.unruly = weather.doubled + weather.swapped > 0

    def _database(self) -> None:
        rng = self._rng
        fates = Fates(slowest=rng.choice([0.004, 0.02, 0.2]))
        for name, most in (
            ("refused", 0.05), ("unanswered", 0.06), ("late", 0.01), ("hung", 0.006), ("killed_before", 0.02),
            ("killed_after", 0.03), ("unread", 0.02),
        ):  # fmt: skip
            if rng.random() < 0.5:
                setattr(fates, name, rng.uniform(0, most))
        self._world.store.fates = fates

    async def _kill(self) -> None:
        if self._world.processes:
            self._world.kill(self._rng.choice(self._world.processes))

    async def _renew(self) -> None:
        if self._world.processes:
            await self._world.replace_process(self._rng.choice(self._world.processes))

    async def _no_database(self) -> None:
        store = self._world.store
        store.away = True
        self._world.witness.met["database away"] += 1
        await asyncio.sleep(self._rng.choice([0.3, 1.0, 4.0]))
        store.away = False

    async def _no_broker(self) -> None:
        ends: list[BusEnd] = [process.bus for process in self._world.processes if self._rng.random() < 0.7]
        for end in ends:
            end.leave()
        self._world.witness.met["broker away"] += 1
        await asyncio.sleep(self._rng.uniform(0.1, 4.0))
        for end in ends:
            end.come_back()

    def _somebody(self) -> Person | None:
        there = [person for person in self._world.people if person.wire is not None]
        return self._rng.choice(there) if there else None

    async def _cut(self) -> None:
        person = self._somebody()
        if person is not None and person.wire is not None:
            self._world.witness.met["line cut"] += 1
            person.wire.cut()

    async def _half_open(self) -> None:
        person = self._somebody()
        if person is not None and person.wire is not None:
            self._world.witness.met["half-open"] += 1
            person.wire.fall_silent()

    async def _stuck(self) -> None:
        person = self._somebody()
        if person is not None and person.wire is not None:
            wire = person.wire
            self._world.witness.met["reader stuck"] += 1
            wire.stall()
            await asyncio.sleep(self._rng.choice([0.5, 3.0, 12.0]))
            wire.resume()

    async def _offline(self) -> None:
        person = self._somebody()
        if person is not None:
            self._world.witness.met["offline"] += 1
            person.away = True
            person.hang_up(late=self._rng.choice([0.0, 3.0]))
            await asyncio.sleep(self._rng.uniform(0.5, 5.0))
            person.away = False

    async def _reload(self) -> None:
        person = self._somebody()
        if person is not None:
            self._world.witness.met["page reloaded"] += 1
            person.reload()

    async def _backup(self) -> None:
        world = self._world
        if self._restored or world.store.version < 10:
            return
        self._restored = world.letters_may_go = True
        world.witness.met["backup restored"] += 1
        for process in [*world.processes]:
            world.kill(process)
        world.store.restore(world.store.version - self._rng.randint(1, 9))
        world.witness.forget_after(world.store.version)
