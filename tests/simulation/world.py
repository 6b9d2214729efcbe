"""One simulated history from one seed: people, processes, what goes wrong, and the calm in which it is judged."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import format_exc
from types import ModuleType
from typing import Any

from structlog.testing import capture_logs

from production_canvas.services import past, recent, sync
from production_canvas.web import connections
from tests.simulation.bus import Broker
from tests.simulation.clock import Mortal, VirtualLoop, moment
from tests.simulation.edits import film
from tests.simulation.faults import Faults
from tests.simulation.journal import Store
from tests.simulation.judgement import judge
from tests.simulation.person import Person
from tests.simulation.server import WebProcess
from tests.simulation.transport import Weather, Wire
from tests.simulation.visitor import Visitor
from tests.simulation.witness import Violation, Witness

PROJECT = "the-last-ferry"
GRAPH = "graph-1"
CALM_LIMIT = 20.0
"""Seconds of calm after which everybody has to be saved and equal."""


@dataclass(frozen=True)
class Report:
    """What came of one seed. `digest` is equal for equal histories; `settled` in seconds of calm."""

    seed: int
    violations: list[Violation]
    met: Counter[str]
    versions: int
    settled: float
    digest: str


class World:
    def __init__(self, seed: int, loop: VirtualLoop) -> None:
        self.rng = random.Random(seed)
        self.loop = loop
        loop.thread_delay = lambda: moment(seed, "thread").uniform(0.0, 0.05)
        self.store = Store(seed, PROJECT, GRAPH, film())
        self.store.kill = self.kill
        self.broker = Broker(seed)
        self.weather = Weather()
        self.witness = Witness(self.store)
        self.processes: list[WebProcess] = []
        self.everyone: list[WebProcess] = []
        self.people: list[Person] = []
        self.visitors: list[Visitor] = []
        self.letters_may_go = False
        self.unruly = False
        self.settled = 0.0
        self._started = 0

    def _branch(self) -> random.Random:
        return random.Random(self.rng.getrandbits(64))

    def start_process(self) -> WebProcess:
        """One more web process."""
        self._started += 1
        process = WebProcess(self._started, self.store, self.broker, self._broke)
        process.start()
        self.processes.append(process)
        self.everyone.append(process)
        return process

    def everybody(self) -> list[Person | Visitor]:
        """Everyone at a screen."""
        return [*self.people, *self.visitors]

    def kill(self, mortal: Mortal) -> None:
        """SIGKILL; a supervisor starts another one a moment later."""
        if isinstance(mortal, WebProcess) and not mortal.dead:
            self.witness.met["process killed"] += 1
            mortal.kill()
            if mortal not in self.processes:
                # It was on its way out: another one stands in its place.
                return
            self.processes.remove(mortal)
            self.loop.call_later(self.rng.uniform(0.1, 1.5), self.start_process, context=self.store.context)

    async def replace_process(self, process: WebProcess) -> None:
        """A rolling restart."""
        self.witness.met["process stopped"] += 1
        self.processes.remove(process)
        self.start_process()
        await process.stop()

    def dial(self, wire: Wire) -> bool:
        """Brings a wire to one of the processes."""
        if not self.processes:
            return False
        self.rng.choice(self.processes).accept(wire)
        return True

    def _broke(self, what: str, error: BaseException) -> None:
        self.witness.violate("no_process_breaks", f"{what}: {error!r} {getattr(error, 'exceptions', '')}")

    def troubled(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error that reached nobody. Answers to those who are gone are none."""
        if str(context.get("message")).startswith("Future exception"):
            return
        self.witness.violate("no_process_breaks", f"{context.get('message')}: {context.get('exception')!r}")

    async def run(self) -> None:
        """The whole history."""
        rng = self.rng
        for _ in range(rng.choice([1, 2, 2, 2, 3])):
            self.start_process()
        keeping = [rng.random() < 0.4 for _ in range(3)]
        for number in range(rng.randint(2, 4)):
            user = rng.randrange(3)
            person = Person(
                f"client{number}", ("anna", "ben", "chloe")[user], self._branch(), self.witness, self.weather,
                self.dial, keeps=keeping[user],
            )  # fmt: skip
            person.pace = rng.uniform(1.0, 5.0)
            self.people.append(person)
        if rng.random() < 0.4:
            self.visitors.append(Visitor("emil", self._branch(), self.witness, self.weather, self.dial))
        living = [asyncio.create_task(person.live()) for person in self.everybody()]
        faults = Faults(self, self._branch())
        try:
            await faults.rage(rng.uniform(6.0, 14.0))
            await self._calm_down(faults)
        finally:
            for task in living:
                task.cancel()
            for ended in await asyncio.gather(*living, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    async def end(self) -> None:
        """Nothing is left."""
        for process in [*self.processes]:
            process.kill()
        self.loop.bury()

    async def _calm_down(self, faults: Faults) -> None:
        for person in self.everybody():
            person.acting = False
        await faults.end()
        started = self.loop.time()
        while not self._quiet():
            if self.loop.time() - started > CALM_LIMIT:
                self.witness.violate("everybody_settles_in_time", self._who_waits())
                break
            await asyncio.sleep(0.1)
        self.settled = self.loop.time() - started
        await asyncio.sleep(6.0)
        await judge(self)

    def _quiet(self) -> bool:
        version = self.store.version
        return all(
            person.ready and person.ledger.saved and person.ledger.version == version for person in self.people
        ) and {version}.issuperset(self._versions())

    def _who_waits(self) -> str:
        return (
            "; ".join(
                f"{each.name} ready {each.ready} version {each.ledger.version} of {self.store.version} "
                f"flight {each.ledger.flight} unsent {len(each.ledger.unsent)}"
                for each in self.people
            )
            + f"; {len(self.visitors)} visitors; processes at {self._versions()}"
        )

    def _versions(self) -> list[int]:
        return [room.graph.version for each in self.processes for room in each.sync._rooms.values()]


@contextmanager
def small_limits(seed: int) -> Iterator[None]:
    """The server's own limits brought into reach of a short history."""
    rng = random.Random(seed)
    wanted: list[tuple[ModuleType, str, Any]] = [
        (sync, "SNAPSHOT_EVERY", rng.choice([7, 20, 60])),
        (past, "SNAPSHOTS_KEPT", 2),
        (past, "SNAPSHOT_STRETCH", 50),
        (recent, "REMEMBERED_BATCHES", rng.choice([10, 40, 4000])),
        (recent, "FRAME_BYTES", 4096),
        (connections, "OUTBOX_BYTES", 16 * 1024),
        (connections, "OUTBOX_MOST", 256 * 1024),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in wanted]
    for module, name, value in wanted:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def simulate(seed: int) -> Report:
    """Plays one seed from beginning to end."""
    loop = VirtualLoop()
    world = World(seed, loop)
    loop.set_exception_handler(world.troubled)
    try:
        with small_limits(seed), capture_logs() as logs:
            try:
                loop.run_until_complete(world.run())
            except Exception as error:  # noqa: BLE001  # a history that cannot be read to its end is a finding
                world.witness.violate("the_history_can_be_read", f"{error!r} {format_exc(limit=-4)}")
            finally:
                loop.run_until_complete(world.end())
    finally:
        loop.close()
    for entry in logs:
        if entry["event"] == "sync.batch_broke":
            world.witness.violate("no_process_breaks", str(entry))
    met = world.witness.met + world.store.met
    return Report(seed, world.witness.violations, met, world.store.version, world.settled, _digest(world, loop.time()))


def _digest(world: World, ended: float) -> str:
    told = [f"{row.version} {row.client_op_id} {row.at:.9f} {row.new.ops_text}" for row in world.store.rows]
    return hashlib.sha256("\n".join([*told, f"{ended:.9f}"]).encode()).hexdigest()
