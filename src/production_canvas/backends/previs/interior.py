"""Indoor sets: a room in one-point perspective with a window, lamps and furniture that its name asks for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from production_canvas.backends.previs.furniture import furnish
from production_canvas.backends.previs.lens import Plane
from production_canvas.backends.previs.light import mix, scale
from production_canvas.backends.previs.paint import Mask, Points, Sheet, blur, ramp
from production_canvas.backends.previs.room import Room, room_of
from production_canvas.backends.previs.scenery import Layer, Stage

_DOOR_HALF, _DOOR_HEIGHT = 0.46, 2.05


def build(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    """Layers behind the people, far to near, and those before them."""
    room = room_of(stage)
    behind = [
        _back(stage, room),
        _plane(stage, room, "floor"),
        _plane(stage, room, "ceiling"),
        _side(stage, room, -1),
        _side(stage, room, 1),
    ]
    return [*behind, *furnish(stage, room), *_haze(stage, room)], list(_near(stage, room))


def _x(stage: Stage, metres: float, depth: float) -> float:
    return stage.lens.center[0] + metres * stage.lens.scale(depth)


def _y(stage: Stage, up: float, depth: float) -> float:
    """The frame's y of a height above the floor."""
    return stage.lens.ground(depth) - up * stage.lens.scale(depth)


def _box(stage: Stage, x: float, up: float, width: float, height: float, depth: float) -> Points:
    left, right, low, high = (
        _x(stage, x - width / 2, depth),
        _x(stage, x + width / 2, depth),
        _y(stage, up, depth),
        _y(stage, up + height, depth),
    )
    return [(left, low), (left, high), (right, high), (right, low)]


def _back(stage: Stage, room: Room) -> Layer:
    sheet = Sheet(stage.lens)
    high = stage.lens.eye + room.above
    walls = np.ones_like(sheet.alpha)
    sheet.lay(walls, room.wall)
    wainscot = sheet.mask([_box(stage, 0, -2, 99, 2.95, room.back)])
    if room.kind in ("study", "bar", "parlour", "hall"):
        sheet.shade(wainscot, mix(room.wall, room.floor, 0.75))
        step = 0.5
        lines = [_box(stage, at * step, 0.1, 0.014, 0.75, room.back) for at in range(-12, 13)]
        sheet.shade(sheet.mask(lines), scale(room.floor, 0.5), 0.55)
        sheet.shade(sheet.mask([_box(stage, 0, 0.93, 99, 0.045, room.back)]), mix(room.wall, room.floor, 0.3))
    if room.kind in ("kitchen", "ward"):
        tiles = [_box(stage, at * 0.2, 0.9, 0.010, 0.7, room.back) for at in range(-25, 26)]
        tiles += [_box(stage, 0, 0.9 + at * 0.14, 99, 0.008, room.back) for at in range(6)]
        sheet.shade(sheet.mask(tiles), scale(room.wall, 0.75), 0.6)
    sheet.shade(sheet.mask([_box(stage, 0, 0, 99, 0.14, room.back)]), scale(room.floor, 0.7))
    _window(stage, room, sheet)
    _pictures(stage, room, sheet)
    _lamplight(stage, room, sheet)
    up = np.clip(
        (sheet.ys - _y(stage, high, room.back)) / max(1, _y(stage, 0, room.back) - _y(stage, high, room.back)), 0, 1
    )
    corner = np.clip(np.abs(sheet.xs - stage.lens.center[0]) / (room.half * stage.lens.scale(room.back)), 0, 1.2)
    shadow = 0.34 * corner**4 + 0.22 * (1 - up) ** 3 + 0.18 * up**6
    sheet.color *= (1 - np.clip(shadow, 0, 0.8))[..., None]
    # Floor, ceiling and sides cover the rest in every view: it need not be carried.
    scale_back, spare = stage.lens.scale(room.back), stage.lens.height * 0.09
    inside = np.abs(sheet.xs - stage.lens.center[0]) < room.half * scale_back + spare
    sheet.alpha *= inside & (np.abs(sheet.ys - _y(stage, high / 2, room.back)) < high / 2 * scale_back + spare)
    return stage.layer(sheet, Plane("z", room.back), depth=room.back)


def _window(stage: Stage, room: Room, sheet: Sheet) -> None:
    light, depth = stage.light, room.back
    x, width, height, sill = room.window_x * room.half * 1.25, 1.25, 1.55, 0.95
    if room.kind == "hall":
        x, width, height, sill = 0.0, 1.5, 2.2, 0.6
    pane = sheet.mask([_box(stage, x, sill, width, height, depth)])
    frame = sheet.mask([_box(stage, x, sill - 0.09, width + 0.2, height + 0.18, depth)])
    sheet.shade(frame, mix(room.wall, (255, 250, 240), 0.35))
    down = np.clip((sheet.ys - _y(stage, sill + height, depth)) / (height * stage.lens.scale(depth)), 0, 1)
    view = ramp(
        down,
        [
            (0, light.middle),
            (0.62, light.horizon),
            (0.70, mix(light.land, light.haze, 0.7)),
            (1, mix(light.land, light.haze, 0.35)),
        ],
    )
    bright = 1.0 if stage.brief.time in ("night", "dusk") else 1.12
    sheet.shade(pane, np.broadcast_to(view * bright, sheet.color.shape).astype(np.float32))
    bars = [_box(stage, x, sill, 0.045, height, depth), _box(stage, x, sill + height * 0.55, width, 0.045, depth)]
    sheet.shade(sheet.mask(bars), mix(room.wall, (255, 250, 240), 0.25))
    if room.kind in ("bedroom", "parlour", "study"):
        cloth = mix(room.wall, stage.brief.cast[0].color if stage.brief.cast else (140, 60, 50), 0.35)
        for side in (-1, 1):
            curtain = sheet.mask([_box(stage, x + side * (width / 2 + 0.16), sill - 0.5, 0.42, height + 0.75, depth)])
            folds = 0.82 + 0.18 * np.sin((sheet.xs - _x(stage, x, depth)) / stage.lens.scale(depth) * 52)
            sheet.shade(
                curtain,
                (np.asarray(cloth, np.float32) * folds[..., None] * np.ones((sheet.height, 1, 1))).astype(np.float32),
            )
    spill = blur(pane, stage.lens.scale(depth) * 0.55)
    sheet.color += (
        spill[..., None] * np.asarray(light.horizon, np.float32) * (0.30 if stage.brief.time != "night" else 0.16)
    )


def _pictures(stage: Stage, room: Room, sheet: Sheet) -> None:
    chance = stage.brief.chance("pictures", stage.brief.place)
    depth = room.back
    if room.kind == "study":
        _shelves(stage, room, sheet, chance)
        return
    if room.kind in ("bar", "kitchen"):
        _bottles(stage, room, sheet, chance)
        return
    if room.kind == "hall":
        return
    for at in (-0.04, 0.34):
        x = -np.sign(room.window_x) * room.half * (0.16 + at)
        width, height = float(chance.uniform(0.36, 0.62)), float(chance.uniform(0.4, 0.7))
        foot = 1.35 + float(chance.uniform(-0.05, 0.15))
        sheet.shade(
            sheet.mask([_box(stage, x + 0.03, foot - 0.04, width + 0.1, height + 0.1, depth)], soft=3),
            scale(room.wall, 0.4),
            0.6,
        )
        sheet.shade(
            sheet.mask([_box(stage, x, foot - 0.04, width + 0.08, height + 0.08, depth)]), scale(room.floor, 0.7)
        )
        sheet.shade(sheet.mask([_box(stage, x, foot, width, height, depth)]), mix(stage.light.middle, room.wall, 0.5))
        sheet.shade(
            sheet.mask([_box(stage, x, foot, width, height * 0.4, depth)]), mix(stage.light.land, room.floor, 0.5)
        )


def _shelves(stage: Stage, room: Room, sheet: Sheet, chance: np.random.Generator) -> None:
    side = -np.sign(room.window_x)
    x, width = side * room.half * 0.45, room.half * 1.0
    sheet.shade(sheet.mask([_box(stage, x, 0, width, 2.35, room.back)]), scale(room.floor, 0.55))
    for row in range(5):
        at = x - width / 2 + 0.05
        while at < x + width / 2 - 0.08:
            thick, tall = float(chance.uniform(0.03, 0.075)), float(chance.uniform(0.24, 0.36))
            tone = ((128, 62, 48), (74, 84, 92), (138, 112, 70), (62, 82, 66), (96, 70, 84))[int(chance.integers(5))]
            if chance.random() < 0.9:  # noqa: PLR2004 - a gap now and then
                sheet.shade(
                    sheet.mask([_box(stage, at + thick / 2, 0.12 + row * 0.45, thick * 0.92, tall, room.back)]),
                    mix(tone, room.floor, 0.3),
                )
            at += thick
        sheet.shade(sheet.mask([_box(stage, x, 0.08 + row * 0.45, width, 0.035, room.back)]), scale(room.floor, 1.1))


def _bottles(stage: Stage, room: Room, sheet: Sheet, chance: np.random.Generator) -> None:
    side = -np.sign(room.window_x)
    x, width = side * room.half * 0.42, room.half * 1.05
    for row in range(2 if room.kind == "kitchen" else 3):
        up = 1.55 + row * 0.42
        sheet.shade(sheet.mask([_box(stage, x, up - 0.04, width, 0.04, room.back)]), scale(room.floor, 0.8))
        at = x - width / 2 + 0.1
        while at < x + width / 2 - 0.08:
            tone = ((86, 124, 84), (176, 124, 62), (206, 192, 168), (112, 62, 46), (92, 118, 134))[
                int(chance.integers(5))
            ]
            tall = float(chance.uniform(0.14, 0.30))
            body = [_box(stage, at, up, 0.075, tall * 0.66, room.back), _box(stage, at, up, 0.03, tall, room.back)]
            sheet.shade(sheet.mask(body), mix(tone, room.wall, 0.25), 0.9)
            at += float(chance.uniform(0.1, 0.19))


def _lamplight(stage: Stage, room: Room, sheet: Sheet) -> None:
    strength = 0.10 + 0.62 * stage.light.lamps
    x, y = _x(stage, room.lamp_x * room.half * 1.3, room.back), _y(stage, 1.75, room.back)
    color = (220, 238, 244) if room.kind == "ward" else (255, 186, 104)
    sheet.glow(x, y, stage.lens.scale(room.back) * 0.95, color, 0.55 * strength)


def _plane(stage: Stage, room: Room, which: str) -> Layer:
    lens = stage.lens
    sheet = Sheet(lens)
    floor = which == "floor"
    at = lens.eye if floor else -room.above
    edge = lens.center[1] + at * lens.scale(room.back)
    inside = (sheet.ys - edge) if floor else (edge - sheet.ys)
    mask = np.broadcast_to(np.clip(inside + 0.5, 0, 1), sheet.alpha.shape).astype(np.float32)
    depth = np.clip(
        at * lens.focal / np.where(np.abs(sheet.ys - lens.center[1]) < 1, 1, sheet.ys - lens.center[1]), 0.3, room.back
    )
    along = (sheet.xs - lens.center[0]) * depth / lens.focal
    if not floor:
        sheet.lay(mask, scale(room.wall, 0.62))
        sheet.color *= (0.75 + 0.35 * depth / room.back)[..., None]
        return stage.layer(sheet, Plane("y", at), depth=room.back * 0.7)
    sheet.lay(mask, room.floor)
    if room.kind in ("ward", "kitchen", "bar"):
        checks = (np.floor(along / 0.5) + np.floor(depth / 0.5)) % 2
        sheet.color *= (1 + 0.30 * (checks - 0.5))[..., None]
    else:
        board = np.floor(along / 0.16)
        tone = np.random.default_rng(5).uniform(0.84, 1.12, 512)[board.astype(np.int64) % 512]
        sheet.color *= tone[..., None]
    pool = np.exp(-((along - room.window_x * room.half) ** 2 / 1.6) - ((depth - room.back + 1.3) ** 2 / 2.0))
    sheet.color += (
        pool[..., None] * np.asarray(stage.light.horizon, np.float32) * (0.42 if stage.brief.time != "night" else 0.15)
    )
    sheet.color *= (0.55 + 0.5 * np.clip(depth / room.back, 0, 1))[..., None]
    return stage.layer(sheet, Plane("y", at), depth=lens.distance * 1.3)


def _side(stage: Stage, room: Room, side: int) -> Layer:
    lens = stage.lens
    sheet = Sheet(lens)
    edge = _x(stage, side * room.half, room.back)
    ceiling, floor = -room.above, lens.eye
    far = (
        (edge, lens.center[1] + ceiling * lens.scale(room.back)),
        (edge, lens.center[1] + floor * lens.scale(room.back)),
    )
    near_depth = 0.12
    near = [
        (lens.center[0] + side * room.half * lens.scale(near_depth), lens.center[1] + up * lens.scale(near_depth))
        for up in (floor, ceiling)
    ]
    mask = sheet.mask([[far[0], far[1], *near]])
    lit = side * room.window_x < 0
    tone = scale(room.wall, 0.9 if lit else 0.66)
    sheet.lay(mask, tone)
    out = np.abs(sheet.xs - lens.center[0])
    depth = np.clip(room.half * lens.focal / np.maximum(out, 1), 0.1, room.back)
    sheet.color *= (0.60 + 0.42 * (depth / room.back))[..., None]
    up = (lens.center[1] - sheet.ys) * depth / lens.focal + lens.eye
    low = (
        np.clip((0.95 - up) * 18, 0, 1)
        if room.kind in ("study", "bar", "parlour", "hall")
        else np.clip((0.14 - up) * 40, 0, 1)
    )
    sheet.shade((mask * low).astype(np.float32), scale(mix(room.wall, room.floor, 0.75), 0.7), 0.85)
    door = (
        ((np.abs(depth - room.back + 1.9) < _DOOR_HALF) & (up < _DOOR_HEIGHT)).astype(np.float32)
        if side * room.window_x > 0 or room.kind == "hall"
        else np.zeros_like(mask)
    )
    sheet.shade(blur(door, 0.8) * mask, scale(room.floor, 0.62), 0.9)
    corner = np.clip(1 - (room.back - depth) / 0.9, 0, 1) ** 2
    sheet.shade((corner * mask).astype(np.float32), scale(room.wall, 0.4), 0.4)
    return stage.layer(sheet, Plane("x", side * room.half), depth=room.back * 0.7)


def _haze(stage: Stage, room: Room) -> Iterator[Layer]:
    """A shaft of light from the window, where the hour gives one."""
    if stage.brief.time == "night" or room.kind == "ward":
        return
    sheet = Sheet(stage.lens)
    depth = (room.back + stage.lens.distance) / 2
    x, aim = room.window_x * room.half * 1.25, -np.sign(room.window_x)
    top, foot = _y(stage, 2.4, room.back), _y(stage, 0.05, depth)
    left, right = _x(stage, x - 0.55, room.back), _x(stage, x + 0.55, room.back)
    reach = aim * 1.7 * stage.lens.scale(depth)
    beam = sheet.mask(
        [[(left, top), (right, top), (right + reach, foot), (left + reach, foot)]], soft=stage.lens.height * 0.02
    )
    dust: Mask = sheet.noise(stage.brief.chance("dust"), 5, octaves=3)
    fade = np.clip((sheet.ys - top) / (foot - top + 1), 0, 1)
    sheet.lay((beam * (1 - 0.75 * fade) * (0.55 + 0.6 * dust)).astype(np.float32), stage.light.sun_color, 0.20)
    yield stage.layer(sheet, Plane("z", depth))


def _near(stage: Stage, room: Room) -> Iterator[Layer]:
    """Something out of focus at the edge of the frame: the room goes on behind the camera."""
    if stage.brief.size not in ("WIDE", "EXTREME WIDE", "FULL"):
        return
    sheet = Sheet(stage.lens)
    depth = stage.lens.distance * 0.5
    lens, side = stage.lens, stage.light.side
    edge = lens.width / 2 - side * lens.width * 0.5
    width, tall = lens.width * 0.16, lens.height * 0.36
    bottom = lens.height + sheet.far_top
    back = [
        (edge - width, bottom),
        (edge - width, lens.height - tall * 0.85),
        (edge - width * 0.8, lens.height - tall),
        (edge + width * 0.7, lens.height - tall),
        (edge + width, lens.height - tall * 0.8),
        (edge + width * 1.1, bottom),
    ]
    sheet.lay(sheet.mask([back]), scale(room.floor, 0.24))
    yield stage.layer(sheet, Plane("z", depth))
