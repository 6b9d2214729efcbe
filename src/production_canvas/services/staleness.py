"""Which active takes are of something that has changed since: their job is another one now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import CanvasError, NotFound, NotRunnable
from production_canvas.graph.apply import Op
from production_canvas.graph.dependents import following
from production_canvas.nodes import types
from production_canvas.protocol.messages import NodeStateUpdated, frame
from production_canvas.services.planning import Planner, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.services.usage import Usage
from production_canvas.store import assets, executions, takes
from production_canvas.store.database import SILENT, Database
from production_canvas.store.takes import Active

log = structlog.get_logger()

AT_ONCE = 100
PAUSE = 0.1
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
        sync.on_commit(self._heard)

    async def run(self) -> None:
        """Looks at what depends on cards that take up another asset or version, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            touched, self._touched = self._touched, {}
            for project_id, node_ids in touched.items():
                try:
                    graph = await self._sync.graph(project_id)
                    await self.look(project_id, following(graph, types(), node_ids).shots)
                except (*SILENT, CanvasError) as error:
                    log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
            await asyncio.sleep(PAUSE)

    def _heard(self, project_id: str, ops: Sequence[Op]) -> None:
        cards = {op["id"] for op in ops if op["op"] in SETTING and op["path"][0] in STANDS_FOR}
        if cards:
            self._touched.setdefault(project_id, set()).update(cards)
            self._wake.set()

    async def asset_changed(self, asset_id: str) -> None:
        """Looks at every shot that depends on the asset, in every film it is in; what is stale now, or no longer, is
        told to everybody.
        """
        asset = await assets.get(self._db, asset_id)
        if asset is None:
            return
        own = [asset.project_id] if asset.project_id else await takes.projects_made_with(self._db, asset_id)
        for project_id in own:
            found = await self._usage.dependents(project_id, asset_id)
            await self.look(project_id, found.shots)

    async def activated(self, project_id: str, node_id: str) -> None:
        """Looks at the take that is the node's active one from now on; its state is told."""
        await self.look(project_id, [node_id])
        await self._tell(project_id, [node_id])

    async def look(self, project_id: str, node_ids: Sequence[str]) -> None:
        """Looks at the active takes of those nodes anew."""
        planner = await planner_of(self._db, self._sync, project_id)
        for some in batches(node_ids):
            changed = [
                each for each in await takes.active(self._db, project_id, some) if is_stale(planner, each) != each.stale
            ]
            for now in (True, False):
                moved = [each for each in changed if each.stale != now]
                await takes.mark_stale(self._db, project_id, [each.id for each in moved], stale=now)
            await self._tell(project_id, [each.node_id for each in changed])

    async def _tell(self, project_id: str, node_ids: Sequence[str]) -> None:
        if not node_ids:
            return
        stale = await takes.stale(self._db, project_id)
        for execution in await executions.latest_of_project(self._db, project_id, node_ids):
            if execution.status == "success":
                state = NodeStateUpdated(
                    node_id=execution.node_id, state="stale" if execution.node_id in stale else "success"
                )
                self._bus.publish("events", project_id, frame(state, meta={"task_id": execution.id}))
        await asyncio.sleep(0)


def is_stale(planner: Planner, take: Active) -> bool:
    """Whether the job of the node is another one than that of the take; a node that is gone has nothing to be stale."""
    try:
        return planner.key(take.node_id, take.seed) != job_key(take.job)
    except (NotFound, NotRunnable):
        return False


def batches(node_ids: Sequence[str]) -> Sequence[Sequence[str]]:
    """The nodes a hundred at a time, so that others are served in between."""
    return [node_ids[at : at + AT_ONCE] for at in range(0, len(node_ids), AT_ONCE)]
