"""What stands in rooms: tables, beds, counters, lamps, as cards at their depth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from production_canvas.backends.previs.lens import Plane
from production_canvas.backends.previs.light import Color, mix, scale
from production_canvas.backends.previs.paint import Points, Sheet, blur
from production_canvas.backends.previs.room import Room
from production_canvas.backends.previs.scenery import Layer, Stage


class _Card:
    """A sheet measured in metres at one depth: x from the room's middle, height from the floor."""

    def __init__(self, stage: Stage, depth: float) -> None:
        self.stage, self.depth, self.sheet = stage, depth, Sheet(stage.lens)

    def at(self, x: float, up: float) -> tuple[float, float]:
        lens = self.stage.lens
        return lens.center[0] + x * lens.scale(self.depth), lens.ground(self.depth) - up * lens.scale(self.depth)

    def box(self, x: float, up: float, width: float, height: float, tone: Color) -> None:
        corners = [
            self.at(x - width / 2, up),
            self.at(x - width / 2, up + height),
            self.at(x + width / 2, up + height),
            self.at(x + width / 2, up),
        ]
        self.shape(corners, tone)

    def shape(self, points: Points, tone: Color) -> None:
        self.sheet.lay(self.sheet.mask([points]), tone)

    def shadow(self, x: float, width: float) -> None:
        """Dark where it meets the floor."""
        cx, cy = self.at(x, 0)
        metre = self.stage.lens.scale(self.depth)
        away = ((self.sheet.xs - cx) / (width * 0.6 * metre)) ** 2 + ((self.sheet.ys - cy) / (0.10 * metre)) ** 2
        self.sheet.lay(np.exp(-away * 1.6).astype(np.float32), (6, 5, 6), 0.5)

    def lit(self, x: float, up: float, reach: float, strength: float) -> None:
        """Warm light of a lamp on what is painted."""
        cx, cy = self.at(x, up)
        self.sheet.glow(cx, cy, reach * self.stage.lens.scale(self.depth), (255, 196, 120), strength)

    def layer(self) -> Layer:
        return self.stage.layer(self.sheet, Plane("z", self.depth))


def furnish(stage: Stage, room: Room) -> Iterator[Layer]:
    """The room's pieces, far to near."""
    side = float(np.sign(room.window_x))
    wood = scale(room.floor, 1.15)
    match room.kind:
        case "kitchen":
            yield _counter(stage, room.back - 0.6, room, mix(room.wall, (230, 226, 214), 0.4), wood)
            yield _table(stage, room.back - 2.0, side * room.half * 0.3, 1.7, wood)
        case "bar":
            yield _counter(stage, room.back - 1.6, room, scale(room.floor, 0.8), scale(room.floor, 1.7))
            yield _pendants(stage, room.back - 1.5, room)
        case "bedroom":
            yield _bed(stage, room.back - 1.5, side * room.half * 0.40, room)
            yield _floor_lamp(stage, room.back - 1.0, room)
        case "ward":
            yield _bed(stage, room.back - 1.8, -side * room.half * 0.36, room)
        case "study":
            yield _table(stage, room.back - 1.7, side * room.half * 0.30, 2.0, wood)
            yield _floor_lamp(stage, room.back - 1.2, room)
        case "hall":
            for depth in (room.back - 2.5, room.back - 6.5):
                yield _arch(stage, depth, room)
        case _:
            yield _sofa(stage, room.back - 1.0, side * room.half * 0.38, room)
            yield _floor_lamp(stage, room.back - 0.9, room)


def _table(stage: Stage, depth: float, x: float, width: float, wood: Color) -> Layer:
    card = _Card(stage, depth)
    card.shadow(x, width)
    for foot in (-1, 1):
        card.box(x + foot * width * 0.44, 0, 0.07, 0.72, scale(wood, 0.5))
    card.box(x, 0.64, width * 0.94, 0.10, scale(wood, 0.6))
    card.box(x, 0.73, width, 0.05, wood)
    card.box(x - width * 0.2, 0.78, 0.10, 0.12, mix(wood, (210, 206, 196), 0.6))
    card.box(x + width * 0.12, 0.78, 0.34, 0.03, mix(wood, (225, 220, 205), 0.7))
    return card.layer()


def _counter(stage: Stage, depth: float, room: Room, front: Color, top: Color) -> Layer:
    card = _Card(stage, depth)
    card.box(0, 0, 20, 0.92, front)
    for at in range(-8, 9):
        card.box(at * 0.62, 0.10, 0.54, 0.70, scale(front, 0.9))
        card.box(at * 0.62 + 0.18, 0.66, 0.12, 0.02, scale(front, 0.5))
    card.box(0, 0, 20, 0.10, scale(front, 0.4))
    card.box(0, 0.90, 20, 0.06, top)
    if room.kind == "bar":
        for at in range(-3, 4):
            card.box(at * 0.95 + 0.3, 0, 0.05, 0.72, (30, 26, 26))
            card.box(at * 0.95 + 0.3, 0.68, 0.38, 0.09, (132, 40, 34))
    down = np.clip((card.sheet.ys - card.at(0, 0.92)[1]) / (stage.lens.scale(depth) * 0.92), 0, 1)
    card.sheet.color *= (1.05 - 0.55 * down)[..., None]
    return card.layer()


def _pendants(stage: Stage, depth: float, room: Room) -> Layer:
    card = _Card(stage, depth)
    strength = 0.35 + 0.65 * stage.light.lamps
    for x in (-1.5, 0.0, 1.5):
        x_at, up = x * room.half * 0.5, 2.05
        card.box(x_at, up, 0.015, 3, (14, 12, 12))
        cx, cy = card.at(x_at, up)
        metre = stage.lens.scale(depth)
        halo = np.exp(-(((card.sheet.xs - cx) ** 2 + (card.sheet.ys - cy) ** 2) / (0.62 * metre) ** 2))
        card.sheet.lay(halo.astype(np.float32), (255, 178, 92), 0.42 * strength)
        card.shape(
            [
                card.at(x_at - 0.05, up + 0.16),
                card.at(x_at + 0.05, up + 0.16),
                card.at(x_at + 0.17, up),
                card.at(x_at - 0.17, up),
            ],
            (26, 24, 22),
        )
        card.box(x_at, up - 0.035, 0.26, 0.035, mix((255, 226, 170), (255, 244, 220), strength))
    return card.layer()


def _bed(stage: Stage, depth: float, x: float, room: Room) -> Layer:
    card = _Card(stage, depth)
    sheet_tone = mix(room.wall, (232, 230, 226), 0.5)
    cloth = mix(room.wall, (86, 104, 136), 0.45)
    card.shadow(x, 2.2)
    card.box(x - 1.0, 0, 0.09, 1.05, scale(room.floor, 0.8))
    card.box(x, 0.10, 2.0, 0.22, scale(room.floor, 0.7))
    card.box(x, 0.32, 1.96, 0.20, sheet_tone)
    lens = stage.lens
    metre = lens.scale(depth)
    left, top = card.at(x - 0.35, 0.60)
    fold = [
        (left, top + 0.02 * metre),
        (left + 0.9 * metre, top - 0.02 * metre),
        (left + 1.34 * metre, top + 0.02 * metre),
        (left + 1.36 * metre, top + 0.42 * metre),
        (left, top + 0.42 * metre),
    ]
    card.shape(fold, cloth)
    card.box(x - 0.68, 0.52, 0.48, 0.15, mix(sheet_tone, (255, 255, 255), 0.35))
    return card.layer()


def _sofa(stage: Stage, depth: float, x: float, room: Room) -> Layer:
    card = _Card(stage, depth)
    tone = mix(scale(room.wall, 0.55), (70, 96, 92), 0.5)
    card.shadow(x, 2.3)
    card.box(x, 0.12, 2.1, 0.72, scale(tone, 0.82))
    for at in (-0.5, 0.5):
        card.box(x + at, 0.42, 0.94, 0.42, scale(tone, 0.95))
    card.box(x, 0.12, 2.0, 0.32, tone)
    for at in (-1.06, 1.06):
        card.box(x + at, 0.10, 0.22, 0.56, scale(tone, 1.1))
    card.box(x - 0.55, 0.45, 0.36, 0.32, mix(tone, (196, 142, 72), 0.7))
    return card.layer()


def _floor_lamp(stage: Stage, depth: float, room: Room) -> Layer:
    card = _Card(stage, depth)
    x = room.lamp_x * room.half * 1.25
    strength = 0.2 + 0.8 * stage.light.lamps
    cx, cy = card.at(x, 1.62)
    metre = stage.lens.scale(depth)
    halo = np.exp(-(((card.sheet.xs - cx) ** 2 + (card.sheet.ys - cy) ** 2) / (0.85 * metre) ** 2))
    card.sheet.lay(halo.astype(np.float32), (255, 190, 108), 0.5 * strength)
    card.box(x, 0, 0.03, 1.5, (38, 32, 28))
    card.box(x, 0, 0.30, 0.03, (34, 28, 26))
    shade = [card.at(x - 0.13, 1.82), card.at(x + 0.13, 1.82), card.at(x + 0.22, 1.46), card.at(x - 0.22, 1.46)]
    card.shape(shade, mix(mix(room.wall, (220, 200, 170), 0.6), (255, 224, 164), strength))
    glow = blur(card.sheet.mask([shade]), 0.1 * metre)
    card.sheet.shade(glow, (255, 236, 196), 0.5 * strength)
    return card.layer()


def _arch(stage: Stage, depth: float, room: Room) -> Layer:
    card = _Card(stage, depth)
    tone = scale(room.wall, 0.46 + 0.16 * depth / room.back)
    for side in (-1, 1):
        card.box(side * room.half * 0.98, 0, 0.34, 9, tone)
    card.box(0, stage.lens.eye + room.above - 0.32, room.half * 2, 3, scale(tone, 0.85))
    return card.layer()
