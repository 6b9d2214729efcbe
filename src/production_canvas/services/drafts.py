"""The drafts of a film's scripts: read from their files, and found again on the canvas."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from production_canvas.errors import Invalid, NotFound, TooLarge
from production_canvas.files.store import FileStore
from production_canvas.film.breakdown import DENSITIES, DENSITY
from production_canvas.film.reading import read_script
from production_canvas.film.script import Script
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.services.covering import in_order
from production_canvas.services.merging import Draft
from production_canvas.services.sync import Sync
from production_canvas.store import assets
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database, is_id

MOST_SCENES = 2000
KEPT = 8
KEPT_BYTES = 1_000_000
"""Scripts that are kept read, and how large they are at most."""


@dataclass(frozen=True, slots=True)
class Stored:
    script: Script
    asset: Asset


class Drafts:
    def __init__(self, db: Database, sync: Sync, files: FileStore) -> None:
        self._db = db
        self._sync = sync
        self._files = files
        self._read: OrderedDict[tuple[str, str], Script] = OrderedDict()

    async def node(self, project_id: str, node_id: str) -> Node:
        """The script node. Raises NotFound, or Invalid for another kind of node."""
        node = (await self._sync.graph(project_id)).node(node_id)
        if node is None:
            raise NotFound("node", node_id[:64])
        if node.type != "script":
            raise Invalid("A screenplay goes into a Script node; this is another.")
        return node

    async def stored(self, project_id: str, asset_id: Any) -> Stored:
        """A draft by its asset. Raises Invalid where there is none."""
        asset = await assets.get(self._db, asset_id) if is_id(asset_id) else None
        if asset is None or asset.project_id != project_id or asset.object_hash is None:
            raise Invalid("There is no script here yet; drop a screenplay onto the node first.")
        known = (asset.object_hash, asset.name)
        if known not in self._read:
            content = await self._files.read(asset.object_hash)
            script = await asyncio.to_thread(read_script, content, asset.name)
            if len(content) > KEPT_BYTES:
                return Stored(script, asset)
            self._read[known] = script
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        self._read.move_to_end(known)
        return Stored(self._read[known], asset)

    async def newest(self, project_id: str, node: Node) -> Stored:
        """The draft that was brought in last."""
        return await self.stored(project_id, node.data.get("asset_id", ""))

    async def on_canvas(self, project_id: str, node: Node) -> Stored:
        """The draft that stands on the canvas; where none does, the newest."""
        return await self.stored(project_id, draft_id(node) or node.data.get("asset_id", ""))


def check_size(script: Script) -> None:
    """Raises TooLarge for more scenes than a canvas takes of one script."""
    if len(script.scenes) > MOST_SCENES:
        raise TooLarge(f"A canvas takes {MOST_SCENES:,} scenes of one script; this one has {len(script.scenes):,}.")


def draft_id(node: Node) -> str:
    """The asset of the draft on the canvas, empty where none was broken down."""
    told = node.data.get("draft_id", "")
    if not told and node.data.get("status") in ("broken_down", "failed"):
        told = node.data.get("asset_id", "")
    return str(told)


def density_of(node: Node, shots_per_page: float | None = None) -> float:
    """Shots a page: as asked for, else as the node says."""
    return shots_per_page or DENSITIES.get(str(node.data.get("density", "")), DENSITY)


def source_of(node: Node) -> dict[str, Any]:
    """What a node says of its script lines."""
    source = node.data.get("source")
    return source if isinstance(source, dict) else {}


def belongs(scene: Node, script_id: str) -> bool:
    """Whether a scene is one of that script; older films do not say of which."""
    source = source_of(scene)
    return scene.type == "scene_group" and "id" in source and source.get("script", script_id) == script_id


def standing(graph: Graph, node: Node, draft: Draft) -> dict[int, str]:
    """Nodes of the draft's scenes by index; of copies the first, without those that were omitted."""
    nodes = sorted((each for each in graph.nodes.values() if belongs(each, node.id)), key=in_order, reverse=True)
    by_words = {source_of(each)["id"]: each.id for each in nodes if source_of(each).get("mark") != "omitted"}
    return {scene.scene.index: by_words[scene.id] for scene in draft.scenes.values() if scene.id in by_words}


def copied(graph: Graph) -> Graph:
    """The graph as it is now, for a thread to read."""
    return Graph(graph.id, graph.epoch, graph.version, graph.nodes.values(), graph.edges.values(), graph.settings)
