"""Which active takes are of something that has changed since: their job is another one now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from production_canvas.bus.valkey import Bus
from production_canvas.errors import NotFound, NotRunnable
from production_canvas.protocol.messages import NodeStateUpdated, frame
from production_canvas.services.planning import Planner, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.services.usage import Usage
from production_canvas.store import assets, executions, takes
from production_canvas.store.database import Database
from production_canvas.store.takes import Active

AT_ONCE = 100


class Staleness:
    def __init__(self, db: Database, bus: Bus, sync: Sync, usage: Usage) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._usage = usage

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
