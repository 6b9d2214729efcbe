"""Where an asset is used in a film: shots, scenes, takes, seconds. Counted by asset, not by wire."""

from __future__ import annotations

import asyncio

from production_canvas.graph.dependents import Dependents, dependents
from production_canvas.nodes import types
from production_canvas.protocol.library import AssetUsage, ContainerUse
from production_canvas.services.assets import Assets
from production_canvas.services.sync import Sync
from production_canvas.store import assets, takes
from production_canvas.store.database import Database


class Usage:
    def __init__(self, db: Database, sync: Sync, library: Assets) -> None:
        self._db = db
        self._sync = sync
        self._library = library

    async def of_asset(self, project_id: str, asset_id: str) -> AssetUsage:
        """What depends on the asset, over all levels. Raises NotFound."""
        await self._library.seen(project_id, asset_id)
        found = await self.dependents(project_id, asset_id)
        made, seconds = await takes.count(self._db, project_id, found.shots)
        return AssetUsage(
            asset_id=asset_id,
            shots=len(found.shots),
            scenes=len(found.scenes),
            takes=made,
            seconds=round(seconds, 3),
            sources=sorted(found.sources),
            direct=sorted(found.direct),
            node_ids=sorted(found.every),
            shot_ids=list(found.shots),
            containers=[ContainerUse(node_id=each, shots=shots) for each, shots in sorted(found.containers.items())],
        )

    async def dependents(self, project_id: str, asset_id: str) -> Dependents:
        """What depends on the asset, and on those that are made of it: a style of its examples."""
        made_of_it = await assets.made_of(self._db, asset_id, project_id)
        graph = (await self._sync.graph(project_id)).copy()
        return await asyncio.to_thread(dependents, graph, types(), [asset_id, *made_of_it])
