"""A new draft of a script that stands on the canvas: looked at first, then brought in as one step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import CanvasError, Conflict, Unavailable
from production_canvas.film.alignment import stretches
from production_canvas.film.breakdown import DENSITY
from production_canvas.film.revision import Revision, SceneFate, compare
from production_canvas.film.script import Script
from production_canvas.graph.apply import Applier, Op
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value
from production_canvas.protocol.scripts import DiffLine, RevisionPreview, SceneEntry
from production_canvas.services.accounts import Actor, require
from production_canvas.services.covering import set_op
from production_canvas.services.drafts import (
    Drafts,
    Stored,
    belongs,
    check_size,
    copied,
    density_of,
    draft_id,
    standing,
)
from production_canvas.services.library import library_of
from production_canvas.services.merging import Draft, Library, Merge, SceneMerge, merge, passable
from production_canvas.services.pending import Pending
from production_canvas.services.sync import Sync
from production_canvas.store.database import Database, new_id
from production_canvas.store.graphs import LoggedRow

log = structlog.get_logger()

TRIES = 6
LINES_SHOWN = 4000
LINES_A_SCENE = 200
FATES = ("kept", "changed", "moved", "omitted", "new")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two drafts, what became of the scenes, and where these stand in `graph`."""

    graph: Graph
    node: Node
    drafts: tuple[Draft, Draft]
    revision: Revision
    standing: dict[int, str]

    @property
    def pending(self) -> int:
        """Scenes that are not as they were."""
        return len(self.revision.scenes) - self.revision.count("kept")


class Revisions:
    def __init__(self, db: Database, bus: Bus, sync: Sync, drafts: Drafts) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._drafts = drafts
        self._server = Applier(types(), check_value, trusted=True)

    async def preview(self, project_id: str, node_id: str) -> RevisionPreview:
        """What the newest draft would change: scenes with their lines, and how many shots stay. Writes nothing."""
        node = await self._drafts.node(project_id, node_id)
        newest = await self._drafts.newest(project_id, node)
        compared = await self.compared(project_id, node, newest)
        library = await library_of(self._db, self._bus, project_id, compared.drafts[1].breakdown, None)
        numbers = count(1)
        merged = await asyncio.to_thread(
            _merged, compared, library, density_of(node), lambda: f"to-come-{next(numbers)}"
        )
        return await asyncio.to_thread(_shown, compared, merged, newest)

    async def compared(self, project_id: str, node: Node, newest: Stored) -> Compared:
        """The draft on the canvas beside the newest one; without one, every scene is new."""
        check_size(newest.script)
        before = await self._drafts.on_canvas(project_id, node)
        graph = copied(await self._sync.graph(project_id))
        return await asyncio.to_thread(_compared, graph, node, before.script, newest.script)

    async def bring_in(
        self, project_id: str, actor: Actor, node_id: str, *, draft: str | None = None, density: float | None = None
    ) -> Compared:
        """Makes the canvas follow the newest draft, as one batch; takes and what people made stay.

        `draft`: the one that was looked at. Raises Conflict where another has come since.
        """
        require(actor, "editor", "bring in a new draft")
        for _ in range(TRIES):
            node = await self._drafts.node(project_id, node_id)
            newest = await self._drafts.newest(project_id, node)
            if draft is not None and draft != newest.asset.id:
                raise Conflict("Somebody has brought in another draft meanwhile; look at that one first.")
            compared = await self.compared(project_id, node, newest)
            library = await library_of(self._db, self._bus, project_id, compared.drafts[1].breakdown, actor)
            shots_a_page = density_of(node, density)
            merged = await asyncio.to_thread(_merged, compared, library, shots_a_page, new_id)
            told = {"draft_id": newest.asset.id, "pending": 0, "status": "broken_down"}
            changed = [set_op(node.id, name, value) for name, value in told.items() if node.data.get(name) != value]
            try:
                ops = await asyncio.to_thread(passable, compared.graph, self._server, [*merged.ops, *changed])
                if ops:
                    await self._write(project_id, actor, compared.graph.version, ops)
            except Unavailable:
                raise
            except CanvasError as error:
                # Somebody was at it meanwhile: what stands now is looked at anew.
                log.info("script.draft_again", project_id=project_id, error=error.code)
                continue
            log.info("script.draft_brought_in", project_id=project_id, scenes=compared.pending)
            return compared
        raise Conflict("The film is being edited faster than the draft can be brought in; try again in a moment.")

    async def _write(self, project_id: str, actor: Actor, version: int, ops: list[Op]) -> LoggedRow:
        """All of it as one version: a draft is on the canvas whole or not at all."""
        room = await self._sync.room(project_id)
        pending = Pending(
            user_id=actor.user_id,
            client_op_id=f"draft:{new_id()}",
            base_version=version,
            label="Bring in the new draft",
            ops=ops,
            answer=asyncio.get_running_loop().create_future(),
            trusted=True,
        )
        return await self._sync.answer(await self._sync.take_in(room, actor, pending))


def has_scenes(graph: Graph, node: Node) -> bool:
    """Whether a draft of this script stands on the canvas."""
    return bool(draft_id(node)) and any(belongs(each, node.id) for each in graph.nodes.values())


def _compared(graph: Graph, node: Node, before: Script, after: Script) -> Compared:
    drafts = (Draft.of(before, DENSITY), Draft.of(after, density_of(node)))
    found = standing(graph, node, drafts[0])
    numbers = {index: str(graph.nodes[each].data.get("number", "")) for index, each in found.items()}
    here = set(found.values())
    others = {
        str(each.data.get("number", ""))
        for each in graph.nodes.values()
        if belongs(each, node.id) and each.id not in here
    }
    return Compared(graph, node, drafts, compare(before, after, numbers, others), found)


def _merged(compared: Compared, library: Library, density: float, ids: Callable[[], str]) -> Merge:
    return merge(
        compared.graph,
        compared.node,
        compared.drafts,
        compared.revision,
        compared.standing,
        library,
        density=density,
        new_id=ids,
    )


def _shown(compared: Compared, merged: Merge, newest: Stored) -> RevisionPreview:
    by_fate = {id(each.fate): each for each in merged.scenes}
    left = LINES_SHOWN
    entries: list[SceneEntry] = []
    for fate in compared.revision.scenes:
        entry = _entry(compared, fate, by_fate[id(fate)], left)
        left -= len(entry.lines)
        entries.append(entry)
    return RevisionPreview(
        draft_id=newest.asset.id,
        title=newest.script.title,
        pending=compared.pending,
        counts={name: sum(scene.fate == name for scene in compared.revision.scenes) for name in FATES},
        shots={
            name: sum(getattr(scene, name) for scene in merged.scenes) for name in ("kept", "changed", "gone", "new")
        },
        scenes=entries,
    )


def _entry(compared: Compared, fate: SceneFate, told: SceneMerge, left: int) -> SceneEntry:
    old, new = (draft.script for draft in compared.drafts)
    was = old.scenes[fate.old] if fate.old is not None else None
    now = new.scenes[fate.new] if fate.new is not None else None
    lines = _lines(_text(old, fate.old), _text(new, fate.new)) if fate.rewritten else iter(())
    most = max(0, min(left, LINES_A_SCENE))
    shown = [line for line, _ in zip(lines, range(most + 1), strict=False)]
    scene = now or was
    return SceneEntry(
        fate=fate.fate,
        number=told.number or fate.number,
        heading=scene.heading[:300] if scene else "",
        was=was.heading[:300] if was else None,
        node_id=told.node_id if fate.old is not None else None,
        rewritten=fate.rewritten,
        kept=told.kept,
        changed=told.changed,
        gone=told.gone,
        new=told.new,
        overwritten=told.overwritten,
        lines=shown[:most],
        cut=len(shown) > most,
    )


def _text(script: Script, index: int | None) -> Sequence[str]:
    if index is None:
        return ()
    scene = script.scenes[index]
    return [line.strip()[:1000] for line in script.lines[scene.line_from - 1 : scene.line_to] if line.strip()]


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    for stretch in stretches(old, new):
        if stretch.kind == "same":
            yield from (DiffLine(kind="same", text=text) for text in old[stretch.old_from : stretch.old_to])
        else:
            yield from (DiffLine(kind="deleted", text=text) for text in old[stretch.old_from : stretch.old_to])
            yield from (DiffLine(kind="inserted", text=text) for text in new[stretch.new_from : stretch.new_to])
