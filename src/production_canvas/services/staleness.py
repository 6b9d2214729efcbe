"""Which active takes are of something that has changed since: their job is another one now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import CanvasError
from production_canvas.graph.apply import Op
from production_canvas.graph.dependents import following
from production_canvas.nodes import types
from production_canvas.protocol.messages import NodeStateUpdated, frame
from production_canvas.services.planning import Planner, is_current, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.services.usage import Usage
from production_canvas.store import asset_looks, assets, executions, takes
from production_canvas.store.database import SILENT, Database
from production_canvas.store.takes import Active

log = structlog.get_logger()

AT_ONCE = 100
PAUSE = 0.1
LOOK_EVERY = 2.0
SILENT_LOOK = 10.0
"""Seconds without a sign of life after which another process looks at what a changed asset was used for."""
SETTING = frozenset({"node.set", "node.unset"})
STANDS_FOR = frozenset({"asset_id", "asset_version", "muted"})
"""What says of a card which asset it hands on, at which version, and whether."""


class Staleness:
    def __init__(self, db: Database, bus: Bus, sync: Sync, usage: Usage) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._usage = usage
        self._touched: dict[str, set[str]] = {}
        self._wake = asyncio.Event()
        self._wake_for_assets = asyncio.Event()
        sync.on_commit(self._heard)
        bus.subscribe("looks", lambda _project, _body: self._wake_for_assets.set())

    async def run(self) -> None:
        """Looks at what depends on changed assets, and on cards that take up another asset or version, until
        cancelled.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_cards())
            group.create_task(self._follow_assets())

    def asset_changed(self) -> None:
        """Somebody has changed an asset: soon every shot that depends on it is looked at, in every film it is in; what
        is stale then, or no longer, is told to everybody.
        """
        self._bus.publish("looks", "all", b"")

    async def _follow_cards(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            touched, self._touched = self._touched, {}
            for project_id, node_ids in touched.items():
                try:
                    graph = (await self._sync.graph(project_id)).copy()
                    found = await asyncio.to_thread(following, graph, types(), node_ids)
                    await self.look(project_id, found.shots)
                except (*SILENT, CanvasError) as error:
                    log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
            await asyncio.sleep(PAUSE)

    async def _follow_assets(self) -> None:
        while True:
            self._wake_for_assets.clear()
            try:
                while (taken := await asset_looks.take(self._db, silent_seconds=SILENT_LOOK)) is not None:
                    await self._look_at(*taken)
            except SILENT as error:
                log.warning("staleness.not_looked", error=type(error).__name__)
            try:
                # What a process has left that ended is found by and by, whoever may have told of it.
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake_for_assets.wait()
            except TimeoutError:
                pass

    def _heard(self, project_id: str, ops: Sequence[Op]) -> None:
        cards = {op["id"] for op in ops if op["op"] in SETTING and op["path"][0] in STANDS_FOR}
        if cards:
            self._touched.setdefault(project_id, set()).update(cards)
            self._wake.set()

    async def _look_at(self, asset_id: str, version: int) -> None:
        asset = await assets.get(self._db, asset_id)
        if asset is None:
            return
        if asset.project_id is None:
            made_of_it = await assets.made_of(self._db, asset_id, None, everywhere=True)
            projects = await takes.projects_made_with(self._db, [asset_id, *made_of_it])
        else:
            projects = [asset.project_id]
        for project_id in projects:
            try:
                found = await self._usage.dependents(project_id, asset_id)
                await self.look(project_id, found.shots, lambda: asset_looks.live(self._db, asset_id, version))
            except CanvasError as error:
                log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
        await asset_looks.done(self._db, asset_id, version)

    async def made(self, project_id: str, node_id: str) -> None:
        """Looks at a new take of the node, and at what begins where its active one ends."""
        graph = await self._sync.graph(project_id)
        after = following(graph, types(), [node_id]).shots
        await self.look(project_id, [node_id, *(each for each in after if each != node_id)])

    async def activated(self, project_id: str, node_id: str) -> None:
        """Looks at the take that is the node's active one from now on, and at what begins where it ends; its state is
        told.
        """
        await self.made(project_id, node_id)
        await self._tell(project_id, [node_id])

    async def look(
        self, project_id: str, node_ids: Sequence[str], live: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Looks at the active takes of those nodes anew; `live` is called in between."""
        planner = (await planner_of(self._db, self._sync, project_id)).still()
        for some in batches(node_ids):
            active = await takes.active(self._db, project_id, some)
            stale = await self._stale(planner, active)
            changed = [each for each in active if (each.id in stale) != each.stale]
            for now in (True, False):
                moved = [each.id for each in changed if each.stale != now]
                if moved:
                    await takes.mark_stale(self._db, project_id, moved, stale=now)
            await self._tell(project_id, [each.node_id for each in changed])
            if live is not None:
                await live()

    async def _stale(self, planner: Planner, active: Sequence[Active]) -> set[str]:
        """Those of the takes whose node has another job now; one that is gone has nothing to be stale."""
        keys = await asyncio.to_thread(planner.keys, [(each.node_id, each.seed) for each in active])
        there = {each.id: key for each, key in zip(active, keys, strict=True) if key is not None}
        made_by = await keys_of(self._db, [each for each in active if each.id in there])
        return {take_id for take_id, key in there.items() if key != made_by[take_id]}

    async def _tell(self, project_id: str, node_ids: Sequence[str]) -> None:
        if not node_ids:
            return
        stale = await takes.stale(self._db, project_id, node_ids)
        for node_id, execution_id in (await executions.made(self._db, project_id, node_ids)).items():
            state = NodeStateUpdated(node_id=node_id, state="stale" if node_id in stale else "success")
            self._bus.publish("events", project_id, frame(state, meta={"task_id": execution_id}))
        await asyncio.sleep(0)


async def keys_of(db: Database, active: Sequence[Active]) -> dict[str, str]:
    """By take the key of the job it was made by, as keys are made now."""
    jobs = await takes.jobs(db, [each.id for each in active if not is_current(each.job_key)])
    return {each.id: job_key(jobs[each.id]) if each.id in jobs else each.job_key for each in active}


def batches(node_ids: Sequence[str], at_once: int = AT_ONCE) -> Sequence[Sequence[str]]:
    """The nodes so many at a time, so that others are served in between."""
    return [node_ids[at : at + at_once] for at in range(0, len(node_ids), at_once)]
