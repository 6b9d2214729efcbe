"""A client that knows only the eight plain events: sends edit after edit without waiting, repeats nothing."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import orjson

from tests.simulation.person import Dial
from tests.simulation.transport import Weather, Wire
from tests.simulation.witness import Witness


class Visitor:
    """`dial(wire)` brings a wire to some process, False where none is up."""

    def __init__(self, user_id: str, rng: random.Random, witness: Witness, weather: Weather, dial: Dial) -> None:
        self.user_id = user_id
        self.session_id = ""
        self.acting = True
        self.wire: Wire | None = None
        self._rng = rng
        self._witness = witness
        self._weather = weather
        self._dial = dial
        self._sockets = 0
        self._count = 0
        self._nodes: list[str] = []

    async def live(self) -> None:
        """Acts until cancelled."""
        while True:
            await asyncio.sleep(self._rng.expovariate(1.5))
            if self.wire is None:
                self._connect()
            elif self.acting and self._nodes:
                for _ in range(self._rng.choice([1, 1, 3, 5])):
                    self._edit()

    def heard(self, wire: Wire, text: str) -> None:
        """A frame from the server."""
        frame = orjson.loads(text)
        if wire is not self.wire:
            return
        if frame["event"] == "server:full_sync":
            self.session_id = frame["meta"]["session_id"]
            self._witness.sessions.add(self.session_id)
            graph = frame["payload"]["graph"]
            self._nodes = sorted(node["id"] for node in graph["nodes"] if node["type"] == "shot")
        elif frame["event"] == "server:ops":
            for batch in frame["payload"]["batches"]:
                self._witness.hears("visitor", batch)

    def ended(self, wire: Wire, _code: int) -> None:
        """The line is gone."""
        if wire is self.wire:
            self.wire, self.session_id, self._nodes = None, "", []

    def _connect(self) -> None:
        self._sockets += 1
        wire = Wire(random.Random(self._rng.getrandbits(64)), self._weather, self, {}, self.user_id)
        if self._dial(wire):
            self.wire, self.session_id = wire, ""

    def _edit(self) -> None:
        self._count += 1
        data: dict[str, Any] = self._rng.choice(
            [
                {"title": f"take {self._count}"},
                {"camera": {"amount": self._rng.random()}},
                {"prompt": f"v{self._count}"},
            ]
        )
        body: dict[str, Any] = {
            "event": "client:update_node_data",
            "payload": {"node_id": self._rng.choice(self._nodes), "data": data},
        }
        if self._rng.random() < 0.6:
            body["meta"] = {"client_op_id": f"visitor:{self._count}"}
            self._witness.sends(f"visitor socket {self._sockets}", self.user_id, "plain", body["meta"])
        if self.wire is not None:
            self.wire.say(orjson.dumps(body).decode())
