"""Moments between rooms and log that chance seldom meets, one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.services.pending import Pending
from tests.core.graphs import remove, write
from tests.simulation.bus import Broker
from tests.simulation.clock import VirtualLoop
from tests.simulation.edits import film
from tests.simulation.history import last
from tests.simulation.journal import Store
from tests.simulation.server import WebProcess
from tests.simulation.world import GRAPH, PROJECT

BACK = {"op": "node.restore", "id": "anna"}


class Desk:
    """One process on a log; `sends` puts a batch into its inbox."""

    def __init__(self) -> None:
        self.store = Store(0, PROJECT, GRAPH, film())
        self.process = WebProcess(1, self.store, Broker(0), lambda what, error: pytest.fail(f"{what}: {error!r}"))
        self.sync = self.process.sync

    async def sends(self, who: str, *ops: dict[str, Any], base_version: int = 0) -> Pending:
        actor = Actor(who, who, "#67d59a", "editor")
        name = f"{who}:{len(self.store.rows)}"
        batch = Batch.model_validate({"client_op_id": name, "base_version": base_version, "ops": list(ops)})
        return await self.sync.enqueue(PROJECT, actor, batch)


def play(work: Callable[[Desk], Awaitable[None]]) -> None:
    """The work in virtual time."""
    loop = VirtualLoop()

    async def run() -> None:
        await work(Desk())

    try:
        loop.run_until_complete(run())
        loop.bury()
    finally:
        loop.close()


def test_a_film_that_several_open_while_the_database_comes_back_has_one_room() -> None:
    async def work(desk: Desk) -> None:
        desk.store.away = True
        first, second = (asyncio.create_task(desk.sync.room(PROJECT)) for _ in range(2))
        with pytest.raises(ConnectionRefusedError):
            await first
        desk.store.away = False
        third = asyncio.create_task(desk.sync.room(PROJECT))
        assert await second is await third is desk.sync.opened(PROJECT)

    play(work)


def test_what_is_restored_is_what_was_removed_last_even_a_moment_ago() -> None:
    async def work(desk: Desk) -> None:
        desk.process.start()
        for ops in ([remove("anna")], [BACK]):
            await desk.sync.answer(await desk.sends("ana", *ops))
        for task in desk.process._work:
            task.cancel()
        await desk.sends("ben", write("anna", "personality", 6, " And kind."), base_version=2)
        await desk.sends("ben", remove("anna"), base_version=2)
        restored = await desk.sends("ana", BACK, base_version=2)
        desk.process.start()
        await desk.sync.answer(restored)
        assert last(desk.store).nodes["anna"].data["personality"] == "Quiet. And kind."

    play(work)
