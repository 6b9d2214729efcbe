"""What a change of an asset does to a film, told before it is made; and the change with what follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from production_canvas.errors import CanvasError, Invalid
from production_canvas.graph.dependents import sources
from production_canvas.nodes import types
from production_canvas.nodes.tiers import TIERS
from production_canvas.protocol.library import AssetChange, AssetImpact, AssetProposal, ShotImpact
from production_canvas.protocol.messages import AssetRecord
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch, NodeSet
from production_canvas.services.accounts import Actor, require
from production_canvas.services.asset_rules import check_data, check_references, merged
from production_canvas.services.assets import Assets
from production_canvas.services.generation import Generation
from production_canvas.services.planning import Planner, job_key, planner_of
from production_canvas.services.staleness import Staleness, batches
from production_canvas.services.sync import Sync
from production_canvas.services.usage import Usage
from production_canvas.store import executions, takes
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database, new_id
from production_canvas.store.takes import Active

SHOT_SECONDS = 4.0


class Impact:
    def __init__(
        self, db: Database, sync: Sync, library: Assets, usage: Usage, generation: Generation, staleness: Staleness
    ) -> None:
        self._db = db
        self._sync = sync
        self._library = library
        self._usage = usage
        self._generation = generation
        self._staleness = staleness

    async def preview(self, project_id: str, asset_id: str, proposal: AssetProposal) -> AssetImpact:
        """The shots whose job the change would alter; nothing is changed. Raises NotFound, Invalid."""
        asset = await self._library.seen(project_id, asset_id)
        wanted = await self._proposed(asset, proposal)
        now = await planner_of(self._db, self._sync, project_id)
        after = await planner_of(self._db, self._sync, project_id, instead=wanted)
        pace = {tier["id"]: tier["seconds"] for tier in TIERS} | await executions.pace(self._db)
        shots: list[ShotImpact] = []
        for some in batches((await self._usage.dependents(project_id, asset_id)).shots):
            active = {each.node_id: each for each in await takes.active(self._db, project_id, some)}
            found = (_impact(now, after, node_id, active.get(node_id), pace) for node_id in some)
            shots += [each for each in found if each is not None]
            await asyncio.sleep(0)
        stale = [each for each in shots if each.has_take]
        return AssetImpact(
            asset_id=asset_id,
            version=asset.version,
            shots=sorted(shots, key=lambda each: (each.number, each.node_id)),
            stale=len(stale),
            seconds=round(sum(each.seconds for each in stale), 1),
        )

    async def change(self, project_id: str, actor: Actor, asset_id: str, change: AssetChange) -> AssetRecord:
        """The asset with the change, and what was asked for done with the shots made with it: they are stale, they are
        queued anew, or their cards keep the version before.
        """
        require(actor, "editor", "change an asset")
        before = await self._library.seen(project_id, asset_id)
        affected: list[str] = []
        if change.then == "regenerate":
            proposal = AssetProposal(name=change.name, data=change.data, reference_ids=change.reference_ids)
            affected = [
                each.node_id for each in (await self.preview(project_id, asset_id, proposal)).shots if each.has_take
            ]
        changed = await self._library.change(project_id, actor, asset_id, change)
        if changed.version == before.version:
            return changed
        if change.then == "pin":
            await self._pin(project_id, actor, asset_id, changed.name, changed.version - 1)
        await self._staleness.asset_changed(asset_id)
        if affected:
            await self._generation.start_all(project_id, actor, affected)
        return changed

    async def change_for_team(self, actor: Actor, asset_id: str, change: AssetChange) -> AssetRecord:
        """A change of the team's asset from outside of any film: the shots made with it are stale everywhere."""
        if change.then != "stale":
            raise Invalid("Open the asset in a film to make its shots anew or to keep the old version there.")
        changed = await self._library.change(None, actor, asset_id, change)
        await self._staleness.asset_changed(asset_id)
        return changed

    async def restore(self, project_id: str | None, actor: Actor, asset_id: str, version: int) -> AssetRecord:
        """The asset as it was at that version; shots are stale, or no longer, as it comes."""
        restored = await self._library.restore(project_id, actor, asset_id, version)
        await self._staleness.asset_changed(asset_id)
        return restored

    async def _proposed(self, asset: Asset, proposal: AssetProposal) -> Asset:
        if proposal.data is not None:
            check_data(asset.kind, proposal.data)
        if proposal.reference_ids is not None:
            await check_references(self._db, asset.project_id, proposal.reference_ids)
        return replace(
            asset,
            name=(proposal.name or asset.name).strip(),
            data=merged(asset.data, proposal.data or {}),
            reference_ids=asset.reference_ids if proposal.reference_ids is None else list(proposal.reference_ids),
        )

    async def _pin(self, project_id: str, actor: Actor, asset_id: str, name: str, version: int) -> None:
        graph = await self._sync.graph(project_id)
        found = (graph.nodes[each] for each in sources(graph, types(), frozenset([asset_id])))
        following = [each.id for each in found if each.data.get("asset_id") == asset_id and _follows(each.data)]
        step = f"keep:{new_id()}"
        for start in range(0, len(following), OPERATIONS_PER_BATCH):
            some = following[start : start + OPERATIONS_PER_BATCH]
            batch = Batch(
                client_op_id=f"{step}:{start}",
                base_version=graph.version,
                ops=[NodeSet(id=each, path=["asset_version"], value=version) for each in some],
                label=f"Keep version {version} of {name}"[:120],
                step=step,
            )
            await self._sync.submit(project_id, actor, batch)


def _follows(data: Mapping[str, Any]) -> bool:
    return not data.get("asset_version")


def _impact(
    now: Planner, after: Planner, node_id: str, take: Active | None, pace: Mapping[str, float]
) -> ShotImpact | None:
    seed = take.seed if take else 0
    try:
        before, then = now.key(node_id, seed), after.key(node_id, seed)
    except CanvasError:
        return None
    if before == then:
        return None
    data = now.graph.nodes[node_id].data
    quality = str(data.get("quality", "standard"))
    made = take is not None and job_key(take.job) != then
    return ShotImpact(
        node_id=node_id,
        number=str(data.get("number", "")),
        title=str(data.get("title", "")),
        quality=quality,
        has_take=made,
        was_stale=take is not None and job_key(take.job) != before,
        seconds=round(float(data.get("duration") or SHOT_SECONDS) * pace.get(quality, 1.0), 1),
    )
