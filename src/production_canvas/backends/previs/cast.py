"""The cast on its marks: cut out of their own pictures, else drawn, each tied to the ground by a shadow."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.brief import Person
from production_canvas.backends.previs.cutout import CutOut, cut_out, placed
from production_canvas.backends.previs.drawn import AFTER_DARK, Body, Mark, draw, height_of, lit
from production_canvas.backends.previs.lens import Plane
from production_canvas.backends.previs.paint import Sheet
from production_canvas.backends.previs.scenery import Layer, Stage, cut

_NEAR_SIZES = ("TWO SHOT", "OVER THE SHOULDER", "MEDIUM", "MEDIUM CLOSE UP", "CLOSE UP", "EXTREME CLOSE UP")
"""Sizes whose frame ends above the hips."""
_HEADROOM = {"MEDIUM CLOSE UP": 0.11, "CLOSE UP": 0.07, "EXTREME CLOSE UP": -0.16}
"""Share of the frame's height above a head."""
_SHOULDERS, _HEAD = 0.62, 0.27
"""Metres."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`feet` the frame position it sways about; `phase` keeps people from breathing in step."""

    layer: Layer
    feet: tuple[float, float]
    metre: float
    phase: float
    name: str


def _marks(stage: Stage) -> list[Mark]:
    count, size, far = len(stage.brief.cast), stage.brief.size, stage.lens.distance
    side = stage.light.side
    if size == "INSERT":
        return []
    if size == "OVER THE SHOULDER" and count > 1:
        return [Mark(0.5 + side * 0.13, far, -side), Mark(0.5 - side * 0.36, far * 0.56, side, back=True)]
    if "CLOSE UP" in size:
        return [Mark(0.5 - side * 0.07, far, side)][:count]
    if count == 1:
        return [Mark(0.5 - side * 0.12, far, side)]
    reach = {"MEDIUM": 0.21, "TWO SHOT": 0.20}.get(size, min(0.09 + 0.035 * count, 0.26))
    shown = min(count, 2 if size == "TWO SHOT" else 3 if size == "MEDIUM" else 7)
    marks = []
    for index in range(shown):
        across = 2 * index / (shown - 1) - 1
        away = far * (1 + 0.10 * (index % 2) * (shown > 2))  # noqa: PLR2004 - a group stands in two rows
        marks.append(Mark(0.5 + reach * across, away, -math.copysign(1, across) if across else side))
    return marks


def figures(stage: Stage) -> list[Figure]:
    """The cast on its marks, far to near: cut out of their own pictures where they have such, else drawn."""
    made: list[tuple[float, Figure]] = []
    for person, mark in zip(stage.brief.cast, _marks(stage), strict=False):
        own = _likeness(stage, person)
        if own is not None and not mark.back and (own.whole or stage.brief.size in _NEAR_SIZES):
            made.append((mark.depth, _pictured(stage, person, mark, own)))
        else:
            # From behind or afar a bust is of no use; the drawn figure wears its clothes.
            dressed = person if own is None else replace(person, color=own.clothes)
            made.append((mark.depth, _drawn(stage, dressed, mark)))
    return [figure for _, figure in sorted(made, key=lambda pair: -pair[0])]


def _likeness(stage: Stage, person: Person) -> CutOut | None:
    """The cut-out that suits the shot's size best: whole figures for wide shots, any for near ones."""
    if person.weight == 0:
        return None
    opened = [picture for name in person.pictures[:4] if (picture := stage.pictures.open(name)) is not None]
    cuts = [made for picture in opened if (made := cut_out(picture)) is not None]
    near = stage.brief.size in _NEAR_SIZES
    return min(cuts, key=lambda each: each.whole == near, default=None)


def _drawn(stage: Stage, person: Person, mark: Mark) -> Figure:
    chance = np.random.default_rng(person.seed)
    body = draw(stage, person, mark, chance)
    blurred = stage.soft(mark.depth) if mark.back else 0.0
    layer = cut(body.sheet, body.sheet.texture(stage.grade, soft=blurred), Plane("z", mark.depth))
    return Figure(layer, (body.x, body.y), body.metre, float(chance.uniform(0, 2 * math.pi)), person.name)


def _pictured(stage: Stage, person: Person, mark: Mark, own: CutOut) -> Figure:
    chance = np.random.default_rng(person.seed)
    body = Body(stage, mark, height_of(person, chance))
    tall, wide = own.alpha.shape
    high = 1.75 * body.tall * body.metre
    top, middle = body.y - high, wide / 2
    if not own.whole:
        # A bust goes on below the frame: as large as its head or its shoulders ask, at least as its lower edge needs.
        asked = _SHOULDERS * tall / wide if own.head is None else _HEAD * tall / own.head[1]
        middle = middle if own.head is None else own.head[0]
        top = stage.lens.height * _HEADROOM.get(stage.brief.size, 0.16)
        high = max(asked * body.metre, stage.lens.height * (1.02 + stage.lens.reach[1]) - top)
    scale = high / tall
    box = (body.x - middle * scale + body.sheet.left, top + body.sheet.top, wide * scale, high)
    color, alpha = placed(own, box, (body.sheet.width, body.sheet.height))
    body.sheet.alpha[:] = alpha
    body.sheet.color[:] = color
    lit(stage, body)
    # The stronger the wire, the more of the picture's own light stays on the face.
    kept = np.float32(0.25 + 0.35 * person.weight)
    body.sheet.color += (color * _exposure(stage, own) - body.sheet.color) * kept
    layer = cut(body.sheet, body.sheet.texture(stage.grade), Plane("z", mark.depth))
    return Figure(layer, (body.x, body.y), body.metre, float(chance.uniform(0, 2 * math.pi)), person.name)


def _exposure(stage: Stage, own: CutOut) -> NDArray[np.float32]:
    """How much of each colour the scene's light leaves of the picture, which was lit evenly."""
    light = np.asarray(stage.light.key, np.float32) * 0.5 + np.asarray(stage.light.ambient, np.float32) * 0.5
    if stage.brief.interior and stage.light.lamps > AFTER_DARK:
        light = light * 0.4 + np.array((150, 116, 84), np.float32) * 0.6
    shown = light / np.float32(205)
    bright = float(own.color.mean())
    return np.asarray(np.clip(shown, 0.22, 1.0) * min(1.25, max(0.8, 120 / max(40.0, bright))), np.float32)


def contact(stage: Stage, figure: Figure) -> Layer:
    """The soft shadow that ties a figure to the ground, thrown away from the sun."""
    sheet = Sheet(stage.lens)
    (x, y), metre = figure.feet, figure.metre
    throw = -stage.light.side * (0.45 if stage.light.sun[1] < 0.3 else 0.15) * metre  # noqa: PLR2004
    across = ((sheet.xs - x - throw * 0.6) / (0.34 * metre + abs(throw) * 0.6)) ** 2
    down = ((sheet.ys - y + 0.005 * metre) / (0.055 * metre)) ** 2
    sheet.lay(np.exp(-(across + down) * 1.5).astype(np.float32), (6, 7, 12), 0.62)
    return cut(sheet, sheet.texture(stage.grade), Plane("y", stage.lens.eye))
