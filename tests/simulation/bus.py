"""A broker without a network: frames between processes that are late or lost, and times when it is away."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from tests.simulation.clock import Mortal, moment

Handler: TypeAlias = Callable[[str, bytes], None]


class Broker:
    """`loss`: the chance that a frame reaches nobody, without anybody being told."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._ends: list[BusEnd] = []
        self.loss = 0.0
        self.slowest = 0.01

    def end(self, owner: Mortal) -> BusEnd:
        """A process's connection."""
        made = BusEnd(self, owner)
        self._ends.append(made)
        return made

    def forget(self, owner: Mortal) -> None:
        """A process is gone."""
        self._ends = [end for end in self._ends if end.owner is not owner]

    def carry(self, sender: BusEnd, topic: str, project_id: str, body: bytes) -> None:
        """To everybody else, each at its own time but in order."""
        loop = asyncio.get_running_loop()
        for place, end in enumerate(self._ends):
            chance = moment(self._seed, self._ends.index(sender), place, topic)
            if end is not sender and chance.random() >= self.loss:
                end.last = max(end.last, loop.time() + chance.uniform(0.0005, self.slowest))
                loop.call_at(end.last, end.arrived, topic, project_id, body)


class BusEnd:
    """What one process sees of the broker; the same doors as the real bus."""

    def __init__(self, broker: Broker, owner: Mortal) -> None:
        self._broker = broker
        self.owner = owner
        self.connected = True
        self.last = 0.0
        self._handlers: dict[str, list[Handler]] = {}
        self._returns: list[Callable[[], None]] = []
        self._waiting: deque[tuple[str, str, bytes]] = deque(maxlen=10_000)

    def subscribe(self, topic: str, handler: Handler) -> None:
        self._handlers.setdefault(topic, []).append(handler)

    def on_return(self, handler: Callable[[], None]) -> None:
        self._returns.append(handler)

    def publish(self, topic: str, project_id: str, body: bytes) -> None:
        for handler in self._handlers.get(topic, ()):
            handler(project_id, body)
        self.send(topic, project_id, body)

    def send(self, topic: str, project_id: str, body: bytes) -> None:
        if self.owner.dead:
            return
        if self.connected:
            self._broker.carry(self, topic, project_id, body)
        else:
            self._waiting.append((topic, project_id, body))

    def arrived(self, topic: str, project_id: str, body: bytes) -> None:
        """A frame from another process."""
        if self.connected and not self.owner.dead:
            for handler in self._handlers.get(topic, ()):
                self.owner.context.copy().run(handler, project_id, body)

    def leave(self) -> None:
        """The broker is out of reach: what others say is missed, what this process says waits."""
        self.connected = False

    def come_back(self) -> None:
        """The broker answers again."""
        if self.connected or self.owner.dead:
            return
        self.connected = True
        for back in self._returns:
            self.owner.context.copy().run(back)
        while self._waiting:
            self._broker.carry(self, *self._waiting.popleft())
