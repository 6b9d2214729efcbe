"""What the assets of a film hold, as jobs are made of it: as they are now, and at the versions that cards keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.graph.batch import runnable
from production_canvas.graph.carried import ARRIVALS
from production_canvas.graph.plan import kept, taken, version_kept
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.services.asset_rules import pictures_in
from production_canvas.store import asset_versions, assets, takes
from production_canvas.store.asset_versions import AssetVersion
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database, is_id

Content = dict[str, Mapping[str, Any]]


async def content_of(db: Database, project_id: str, graph: Graph, *, instead: Asset | None = None) -> Content:
    """What the cards of the film stand for, by asset id, and by `kept` what some of them keep. `instead`: an asset as
    it would be after a change.
    """
    named = {node.data.get("asset_id") for node in graph.nodes.values()}
    pins = {pin for node in graph.nodes.values() if (pin := version_kept(node)) and is_id(pin[0])}
    found = await assets.many(db, [each for each in named if isinstance(each, str) and is_id(each)], project_id)
    if instead is not None:
        found = [instead if each.id == instead.id else each for each in found]
    visible = {each.id for each in found}
    before = [each for each in await asset_versions.some(db, pins) if each.asset_id in visible] if pins else []
    pictures = await _pictures(db, project_id, [*found, *before])
    kinds = {each.id: each.kind for each in found}
    now: Content = {each.id: _told(each.kind, each, each.object_hash, pictures) for each in found}
    handing = {
        edge.source
        for edge in graph.edges.values()
        if edge.target_handle != ARRIVALS and runnable(graph, types(), edge.source)
    }
    ends = await takes.clips(db, project_id, sorted(handing)) if handing else {}
    now |= {taken(node_id): {"object_hash": clip} for node_id, clip in ends.items()}
    return now | {
        kept(each.asset_id, each.version): _told(kinds[each.asset_id], each, each.file["object_hash"], pictures)
        for each in before
    }


async def _pictures(db: Database, project_id: str, found: Iterable[Asset | AssetVersion]) -> Mapping[str, str | None]:
    wanted = {picture for each in found for picture in (*each.reference_ids, *pictures_in(each.data))}
    return {each.id: each.object_hash for each in await assets.many(db, wanted, project_id)} if wanted else {}


def _told(
    kind: str, each: Asset | AssetVersion, object_hash: str | None, pictures: Mapping[str, str | None]
) -> Mapping[str, Any]:
    hashes = [
        [told for picture in named if (told := pictures.get(picture))]
        for named in (each.reference_ids, pictures_in(each.data))
    ]
    return {
        "name": each.name,
        "kind": kind,
        "data": each.data,
        "object_hash": object_hash,
        "references": hashes[0],
        "pictures": hashes[1],
        "version": each.version,
    }
