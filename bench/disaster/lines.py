"""The lines between the crew and the canvas: they delay, break, fall silent, and deliver twice. All from one seed.

Frames of one connection keep their order, as TCP keeps it; what a broken connection still had on its way may arrive
after what the next one brought.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.http11 import Request, Response

from production_canvas.local.ports import free_port

HOST = "127.0.0.1"
OPEN_LIMIT = 3.0
LINGER = 3.0
SILENCE = 20.0
_ID = re.compile(rb'"client_op_id":"([^"]+)"')
_NAMED = (b'{"event":"client:ops"', b'{"event":"client:undo"', b'{"event":"client:redo"')
_ANSWERS = (b'{"event":"server:ops"', b'{"event":"server:delta_sync"', b'{"event":"server:rejected"')


@dataclass(frozen=True, slots=True)
class Weather:
    """`life`: seconds a connection lasts, on average; the rest are shares, `delay` in seconds.

    Ends: cut (both sides know), late (what was on its way arrives afterwards), silent (nobody hears anything, nobody is
    told), deaf (the canvas hears, the crew does not).
    """

    life: float = 25.0
    ends: tuple[tuple[str, float], ...] = (("cut", 6), ("late", 3), ("silent", 1), ("deaf", 1))
    slow: float = 0.06
    delay: float = 0.4
    twice: float = 0.08


STORM = Weather()
CALM = Weather(life=1e9, slow=0.0, twice=0.0)


@dataclass(slots=True)
class Tally:
    """What the lines did. `on_their_way`: ids of batches that the canvas was sent and nobody has heard of since."""

    ends: dict[str, int] = field(default_factory=dict)
    twice: int = 0
    refused: int = 0
    opened: int = 0
    on_their_way: set[str] = field(default_factory=set)


class Lines:
    """One door for the crew; behind it, the addresses in `doors`, any of which may be shut at the moment."""

    def __init__(self, seed: int, doors: list[str]) -> None:
        self.weather = STORM
        self.doors = doors
        self.tally = Tally()
        self._seed = seed
        self._counts: dict[str, int] = {}
        self._upstream: dict[ServerConnection, ClientConnection] = {}
        self._open: set[Line] = set()

    def calm(self) -> None:
        """No more faults: broken lines end, new ones hold."""
        self.weather = CALM
        for line in tuple(self._open):
            line.abort()

    async def let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        """Opens the way to the canvas before the handshake is answered; a refusal where every door is shut."""
        roll = self._roll(request.headers.get("X-Seat", ""))
        for door in roll.sample(self.doors, len(self.doors)):
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                self._upstream[connection] = await connect(
                    f"{door}{request.path}",
                    additional_headers={"Authorization": request.headers["Authorization"]},
                    open_timeout=OPEN_LIMIT,
                    ping_interval=None,
                    close_timeout=1,
                    max_size=None,
                    max_queue=None,
                )
                return None
        self.tally.refused += 1
        return connection.respond(HTTPStatus.BAD_GATEWAY, "The canvas does not answer.\n")

    async def carry(self, connection: ServerConnection) -> None:
        """Serves one connection until it ends."""
        assert connection.request is not None
        line = Line(self, connection, self._upstream.pop(connection), self._roll(connection.request.path))
        self._open.add(line)
        self.tally.opened += 1
        try:
            await line.live()
        finally:
            self._open.discard(line)

    def _roll(self, who: str) -> Random:
        self._counts[who] = self._counts.get(who, 0) + 1
        return Random(f"{self._seed}:{who}:{self._counts[who]}")


class Line:
    def __init__(self, lines: Lines, near: ServerConnection, far: ClientConnection, roll: Random) -> None:
        self._lines = lines
        self._near = near
        self._far = far
        self._roll = roll
        self._deaf = False
        self._silent = False
        self._lag = 0.0

    async def live(self) -> None:
        """Carries frames both ways until either end, or the weather, has had enough."""
        outward = asyncio.create_task(self._carry(self._near, self._far, outward=True))
        inward = asyncio.create_task(self._carry(self._far, self._near, outward=False))
        tasks = {outward, inward, asyncio.create_task(self._fate())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._lag:
                await asyncio.wait({outward}, timeout=LINGER)
            await self._close_both()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.abort()

    def abort(self) -> None:
        for end in (self._near, self._far):
            _transport(end).abort()

    async def _close_both(self) -> None:
        # A refusal has its own code, which the page must hear.
        code = self._far.close_code
        if code is not None and code >= 4000 and not self._silent:
            await self._near.close(code, self._far.close_reason or "")
        elif self._near.close_code is not None and not self._silent:
            await self._far.close()

    async def _fate(self) -> None:
        weather = self._lines.weather
        await asyncio.sleep(min(1e6, self._roll.expovariate(1 / weather.life)))
        names, shares = zip(*weather.ends, strict=True)
        end = self._roll.choices(names, shares)[0]
        ends = self._lines.tally.ends
        ends[end] = ends.get(end, 0) + 1
        if end == "late":
            self._lag = self._roll.uniform(0.2, LINGER / 2)
            _transport(self._near).abort()
        elif end in {"silent", "deaf"}:
            self._deaf, self._silent = True, end == "silent"
            if self._silent:
                _transport(self._far).pause_reading()
                _transport(self._near).pause_reading()
            await asyncio.sleep(SILENCE)

    async def _carry(
        self, source: ClientConnection | ServerConnection, sink: ClientConnection | ServerConnection, *, outward: bool
    ) -> None:
        waiting: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
        writing = asyncio.create_task(self._write(sink, waiting, outward=outward))
        ready = 0.0
        try:
            with contextlib.suppress(ConnectionClosed):
                async for text in _frames(source):
                    if not outward:
                        self._heard(text)
                    ready = max(ready, _now() + self._delay())
                    for _ in range(self._times(text) if outward else 1):
                        waiting.put_nowait((ready, text))
            waiting.put_nowait(None)
            await writing
        finally:
            writing.cancel()

    async def _write(
        self,
        sink: ClientConnection | ServerConnection,
        waiting: asyncio.Queue[tuple[float, bytes] | None],
        *,
        outward: bool,
    ) -> None:
        with contextlib.suppress(ConnectionClosed):
            while (frame := await waiting.get()) is not None:
                ready, text = frame
                await asyncio.sleep(max(0.0, ready + (self._lag if outward else 0.0) - _now()))
                if self._silent or (self._deaf and not outward):
                    continue
                await sink.send(text, text=True)
                if outward and text.startswith(_NAMED):
                    self._lines.tally.on_their_way.update(_names(text))

    def _delay(self) -> float:
        weather = self._lines.weather
        if self._roll.random() < weather.slow:
            return self._roll.uniform(0, weather.delay)
        return 0.0

    def _times(self, text: bytes) -> int:
        if not text.startswith(_NAMED) or self._roll.random() >= self._lines.weather.twice:
            return 1
        self._lines.tally.twice += 1
        return 2

    def _heard(self, text: bytes) -> None:
        if text.startswith(_ANSWERS):
            self._lines.tally.on_their_way.difference_update(_names(text))


@asynccontextmanager
async def lines(seed: int, doors: Sequence[str]) -> AsyncIterator[tuple[Lines, str]]:
    """Lines to those addresses (`ws://…`), and the crew's own, as a page's origin (`http://…`)."""
    port = free_port()
    carried = Lines(seed, list(doors))
    async with serve(
        carried.carry,
        HOST,
        port,
        process_request=carried.let_in,
        compression=None,
        ping_interval=None,
        close_timeout=1,
        max_size=None,
        max_queue=None,
    ):
        yield carried, f"http://{HOST}:{port}"


def _names(text: bytes) -> set[str]:
    return {each.decode() for each in _ID.findall(text)}


async def _frames(source: ClientConnection | ServerConnection) -> AsyncIterator[bytes]:
    while True:
        yield await source.recv(decode=False)


def _transport(end: ClientConnection | ServerConnection) -> asyncio.Transport:
    # uvloop's transports have all of it and inherit nothing.
    return cast("asyncio.Transport", cast("Any", end).transport)


def _now() -> float:
    return asyncio.get_running_loop().time()
