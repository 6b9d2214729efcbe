"""Sockets without a network: frames late, doubled, swapped or lost, ends that fall silent, readers that stop."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Protocol

from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.utils import ClientDisconnected

from production_canvas.web.line import FAREWELL, Outgoing

WINDOW = 4 * 1024
"""Bytes that a reader may leave unread before the sender has to wait."""
PING_LIMIT = 22.0
"""Seconds after which the server's own pings find out that nobody is there."""
GONE = 1006


@dataclass
class Weather:
    """What the network does. `slowest` in seconds; the rest are chances per frame."""

    slowest: float = 0.05
    late: float = 0.0
    doubled: float = 0.0
    swapped: float = 0.0

    def delay(self, rng: random.Random) -> float:
        """Seconds that one frame travels."""
        if rng.random() < self.late:
            return rng.uniform(self.slowest, self.slowest * 20)
        return rng.uniform(0.001, self.slowest)


class Ear(Protocol):
    """The client's end."""

    def heard(self, wire: Wire, text: str) -> None: ...
    def ended(self, wire: Wire, code: int) -> None: ...


class Wire:
    """One connection between a client and a process; `socket` is what the process sees of it."""

    def __init__(self, rng: random.Random, weather: Weather, ear: Ear, query: dict[str, str], token: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._rng = rng
        self._weather = weather
        self._ear = ear
        self.socket = Socket(self, query, token)
        self.open = True
        self.silent = False
        self.blocked_until = 0.0
        self._stalled = False
        self._backlog: list[tuple[str, int]] = []
        self._unread = 0
        self._room = asyncio.Event()
        self._room.set()
        self._up_last = self._down_last = 0.0
        self._ended: float | None = None
        self._drawn = (0.0, (0.0, 0.0, 0.0, 0.0))

    def alive_until(self) -> float:
        """The last moment at which the server could have heard of the client."""
        return self._loop.time() if self._ended is None else self._ended

    def say(self, text: str) -> None:
        """Client to server. Never fails: a dead line swallows it."""
        if self.open and not self.silent:
            self._up_last = self._arrival(self._up_last)
            self._loop.call_at(self._up_last, self.socket.arrived, text)

    def hang_up(self, *, late: float = 0.0) -> None:
        """The client leaves; the server learns of it up to `late` seconds after."""
        if self.open:
            self.open = False
            self._end()
            if not self.silent:
                self._loop.call_later(self._weather.delay(self._rng) + late, self.socket.lost, GONE)

    def cut(self) -> None:
        """The line breaks: what is on its way is lost, both ends learn of it."""
        if self.open:
            self.hang_up()
            self._loop.call_later(self._weather.delay(self._rng), self._ear.ended, self, GONE)

    def break_off(self) -> None:
        """The server ends the line; a client that is there learns of it."""
        if self.open and not self.silent and not self._stalled:
            self._farewell(GONE)
        else:
            self.socket.lost(GONE)

    def fall_silent(self) -> None:
        """The line goes half-open: nothing arrives any more and nobody is told."""
        if self.open and not self.silent:
            self.silent = True
            self._end()
            self._loop.call_later(PING_LIMIT, self.socket.lost, GONE)

    def _end(self) -> None:
        if self._ended is None:
            self._ended = self._loop.time()

    def stall(self) -> None:
        """The client stops reading."""
        self._stalled = True

    def resume(self) -> None:
        """The client reads again."""
        self._stalled = False
        backlog, self._backlog = self._backlog, []
        for text, size in backlog:
            self._deliver(text, size)

    @property
    def stalled(self) -> bool:
        return self._stalled

    async def down(self, text: str) -> None:
        """Server to client. Waits while the client leaves too much unread."""
        while not self._room.is_set():
            await self._room.wait()
        size = len(text.encode())
        self._unread += size
        self._measure()
        if self.silent or not self.open:
            # The sender's own machine takes it, and nobody will ever read it.
            return
        at = self._down_last = self._arrival(self._down_last)
        swapped, doubled, more = self._chances()[1:]
        if swapped < self._weather.swapped:
            at += more
        self._loop.call_at(at, self._deliver, text, size)
        if doubled < self._weather.doubled:
            self._loop.call_at(at + more, self._deliver, text, 0)

    def down_end(self, code: int) -> None:
        """The server closes; the client learns of it behind the last frame."""
        if self.open and not self.silent:
            self._loop.call_at(self._arrival(self._down_last), self._farewell, code)

    def _farewell(self, code: int) -> None:
        if self.open and not self.silent:
            self.open = False
            self.socket.lost(code)
            self._ear.ended(self, code)

    def _arrival(self, last: float) -> float:
        return max(last, self._loop.time() + self._chances()[0])

    def _chances(self) -> tuple[float, float, float, float]:
        # One draw for all frames of a moment: in which order the server hands them over is nobody's to foresee.
        rng, now = self._rng, self._loop.time()
        if self._drawn[0] != now:
            weather = self._weather
            self._drawn = now, (weather.delay(rng), rng.random(), rng.random(), weather.delay(rng))
        return self._drawn[1]

    def _deliver(self, text: str, size: int) -> None:
        if self._stalled:
            self._backlog.append((text, size))
            return
        self._unread -= size
        self._measure()
        if self.open and not self.silent:
            self._ear.heard(self, text)

    def _measure(self) -> None:
        if self._unread <= WINDOW:
            if not self._room.is_set():
                self.blocked_until = self._loop.time()
                self._room.set()
        else:
            self.blocked_until = float("inf")
            self._room.clear()

    def unblock(self) -> None:
        """Lets a sender find out that the line is dead."""
        self._unread = 0
        self._measure()


class Socket:
    """The process's end, as the server's own code sees a websocket."""

    def __init__(self, wire: Wire, query: dict[str, str], token: str) -> None:
        self.wire = wire
        self.query_params = query
        self.headers = {"authorization": f"Bearer {token}"}
        self.cookies: dict[str, str] = {}
        self.app = SimpleNamespace(state=SimpleNamespace())
        self.scope = {"line": self}
        self.closed = False
        self.leaves: Callable[[Socket, bytes], None] = lambda _socket, _body: None
        self.told = 0
        self.synced = 0.0
        self._frames: deque[str] = deque()
        self._code: int | None = None
        self._wake = asyncio.Event()

    async def accept(self) -> None:
        """The handshake is behind us."""

    async def receive_text(self) -> str:
        """The next frame. Raises WebSocketDisconnect when the line is gone."""
        while not self._frames:
            if self._code is not None:
                raise WebSocketDisconnect(self._code)
            self._wake.clear()
            await self._wake.wait()
        return self._frames.popleft()

    @property
    def heard(self) -> float:
        """When anything came from the client, its answers to pings included."""
        return self.wire.alive_until()

    async def put(self, frame: Outgoing) -> None:
        """Raises ClientDisconnected when the line is known to be gone."""
        if self.closed or self._code is not None:
            raise ClientDisconnected
        self.leaves(self, frame.body)
        await self.wire.down(frame.body.decode())

    def abort_soon(self) -> None:
        """Ends the line a moment later, farewell read or not."""
        asyncio.get_running_loop().call_later(FAREWELL, self.wire.break_off)

    async def close(self, code: int = 1000, _reason: str | None = None) -> None:
        """Closes from the server's side."""
        if self.closed:
            raise RuntimeError("closed already")
        self.closed = True
        self.wire.down_end(code)

    def arrived(self, text: str) -> None:
        """A frame is here."""
        if self._code is None:
            self._frames.append(text)
            self._wake.set()

    def lost(self, code: int) -> None:
        """The line is known to be gone."""
        if self._code is None:
            self._code = code
            self.wire.unblock()
            self._wake.set()
