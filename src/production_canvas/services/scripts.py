"""Screenplays: taken in, read, and broken down to scenes and shots on the canvas."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Conflict, UnreadableScript
from production_canvas.files.store import FileStore
from production_canvas.film.headings import is_omitted
from production_canvas.film.hierarchy import Film, SceneOperations, operations
from production_canvas.film.reading import NO_SCENES, read_script
from production_canvas.film.script import Script
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.media.pdf import is_pdf, text_of
from production_canvas.protocol.messages import ScriptProgress, frame
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch, NodeSet
from production_canvas.services.accounts import Actor, require
from production_canvas.services.covering import in_order
from production_canvas.services.drafts import (
    Drafts,
    Stored,
    belongs,
    check_size,
    density_of,
    draft_id,
    source_of,
    standing,
)
from production_canvas.services.library import NAME, library_of
from production_canvas.services.merging import Draft, Library, on_film_level
from production_canvas.services.refinement import Refinement
from production_canvas.services.revisions import Revisions, has_scenes
from production_canvas.services.script_lines import ScriptLines
from production_canvas.services.sync import Sync
from production_canvas.store import assets
from production_canvas.store.database import Database, new_id

log = structlog.get_logger()

NAMES_SHOWN = 2000
FREE_ROW = 500.0


@dataclass(slots=True)
class _Queue:
    """Who breaks one script down, and who waits for the end of that."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class Scripts:
    def __init__(
        self, db: Database, bus: Bus, sync: Sync, files: FileStore, refinement: Refinement | None = None
    ) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._files = files
        self._refinement = refinement or Refinement()
        self.drafts = Drafts(db, sync, files)
        self.revisions = Revisions(db, bus, sync, self.drafts)
        self.lines = ScriptLines(sync, self.drafts)
        self._working: dict[tuple[str, str], _Queue] = {}
        self._stopping: set[tuple[str, str]] = set()
        bus.subscribe("scripts", lambda project_id, node_id: self._stopping.add((project_id, node_id.decode())))

    async def upload(
        self, project_id: str, actor: Actor, node_id: str, filename: str, content: bytes
    ) -> dict[str, Any]:
        """What the screenplay holds, and how many of its scenes are not on the canvas as they are in it; the node shows
        the same.

        Raises UnreadableScript, and then leaves node and library as they were.
        """
        require(actor, "editor", "bring in a script")
        node = await self.drafts.node(project_id, node_id)
        if (project_id, node_id) in self._working:
            raise Conflict("This script is being broken down; bring in the new one when that has ended.")
        if is_pdf(content):
            # What is kept is its text: one reading of strangers' pages is enough.
            content, filename = await text_of(content), f"{filename.removesuffix('.pdf')}.pdf"
        script = await asyncio.to_thread(read_script, content, filename)
        if has_scenes(await self._sync.graph(project_id), node):
            check_size(script)
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
        told = _told(script) | {"pending": await self._pending(project_id, node, Stored(script, stored))}
        place = {"asset_id": stored.id, "file_name": stored.name, "draft_id": draft_id(node), "status": "read"}
        await self._show(project_id, actor, node_id, told | place)
        if not told["pending"] and has_scenes(await self._sync.graph(project_id), node):
            # The same scenes, on other lines perhaps: nothing to decide, the shots follow their lines.
            await self.revisions.bring_in(project_id, actor, node_id)
        return told

    async def break_down(
        self, project_id: str, actor: Actor, node_id: str, *, shots_per_page: float | None = None
    ) -> int:
        """How many scenes were put on the canvas or changed there, once the last of them is; each is told as it comes.

        Scenes that stand there already stay as they are: a stopped breakdown goes on where it ended, a new draft is
        brought in, and where nothing is new nothing is written. Who comes while it runs waits for its end.
        """
        require(actor, "editor", "break a script down")
        await self.drafts.node(project_id, node_id)
        place = (project_id, node_id)
        queue = self._working.setdefault(place, _Queue())
        queue.people += 1
        try:
            async with queue.lock:
                self._stopping.discard(place)
                node = await self.drafts.node(project_id, node_id)
                newest = await self.drafts.newest(project_id, node)
                if draft_id(node) != newest.asset.id and has_scenes(await self._sync.graph(project_id), node):
                    compared = await self.revisions.bring_in(project_id, actor, node_id, density=shots_per_page)
                    self._tell(project_id, node_id, compared.pending, compared.pending, newest.asset.name[:120])
                    return compared.pending
                return await self._break_down(project_id, actor, node, newest, density_of(node, shots_per_page))
        finally:
            queue.people -= 1
            if not queue.people:
                del self._working[place]

    async def bring_in(
        self,
        project_id: str,
        actor: Actor,
        node_id: str,
        *,
        draft: str | None = None,
        shots_per_page: float | None = None,
    ) -> int:
        """How many scenes are other ones, once the newest draft is on the canvas, as one step."""
        compared = await self.revisions.bring_in(project_id, actor, node_id, draft=draft, density=shots_per_page)
        return compared.pending

    async def stop(self, project_id: str, actor: Actor, node_id: str) -> None:
        """Ends a breakdown after the scene it is at, in whichever process it runs; what is there stays one step."""
        require(actor, "editor", "stop a breakdown")
        await self.drafts.node(project_id, node_id)
        self._bus.publish("scripts", project_id, node_id.encode())

    async def _pending(self, project_id: str, node: Node, newest: Stored) -> int:
        if has_scenes(await self._sync.graph(project_id), node):
            return (await self.revisions.compared(project_id, node, newest)).pending
        return sum(not is_omitted(scene.heading) for scene in newest.script.scenes)

    async def _break_down(self, project_id: str, actor: Actor, node: Node, newest: Stored, density: float) -> int:
        check_size(newest.script)
        draft = await asyncio.to_thread(Draft.of, newest.script, density)
        if not draft.scenes:
            raise UnreadableScript(f"No scenes found in “{newest.asset.name}”: {NO_SCENES}.")
        known = standing(await self._sync.graph(project_id), node, draft)
        missing = tuple(scene for index, scene in draft.scenes.items() if index not in known)
        if not missing:
            return 0
        step = f"breakdown:{new_id()}"
        begun = {"status": "breaking_down", "draft_id": newest.asset.id}
        await self._show(project_id, actor, node.id, begun, step)
        status, done = "failed", 0
        try:
            library = await library_of(self._db, self._bus, project_id, draft.breakdown, actor)
            film = _film(await self._sync.graph(project_id), node, library)
            rest = replace(draft.breakdown, scenes=missing)
            self._tell(project_id, node.id, 0, len(missing), "Reading the script")
            asking = self._refinement.begin()
            for scene in operations(rest, film, new_id):
                if (project_id, node.id) in self._stopping:
                    break
                told = scene.scene.scene
                await asking.refine(scene.scene, newest.script.lines[told.line_from - 1 : told.line_to], scene.ops)
                await self._put(project_id, actor, scene, step)
                done += 1
                self._tell(project_id, node.id, done, len(missing), scene.scene.scene.heading[:120])
            status = "broken_down" if done == len(missing) else "stopped"
        finally:
            await self._show(project_id, actor, node.id, {"status": status, "pending": len(missing) - done}, step)
        if status == "stopped":
            self._tell(project_id, node.id, done, done, "Stopped")
        log.info("script.broken_down", project_id=project_id, scenes=done, status=status)
        return done

    async def _put(self, project_id: str, actor: Actor, scene: SceneOperations, step: str) -> None:
        label = f"Break down scene {scene.scene.scene.number}"[:120]
        for start in range(0, len(scene.ops), OPERATIONS_PER_BATCH):
            await self._submit(project_id, actor, scene.ops[start : start + OPERATIONS_PER_BATCH], label, step)

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


def _film(graph: Graph, script: Node, library: Library) -> Film:
    top_level = [graph.nodes[node_id] for node_id in graph.children(None)]
    scenes = sorted((node for node in top_level if belongs(node, script.id)), key=in_order)
    row = [node for node in scenes if source_of(node).get("mark") != "omitted"]
    return Film(
        script_node=script.id,
        left=script.x,
        top=max(node.y for node in scenes) + FREE_ROW if scenes else script.y,
        characters=library.characters,
        environments=library.environments,
        places=on_film_level(graph, "environment", library.environments),
        styles=library.styles,
        looks=on_film_level(graph, "style", library.styles),
        last_scene=row[-1].id if row else None,
        before=len(scenes),
    )


def _told(script: Script) -> dict[str, Any]:
    return {
        "title": script.title,
        "format": script.format,
        "scenes": len(script.scenes),
        "pages": script.pages,
        "characters": [character.name for character in script.characters][:NAMES_SHOWN],
        "locations": [location[:NAME] for location in script.locations][:NAMES_SHOWN],
    }


def _file_name(filename: str) -> str:
    """The last part of what a browser calls the file, printable, at most 200 characters."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-NAME:] or "script.fountain"
