"""The crew as its conductor sees it: a Node process with the browser's engine in every seat, and what it told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from production_canvas.local import node

PROGRAM = Path(__file__).with_name("crew.mjs")
LINE_LIMIT = 256 * 1024 * 1024
OPEN_LIMIT = 60.0
FILM_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch as a seat first sent it."""

    seat: int
    base_version: int
    ops: list[dict[str, Any]]


@dataclass(slots=True)
class Diary:
    """What the seats did and heard. Moments in seconds since 1970.

    `seen`: every acknowledgement as (moment, id, version); `asked`: undo and redo by id, `dropped` those whose page was
    closed meanwhile; `changed`: ids whose batch was not the same when it was sent again; `wrote`: letters typed into
    shared texts, by (node, key); `erased`: those of them that their author may have taken away before they were sent.
    """

    sent: dict[str, Sent] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    seen: list[tuple[float, str, int]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    wrote: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    again: int = 0
    lost: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    visits: int = 0

    def take(self, name: str, seat: int, at: float, *facts: Any) -> None:
        """Takes in one thing a seat told."""
        match name, facts:
            case "sent", (client_op_id, base_version, ops):
                self.sent[client_op_id] = Sent(seat, base_version, ops)
            case "again", (client_op_id, same):
                self.again += 1
                if not same:
                    self.changed.append(client_op_id)
            case "asked", (client_op_id,):
                self.asked[client_op_id] = seat
            case (("seen" | "undone"), (client_op_id, version)):
                self.seen.append((at, client_op_id, version))
            case "refused", (client_op_id, code, detail):
                self.refused[client_op_id] = (code, detail)
            case "dropped", (client_op_id,):
                self.dropped.add(client_op_id)
            case "wrote", (node_id, key, letters):
                self.wrote.setdefault((node_id, key), set()).update(letters)
            case "erased", (letters,):
                self.erased.update(letters)
            case _:
                self._aside(name, facts)

    def _aside(self, name: str, facts: tuple[Any, ...]) -> None:
        if name == "visit":
            self.visits += 1
        else:
            {"lost": self.lost, "said": self.said, "complaint": self.complaints}[name].append(str(facts[0]))


class Crew:
    """`settled`: whether everything that anybody did has its answer; `waits`: what had none when the film was shown."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.told = Diary()
        self.settled = False
        self.looks = 0
        self.open = 0
        self.waits: list[str] = []
        self._process = process
        self._films: asyncio.Queue[list[dict[str, Any]]] = asyncio.Queue()

    async def order(self, do: str, **facts: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(orjson.dumps({"do": do, **facts}) + b"\n")
        await self._process.stdin.drain()

    async def listen(self) -> None:
        """Takes in what is told until the process ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = orjson.loads(line)
            for name, seat, at, *facts in told.get("told", ()):
                self.told.take(name, seat, at / 1000, *facts)
            if "settled" in told:
                self.settled, self.open = told["settled"], told["open"]
                self.looks += 1
            if "film" in told:
                self.waits = told["waits"]
                self._films.put_nowait(told["film"])

    async def films(self) -> list[dict[str, Any]]:
        """The film as every seat shows it."""
        await self.order("film")
        async with asyncio.timeout(FILM_LIMIT):
            return await self._films.get()

    async def until_settled(self, limit: float) -> bool:
        """Whether it comes to rest within `limit` seconds. Only what is looked at from now on counts."""
        looks, end = self.looks + 1, time.monotonic() + limit
        while not (self.settled and self.looks > looks):
            if self._process.returncode is not None:
                raise RuntimeError(f"The crew has left: {self.told.complaints[-3:]}.")
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.05)
        return True


@asynccontextmanager
async def crew(*, seats: Sequence[str], **order: Any) -> AsyncIterator[Crew]:
    """A crew with one seat per token, its pages open. `order` as `crew.mjs` says under `open`."""
    process = await asyncio.create_subprocess_exec(
        node.node(),
        PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=node.environment(),
        limit=LINE_LIMIT,
    )
    one = Crew(process)
    listening = asyncio.create_task(one.listen())
    try:
        people = [{"seat": seat, "token": token} for seat, token in enumerate(seats)]
        await one.order("open", seats=people, **order)
        if not await one.until_settled(OPEN_LIMIT):
            raise TimeoutError(f"The crew did not come in: {one.told.complaints[:3]}.")
        yield one
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
