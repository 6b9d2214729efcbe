"""One window of one person: connects, edits, loses the line, comes back, as the protocol asks of a client."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

import orjson

from tests.simulation.edits import WALL, Hand
from tests.simulation.ledger import Ledger
from tests.simulation.transport import Weather, Wire
from tests.simulation.witness import Witness

SILENCE = 6.0
PATIENCE = 5.0
Dial = Callable[[Wire], bool]


class Person:
    """`dial(wire)` brings a wire to some process, False where none is up."""

    def __init__(
        self,
        name: str,
        user_id: str,
        rng: random.Random,
        witness: Witness,
        weather: Weather,
        dial: Dial,
        *,
        keeps: bool,
    ) -> None:
        self.name = name
        self.user_id = user_id
        self.keeps = keeps
        self.ledger = Ledger(name)
        self.present: dict[str, dict[str, Any]] = {}
        self.session_id = ""
        self.wire: Wire | None = None
        self.ready = False
        self.away = False
        self.acting = True
        self.pace = 1.0
        self._rng = rng
        self._hand = Hand(rng, name, keeps=keeps)
        self._witness = witness
        self._weather = weather
        self._dial = dial
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._sent_at = self._asked_at = 0.0
        self._failures = 0
        self._behind = self._fresh = False

    async def live(self) -> None:
        """Acts until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch())
            while True:
                await asyncio.sleep(self._rng.expovariate(self.pace))
                if self.acting and not self._frozen and self.ledger.graph is not None:
                    self.act()

    @property
    def _frozen(self) -> bool:
        return self.wire is not None and self.wire.stalled

    def act(self) -> None:
        """Does one thing, sometimes a whole flurry."""
        for _ in range(self._rng.choice([1, 1, 1, 2, 6])):
            edit = self._hand.edit(self.ledger)
            for op in edit.ops:
                if op["op"] == "node.text" and op["id"] == WALL:
                    self._witness.typed.append(next(part for part in op["delta"] if isinstance(part, str)))
            self.ledger.edit(edit)
        if self._rng.random() < 0.5:
            self.show()
        self._send()

    def show(self) -> None:
        """Tells where the person is."""
        payload = {"cursor": {"x": self._rng.randint(0, 99), "y": 1}, "selection": ["one"]}
        self._say("client:presence", payload)

    def say_again(self, payload: dict[str, Any], kind: str) -> None:
        """Sends something old once more."""
        self._witness.sends(self.name, self.user_id, kind, payload)
        self._say(f"client:{kind}", payload)

    def reload(self) -> None:
        """A new page: it asks for the whole graph. What was not saved, and the texts it was made for, it has kept."""
        self.hang_up()
        self._fresh = True

    def hang_up(self, *, late: float = 0.0) -> None:
        """Leaves; the server may take a while to see it."""
        if self.wire is not None:
            self.wire.hang_up(late=late)
        self._lose()

    def heard(self, wire: Wire, text: str) -> None:
        """A frame from the server."""
        if wire is not self.wire:
            return
        self._heard_at = self._loop.time()
        frame = orjson.loads(text)
        payload = frame["payload"]
        match frame["event"]:
            case "server:full_sync":
                self._whole(payload["graph"], frame["meta"])
            case "server:delta_sync":
                self._witness.met["difference answered"] += 1
                self._batches(payload)
                self._welcome(frame["meta"])
            case "server:ops":
                self._batches(payload)
            case "server:rejected":
                self._refused(payload)
            case "server:undone":
                self._undone(payload)
            case "server:presence":
                self.present.update((each["session_id"], each) for each in payload["sessions"])
            case "server:presence_left":
                self.present.pop(payload["session_id"], None)
            case event:
                self._witness.met[event] += 1

    def ended(self, wire: Wire, code: int) -> None:
        """The line is gone."""
        if wire is self.wire:
            self._witness.met[f"closed {code}"] += 1
            self._lose()

    def _lose(self) -> None:
        self.wire, self.ready, self._behind, self.present = None, False, False, {}

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(0.25)
            now = self._loop.time()
            if self.away or self._frozen:
                continue
            if self.wire is None:
                await asyncio.sleep(self._rng.random() * min(4.0, 0.25 * 2**self._failures))
                self._connect()
            elif now - self._heard_at > SILENCE:
                self._witness.met["silence noticed"] += 1
                self.hang_up()
            else:
                self._nudge(now)

    def _nudge(self, now: float) -> None:
        if now - self._heard_at > SILENCE / 3:
            self._say("client:ping", {})
        if self._behind and now - self._asked_at > 1.0:
            self._ask()
        if self.ready and self.ledger.flight is not None and now - self._sent_at > PATIENCE:
            self._repeat()

    def _connect(self) -> None:
        if self.away or self.wire is not None:
            return
        graph = self.ledger.graph
        query = {} if graph is None or self._fresh else {"epoch": graph.epoch, "since_version": str(graph.version)}
        wire = Wire(random.Random(self._rng.getrandbits(64)), self._weather, self, query, self.user_id)
        if self._dial(wire):
            self.wire, self._heard_at, self._failures, self._fresh = wire, self._loop.time(), 0, False
        else:
            self._failures += 1

    def _whole(self, record: dict[str, Any], meta: dict[str, Any]) -> None:
        self._witness.met["whole graph answered"] += 1
        if not self.ledger.whole(record):
            self._witness.met["older graph passed over"] += 1
        self._welcome(meta)

    def _welcome(self, meta: dict[str, Any]) -> None:
        self.session_id = meta["session_id"]
        if self.ready:
            return
        self.ready = True
        if self.ledger.flight is not None:
            self._repeat()
        self._send()

    def _batches(self, payload: dict[str, Any]) -> None:
        ledger = self.ledger
        for batch in payload["batches"]:
            self._witness.hears(self.name, batch)
            if batch["client_op_id"] in self._witness.sent and batch["user_id"] == self.user_id:
                self._witness.hears_answer(batch["client_op_id"], batch["version"])
            if batch["version"] <= ledger.version:
                if ledger.flight is not None and ledger.flight.client_op_id == batch["client_op_id"]:
                    self._witness.met["answered again"] += 1
                    ledger.known_already()
            elif batch["version"] == ledger.version + 1:
                ledger.batch(batch)
            else:
                self._behind = True
                self._ask()
                return
        self._behind = False
        self._report()
        self._send()

    def _ask(self) -> None:
        self._witness.met["gap"] += 1
        graph, now = self.ledger.graph, self._loop.time()
        if now - self._asked_at > 0.5:
            self._asked_at = now
            meta = {} if graph is None else {"epoch": graph.epoch, "since_version": graph.version}
            self._say("client:sync_request", {}, meta)

    def _refused(self, payload: dict[str, Any]) -> None:
        flight = self.ledger.flight
        if flight is not None and flight.client_op_id == payload["client_op_id"]:
            self._witness.hears_refusal(payload["client_op_id"], payload["code"])
            self.ledger.refused()
            self._send()

    def _undone(self, payload: dict[str, Any]) -> None:
        self._witness.hears_answer(payload["client_op_id"], payload["version"])
        self._witness.met["undo skipped"] += bool(payload["skipped"])
        flight = self.ledger.flight
        if flight is not None and flight.client_op_id == payload["client_op_id"]:
            self.ledger.known_already()
            self._send()

    def _report(self) -> None:
        for mistake in self.ledger.mistaken:
            self._witness.violate("shown_is_what_is_logged", f"{self.name}: {mistake}")
        self.ledger.mistaken.clear()

    def _send(self) -> None:
        if self.ready and self.ledger.flight is None and self.ledger.take_off() is not None:
            self._repeat()

    def _repeat(self) -> None:
        flight = self.ledger.flight
        assert flight is not None
        self._sent_at = self._loop.time()
        self._witness.sends(self.name, self.user_id, flight.kind, flight.payload)
        self._say(f"client:{flight.kind}", flight.payload)
        if self._rng.random() < self._weather.doubled:
            self._witness.sends(self.name, self.user_id, flight.kind, flight.payload)
            self._say(f"client:{flight.kind}", flight.payload)

    def _say(self, event: str, payload: dict[str, Any], meta: dict[str, Any] | None = None) -> None:
        if self.wire is not None:
            body = {"event": event, "payload": payload} | ({"meta": meta} if meta else {})
            self.wire.say(orjson.dumps(body).decode())
