"""Screenplays: taken in, read, and broken down to scenes and shots on the canvas."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Conflict, Invalid, NotFound, TooLarge, UnreadableScript
from production_canvas.files.store import FileStore
from production_canvas.film.breakdown import Breakdown, break_down
from production_canvas.film.headings import key
from production_canvas.film.hierarchy import Film, SceneOperations, operations, person_facts, place_facts
from production_canvas.film.prompts import named
from production_canvas.film.reading import read_script
from production_canvas.film.script import Script
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.protocol.messages import ScriptProgress, frame
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch, NodeSet
from production_canvas.services.accounts import Actor, require
from production_canvas.services.sync import Sync
from production_canvas.store import assets
from production_canvas.store.assets import Asset, Kind
from production_canvas.store.database import Database, is_id, new_id

log = structlog.get_logger()

NAMES_SHOWN = 2000
MOST_SCENES = 2000
FREE_ROW = 500.0
_NAME = 200


class Scripts:
    def __init__(self, db: Database, bus: Bus, sync: Sync, files: FileStore) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._files = files
        self._busy: set[tuple[str, str]] = set()

    async def upload(
        self, project_id: str, actor: Actor, node_id: str, filename: str, content: bytes
    ) -> dict[str, Any]:
        """What the screenplay holds: title, format, scenes, pages, characters, locations; the node shows the same.

        Raises UnreadableScript, and then leaves node and library as they were.
        """
        require(actor, "editor", "bring in a script")
        await self._script_node(project_id, node_id)
        if (project_id, node_id) in self._busy:
            raise Conflict("This script is being broken down; bring in the new one when that has ended.")
        script = await asyncio.to_thread(read_script, content, filename)
        stored = await assets.insert(
            self._db,
            asset_id=new_id(),
            project_id=project_id,
            kind="script",
            name=_file_name(filename),
            data={"format": script.format},
            object_hash=await self._files.put(content),
            mime="text/plain",
            size=len(content),
            created_by=actor.user_id,
        )
        told = _told(script)
        await self._show(
            project_id, actor, node_id, told | {"asset_id": stored.id, "file_name": stored.name, "status": "read"}
        )
        return told

    async def break_down(self, project_id: str, actor: Actor, node_id: str) -> int:
        """How many scenes were put on the canvas, once the last of them stands there; each is told as it comes.

        Scenes that stand there already stay as they are: an interrupted breakdown goes on where it ended. Raises
        Conflict where all of them do.
        """
        require(actor, "editor", "break a script down")
        node = await self._script_node(project_id, node_id)
        if (project_id, node_id) in self._busy:
            raise Conflict("This script is being broken down already.")
        self._busy.add((project_id, node_id))
        try:
            return await self._break_down(project_id, actor, node)
        finally:
            self._busy.discard((project_id, node_id))

    async def _break_down(self, project_id: str, actor: Actor, node: Node) -> int:
        script, asset_name = await self._stored(project_id, node)
        breakdown = await asyncio.to_thread(break_down, script)
        if not breakdown.scenes:
            raise UnreadableScript(f"“{asset_name}” has no scene headings; begin each with INT. or EXT. and a place.")
        if len(breakdown.scenes) > MOST_SCENES:
            raise TooLarge(f"A canvas takes {MOST_SCENES:,} scenes of one script; this one has more.")
        standing = _standing(await self._sync.graph(project_id))
        missing = tuple(scene for scene in breakdown.scenes if scene.id not in standing)
        if not missing:
            raise Conflict("This script is on the canvas already, and nothing in it has changed.")
        step = f"breakdown:{new_id()}"
        await self._show(project_id, actor, node.id, {"status": "breaking_down"}, step)
        status = "failed"
        try:
            library = await self._library(project_id, actor, breakdown)
            film = _film(await self._sync.graph(project_id), node, *library)
            rest = Breakdown(missing, breakdown.people, breakdown.places)
            await self._put(project_id, actor, node.id, operations(rest, film, new_id), len(missing), step)
            status = "broken_down"
        finally:
            await self._show(project_id, actor, node.id, {"status": status}, step)
        log.info("script.broken_down", project_id=project_id, scenes=len(missing))
        return len(missing)

    async def _put(
        self, project_id: str, actor: Actor, node_id: str, scenes: Iterable[SceneOperations], total: int, step: str
    ) -> None:
        self._tell(project_id, node_id, 0, total, "Reading the script")
        for done, scene in enumerate(scenes, start=1):
            label = f"Break down scene {scene.scene.scene.number}"[:120]
            for start in range(0, len(scene.ops), OPERATIONS_PER_BATCH):
                await self._submit(project_id, actor, scene.ops[start : start + OPERATIONS_PER_BATCH], label, step)
            self._tell(project_id, node_id, done, total, scene.scene.scene.heading[:120])

    async def _submit(
        self, project_id: str, actor: Actor, ops: Sequence[Any], label: str, step: str | None = None
    ) -> None:
        graph = await self._sync.graph(project_id)
        batch = Batch.model_validate(
            {
                "client_op_id": f"script:{new_id()}",
                "base_version": graph.version,
                "ops": list(ops),
                "label": label,
                "step": step,
            }
        )
        await self._sync.submit(project_id, actor, batch, trusted=True)

    async def _show(
        self, project_id: str, actor: Actor, node_id: str, data: dict[str, Any], step: str | None = None
    ) -> None:
        """Writes what the server knows of a script onto its node."""
        ops = [NodeSet(id=node_id, path=[name], value=value) for name, value in data.items()]
        await self._submit(project_id, actor, ops, "Script", step)

    def _tell(self, project_id: str, node_id: str, done: int, total: int, step: str) -> None:
        told = frame(ScriptProgress(node_id=node_id, done=done, total=total, step=step))
        self._bus.publish("events", project_id, told)

    async def _script_node(self, project_id: str, node_id: str) -> Node:
        node = (await self._sync.graph(project_id)).node(node_id)
        if node is None:
            raise NotFound("node", node_id[:64])
        if node.type != "script":
            raise Invalid("A screenplay goes into a Script node; this is another.")
        return node

    async def _stored(self, project_id: str, node: Node) -> tuple[Script, str]:
        asset_id = node.data.get("asset_id", "")
        asset = await assets.get(self._db, asset_id) if is_id(asset_id) else None
        if asset is None or asset.project_id != project_id or asset.object_hash is None:
            raise Invalid("There is no script here yet; drop a screenplay onto the node first.")
        content = await self._files.read(asset.object_hash)
        return await asyncio.to_thread(read_script, content, asset.name), asset.name

    async def _library(
        self, project_id: str, actor: Actor, breakdown: Breakdown
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Asset ids of characters and of places by name; what the library lacks is added to it, what it has is kept."""
        owned = await assets.of_project(self._db, project_id)
        people = [(name, person_facts(person)) for name, person in breakdown.people.items()]
        places = [(name, place_facts(place)) for name, place in breakdown.places.items()]
        characters, new_people = _match("character", people, owned)
        environments, new_places = _match("environment", places, owned)
        await assets.insert_many(self._db, project_id, actor.user_id, [*new_people, *new_places])
        return characters, environments


def _match(
    kind: Kind, wanted: Sequence[tuple[str, dict[str, Any]]], owned: Sequence[Asset]
) -> tuple[dict[str, str], list[tuple[str, Kind, str, dict[str, Any]]]]:
    known = {key(asset.name): asset.id for asset in owned if asset.kind == kind}
    found: dict[str, str] = {}
    new: list[tuple[str, Kind, str, dict[str, Any]]] = []
    for name, facts in wanted:
        shown = named(name)[:_NAME]
        if key(shown) not in known:
            known[key(shown)] = new_id()
            new.append((known[key(shown)], kind, shown, facts))
        found[name] = known[key(shown)]
    return found, new


def _standing(graph: Graph) -> set[str]:
    """Ids, by content, of the scenes on the canvas."""
    sources = (node.data.get("source") for node in graph.nodes.values() if node.type == "scene_group")
    return {source["id"] for source in sources if isinstance(source, dict) and "id" in source}


def _film(graph: Graph, script: Node, characters: dict[str, str], environments: dict[str, str]) -> Film:
    top_level = [graph.nodes[node_id] for node_id in graph.children(None)]
    scenes = sorted(
        (node for node in top_level if node.type == "scene_group" and _from_script(node)), key=_place_in_film
    )
    nodes = {node.data.get("asset_id"): node.id for node in top_level if node.type == "environment"}
    return Film(
        script_node=script.id,
        left=script.x,
        top=max(node.y for node in scenes) + FREE_ROW if scenes else script.y,
        characters=characters,
        environments=environments,
        places={name: nodes[asset_id] for name, asset_id in environments.items() if asset_id in nodes},
        last_scene=scenes[-1].id if scenes else None,
        before=len(scenes),
    )


def _from_script(node: Node) -> bool:
    source = node.data.get("source")
    return isinstance(source, dict) and "id" in source


def _place_in_film(node: Node) -> tuple[str, str]:
    return (node.order, node.id)


def _told(script: Script) -> dict[str, Any]:
    return {
        "title": script.title,
        "format": script.format,
        "scenes": len(script.scenes),
        "pages": script.pages,
        "characters": [character.name for character in script.characters][:NAMES_SHOWN],
        "locations": [location[:_NAME] for location in script.locations][:NAMES_SHOWN],
    }


def _file_name(filename: str) -> str:
    """The last part of what a browser calls the file, printable, at most 200 characters."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-_NAME:] or "script.fountain"
