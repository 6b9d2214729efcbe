"""A new draft brought into a film: operations after which the canvas follows it.

Nothing is removed: omitted scenes are parked, shots without lines are marked, and what the draft did not change keeps
what people made of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from production_canvas.errors import CanvasError
from production_canvas.film.breakdown import Breakdown, SceneBreakdown, break_down, further_shots
from production_canvas.film.coverage import FILMED, WRITTEN, Follower, lines_of, span, uncovered
from production_canvas.film.hierarchy import (
    STYLE_DROP,
    edge_op,
    inside,
    node_op,
    place_data,
    scene_data,
    scene_source,
    styled,
)
from production_canvas.film.ordering import between
from production_canvas.film.revision import Revision, SceneFate
from production_canvas.film.script import Script
from production_canvas.graph.apply import Applier, Op
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph, Overlay
from production_canvas.services.covering import Company, End, added_shots, in_order, rechained, set_op, shots_in
from production_canvas.services.ground import Ground, parking

FIELDS = ("title", "synopsis", "int_ext", "place", "time")


@dataclass(frozen=True, slots=True)
class Draft:
    """A script with its breakdown; `scenes` by their place in the script."""

    script: Script
    breakdown: Breakdown
    scenes: Mapping[int, SceneBreakdown]

    @classmethod
    def of(cls, script: Script, density: float) -> Self:
        breakdown = break_down(script, density=density)
        return cls(script, breakdown, {scene.scene.index: scene for scene in breakdown.scenes})


@dataclass(frozen=True, slots=True)
class Library:
    """Asset ids of people, places and looks by name."""

    characters: Mapping[str, str]
    environments: Mapping[str, str]
    styles: Mapping[str, str]


@dataclass(slots=True)
class SceneMerge:
    """What happens to one scene: how many of its shots stay as they are, have other words, lost theirs, are new.

    `overwritten`: fields that somebody wrote and the draft changes as well. `number`: what a scene is called that comes
    back from among the omitted ones.
    """

    fate: SceneFate
    node_id: str
    kept: int = 0
    changed: int = 0
    gone: int = 0
    new: int = 0
    overwritten: list[str] = field(default_factory=list)
    number: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    ops: list[Op]
    scenes: list[SceneMerge]


def merge(
    graph: Graph,
    node: Node,
    drafts: tuple[Draft, Draft],
    revision: Revision,
    standing: Mapping[int, str],
    library: Library,
    *,
    density: float,
    new_id: Callable[[], str],
) -> Merge:
    """The operations that bring the second draft in; `standing`: nodes of the first draft's scenes by index."""
    merger = _Merger(graph, node, drafts, revision, standing, library, density, new_id)
    return Merge(merger.operations(), merger.scenes)


def passable(graph: Graph, applier: Applier, ops: Sequence[Op]) -> list[Op]:
    """The operations without the wires that somebody's own wiring leaves no room for. Raises what else is refused."""
    ground = Overlay(graph)
    passed: list[Op] = []
    for op in ops:
        try:
            view, _ = applier.apply(ground, [op])
        except CanvasError:
            if op["op"] != "edge.add":
                raise
            continue
        view.fold()
        passed.append(op)
    return passed


class _Merger:
    def __init__(
        self,
        graph: Graph,
        node: Node,
        drafts: tuple[Draft, Draft],
        revision: Revision,
        standing: Mapping[int, str],
        library: Library,
        density: float,
        new_id: Callable[[], str],
    ) -> None:
        self.graph = graph
        self.node = node
        self.old, self.new = drafts
        self.revision = revision
        self.standing = standing
        self.library = library
        self.density = density
        self.new_id = new_id
        self.company = Company(self.new.breakdown.people, library.characters)
        before, after = lines_of(self.old.script, WRITTEN), lines_of(self.new.script, WRITTEN)
        self.follower = Follower(revision.lines, before, after, len(self.old.script.lines))
        known = {*revision.lines.same.values(), *revision.lines.rewritten.values()}
        self.unknown = sorted(lines_of(self.new.script, FILMED) - known)
        self.ground = Ground(graph)
        self.scenes: list[SceneMerge] = []
        self.places = on_film_level(graph, "environment", library.environments)
        self.looks = on_film_level(graph, "style", library.styles)
        self.parked = _parked_in(graph, node.id)
        self.ids: dict[int, str] = {}
        for scene in revision.scenes:
            if scene.new is not None and scene.old is not None:
                self.ids[scene.new] = standing[scene.old]
            elif scene.new is not None:
                back = self.parked.pop(self.new.scenes[scene.new].id, None)
                self.ids[scene.new] = back.id if back else new_id()

    def operations(self) -> list[Op]:
        """All of them, each valid after those before it."""
        ops: list[Op] = []
        row = self._row()
        orders = self._orders(row)
        corner = (self.node.x, self.node.y)
        for scene in self.revision.scenes:
            if scene.new is None:
                continue
            node_id = self.ids[scene.new]
            here = self.graph.node(node_id)
            if here is None:
                corner = self.ground.beside(corner)
                ops += self._added(scene, node_id, corner, orders[node_id])
                continue
            if scene.old is None:
                corner = self.ground.beside(corner)
                ops += self._back(scene, here)
                ops.append(_placed(here, corner, orders[node_id]))
                continue
            ops += self._followed(scene, here)
            if here.parent_id is None:
                if scene.fate == "moved":
                    self.ground.leave(here)
                    corner = self.ground.beside(corner)
                    ops.append(_placed(here, corner, orders[node_id]))
                else:
                    corner = (here.x, here.y)
        ops += self._chain(row)
        ops += self._parked()
        return ops

    def _row(self) -> list[str]:
        """Scenes of the film level in their new order."""
        nodes = [self.ids[scene.new] for scene in self.revision.scenes if scene.new is not None]
        return [each for each in nodes if (node := self.graph.node(each)) is None or node.parent_id is None]

    def _orders(self, row: Sequence[str]) -> dict[str, str]:
        """The words that sort new and moved scenes between those that stay."""
        moving = {
            self.ids[scene.new]
            for scene in self.revision.scenes
            if scene.new is not None and scene.fate in ("new", "moved")
        }
        following = ""
        after: dict[str, str] = {}
        for node_id in reversed(row):
            after[node_id] = following
            if node_id not in moving:
                following = self.graph.nodes[node_id].order
        words: dict[str, str] = {}
        before = ""
        for node_id in row:
            if node_id in moving:
                before = words[node_id] = between(before, after[node_id] if after[node_id] > before else "")
            else:
                before = self.graph.nodes[node_id].order
        return words

    def _added(self, scene: SceneFate, node_id: str, corner: tuple[float, float], order: str) -> list[Op]:
        assert scene.new is not None  # noqa: S101  # for the type checker: the caller looked
        found = self.new.scenes[scene.new]
        data = scene_data(found, self.node.id) | {"number": scene.number}
        ops = [node_op(node_id, "scene_group", None, corner, order, data)]
        ops += self._place(found, node_id, corner)
        if found.look:
            spot = (
                (0.0, 0.0) if found.look in self.looks else self.ground.beside((self.node.x, self.node.y + STYLE_DROP))
            )
            looks = self.new.breakdown.looks
            ops += styled(found, node_id, looks, self.library.styles, self.looks, spot, self.new_id)
        ops += inside(found, node_id, self.new.breakdown.people, self.library.characters, self.new_id)
        self.scenes.append(SceneMerge(scene, node_id, new=len(found.shots)))
        return ops

    def _back(self, scene: SceneFate, here: Node) -> list[Op]:
        """A scene that was omitted and stands in the script again, word for word: with its shots and its takes."""
        assert scene.new is not None  # noqa: S101  # for the type checker: the caller looked
        now = self.new.scenes[scene.new].scene
        number = self.new.script.elements[now.first].name or str(here.data.get("number", ""))
        source = scene_source(self.new.scenes[scene.new], self.node.id)
        told = {"title": now.heading[:300], "number": number[:20], "source": source, "muted": False}
        ops = [set_op(here.id, name, value) for name, value in told.items() if here.data.get(name) != value]
        shift = now.line_from - int(_source(here).get("line_from", 0))
        shots = shots_in(self.graph, here.id)
        for shot in shots:
            lines = {name: int(_source(shot).get(name, 0)) + shift for name in ("line_from", "line_to")}
            if _source(shot).get("mark") == "omitted" and 1 <= lines["line_from"] <= lines["line_to"] <= now.line_to:
                kept = {name: value for name, value in _source(shot).items() if name != "mark"}
                ops.append(set_op(shot.id, "source", {**kept, **lines}))
        self.scenes.append(SceneMerge(scene, here.id, kept=len(shots), number=number))
        return ops

    def _place(self, found: SceneBreakdown, node_id: str, corner: tuple[float, float]) -> list[Op]:
        if not found.place:
            return []
        ops: list[Op] = []
        if found.place not in self.places:
            self.places[found.place] = self.new_id()
            data = place_data(self.new.breakdown.places[found.place], self.library.environments[found.place])
            spot = self.ground.beside((corner[0], corner[1] - 300.0))
            ops.append(node_op(self.places[found.place], "environment", None, spot, len(self.places), data))
        ops.append(edge_op(self.new_id(), self.places[found.place], "environment", node_id, "assets"))
        return ops

    def _followed(self, scene: SceneFate, here: Node) -> list[Op]:
        """What changes on a scene that stands, and in it."""
        assert scene.old is not None and scene.new is not None  # noqa: S101, PT018  # for the type checker
        was, now = self.old.scenes[scene.old], self.new.scenes[scene.new]
        told = SceneMerge(scene, here.id)
        self.scenes.append(told)
        ops = self._fields(scene, here, was, now, told)
        source = scene_source(now, self.node.id)
        if here.data.get("source") != source:
            ops.append(set_op(here.id, "source", source))
        if was.place != now.place:
            ops += self._moved_to(here, was, now)
        return ops + self._shots(here.id, now, told)

    def _fields(
        self, scene: SceneFate, here: Node, was: SceneBreakdown, now: SceneBreakdown, told: SceneMerge
    ) -> list[Op]:
        before, after = scene_data(was, self.node.id), scene_data(now, self.node.id)
        after["number"] = scene.number
        before["number"] = self.graph.nodes[here.id].data.get("number", "")
        ops: list[Op] = []
        for name in ("number", *FIELDS, *(("eighths",) if scene.rewritten else ())):
            stands = here.data.get(name, "")
            if before[name] == after[name] or stands == after[name]:
                continue
            if stands != before[name]:
                told.overwritten.append(name)
            ops.append(set_op(here.id, name, after[name]))
        return ops

    def _moved_to(self, here: Node, was: SceneBreakdown, now: SceneBreakdown) -> list[Op]:
        """The place of a scene that plays elsewhere now, and what hung on it inside."""
        if here.parent_id is not None:
            return []
        old_place = self.places.get(was.place)
        wires = (self.graph.edges[each] for each in sorted(self.graph.wires(here.id)))
        gone = [wire for wire in wires if wire.target == here.id and wire.source == old_place]
        ops: list[Op] = [{"op": "edge.remove", "id": wire.id} for wire in gone]
        added = self._place(now, here.id, (here.x, here.y))
        ops += added
        if gone and added:
            arriving = added[-1]["edge"]["id"]
            hanging = [
                wire
                for wire in (self.graph.edges[each] for each in sorted(self.graph.wires(here.id)))
                if wire.source == here.id and wire.source_handle == gone[0].id
            ]
            ops += [edge_op(self.new_id(), here.id, arriving, wire.target, wire.target_handle) for wire in hanging]
        return ops

    def _shots(self, scene_id: str, now: SceneBreakdown, told: SceneMerge) -> list[Op]:
        ops: list[Op] = []
        spans: list[tuple[int, int]] = []
        begins: dict[str, int] = {}
        for shot in shots_in(self.graph, scene_id):
            source = self.follower.followed(shot.data.get("source") or {})
            if source is None:
                told.kept += 1
                continue
            mark = source.get("mark") if source.get("mark") != shot.data["source"].get("mark") else None
            told.gone += mark == "gone"
            told.changed += mark == "changed"
            told.kept += mark is None
            if source != shot.data["source"]:
                ops.append(set_op(shot.id, "source", source))
            if (found := span(source)) is not None:
                spans.append(found)
                begins[shot.id] = found[0]
        first = 1 if now.scene.index == 0 else now.scene.line_from
        own = self.unknown[bisect_left(self.unknown, first) : bisect_right(self.unknown, now.scene.line_to)]
        if missing := uncovered(own, spans):
            shots = further_shots(self.new.script, now, set(missing), density=self.density)
            told.new = len(shots)
            ops += added_shots(self.graph, scene_id, shots, begins, self.company, self.new_id)
        return ops

    def _chain(self, row: Sequence[str]) -> list[Op]:
        standing = [self.graph.nodes[each] for each in self.standing.values()]
        before = sorted((node for node in standing if node.parent_id is None), key=in_order)
        start = End(self.node.id)
        return rechained(
            self.graph,
            [start, *(End(node.id) for node in before)],
            [start, *(End(node_id) for node_id in row)],
            self.new_id,
        )

    def _parked(self) -> list[Op]:
        """Omitted scenes, set aside on a frame of their own and marked."""
        ops: list[Op] = []
        aside: list[Node] = []
        for scene in self.revision.scenes:
            if scene.new is not None or scene.old is None:
                continue
            here = self.graph.nodes[self.standing[scene.old]]
            told = SceneMerge(scene, here.id)
            self.scenes.append(told)
            heading = str(here.data.get("title", ""))
            source = {**_source(here), "mark": "omitted"}
            ops += [set_op(here.id, "title", f"OMITTED ({heading})"[:300]), set_op(here.id, "source", source)]
            ops.append(set_op(here.id, "muted", True))
            for shot in shots_in(self.graph, here.id):
                if span(shot.data.get("source")) is not None:
                    ops.append(set_op(shot.id, "source", {**_source(shot), "mark": "omitted"}))
                told.kept += 1
            if here.parent_id is None:
                aside.append(here)
        return ops + (parking(self.graph, self.node, aside, self.ground, self.new_id) if aside else [])


def on_film_level(graph: Graph, kind: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """By name, the nodes that stand for those assets on the film's own level."""
    level = (graph.nodes[each] for each in sorted(graph.children(None)))
    nodes = {node.data.get("asset_id"): node.id for node in level if node.type == kind}
    return {name: nodes[asset_id] for name, asset_id in wanted.items() if asset_id in nodes}


def _parked_in(graph: Graph, script_id: str) -> dict[str, Node]:
    """Omitted scenes of the film's own level by their words."""
    level = (graph.nodes[each] for each in sorted(graph.children(None), reverse=True))
    return {
        str(_source(node).get("id")): node
        for node in level
        if _source(node).get("mark") == "omitted" and _source(node).get("script", script_id) == script_id
    }


def _source(node: Node) -> dict[str, Any]:
    source = node.data.get("source")
    return dict(source) if isinstance(source, dict) else {}


def _placed(node: Node, corner: tuple[float, float], order: str) -> Op:
    place = {"parent_id": node.parent_id, "x": corner[0], "y": corner[1], "order": order}
    return {"op": "node.reparent", "id": node.id, **place}
