"""Outdoor sets: sky, distance, ground, what stands on it, and what frames the picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from production_canvas.backends.previs import landmark
from production_canvas.backends.previs.lens import FAR, Plane
from production_canvas.backends.previs.light import mix, scale
from production_canvas.backends.previs.paint import Mask, Picture, Sheet, blur, noise, ramp
from production_canvas.backends.previs.scenery import Layer, Stage

_TERRAINS = (
    ("water", (
        "sea", "ocean", "beach", "harbour", "harbor", "pier", "lighthouse", "lake", "river", "boat", "coast",
        "dock", "shore", "island", "bay", "bridge", "water",
    )),
    ("city", (
        "city", "street", "alley", "downtown", "town", "rooftop", "square", "market", "hotel", "bank", "station",
        "parking", "sidewalk", "avenue", "club", "skyline", "district", "business", "apartment", "plaza", "airport",
        "mall", "building", "office",
    )),
    ("forest", (
        "forest", "wood", "woods", "jungle", "swamp", "trail", "cabin", "camp", "grove", "trees",
    )),
    ("mountain", (
        "mountain", "hill", "hills", "cliff", "canyon", "valley", "pass", "ridge", "cave", "castle",
    )),
    ("plain", (
        "desert", "field", "farm", "prairie", "road", "highway", "plain", "ranch", "meadow", "garden", "park",
        "yard", "lawn", "cemetery", "circus",
    )),
)  # fmt: skip


def terrain_of(stage: Stage) -> str:
    """Water, city, forest, mountain or plain, by the words of place and prompt; else by the place itself."""
    place = stage.brief.place.lower().replace("'", " ").split()
    for words in (place, stage.brief.words.replace(",", " ").replace(".", " ").split()):
        for terrain, names in _TERRAINS:
            if any(word in names for word in words):
                return terrain
    return ("plain", "mountain", "forest", "city")[int(stage.brief.chance("terrain", stage.brief.place).integers(4))]


def build(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    """Layers behind the people, far to near, and those before them."""
    terrain = terrain_of(stage)
    behind = [_sky(stage), *_distance(stage, terrain), _ground(stage, terrain), *landmark.stand(stage, terrain)]
    return behind, list(_foreground(stage, terrain))


def _sky(stage: Stage) -> Layer:
    light, lens, brief = stage.light, stage.lens, stage.brief
    sheet = Sheet(lens)
    horizon = lens.center[1]
    up = np.clip((horizon - sheet.ys) / (lens.height * 0.85), 0, 1)
    column = ramp(
        up,
        [(0, light.horizon), (0.10, mix(light.horizon, light.middle, 0.45)), (0.42, light.middle), (1, light.zenith)],
    )
    sheet.lay(np.ones_like(sheet.alpha), np.broadcast_to(column, sheet.color.shape))
    sun_x, sun_y = light.sun[0] * lens.width, horizon - light.sun[1] * lens.height * 0.9
    if light.stars:
        _stars(stage, sheet, up)
    if light.sun_size:
        low = 1.0 if light.sun[1] < 0.25 else 0.55  # noqa: PLR2004 - a low sun colours much of the sky
        sheet.glow(
            sun_x, sun_y, lens.height * 0.24, light.sun_color, 0.42 * low * (0.5 if brief.time == "night" else 1)
        )
        if brief.time == "night":
            _moon(stage, sheet, sun_x, sun_y)
        else:
            radius = light.sun_size * lens.height
            disc = np.clip(radius + 1 - np.hypot(sheet.xs - sun_x, sheet.ys - sun_y), 0, 1)
            sheet.shade(blur(disc, radius * 0.08 + 0.5), (255, 250, 236))
            sheet.glow(sun_x, sun_y, lens.height * 0.06, light.sun_color, 0.5)
    _clouds(stage, sheet, up, sun_x, sun_y)
    # What lies under the horizon is covered by the ground in every view: it need not be carried.
    sheet.alpha *= sheet.ys < horizon + lens.height * 0.12
    return stage.layer(sheet, Plane("z", FAR), depth=FAR)


def _stars(stage: Stage, sheet: Sheet, up: Mask) -> None:
    chance = stage.brief.chance("stars", stage.brief.place)
    specks = np.zeros_like(sheet.alpha)
    count = int(420 * stage.light.stars)
    ys = chance.integers(-sheet.far_top, stage.lens.height, count) + sheet.top
    xs = chance.integers(-sheet.far_left, stage.lens.width + sheet.far_left, count) + sheet.left
    seen = (ys >= 0) & (ys < sheet.height) & (xs >= 0) & (xs < sheet.width)
    specks[ys[seen], xs[seen]] = chance.random(count)[seen] ** 3
    soft = blur(specks, stage.lens.height / 1300 + 0.2) * (stage.lens.height / 360)
    sheet.color += (soft * up**0.7)[..., None] * np.array((900, 940, 1000), np.float32)


def _moon(stage: Stage, sheet: Sheet, x: float, y: float) -> None:
    radius = stage.lens.height * 0.034
    away = np.hypot(sheet.xs - x, sheet.ys - y)
    disc = np.clip(radius + 0.5 - away, 0, 1)
    spots = sheet.noise(stage.brief.chance("moon"), stage.lens.width / radius * 2, octaves=2)
    face = np.asarray((236, 240, 244), np.float32) * (0.80 + 0.24 * spots[..., None])
    sheet.shade(disc, face.astype(np.float32))


def _clouds(stage: Stage, sheet: Sheet, up: Mask, sun_x: float, sun_y: float) -> None:
    light, brief = stage.light, stage.brief
    chance = brief.chance("clouds", brief.place, brief.seed)
    cover = {"clear": 0.56, "fog": 0.5, "overcast": 0.36, "rain": 0.34, "snow": 0.40}[brief.weather]
    # Rows are squeezed towards the horizon, as a flat deck of clouds is seen.
    deck = sheet.noise(chance, 3.4, octaves=6, stretch=2.6)
    body = np.clip((deck - cover) / 0.22, 0, 1) ** 1.3 * np.clip(up * 3.2, 0, 1)
    edge = np.clip((deck - cover + 0.05) / 0.1, 0, 1) - np.clip((deck - cover - 0.06) / 0.2, 0, 1)
    near_sun = np.exp(-((sheet.xs - sun_x) ** 2 + ((sheet.ys - sun_y) * 1.6) ** 2) / (stage.lens.width * 0.34) ** 2)
    lit = mix(light.horizon, light.sun_color, 0.5)
    under = mix(light.middle, light.zenith, 0.42)
    glow = (0.25 + 0.75 * near_sun)[..., None]
    paint = np.asarray(under, np.float32) * (1 - 0.62 * glow) + np.asarray(lit, np.float32) * 0.62 * glow
    if brief.time in ("day", "morning"):
        paint = paint * 0.35 + np.asarray(mix(light.horizon, (255, 255, 255), 0.6), np.float32) * 0.65
    sheet.shade(body.astype(np.float32), paint.astype(np.float32), 0.78)
    sheet.shade(
        np.clip(edge, 0, 1).astype(np.float32) * near_sun.astype(np.float32) * np.clip(up * 4, 0, 1),
        light.sun_color,
        0.3,
    )


def _distance(stage: Stage, terrain: str) -> Iterator[Layer]:
    light, lens, brief = stage.light, stage.lens, stage.brief
    steps = {
        "mountain": ((2600, 0.42, 2.6, 0.74), (1200, 0.26, 3.4, 0.50), (420, 0.13, 4.5, 0.28), (160, 0.06, 6, 0.10)),
        "water": ((2600, 0.075, 1.6, 0.80), (1100, 0.040, 2.2, 0.56)),
        "city": ((1500, 0.04, 2.0, 0.8),),
        "forest": ((1800, 0.13, 2.2, 0.80), (600, 0.06, 3.0, 0.55)),
        "plain": ((2600, 0.10, 2.0, 0.84), (900, 0.05, 2.6, 0.60), (320, 0.026, 3.4, 0.36)),
    }[terrain]  # fmt: skip
    for index, (depth, rise, cells, air) in enumerate(steps):
        chance = brief.chance("distance", brief.place, terrain, index)
        sheet = Sheet(lens)
        # A longer lens shows less of the range, larger.
        closer = lens.focal / (lens.height * 1.6)
        line = sheet.ridge(chance, cells / closer, rough=0.46 if terrain == "mountain" else 0.38)
        top = lens.center[1] - (0.42 + 0.58 * line) * rise * lens.height * closer**0.7
        if terrain == "water":
            shape = chance.uniform(-0.5, 0.5)
            top = (
                top
                + np.clip((sheet.xs[0] / lens.width - 0.5) * 1.33 * np.sign(shape) + shape, 0, 2) * lens.height * 0.09
            )
        top = top.astype(np.float32)
        mask = np.clip(sheet.ys - top[None, :] + 0.5, 0, 1) * (sheet.ys < lens.center[1] + lens.height * 0.07)
        fog = min(1.0, air + (0.28 if brief.weather in ("fog", "rain", "snow") else 0))
        crest, foot = (
            mix(light.land, light.haze, fog),
            mix(light.land, mix(light.haze, light.horizon, 0.4), min(1, fog + 0.22)),
        )
        down = np.clip((sheet.ys - top[None, :]) / (lens.height * 0.16), 0, 1)
        color = np.asarray(crest, np.float32) * (1 - down[..., None]) + np.asarray(foot, np.float32) * down[..., None]
        if terrain == "mountain":
            _facets(chance, line, sheet, color, down, side=light.side, strength=0.26 * (1.15 - air))
        sheet.lay(mask.astype(np.float32), color.astype(np.float32))
        yield stage.layer(sheet, Plane("z", float(depth)))
    if terrain == "city":
        yield from landmark.skyline(stage)
    if terrain == "forest":
        yield from landmark.treeline(stage)


def _facets(
    chance: np.random.Generator, line: Mask, sheet: Sheet, color: Picture, down: Mask, *, side: float, strength: float
) -> None:
    # Slopes that face the sun are lighter: the slope of the ridge, dragged down and broken up by noise.
    grain = sheet.noise(chance, 18, octaves=5, stretch=0.7) - 0.5
    slope = np.gradient(blur(line[None].astype(np.float32), 3)[0]) * -side
    lit = np.clip(slope / (np.abs(slope).max() + 1e-6) * 1.4, -1, 1)[None, :] + grain * 3.0
    color *= (1 + strength * np.clip(lit, -1, 1))[..., None]
    snow = np.clip((0.16 - down + grain * 0.9) * 5, 0, 1) * np.clip(line * 2.2, 0, 1)[None, :]
    color += (np.asarray((246, 242, 246), np.float32) * color.max() / 255 - color) * (snow * 0.6)[..., None]


def _ground(stage: Stage, terrain: str) -> Layer:
    light, lens, brief = stage.light, stage.lens, stage.brief
    sheet = Sheet(lens)
    start = lens.center[1] + 0.6
    depth = np.clip((sheet.ys - start) / (lens.height - start + sheet.far_top), 0, 1)
    mask = np.broadcast_to(np.clip(sheet.ys - start, 0, 1), sheet.alpha.shape).astype(np.float32)
    chance = brief.chance("ground", brief.place, terrain)
    if terrain == "water":
        color = ramp(
            depth, [(0, mix(light.horizon, light.water, 0.35)), (0.25, light.water), (1, scale(light.water, 0.42))]
        )
        sheet.lay(mask, np.broadcast_to(color, sheet.color.shape))
        _ripples(stage, sheet, depth, chance)
        _shore(stage, sheet, chance)
    else:
        base = {"city": mix(light.near, light.middle, 0.22), "plain": mix(light.near, light.land, 0.35)}.get(
            terrain, light.near
        )
        color = ramp(
            depth,
            [
                (0, mix(light.land, light.haze, 0.5)),
                (0.06, mix(light.land, light.haze, 0.15)),
                (0.24, mix(base, light.land, 0.3)),
                (1, scale(base, 0.82)),
            ],
        )
        sheet.lay(mask, np.broadcast_to(color, sheet.color.shape))
        _patches(stage, sheet, depth, chance, terrain)
    return stage.layer(sheet, Plane("y", lens.eye), depth=lens.distance * 1.6)


def _flat(stage: Stage, sheet: Sheet, chance: np.random.Generator, metres: float, *, wide: float = 1.0) -> Mask:
    """Noise that lies on the ground in perspective: patches of about that many metres."""
    lens = stage.lens
    far = lens.eye * lens.focal / np.maximum(sheet.ys - lens.center[1], 1.0)
    along = (sheet.xs - lens.center[0]) * far / lens.focal
    tile = _endless(noise(chance, 512, 512, 32, octaves=3))
    u = (along / (metres * wide) * 16).astype(np.int64) % 512
    v = (far / metres * 16 * np.ones_like(along)).astype(np.int64) % 512
    near = np.clip(metres * lens.focal / far / 14, 0, 1)
    return np.asarray(0.5 + (tile[v, u] - 0.5) * near, np.float32)


def _endless(tile: Mask) -> Mask:
    """The tile with its edges faded into its own middle, so that it repeats without a seam."""
    for axis in (0, 1):
        count = tile.shape[axis]
        share = np.abs(np.linspace(-1, 1, count, dtype=np.float32)) ** 8
        share = share[:, None] if axis == 0 else share[None, :]
        tile = tile * (1 - share) + np.roll(tile, count // 2, axis) * share
    return np.asarray(tile, np.float32)


def _ripples(stage: Stage, sheet: Sheet, depth: Mask, chance: np.random.Generator) -> None:
    light, lens = stage.light, stage.lens
    waves = (
        blur(_flat(stage, sheet, chance, 3.2, wide=5.0), 0.7) * 0.6
        + blur(_flat(stage, sheet, chance, 1.1, wide=5.0), 0.7) * 0.4
    )
    sheet.shade(np.clip((waves - 0.5) * 4, 0, 1) * (0.3 + 0.7 * depth), light.horizon, 0.30)
    sheet.shade(np.clip((0.48 - waves) * 4, 0, 1) * (0.4 + 0.6 * depth), scale(light.water, 0.3), 0.45)
    if light.sun_size:
        x = light.sun[0] * lens.width
        spread = lens.width * (0.018 + 0.10 * depth)
        path = np.exp(-(((sheet.xs - x) / spread) ** 2)) * np.clip((waves - 0.40) * 6, 0, 1)
        sheet.shade(path.astype(np.float32), light.sun_color, 0.78 * (0.55 if light.sun[1] > 0.3 else 1))  # noqa: PLR2004


def _shore(stage: Stage, sheet: Sheet, chance: np.random.Generator) -> None:
    """People by the water stand on something: sand, or the planks of a pier."""
    light, lens, words = stage.light, stage.lens, stage.brief.place.lower() + " " + stage.brief.words
    far = lens.eye * lens.focal / np.maximum(sheet.ys - lens.center[1], 1.0)
    along = (sheet.xs - lens.center[0]) * far / lens.focal
    sand = mix(mix(light.near, light.land, 0.5), light.horizon, 0.16)
    if any(word in words for word in ("pier", "dock", "harbour", "harbor", "boat", "bridge")):
        deck = np.clip((2.6 - np.abs(along)) * lens.focal / far, 0, 1) * np.clip((lens.distance * 4 - far) * 3, 0, 1)
        sheet.shade(np.asarray(deck, np.float32), sand)
        board = np.floor(far / 0.22).astype(np.int64)
        tone = 0.82 + 0.3 * chance.random(1024).astype(np.float32)[board % 1024]
        gap = (np.abs(far / 0.22 - board - 0.5) > 0.45) & (far < lens.distance * 2.2)  # noqa: PLR2004
        sheet.color *= (1 + (tone * np.where(gap, 0.55, 1.0) - 1) * deck)[..., None].astype(np.float32)
        return
    line = sheet.ridge(chance, 2.0)[None, :] * lens.height * 0.018
    edge = sheet.ys - lens.ground(lens.distance * 1.42) - line
    sheet.shade(np.asarray(np.clip(edge / (lens.height * 0.02) + 1, 0, 1), np.float32), scale(sand, 0.66))
    sheet.shade(np.asarray(np.clip(edge / (lens.height * 0.012), 0, 1), np.float32), sand)
    foam = np.exp(-(((edge + lens.height * 0.012) / (lens.height * 0.004)) ** 2)) * 0.55
    sheet.shade(np.asarray(foam, np.float32), mix(light.horizon, (255, 255, 255), 0.4))
    fine = _flat(stage, sheet, chance, 0.6, wide=1.4)
    sheet.color *= (1 + (fine - 0.5) * 0.3 * np.clip(edge, 0, 1))[..., None].astype(np.float32)


def _patches(stage: Stage, sheet: Sheet, depth: Mask, chance: np.random.Generator, terrain: str) -> None:
    light, lens = stage.light, stage.lens
    coarse = blur(_flat(stage, sheet, chance, 6.0, wide=2.2), 1.0)
    fine = _flat(stage, sheet, chance, 0.5, wide=1.6)
    sheet.color *= 1 + (coarse - 0.5)[..., None] * 0.5 + (fine - 0.5)[..., None] * 0.22
    if terrain in ("plain", "forest", "city"):
        half = {"plain": 1.5, "forest": 0.9, "city": 3.6}[terrain]
        bend = {"plain": 0.10, "forest": -0.06, "city": 0.0}[terrain] * lens.width * light.side
        middle = lens.width * 0.5 + bend * np.exp(-np.maximum(sheet.ys - lens.center[1], 0) / (lens.height * 0.1))
        width = half * np.maximum(sheet.ys - lens.center[1], 0) / lens.eye
        road = np.clip((width - np.abs(sheet.xs - middle)) / (1 + width * 0.10), 0, 1).astype(np.float32)
        tone = mix(light.haze, light.near, 0.45) if terrain != "city" else mix(light.near, light.haze, 0.25)
        sheet.shade(road, tone, 0.52)
        if stage.brief.weather == "rain" or (terrain == "city" and stage.brief.time == "night"):
            sheet.shade(road * np.clip((coarse - 0.4) * 4, 0, 1), light.horizon, 0.45)
    if terrain == "city" and light.lamps == 1:
        far = lens.eye * lens.focal / np.maximum(sheet.ys - lens.center[1], 1.0)
        along = (sheet.xs - lens.center[0]) * far / lens.focal
        pool = np.exp(-((along / 2.6) ** 2) - ((far - lens.distance * 1.04) / (lens.distance * 0.34)) ** 2)
        sheet.shade(np.asarray(pool, np.float32), (255, 196, 126), 0.42)
    if light.sun_size and light.sun[1] < 0.3:  # noqa: PLR2004 - a low sun rakes over the ground
        rake = np.exp(-(((sheet.xs - light.sun[0] * lens.width) / (lens.width * 0.34)) ** 2)) * (1 - depth) ** 5
        sheet.shade(rake.astype(np.float32), mix(light.horizon, light.sun_color, 0.5), 0.34)


def _foreground(stage: Stage, terrain: str) -> Iterator[Layer]:
    if stage.brief.size in ("EXTREME WIDE", "WIDE", "FULL"):
        yield from landmark.frame_of(stage, terrain)
