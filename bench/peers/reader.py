"""A client of the y-protocol: the nodes are one shared map, each node a map in it, and an edit sets one of its keys."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pycrdt import (
    Doc,
    Map,
    TransactionEvent,
    YMessageType,
    YSyncMessageType,
    create_sync_message,
    create_update_message,
    handle_sync_message,
)

from bench.load import shots
from bench.load.tally import Tally
from bench.load.wire import BINARY, Address, Wire, arrival, open_wire

# The moment of sending rides in the value that is set, and so in the bytes of the update, however they are framed.
STAMP = re.compile(rb"@(\d+)@")
NODES_PER_UPDATE = 250


class Reader:
    """Holds the whole document, as every client of this protocol does."""

    gaps: int | None = None

    def __init__(self, seat: int, nodes: int, tally: Tally) -> None:
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.joined_in = 0.0
        self.seat = seat
        self.wire = Wire(self.heard)
        self.document: Doc[Any] = Doc()
        self._began = time.monotonic()
        self._nodes: Map[Any] = self.document.get("nodes", type=Map)
        self._count = nodes
        self._tally = tally

    def heard(self, message: bytes) -> None:
        """Takes one message in."""
        if message[0] != YMessageType.SYNC:
            return
        reply = handle_sync_message(message[1:], self.document)
        now = time.monotonic_ns()
        if reply is not None:
            self.wire.send(reply, BINARY)
        if message[1] == YSyncMessageType.SYNC_STEP2:
            self.joined_in = time.monotonic() - self._began
            self.joined.set_result(None)
        elif message[1] == YSyncMessageType.SYNC_UPDATE:
            for stamp in STAMP.findall(message):
                self._tally.arrived(int(stamp), now)

    def ask(self) -> None:
        """Asks for everything the document lacks."""
        self.wire.send(create_sync_message(self.document), BINARY)

    def edit(self, step: int) -> None:
        """Moves a node, or every third time gives one a title: the same edits as on the product."""
        stamp = f"@{time.monotonic_ns()}@"
        with _Told(self):
            node = self._nodes[f"shot-{(self.seat * 97 + step * 13) % self._count}"]
            if step % 3:
                node["position"] = {"x": float(step * 7 % 9000), "y": float(self.seat * 40), "by": stamp}
            else:
                node["title"] = f"Editor {self.seat}, step {step} {stamp}"

    def fill(self, start: int, end: int) -> None:
        """Adds the nodes of those numbers."""
        with _Told(self), self.document.transaction():
            for index in range(start, end):
                self._nodes[f"shot-{index}"] = Map(_shot(index))

    async def close(self) -> None:
        await self.wire.close()


class _Told:
    """What is done to the document in the block goes to the server."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> None:
        self._watch = self._reader.document.observe(self._tell)

    def __exit__(self, *_: object) -> None:
        self._reader.document.unobserve(self._watch)

    def _tell(self, event: TransactionEvent) -> None:
        self._reader.wire.send(create_update_message(event.update), BINARY)


@dataclass(frozen=True, slots=True)
class Server:
    """A server's way in. `server` is its process, `nodes` what each of its rooms holds, by the room's number."""

    url: str
    server: int
    nodes: dict[int, int]
    name: str

    async def enter(self, room: int, seat: int, tally: Tally) -> Reader:
        address = urlsplit(self.url)
        reader = Reader(seat, self.nodes[room], tally)
        assert address.hostname is not None
        assert address.port is not None
        await open_wire(reader.wire, Address(address.hostname, address.port, f"/{self.name}-{room}"))
        reader.ask()
        await arrival(reader.wire, reader.joined)
        return reader

    async def fill(self) -> None:
        """The rooms with their nodes in them, known to the server."""
        for room, nodes in self.nodes.items():
            author = await self.enter(room, 0, Tally())
            for start in range(0, nodes, NODES_PER_UPDATE):
                author.fill(start, min(nodes, start + NODES_PER_UPDATE))
            await author.close()
            # Whoever enters next is answered behind all of it.
            last = await self.enter(room, 0, Tally())
            held = len(last.document.get("nodes", type=Map))
            assert held == nodes, f"{held} of {nodes} nodes arrived"
            await last.close()


def _shot(index: int) -> dict[str, Any]:
    return {
        "type": "shot",
        "position": {"x": float(index % 40 * 340), "y": float(index // 40 * 480)},
        "number": f"SH{index:04d}",
        "title": shots.title(index),
        "prompt": shots.prompt(index),
    }
