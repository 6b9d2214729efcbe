"""A breakdown as graph operations, scene by scene: scene groups, shots, characters, places, and their wires."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, TypeAlias

from production_canvas.film.breakdown import Breakdown, Place, SceneBreakdown, Shot
from production_canvas.film.looks import Look, Suggested
from production_canvas.film.people import Person
from production_canvas.film.prompts import named

Op: TypeAlias = dict[str, Any]

SCENES_A_ROW = (4, 24)
"""Fewest and most scenes beside each other."""
SCENE_PITCH = (360.0, 420.0)
SCREEN = 4 / 3
"""Width to height of what the panels leave of a screen."""
PLACE_BAND = 300.0
"""Room above a row of scenes for the places first seen there."""
SCRIPT_GAP = 460.0
STYLE_DROP, STYLE_PITCH = 620.0, 300.0
"""Looks stand in a column under the script."""
SHOTS_A_ROW = 5
SHOT_PITCH = (400.0, 540.0)
CHARACTER_PITCH = 300.0
SHOTS_LEFT = 340.0
_NUMBER, _LINE, _TITLE, _TIME = 20, 200, 300, 60


@dataclass(frozen=True, slots=True)
class Film:
    """Where the breakdown goes: the script's node and its corner, what stands there already, library ids by name.

    `styles`: library ids of looks by name, `looks`: their nodes on the film level; `places`: environment nodes there by
    place; `last_scene`: the scene that the next one follows; `before`: how many scenes stand there; `top`: the upper
    edge of the first free row.
    """

    script_node: str
    left: float
    top: float
    characters: Mapping[str, str]
    environments: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    last_scene: str | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class SceneOperations:
    """One scene's operations in an order in which each is valid after the ones before it."""

    scene: SceneBreakdown
    ops: list[Op]


def operations(breakdown: Breakdown, film: Film, new_id: Callable[[], str]) -> Iterator[SceneOperations]:
    """The operations of each scene, in the order of the film."""
    places, looks = dict(film.places), dict(film.looks)
    last = film.last_scene or film.script_node
    beside = scenes_a_row(len(breakdown.scenes))
    tops = _rows(breakdown.scenes, set(places), film.top, beside)
    for index, scene in enumerate(breakdown.scenes):
        row, column = divmod(index, beside)
        x, y = film.left + SCRIPT_GAP + column * SCENE_PITCH[0], tops[row]
        scene_id = new_id()
        ops = [node_op(scene_id, "scene_group", None, (x, y), film.before + index, scene_data(scene, film.script_node))]
        ops.append(edge_op(new_id(), last, "sequence_out", scene_id, "sequence_in"))
        last = scene_id
        if scene.place:
            if scene.place not in places:
                places[scene.place] = new_id()
                data = place_data(breakdown.places[scene.place], film.environments[scene.place])
                ops.append(node_op(places[scene.place], "environment", None, (x, y - PLACE_BAND), index, data))
            ops.append(edge_op(new_id(), places[scene.place], "environment", scene_id, "assets"))
        corner = (film.left, film.top + STYLE_DROP + (len(looks) - len(film.looks)) * STYLE_PITCH)
        ops += styled(scene, scene_id, breakdown.looks, film.styles, looks, corner, new_id)
        ops += inside(scene, scene_id, breakdown.people, film.characters, new_id)
        yield SceneOperations(scene, ops)


def styled(
    scene: SceneBreakdown,
    scene_id: str,
    suggested: Mapping[str, Suggested],
    assets: Mapping[str, str],
    looks: dict[str, str],
    corner: tuple[float, float],
    new_id: Callable[[], str],
) -> Iterator[Op]:
    """The scene's look wired to it; `looks` are the nodes that stand, to which it is added where it does not yet."""
    if scene.look not in suggested or scene.look not in assets:
        return
    if scene.look not in looks:
        looks[scene.look] = new_id()
        data = style_data(suggested[scene.look], assets[scene.look])
        yield node_op(looks[scene.look], "style", None, corner, len(looks), data)
    yield edge_op(new_id(), looks[scene.look], "style", scene_id, "assets")


def scenes_a_row(count: int) -> int:
    """How many of `count` scenes stand beside each other, so that all of them together have a screen's proportions."""
    fewest, most = SCENES_A_ROW
    return min(most, max(fewest, round(sqrt(count * SCREEN * (SCENE_PITCH[1] + PLACE_BAND) / SCENE_PITCH[0]))))


def _rows(scenes: Sequence[SceneBreakdown], known: set[str], top: float, beside: int) -> list[float]:
    """The upper edge of each row of scenes; a row that brings in no new place needs no band above it."""
    tops: list[float] = []
    seen = set(known)
    for start in range(0, len(scenes), beside):
        new = {scene.place for scene in scenes[start : start + beside] if scene.place} - seen
        seen |= new
        top += PLACE_BAND if new else 0.0
        tops.append(top)
        top += SCENE_PITCH[1]
    return tops


def inside(
    scene: SceneBreakdown,
    scene_id: str,
    people: Mapping[str, Person],
    assets: Mapping[str, str],
    new_id: Callable[[], str],
) -> Iterator[Op]:
    """What stands in a scene: its people, its shots in a row from In to Out, who is in which shot."""
    cast: dict[str, str] = {}
    for row, name in enumerate(name for name in scene.characters if name in assets):
        cast[name] = new_id()
        data = character_data(people[name], assets[name])
        yield node_op(cast[name], "character", scene_id, (0.0, row * CHARACTER_PITCH), row, data)
    last, handle = scene_id, "sequence_in"
    for index, shot in enumerate(scene.shots):
        shot_id = new_id()
        row, column = divmod(index, SHOTS_A_ROW)
        corner = (SHOTS_LEFT + column * SHOT_PITCH[0], row * SHOT_PITCH[1])
        yield node_op(shot_id, "shot", scene_id, corner, index, shot_data(shot))
        yield edge_op(new_id(), last, handle, shot_id, "sequence_in")
        for name in shot.characters:
            if name in cast:
                yield edge_op(new_id(), cast[name], "character", shot_id, "characters")
        last, handle = shot_id, "sequence_out"
    if scene.shots:
        yield edge_op(new_id(), last, handle, scene_id, "sequence_out")


def node_op(node_id: str, kind: str, parent: str | None, corner: tuple[float, float], order: int | str, data: Op) -> Op:
    """A node to add; `order` is its place among its siblings, or the word that sorts it there."""
    node = {
        "id": node_id,
        "type": kind,
        "parent_id": parent,
        "position": {"x": corner[0], "y": corner[1]},
        "order": order if isinstance(order, str) else f"a{order:05d}",
        "data": data,
    }
    return {"op": "node.add", "node": node}


def edge_op(edge_id: str, source: str, source_handle: str, target: str, target_handle: str) -> Op:
    """A wire to add."""
    edge = {
        "id": edge_id,
        "source": source,
        "source_handle": source_handle,
        "target": target,
        "target_handle": target_handle,
        "data": {},
    }
    return {"op": "edge.add", "edge": edge}


def scene_data(breakdown: SceneBreakdown, script_node: str) -> Op:
    """What the node of a scene holds."""
    scene = breakdown.scene
    return {
        "number": scene.number[:_NUMBER],
        "title": scene.heading[:_TITLE],
        "synopsis": breakdown.synopsis,
        "int_ext": scene.int_ext,
        "place": scene.place[:_LINE],
        "time": scene.time[:_TIME],
        "eighths": scene.eighths,
        "source": scene_source(breakdown, script_node),
    }


def scene_source(breakdown: SceneBreakdown, script_node: str) -> Op:
    """From which script node and lines a scene comes; its `id` is that of its words."""
    lines = {"line_from": breakdown.scene.line_from, "line_to": breakdown.scene.line_to}
    return {**lines, "rule": "HEADING", "id": breakdown.id, "script": script_node}


def shot_data(shot: Shot) -> Op:
    """What the node of a shot holds."""
    return {
        "number": shot.number,
        "title": shot.title[:_LINE],
        "prompt": shot.prompt,
        "negative_prompt": "",
        "size": shot.size,
        "quality": "standard",
        "seed": shot.seed,
        "seed_locked": False,
        "duration": shot.duration,
        "motion": shot.motion,
        "camera": dict(shot.camera),
        "dialogue": shot.dialogue,
        "cast": list(dict.fromkeys(named(name)[:_LINE] for name in shot.characters)),
        "source": {
            "line_from": shot.line_from,
            "line_to": shot.line_to,
            "rule": shot.rule,
            "reason": shot.reason,
            "confidence": shot.confidence,
            "id": shot.id,
        },
    }


def character_data(person: Person, asset_id: str) -> Op:
    """What the node of a person holds."""
    return {"asset_id": asset_id, "name": named(person.name)[:_LINE], **person_facts(person)}


def place_data(place: Place, asset_id: str) -> Op:
    """What the node of a place holds."""
    return {"asset_id": asset_id, "name": named(place.name)[:_LINE], **place_facts(place)}


def style_data(suggested: Suggested, asset_id: str) -> Op:
    """What the node of a look holds; its note says why it is suggested."""
    look = suggested.look
    return {"asset_id": asset_id, "name": look.name, **look_facts(look), "note": suggested.reason}


def look_facts(look: Look) -> Op:
    """What a look is, as node and library keep it."""
    return {"keywords": list(look.keywords), "palette": list(look.palette)}


def person_facts(person: Person) -> Op:
    """What the script tells of a person, as node and library keep it."""
    return {"age": person.age, "look": person.look}


def place_facts(place: Place) -> Op:
    """What the script tells of a place, as node and library keep it."""
    return {
        "place": place.name[:_LINE],
        "int_ext": place.int_ext,
        "time": place.time[:_TIME],
        "mood": place.mood,
        "weather": place.weather,
        "space": "3d",
    }
