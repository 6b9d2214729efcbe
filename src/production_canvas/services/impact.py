"""What a change of an asset does to a film, told before it is made; and the change with what follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from production_canvas.errors import Invalid
from production_canvas.graph.dependents import sources
from production_canvas.nodes import types
from production_canvas.protocol.library import AssetChange, AssetImpact, AssetProposal, ShotImpact
from production_canvas.protocol.messages import AssetRecord
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch, NodeSet
from production_canvas.services.accounts import Actor, require
from production_canvas.services.asset_rules import check_data, check_references, merged
from production_canvas.services.assets import Assets
from production_canvas.services.batches import Batches
from production_canvas.services.estimates import Estimates, Learned
from production_canvas.services.planning import Planner, key_of, planner_of
from production_canvas.services.staleness import Staleness, keys_of
from production_canvas.services.sync import Sync
from production_canvas.services.usage import Usage
from production_canvas.store import takes
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database, new_id

SHOTS_AT_ONCE = 500


class Impact:
    def __init__(
        self, db: Database, sync: Sync, library: Assets, usage: Usage, batch: Batches, staleness: Staleness,
        estimates: Estimates,
    ) -> None:  # fmt: skip
        self._db = db
        self._sync = sync
        self._library = library
        self._usage = usage
        self._batch = batch
        self._staleness = staleness
        self._estimates = estimates

    async def preview(self, project_id: str, asset_id: str, proposal: AssetProposal) -> AssetImpact:
        """The shots whose job the change would alter; nothing is changed. Raises NotFound, Invalid."""
        asset = await self._library.seen(project_id, asset_id)
        wanted = await self._proposed(asset, proposal)
        now = (await planner_of(self._db, self._sync, project_id)).still()
        after = await planner_of(self._db, self._sync, project_id, instead=wanted)
        shots = await self._shots(project_id, asset_id, now, replace(now, content=after.content))
        stale = [each for each in shots if each.has_take]
        return AssetImpact(
            asset_id=asset_id,
            version=asset.version,
            shots=sorted(shots, key=lambda each: (each.number, each.node_id)),
            stale=len(stale),
            seconds=round(sum(each.seconds for each in stale), 1),
        )

    async def check(self, asset_id: str, proposal: AssetProposal) -> None:
        """Raises NotFound, or Invalid, where an asset of the team cannot become that."""
        await self._proposed(await self._library.seen(None, asset_id), proposal)

    async def _shots(self, project_id: str, asset_id: str, now: Planner, after: Planner) -> Sequence[ShotImpact]:
        """The shots whose job is another one to `after`."""
        learned = await self._estimates.learned()
        shots: list[ShotImpact] = []
        every = (await self._usage.dependents(project_id, asset_id)).shots
        for start in range(0, len(every), SHOTS_AT_ONCE):
            some = every[start : start + SHOTS_AT_ONCE]
            active = await takes.active(self._db, project_id, some)
            keys = await keys_of(self._db, active)
            made = {each.node_id: _Made(each.seed, keys[each.id]) for each in active}
            shots += await asyncio.to_thread(_impacts, now, after, some, made, learned)
        return shots

    async def change(self, project_id: str, actor: Actor, asset_id: str, change: AssetChange) -> AssetRecord:
        """The asset with the change, and what was asked for done with the shots made with it: they are stale, they are
        queued anew, or their cards keep the version before.
        """
        require(actor, "editor", "change an asset")
        before = await self._library.seen(project_id, asset_id)
        changed = await self._library.change(project_id, actor, asset_id, change)
        if changed.version == before.version:
            return changed
        if change.then == "pin":
            await self._pin(project_id, actor, asset_id, changed.name, changed.version - 1)
        self._staleness.asset_changed()
        if change.then == "regenerate":
            now = (await planner_of(self._db, self._sync, project_id)).still()
            earlier = await planner_of(self._db, self._sync, project_id, instead=before)
            shots = await self._shots(project_id, asset_id, replace(now, content=earlier.content), now)
            if made := [each.node_id for each in shots if each.has_take]:
                await self._batch.generate(project_id, actor, made)
        return changed

    async def change_for_team(self, actor: Actor, asset_id: str, change: AssetChange) -> AssetRecord:
        """A change of the team's asset from outside of any film: the shots made with it are stale everywhere."""
        if change.then != "stale":
            raise Invalid("Open the asset in a film to make its shots anew or to keep the old version there.")
        changed = await self._library.change(None, actor, asset_id, change)
        self._staleness.asset_changed()
        return changed

    async def restore(self, project_id: str | None, actor: Actor, asset_id: str, version: int) -> AssetRecord:
        """The asset as it was at that version; shots are stale, or no longer, as it comes."""
        restored = await self._library.restore(project_id, actor, asset_id, version)
        self._staleness.asset_changed()
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


@dataclass(frozen=True, slots=True)
class _Made:
    """The active take of a shot: its seed, and the key of the job it was made by."""

    seed: int
    key: str


def _impacts(
    now: Planner, after: Planner, node_ids: Sequence[str], made: Mapping[str, _Made], learned: Learned
) -> Sequence[ShotImpact]:
    """Of those shots the ones whose job is another one to `after`."""
    wanted = [(each, made[each].seed if each in made else 0) for each in node_ids]
    found = []
    for node_id, before, job in zip(node_ids, now.keys(wanted), after.jobs(wanted), strict=True):
        if before is None or job is None or before == (then := key_of(job)):
            continue
        data, take = now.graph.nodes[node_id].data, made.get(node_id)
        found.append(
            ShotImpact(
                node_id=node_id,
                number=str(data.get("number", "")),
                title=str(data.get("title", "")),
                quality=job.quality,
                has_take=take is not None and take.key != then,
                was_stale=take is not None and take.key != before,
                seconds=round(learned.seconds(job)[0], 1),
            )
        )
    return found
