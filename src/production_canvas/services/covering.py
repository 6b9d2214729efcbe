"""The shots of one scene and a new draft: each follows its lines, and new lines get shots of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import compile as pattern
from typing import Any, NamedTuple

from production_canvas.film.breakdown import Shot
from production_canvas.film.hierarchy import (
    CHARACTER_PITCH,
    SHOT_PITCH,
    SHOTS_A_ROW,
    SHOTS_LEFT,
    character_data,
    edge_op,
    node_op,
    shot_data,
)
from production_canvas.film.ordering import between
from production_canvas.film.people import Person
from production_canvas.graph.apply import Op
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph

_NUMBERED = pattern(r"SH(\d{1,6})")


class End(NamedTuple):
    """A link of a chain: where it is left, and where it is reached."""

    node_id: str
    out: str = "sequence_out"
    into: str = "sequence_in"


@dataclass(frozen=True, slots=True)
class Company:
    """Who may be wired into a scene: people of the script and the assets that stand for them."""

    people: Mapping[str, Person]
    assets: Mapping[str, str]


def shots_in(graph: Graph, scene_id: str) -> list[Node]:
    """Every shot of a scene, also of sequences within it, in order."""
    found: list[Node] = []
    waiting = [scene_id]
    while waiting:
        for child in sorted((graph.nodes[each] for each in graph.children(waiting.pop())), key=in_order):
            if child.type == "shot":
                found.append(child)
            elif child.type == "scene_group":
                waiting.append(child.id)
    return found


def in_order(node: Node) -> tuple[str, str]:
    """Sorts siblings."""
    return (node.order, node.id)


def set_op(node_id: str, key: str, value: Any) -> Op:
    return {"op": "node.set", "id": node_id, "path": [key], "value": value}


def rechained(graph: Graph, before: Sequence[End], after: Sequence[End], new_id: Callable[[], str]) -> list[Op]:
    """Operations that make a chain of wires follow a new order; what people wired otherwise stays."""
    old = {(one.node_id, two.node_id): (one, two) for one, two in pairwise(before)}
    new = {(one.node_id, two.node_id): (one, two) for one, two in pairwise(after)}
    cut = {edge for pair, ends in old.items() if pair not in new for edge in _direct(graph, *ends)}
    added = [
        edge_op(new_id(), one.node_id, one.out, two.node_id, two.into)
        for pair, (one, two) in new.items()
        if pair not in old and not _arriving(graph, two) - cut
    ]
    return [*({"op": "edge.remove", "id": edge} for edge in sorted(cut)), *added]


def _direct(graph: Graph, one: End, two: End) -> list[str]:
    wires = (graph.edges[edge] for edge in graph.wires(one.node_id))
    ends = (one.node_id, one.out, two.node_id, two.into)
    return [wire.id for wire in wires if (wire.source, wire.source_handle, wire.target, wire.target_handle) == ends]


def _arriving(graph: Graph, end: End) -> set[str]:
    """Wires that arrive where the end is reached."""
    target = graph.node(end.node_id)
    if target is None:
        return set()
    inside = end.into == "sequence_out"
    wires = (graph.edges[edge] for edge in graph.wires(end.node_id))
    return {
        wire.id
        for wire in wires
        if wire.target == end.node_id
        and wire.target_handle == end.into
        and (graph.nodes[wire.source].parent_id == end.node_id) is inside
    }


def added_shots(
    graph: Graph,
    scene_id: str,
    shots: Sequence[Shot],
    lines: Mapping[str, int],
    company: Company,
    new_id: Callable[[], str],
) -> Iterator[Op]:
    """Puts shots into a scene that stands, behind those that come before them; `lines`: where shots there begin."""
    standing = [node for node in map(graph.node, sorted(graph.children(scene_id))) if node is not None]
    row = sorted((node for node in standing if node.type == "shot"), key=in_order)
    order: list[tuple[str, str, str]] = [(node.id, node.order, str(node.data.get("number", ""))) for node in row]
    corners = _free_corners(standing)
    cast = {str(node.data.get("asset_id")): node.id for node in standing if node.type == "character"}
    begins = dict(lines)
    for shot in shots:
        place = max(
            (at + 1 for at, (node_id, _, _) in enumerate(order) if _stands_before(begins, node_id, shot)), default=0
        )
        before = order[place - 1] if place else ("", "", "")
        after = order[place] if place < len(order) else ("", "", "")
        shot_id = new_id()
        number = _number(before[2], after[2], {number for _, _, number in order})
        word = between(before[1], after[1])
        order.insert(place, (shot_id, word, number))
        begins[shot_id] = shot.line_from
        yield node_op(shot_id, "shot", scene_id, next(corners), word, shot_data(shot) | {"number": number})
        yield from _wired(shot, shot_id, scene_id, cast, company, standing, new_id)
    first, last = End(scene_id, "sequence_in", ""), End(scene_id, "", "sequence_out")
    before_ids = [End(node.id) for node in row]
    after_ids = [End(node_id) for node_id, _, _ in order]
    yield from rechained(graph, [first, *before_ids, last], [first, *after_ids, last], new_id)


def _stands_before(begins: Mapping[str, int], node_id: str, shot: Shot) -> bool:
    return 0 < begins.get(node_id, 0) <= shot.line_from


def _wired(
    shot: Shot,
    shot_id: str,
    scene_id: str,
    cast: dict[str, str],
    company: Company,
    standing: Iterable[Node],
    new_id: Callable[[], str],
) -> Iterator[Op]:
    for name in shot.characters:
        asset = company.assets.get(name)
        if asset is None or name not in company.people:
            continue
        if asset not in cast:
            rows = [node.y for node in standing if node.type == "character"]
            corner = (0.0, max(rows, default=-CHARACTER_PITCH) + CHARACTER_PITCH * (1 + len(cast) - len(rows)))
            cast[asset] = new_id()
            data = character_data(company.people[name], asset)
            yield node_op(cast[asset], "character", scene_id, corner, len(cast), data)
        yield edge_op(new_id(), cast[asset], "character", shot_id, "characters")


def _free_corners(standing: Sequence[Node]) -> Iterator[tuple[float, float]]:
    """Corners for new shots, row by row below everything in the scene."""
    top = max((node.y for node in standing), default=-SHOT_PITCH[1]) + SHOT_PITCH[1]
    place = 0
    while True:
        row, column = divmod(place, SHOTS_A_ROW)
        yield (SHOTS_LEFT + column * SHOT_PITCH[0], top + row * SHOT_PITCH[1])
        place += 1


def _number(before: str, after: str, taken: set[str]) -> str:
    """SH025 between SH020 and SH030, SH020A where there is no room."""
    first, second = _NUMBERED.match(before), _NUMBERED.match(after)
    low = int(first[1]) if first else 0
    high = int(second[1]) if second else low + 20
    if low < (low + high) // 2 < high and (middle := f"SH{(low + high) // 2:03d}") not in taken:
        return middle
    stem = f"SH{low:03d}"
    letters = (f"{stem}{one}{two}" for one in ("", *"ABCDEFGH") for two in "ABCDEFGHJKLMNPQRSTUVWXYZ")
    return next((number for number in letters if number not in taken), stem)
