"""A person with a film open: what they are told, and the edits they make."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from bench.load.tally import Tally
from bench.load.wire import Address, Wire, arrival, open_wire
from bench.workloads.films import Film

# The moment of sending rides in the batch's own id, so that any reader can tell how long it took.
EDIT = "edit"
CURSOR_SCALE = 1e-9


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client left: what it asks the difference from."""

    epoch: str
    version: int


class Person:
    """`received_to_join`: bytes until the state was there."""

    def __init__(self, seat: int, nodes: int, tally: Tally) -> None:
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.joined_in = 0.0
        self.seat = seat
        self.version = 0
        self.epoch = ""
        self.gaps = 0
        self.received_to_join = 0
        self.wire = Wire(self.heard)
        self._began = time.monotonic()
        self._nodes = nodes
        self._tally = tally
        self._takes: dict[str, Callable[[dict[str, Any]], None]] = {
            "server:ops": self._take_ops,
            "server:full_sync": self._take_state,
            "server:delta_sync": self._take_difference,
            "server:presence": self._take_presence,
            "server:rejected": self._take_refusal,
            "server:error": self._take_refusal,
        }

    @property
    def place(self) -> Place:
        return Place(self.epoch, self.version)

    def heard(self, text: bytes) -> None:
        """Takes one frame in."""
        frame = orjson.loads(text)
        take = self._takes.get(frame["event"])
        if take is not None:
            take(frame)

    def edit(self, step: int) -> None:
        """Moves a shot, or every third time gives one a title."""
        self.send_ops([_edit(self.seat, step, self._nodes)])

    def send_ops(self, ops: list[dict[str, Any]]) -> None:
        client_op_id = f"{EDIT}{self.seat}:{time.monotonic_ns()}"
        body = {"client_op_id": client_op_id, "base_version": self.version, "ops": ops}
        self.wire.send(orjson.dumps({"event": "client:ops", "payload": body}))

    def point(self, base_ns: int) -> None:
        """Shows the cursor, at an x that tells the moment: nanoseconds since `base_ns`."""
        x = (time.monotonic_ns() - base_ns) * CURSOR_SCALE
        self.wire.send(orjson.dumps({"event": "client:presence", "payload": {"cursor": {"x": x, "y": 1.0}}}))

    async def close(self) -> None:
        await self.wire.close()

    def _take_ops(self, frame: dict[str, Any]) -> None:
        payload = frame["payload"]
        self.gaps += payload["from_version"] != self.version
        self.version = payload["to_version"]
        now = time.monotonic_ns()
        for batch in payload["batches"]:
            author, _, sent = batch["client_op_id"].rpartition(":")
            if author.startswith(EDIT):
                self._tally.arrived(int(sent), now)

    def _take_state(self, frame: dict[str, Any]) -> None:
        graph = frame["payload"]["graph"]
        self._arrive(graph["epoch"], graph["version"])

    def _take_difference(self, frame: dict[str, Any]) -> None:
        self._arrive(self.epoch, frame["payload"]["to_version"])

    def _arrive(self, epoch: str, version: int) -> None:
        self.epoch, self.version = epoch, version
        if not self.joined.done():
            self.joined_in = time.monotonic() - self._began
            self.received_to_join = self.wire.received
            self.joined.set_result(None)

    def _take_presence(self, frame: dict[str, Any]) -> None:
        base = self._tally.cursors_since
        if base is None:
            return
        seconds = (time.monotonic_ns() - base) * CURSOR_SCALE
        for session in frame["payload"]["sessions"]:
            if session["cursor"] is not None:
                self._tally.cursors.append(seconds - session["cursor"]["x"])

    def _take_refusal(self, frame: dict[str, Any]) -> None:
        self._tally.refused.append(str(frame["payload"]))


@dataclass(frozen=True, slots=True)
class Stage:
    """The installation's way in, to films by their number. `server` is its web process."""

    url: str
    server: int
    films: Sequence[Film]

    async def enter(
        self, room: int, seat: int, tally: Tally, *, since: Place | None = None, receive_buffer: int | None = None
    ) -> Person:
        """A person who has the film's state; `since`: from where they left, by the difference."""
        film, address = self.films[room], urlsplit(self.url)
        query = "" if since is None else "?" + urlencode({"epoch": since.epoch, "since_version": since.version})
        person = Person(seat, film.nodes, tally)
        if since is not None:
            person.epoch = since.epoch
        # Large frames come compressed to whoever takes them so, as every browser does.
        headers = {"Authorization": f"Bearer {film.token(seat)}", "Sec-WebSocket-Extensions": "permessage-deflate"}
        assert address.hostname is not None
        assert address.port is not None
        where = Address(address.hostname, address.port, f"/ws/{film.project_id}{query}", headers, receive_buffer)
        await open_wire(person.wire, where)
        await arrival(person.wire, person.joined)
        return person


def _edit(seat: int, step: int, nodes: int) -> dict[str, Any]:
    node_id = f"shot-{(seat * 97 + step * 13) % nodes}"
    if step % 3:
        return {"op": "node.move", "moves": [{"id": node_id, "x": step * 7 % 9000, "y": seat * 40}]}
    return {"op": "node.set", "id": node_id, "path": ["title"], "value": f"Editor {seat}, step {step}"}
