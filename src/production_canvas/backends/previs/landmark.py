"""What stands on the ground: buildings, trees, a lighthouse, a house, lamps, grass."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from production_canvas.backends.previs.lens import Lens, Plane
from production_canvas.backends.previs.light import Color, mix, scale
from production_canvas.backends.previs.paint import Points, Sheet, smooth
from production_canvas.backends.previs.scenery import Layer, Stage


def _tone(stage: Stage, depth: float) -> Color:
    """The colour of things at that depth: nearer is darker and less hazy."""
    air = 1 - math.exp(-depth / (70 if stage.brief.weather in ("fog", "rain", "snow") else 190))
    return mix(scale(stage.light.near, 0.8), stage.light.haze, min(0.92, air))


def _box(x: float, y: float, width: float, height: float) -> Points:
    """Of that middle x, foot y."""
    return [(x - width / 2, y), (x - width / 2, y - height), (x + width / 2, y - height), (x + width / 2, y)]


def skyline(stage: Stage) -> Iterator[Layer]:
    """Rows of buildings on both sides of a street, their windows lit as the hour asks."""
    lens, light = stage.lens, stage.light
    for index, depth in enumerate((240.0, 110.0, 52.0, 26.0)):
        chance = stage.brief.chance("skyline", stage.brief.place, index)
        sheet = Sheet(lens)
        metre, foot = lens.scale(depth), lens.ground(depth)
        tone = _tone(stage, depth * 1.15)
        x, gap = -sheet.far_left - 10.0, (7.5 if index else 0) * metre
        middle = lens.width / 2
        while x < lens.width + sheet.far_left:
            width = float(chance.uniform(9, 20)) * metre
            height = float(chance.uniform(10, 26) + (24 if index == 0 and chance.random() < 0.45 else 0)) * metre  # noqa: PLR2004
            if index == 0 or x + width < middle - gap or x > middle + gap:
                _building(
                    stage,
                    sheet,
                    (x, foot, width * 0.985, height),
                    scale(tone, float(chance.uniform(0.86, 1.14))),
                    metre,
                    chance,
                )
            x += width
        down = np.clip((sheet.ys - (foot - 12 * metre)) / (12 * metre), 0, 1)
        sheet.shade(np.broadcast_to(down, sheet.alpha.shape).astype(np.float32), light.haze, 0.30)
        yield stage.layer(sheet, Plane("z", depth))


def _building(
    stage: Stage,
    sheet: Sheet,
    box: tuple[float, float, float, float],
    tone: Color,
    metre: float,
    chance: np.random.Generator,
) -> None:
    x, foot, width, height = box
    body = sheet.mask([_box(x + width / 2, foot + metre, width, height + metre)])
    sheet.lay(body, tone)
    edge = sheet.mask([_box(x + (width - metre * 0.5 if stage.light.side > 0 else metre * 0.5), foot, metre, height)])
    sheet.shade(edge, stage.light.horizon, 0.22)
    if chance.random() < 0.5:  # noqa: PLR2004 - every other roof carries something
        sheet.lay(
            sheet.mask([_box(x + width * float(chance.uniform(0.25, 0.7)), foot - height, width * 0.2, metre * 2.2)]),
            scale(tone, 0.92),
        )
    step_x, step_y = 2.6 * metre, 3.3 * metre
    if step_x < 4:  # noqa: PLR2004 - windows finer than that only flicker
        return
    dark: list[Points] = []
    lit: list[Points] = []
    for column in range(int(width / step_x)):
        for row in range(1, int(height / step_y)):
            pane = _box(
                x + (column + 0.5) * step_x + (width % step_x) / 2,
                foot - row * step_y - metre,
                step_x * 0.44,
                step_y * 0.52,
            )
            (lit if chance.random() < 0.42 * stage.light.lamps else dark).append(pane)
    if dark:
        sheet.shade(sheet.mask(dark), mix(scale(tone, 0.72), stage.light.middle, 0.22), 0.8)
    if lit:
        sheet.shade(sheet.mask(lit), (255, 206, 128), 0.86)


def treeline(stage: Stage) -> Iterator[Layer]:
    """Three stands of conifers, darker as they come nearer."""
    lens = stage.lens
    for index, depth in enumerate((130.0, 58.0, 26.0)):
        chance = stage.brief.chance("trees", stage.brief.place, index)
        sheet = Sheet(lens)
        metre, foot = lens.scale(depth), lens.ground(depth)
        shapes: list[Points] = []
        x, clear = -sheet.far_left - 5 * metre, (0.0, 4.5, 5.5)[index] * metre
        while x < lens.width + sheet.far_left + 5 * metre:
            if abs(x - lens.width / 2) > clear * float(chance.uniform(0.8, 1.3)):
                shapes += _conifer(x, foot, float(chance.uniform(9, 19)) * metre, chance)
            x += float(chance.uniform(1.5, 4.2)) * metre * (1 + index * 0.5)
        tone = _tone(stage, depth * 1.4)
        sheet.lay(sheet.mask(shapes), tone)
        light = np.clip((sheet.ys - (foot - 15 * metre)) / (15 * metre), 0, 1)
        sheet.shade(
            np.broadcast_to(light, sheet.alpha.shape).astype(np.float32),
            mix(stage.light.haze, stage.light.near, 0.5),
            0.5,
        )
        yield stage.layer(sheet, Plane("z", depth))


def _conifer(x: float, foot: float, height: float, chance: np.random.Generator) -> list[Points]:
    tiers = 11
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(tiers):
        share = tier / tiers
        y = foot - height * (1 - share)
        reach = height * 0.19 * (0.10 + share) * float(chance.uniform(0.75, 1.2))
        left += [(x - reach * 0.5, y), (x - reach, y + height * 0.055)]
        right += [(x + reach * 0.5, y), (x + reach, y + height * 0.055)]
    trunk = _box(x, foot + height * 0.02, height * 0.028, height * 0.2)
    return [[(x, foot - height * 1.05), *right, *reversed(left)], trunk]


def stand(stage: Stage, terrain: str) -> Iterator[Layer]:
    """The one thing that makes the place: what its name says, else what its terrain has."""
    words = stage.brief.place.lower() + " " + stage.brief.words
    if "lighthouse" in words:
        yield _lighthouse(stage)
    elif any(
        word in words
        for word in ("house", "cabin", "farm", "barn", "church", "cottage", "chapel", "ranch", "home", "porch")
    ):
        yield _house(stage, steeple="church" in words or "chapel" in words)
    if "pier" in words or "dock" in words or "harbour" in words or "harbor" in words:
        yield _posts(stage, 0.42, 14.0, 1.5)
    elif terrain == "plain":
        yield _posts(stage, 1.2, 15.0, 0.0)
    if terrain in ("plain", "mountain"):
        yield _lone_trees(stage)


def _lighthouse(stage: Stage) -> Layer:
    lens, light = stage.lens, stage.light
    depth = 95.0
    sheet = Sheet(lens)
    metre, foot = lens.scale(depth), lens.ground(depth)
    # It keeps its place in the composition when a long lens would push it out of frame.
    x = lens.width * (0.70 if light.side < 0 else 0.30)
    tall = min(24 * metre, lens.height * 0.46)
    metre = tall / 24
    rock = smooth(
        [
            (x - 26 * metre, foot + metre),
            (x - 15 * metre, foot - 3.4 * metre),
            (x - 4 * metre, foot - 5 * metre),
            (x + 5 * metre, foot - 4.6 * metre),
            (x + 17 * metre, foot - 2.2 * metre),
            (x + 30 * metre, foot + metre),
            (x, foot + 2 * metre),
        ]
    )
    sheet.lay(sheet.mask([rock]), _tone(stage, 60))
    base = foot - 4.6 * metre
    tower = [
        (x - 2.9 * metre, base),
        (x - 1.8 * metre, base - tall * 0.80),
        (x + 1.8 * metre, base - tall * 0.80),
        (x + 2.9 * metre, base),
    ]
    body = sheet.mask([tower])
    white = mix(mix((236, 230, 220), light.haze, 0.35), light.near, 0.25 + 0.35 * (stage.brief.time == "night"))
    sheet.lay(body, white)
    round_off = np.clip(0.5 - light.side * (sheet.xs - x) / (5 * metre), 0, 1)
    sheet.shade(body * round_off, scale(white, 0.5), 0.75)
    bands = [_box(x, base - tall * at, 6 * metre, tall * 0.13) for at in (0.16, 0.46)]
    sheet.shade(body * sheet.mask(bands), mix((168, 52, 44), scale(white, 0.5), 0.3), 0.8)
    for y, width, height, tone in ((0.80, 5.0, 0.03, 0.30), (0.83, 2.6, 0.085, 0.9), (0.915, 3.3, 0.02, 0.25)):
        sheet.lay(sheet.mask([_box(x, base - tall * y, width * metre, tall * height)]), scale(white, tone))
    sheet.lay(
        sheet.mask(
            [[(x - 1.6 * metre, base - tall * 0.93), (x, base - tall * 1.0), (x + 1.6 * metre, base - tall * 0.93)]]
        ),
        scale(white, 0.25),
    )
    lamp = base - tall * 0.872
    if light.lamps > 0.3:  # noqa: PLR2004 - by day the lamp is out
        aim = light.side
        beam = [
            (x, lamp - metre * 0.4),
            (x + aim * lens.width, lamp - tall * 0.42),
            (x + aim * lens.width, lamp + tall * 0.10),
            (x, lamp + metre * 0.4),
        ]
        fade = np.clip(1 - np.abs(sheet.xs - x) / (lens.width * 0.62), 0, 1) ** 1.6
        sheet.lay(sheet.mask([beam], soft=metre * 0.5) * fade, (255, 234, 186), 0.42)
        halo = np.exp(-((sheet.xs - x) ** 2 + (sheet.ys - lamp) ** 2) / (3.2 * metre) ** 2)
        sheet.lay(halo.astype(np.float32), (255, 240, 200), 0.95)
    return stage.layer(sheet, Plane("z", depth))


def _house(stage: Stage, *, steeple: bool) -> Layer:
    lens, light = stage.lens, stage.light
    depth = max(30.0, lens.distance * 3.2)
    sheet = Sheet(lens)
    foot = lens.ground(depth)
    metre = min(lens.scale(depth), lens.height * 0.038)
    x = lens.width * (0.27 if light.side > 0 else 0.73)
    tone = mix(_tone(stage, depth), light.wall, 0.45)
    sheet.lay(sheet.mask([_box(x, foot + metre * 0.4, 10 * metre, 4.4 * metre)]), tone)
    sheet.shade(sheet.mask([_box(x - light.side * 2.5 * metre, foot, 5 * metre, 4 * metre)]), scale(tone, 0.6), 0.8)
    roof = [
        (x - 5.9 * metre, foot - 3.7 * metre),
        (x - 3.6 * metre, foot - 7.4 * metre),
        (x + 3.6 * metre, foot - 7.4 * metre),
        (x + 5.9 * metre, foot - 3.7 * metre),
    ]
    sheet.lay(sheet.mask([roof]), scale(_tone(stage, depth * 0.5), 0.85))
    if steeple:
        sheet.lay(
            sheet.mask(
                [
                    _box(x + 3.6 * metre, foot, 3 * metre, 11 * metre),
                    [
                        (x + 1.9 * metre, foot - 11 * metre),
                        (x + 3.6 * metre, foot - 17 * metre),
                        (x + 5.3 * metre, foot - 11 * metre),
                    ],
                ]
            ),
            scale(tone, 0.8),
        )
    else:
        sheet.lay(sheet.mask([_box(x + 2.4 * metre, foot - 6 * metre, 1.1 * metre, 3.0 * metre)]), scale(tone, 0.5))
    panes = [_box(x + at * metre, foot - 1.5 * metre, 1.3 * metre, 1.5 * metre) for at in (-3.3, -1.2, 3.2)]
    sheet.shade(sheet.mask(panes), mix(scale(tone, 0.4), (255, 204, 122), light.lamps), 0.95)
    sheet.shade(sheet.mask([_box(x + 1.1 * metre, foot, 1.2 * metre, 2.3 * metre)]), scale(tone, 0.35), 0.9)
    return stage.layer(sheet, Plane("z", depth))


def _posts(stage: Stage, height: float, far: float, plank: float) -> Layer:
    """A row of posts with a rail that runs away on one side."""
    lens = stage.lens
    sheet = Sheet(lens)
    side = -stage.light.side
    shapes: list[Points] = []
    tops: list[tuple[float, float]] = []
    for index in range(9):
        depth = max(lens.distance * 0.8, 3.0) + index * far / 4
        x = lens.center[0] + side * (3.4 + plank) * lens.scale(depth)
        foot, metre = lens.ground(depth), lens.scale(depth)
        tall = (height + plank * 0.4) * metre
        shapes.append(_box(x, foot, 0.13 * metre, tall))
        tops.append((x, foot - tall * 0.82))
    thick = [max(0.8, 0.03 * lens.scale(max(lens.distance * 0.8, 3.0) + index * far / 4)) for index in range(9)]
    rail = [
        *((x, y - t) for (x, y), t in zip(tops, thick, strict=True)),
        *reversed([(x, y + t) for (x, y), t in zip(tops, thick, strict=True)]),
    ]
    shapes.append(rail)
    sheet.lay(sheet.mask(shapes), mix(_tone(stage, 8), stage.light.haze, 0.12))
    return stage.layer(sheet, Plane("x", side * (3.4 + plank)), depth=lens.distance * 2)


def _lone_trees(stage: Stage) -> Layer:
    chance = stage.brief.chance("lone trees", stage.brief.place)
    lens = stage.lens
    depth = max(34.0, lens.distance * 3)
    sheet = Sheet(lens)
    metre, foot = min(lens.scale(depth), lens.height * 0.05), lens.ground(depth)
    shapes: list[Points] = []
    for _ in range(int(chance.integers(2, 4))):
        x = lens.width * (0.5 + stage.light.side * float(chance.uniform(0.16, 0.5)))
        height = float(chance.uniform(5, 8)) * metre
        shapes += _broadleaf(x, foot, height, chance)
    sheet.lay(sheet.mask(shapes), _tone(stage, depth * 0.8))
    leaves = sheet.noise(chance, lens.width / metre / 1.2, octaves=2)
    return stage.layer(sheet, Plane("z", depth), noise=(0.8 + 0.4 * leaves).astype(np.float32))


def _broadleaf(x: float, foot: float, height: float, chance: np.random.Generator) -> list[Points]:
    shapes: list[Points] = [
        [
            (x - height * 0.04, foot),
            (x - height * 0.018, foot - height * 0.6),
            (x + height * 0.018, foot - height * 0.6),
            (x + height * 0.035, foot),
        ]
    ]
    for _ in range(10):
        angle, out = float(chance.uniform(0, 2 * math.pi)), float(chance.uniform(0, 0.24)) * height
        cx, cy = x + math.cos(angle) * out * 1.25, foot - height * 0.68 + math.sin(angle) * out * 0.85
        size = float(chance.uniform(0.12, 0.21)) * height
        blob = [
            (cx + math.cos(a) * size * (1 + 0.22 * float(chance.uniform(-1, 1))), cy + math.sin(a) * size * 0.86)
            for a in np.linspace(0, 2 * math.pi, 12, endpoint=False)
        ]
        shapes.append(smooth(blob, 5))
    return shapes


def frame_of(stage: Stage, terrain: str) -> Iterator[Layer]:
    """A dark near edge that gives the picture its depth: grass, or a branch, or a lamp."""
    lens = stage.lens
    chance = stage.brief.chance("frame", stage.brief.place)
    depth = lens.distance * 0.52
    sheet = Sheet(lens)
    if terrain in ("city", "water"):
        return
    shapes = _grass(lens, sheet, chance)
    dark = mix(scale(stage.light.near, 0.42), (4, 5, 8), 0.3)
    sheet.lay(sheet.mask(shapes), dark)
    yield stage.layer(sheet, Plane("z", depth))


def _grass(lens: Lens, sheet: Sheet, chance: np.random.Generator) -> list[Points]:
    shapes: list[Points] = []
    bottom = lens.height + sheet.far_top
    for _ in range(420):
        x = float(chance.uniform(-sheet.far_left, lens.width + sheet.far_left))
        # High at the edges, low in the middle: the eye is led to the people.
        edge = min(1.0, abs(x / lens.width - 0.5) * 2) ** 2.4
        tall = lens.height * (0.012 + 0.13 * edge) * float(chance.uniform(0.5, 1.3)) + sheet.far_top
        lean = float(chance.uniform(-0.35, 0.35)) * (tall - sheet.far_top)
        wide = lens.height * 0.0055
        shapes.append(
            [
                (x - wide, bottom),
                (x + lean * 0.3 - wide * 0.7, bottom - tall * 0.75),
                (x + lean, bottom - tall),
                (x + lean * 0.3 + wide * 0.7, bottom - tall * 0.75),
                (x + wide, bottom),
            ]
        )
    return shapes
