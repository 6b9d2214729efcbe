"""Judges a history that has come to rest: by its invariants, and by what it answers when asked once more."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import orjson

from production_canvas.graph.state import Graph
from tests.simulation.history import apart, begin, last, plain, states
from tests.simulation.invariants import INVARIANTS
from tests.simulation.ledger import Ledger
from tests.simulation.server import WebProcess
from tests.simulation.transport import Weather, Wire

if TYPE_CHECKING:
    from tests.simulation.world import World


async def judge(world: World) -> None:
    """Notes every violation of a world that has come to rest."""
    await presence_touches_no_log(world)
    for invariant in INVARIANTS:
        for detail in invariant(world):
            world.witness.violate(invariant.__name__, detail)
    await resending_changes_nothing(world)
    await listening_equals_reloading(world)
    await differences_lead_on(world)


async def presence_touches_no_log(world: World) -> None:
    """Moving about writes nothing."""
    before = sum(process.journal.appends for process in world.processes), world.store.version
    for _ in range(10):
        for person in world.people:
            person.show()
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    after = sum(process.journal.appends for process in world.processes), world.store.version
    if before != after:
        world.witness.violate("presence_touches_no_log", f"appends and version went from {before} to {after}")


async def resending_changes_nothing(world: World) -> None:
    """Old batches sent once more get their old answer."""
    version = world.store.version
    for person in world.people:
        mine = [key for key in world.witness.order.get(person.name, ()) if key in world.witness.acknowledged]
        for client_op_id in world.rng.sample(mine, min(3, len(mine))):
            person.say_again(world.witness.sent[client_op_id], world.witness.kinds[client_op_id])
    await asyncio.sleep(3.0)
    if world.store.version != version:
        world.witness.violate("resending_changes_nothing", f"version {version} became {world.store.version}")


class Newcomer:
    """Somebody who comes with what they know, takes what is told and goes."""

    def __init__(self, known: Graph | None) -> None:
        self.ledger = Ledger("newcomer")
        self.ledger.graph = known

    def heard(self, _wire: Wire, text: str) -> None:
        frame = orjson.loads(text)
        if frame["event"] == "server:full_sync":
            self.ledger.whole(frame["payload"]["graph"])
        elif frame["event"] in {"server:delta_sync", "server:ops"}:
            for batch in frame["payload"]["batches"]:
                if batch["version"] == self.ledger.version + 1:
                    self.ledger.batch(batch)

    def ended(self, _wire: Wire, code: int) -> None:
        """Nothing to do."""


async def listening_equals_reloading(world: World) -> None:
    """Who comes now gets what everybody has, from every process and from one that starts on the log alone."""
    world.start_process()
    await _compare(world, "listening_equals_reloading", dict.fromkeys(world.processes))


async def differences_lead_on(world: World) -> None:
    """What is told to who comes with the state at v makes it the state now."""
    wanted = {world.rng.randint(0, world.store.version) for _ in range(4)}
    known: dict[int, Graph] = {}
    if 0 in wanted:
        known[0] = begin(world.store)
    for row, graph in states(world.store):
        if row.version in wanted:
            nodes, edges = graph.nodes.values(), graph.edges.values()
            known[row.version] = Graph(graph.id, graph.epoch, row.version, nodes, edges, graph.settings)
    for graph in known.values():
        await _compare(world, "differences_lead_on", {world.rng.choice(world.processes): graph})


async def _compare(world: World, name: str, comers: dict[WebProcess, Graph | None]) -> None:
    wanted = plain(last(world.store))
    for process, known in comers.items():
        newcomer = Newcomer(known)
        query = {} if known is None else {"epoch": known.epoch, "since_version": str(known.version)}
        wire = Wire(random.Random(0), Weather(), newcomer, query, "dora")
        process.accept(wire)
        await asyncio.sleep(2.0)
        wire.hang_up()
        graph = newcomer.ledger.graph
        told = "nothing came" if graph is None else apart(plain(graph), wanted)
        if told:
            since = "nothing" if known is None else query["since_version"]
            world.witness.violate(name, f"process {process.number} from {since} to {newcomer.ledger.version}: {told}")
