"""The text of a script beside its canvas: page by page, from a shot to its lines and back, and what no shot shows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from production_canvas.errors import Invalid, NotFound
from production_canvas.film.coverage import FILMED, lines_of, runs, span, uncovered
from production_canvas.film.script import Script
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.protocol.scripts import Coverage, NodeLines, ScriptLine, ScriptPage, ShotLines
from production_canvas.services.covering import in_order, shots_in
from production_canvas.services.drafts import Drafts, Stored, belongs, copied, source_of
from production_canvas.services.sync import Sync

LINES_A_PAGE = 1000
LINES_OF_A_NODE = 500
LONGEST_LINE = 2000
RUNS_TOLD = 5000


class ScriptLines:
    def __init__(self, sync: Sync, drafts: Drafts) -> None:
        self._sync = sync
        self._drafts = drafts

    async def page(self, project_id: str, node_id: str, start: int) -> ScriptPage:
        """A thousand lines, from `start` on, of the draft that stands on the canvas, else of the newest."""
        stored = await self._on_canvas(project_id, node_id)
        script, total = stored.script, len(stored.script.lines)
        end = min(total, start + LINES_A_PAGE - 1)
        return ScriptPage(
            draft_id=stored.asset.id,
            title=script.title,
            format=script.format,
            total=total,
            lines=await asyncio.to_thread(_lines, script, start, end),
            next=end + 1 if end < total else None,
        )

    async def coverage(self, project_id: str, node_id: str, scene_id: str | None = None) -> Coverage:
        """Which lines the shots show and which none does, of the whole film or of one scene."""
        stored = await self._on_canvas(project_id, node_id)
        graph = copied(await self._sync.graph(project_id))
        if scene_id is not None and (graph.node(scene_id) is None or not belongs(graph.nodes[scene_id], node_id)):
            raise NotFound("scene of this script", scene_id[:64])
        return await asyncio.to_thread(_coverage, stored, graph, node_id, scene_id)

    async def of_node(self, project_id: str, node_id: str) -> NodeLines:
        """The lines that a shot or a scene comes from. Raises Invalid where it comes from none."""
        graph = await self._sync.graph(project_id)
        node = graph.node(node_id)
        if node is None:
            raise NotFound("node", node_id[:64])
        found = span(source_of(node))
        script_id = _script_of(graph, node)
        if found is None or script_id is None:
            raise Invalid("This node comes from no line of a script.")
        stored = await self._on_canvas(project_id, script_id)
        first, last = found[0], min(found[1], len(stored.script.lines), found[0] + LINES_OF_A_NODE - 1)
        return NodeLines(
            script_id=script_id,
            draft_id=stored.asset.id,
            line_from=found[0],
            line_to=found[1],
            lines=await asyncio.to_thread(_lines, stored.script, first, last),
        )

    async def _on_canvas(self, project_id: str, node_id: str) -> Stored:
        return await self._drafts.on_canvas(project_id, await self._drafts.node(project_id, node_id))


def _lines(script: Script, first: int, last: int) -> list[ScriptLine]:
    kinds = {
        line: element.kind
        for element in script.elements
        if element.line_to >= first and element.line_from <= last
        for line in range(max(first, element.line_from), min(last, element.line_to) + 1)
    }
    return [
        ScriptLine(line=line, kind=kinds.get(line, ""), text=script.lines[line - 1][:LONGEST_LINE])
        for line in range(first, last + 1)
    ]


def _coverage(stored: Stored, graph: Graph, node_id: str, scene_id: str | None) -> Coverage:
    scenes = sorted((node for node in graph.nodes.values() if belongs(node, node_id)), key=in_order)
    chosen = [scene for scene in scenes if scene_id in (None, scene.id)]
    lines: Collection[int] = lines_of(stored.script, FILMED)
    if scene_id is not None:
        within = [found for scene in chosen if (found := span(source_of(scene))) is not None]
        lines = [line for line in lines if any(first <= line <= last for first, last in within)]
    shots = [_shot(scene, shot) for scene in chosen for shot in shots_in(graph, scene.id) if source_of(shot)]
    spans = [(shot.line_from, shot.line_to) for shot in shots if shot.line_from]
    left = uncovered(lines, spans)
    return Coverage(
        draft_id=stored.asset.id,
        lines=len(lines),
        covered=len(lines) - len(left),
        uncovered=runs(left)[:RUNS_TOLD],
        shots=shots,
    )


def _shot(scene: Node, shot: Node) -> ShotLines:
    source = source_of(shot)
    first, last = span(source) or (0, 0)
    return ShotLines(
        node_id=shot.id,
        scene_id=scene.id,
        number=str(shot.data.get("number", "")),
        line_from=first,
        line_to=last,
        mark=str(source.get("mark", "")),
    )


def _script_of(graph: Graph, node: Node | None) -> str | None:
    """The script node that a shot or scene comes from; the only one of the film, where the scene does not say."""
    while node is not None:
        source = source_of(node)
        if node.type == "scene_group" and "id" in source:
            scripts = [each.id for each in graph.nodes.values() if each.type == "script"]
            told = source.get("script", scripts[0] if len(scripts) == 1 else None)
            return told if told in scripts else None
        node = graph.node(node.parent_id) if node.parent_id is not None else None
    return None
