"""A drawn person: one for each character without a picture, the same in every shot, lit by the scene's light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from production_canvas.backends.previs import outlines
from production_canvas.backends.previs.brief import Person
from production_canvas.backends.previs.light import Color, mix, scale
from production_canvas.backends.previs.paint import Mask, Points, Sheet, blur, smooth
from production_canvas.backends.previs.scenery import Stage

_SKIN = ((238, 200, 170), (222, 172, 136), (196, 142, 106), (158, 108, 78), (116, 78, 58), (86, 58, 46))
_HAIR = ((32, 26, 26), (58, 40, 32), (98, 66, 42), (150, 104, 60), (178, 150, 104), (44, 34, 40), (110, 52, 34))
_GREY = (150, 148, 146)
AFTER_DARK = 0.4
"""How brightly lamps glow when rooms are lit by them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a person stands: share of the width, metres away; `facing` -1 left, 1 right; `back` turned away."""

    at: float
    depth: float
    facing: float
    back: bool = False


class Body:
    """A sheet measured in metres from a person's feet, mirrored so that they face right."""

    def __init__(self, stage: Stage, mark: Mark, height: float) -> None:
        self.sheet = Sheet(stage.lens)
        self.metre = stage.lens.scale(mark.depth)
        self.x, self.y = stage.lens.width * mark.at, stage.lens.ground(mark.depth)
        self.facing, self.tall = mark.facing, height / 1.75
        if "CLOSE UP" in stage.brief.size:
            # So near, the camera stands as high as the eyes that it looks into.
            self.y += (height - 1.73) * self.metre

    def points(self, shape: Points) -> Points:
        return [
            (self.x + x * self.facing * self.metre * self.tall, self.y - y * self.metre * self.tall) for x, y in shape
        ]

    def mask(self, shape: Points, *, curved: bool = True, soft: float = 0.0) -> Mask:
        placed = self.points(shape)
        return self.sheet.mask([smooth(placed, 8) if curved else placed], soft=soft * self.metre)

    def fill(self, shape: Points, tone: Color, *, curved: bool = True) -> Mask:
        mask = self.mask(shape, curved=curved)
        self.sheet.lay(mask, tone)
        return mask

    def oval(self, x: float, y: float, rx: float, ry: float) -> Points:
        return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 14, endpoint=False)]


def height_of(person: Person, chance: np.random.Generator) -> float:
    child = any(word in person.look.split() for word in ("child", "boy", "girl", "kid"))
    return float(chance.uniform(1.62, 1.84)) * (0.74 if child else 1)


def draw(stage: Stage, person: Person, mark: Mark, chance: np.random.Generator) -> Body:
    """The person on the mark; what `chance` draws is theirs in every shot."""
    body = Body(stage, mark, height_of(person, chance))
    skin, hair = _SKIN[int(chance.integers(len(_SKIN)))], _HAIR[int(chance.integers(len(_HAIR)))]
    if any(word in person.look for word in ("old", "grey", "gray", "elder", "white hair", "60s", "70s", "80s")):
        hair = _GREY
    style, coat = int(chance.integers(6)), int(chance.integers(3))
    own: Color = person.color
    _back_hair(body, hair, style)
    _legs(body, scale(mix(own, (44, 46, 58), 0.72), 0.62), skirt=coat == 2)  # noqa: PLR2004
    _torso(body, own, skin, coat)
    _head(body, skin, hair, style, back=mark.back)
    lit(stage, body)
    return body


def _legs(body: Body, tone: Color, *, skirt: bool) -> None:
    for x, reach in ((-0.085, -0.10), (0.085, 0.12)):
        shade = tone if x > 0 else scale(tone, 0.8)
        body.fill(
            [
                (x - 0.085, 0.92),
                (x + 0.085, 0.92),
                (x + 0.075, 0.5),
                (reach + 0.052, 0.06),
                (reach - 0.052, 0.06),
                (x - 0.08, 0.5),
            ],
            shade,
            curved=False,
        )
        body.fill(
            [
                (reach - 0.06, 0.0),
                (reach - 0.055, 0.085),
                (reach + 0.06, 0.085),
                (reach + 0.14, 0.035),
                (reach + 0.15, 0.0),
            ],
            scale(tone, 0.4),
            curved=False,
        )
    if skirt:
        body.fill([(-0.15, 0.98), (0.15, 0.98), (0.245, 0.46), (-0.235, 0.46)], scale(tone, 1.35), curved=False)


def _torso(body: Body, tone: Color, skin: Color, coat: int) -> None:
    long = 0.62 if coat == 1 else 0.86
    far = scale(tone, 0.66)
    body.fill(
        [(-0.17, 1.40), (-0.245, 1.30), (-0.285, 1.08), (-0.275, 0.86), (-0.215, 0.86), (-0.205, 1.08), (-0.15, 1.25)],
        far,
    )
    body.fill(body.oval(-0.245, 0.825, 0.034, 0.052), scale(skin, 0.7))
    body.fill([(-0.058, 1.52), (0.056, 1.52), (0.068, 1.40), (-0.078, 1.40)], scale(skin, 0.72), curved=False)
    hem = 0.24 if coat == 1 else 0.185
    body.fill(
        [
            (-0.07, 1.455),
            (0.075, 1.455),
            (0.165, 1.42),
            (0.222, 1.35),
            (0.205, 1.16),
            (0.175, 1.02),
            (hem, long),
            (-hem, long),
            (-0.172, 1.02),
            (-0.2, 1.18),
            (-0.222, 1.34),
            (-0.165, 1.42),
        ],
        tone,
    )
    if coat == 2:  # noqa: PLR2004 - a round collar
        body.fill(body.oval(0.004, 1.445, 0.082, 0.036), scale(skin, 0.85))
    else:
        body.fill([(-0.052, 1.458), (0.075, 1.458), (0.03, 1.24)], mix((232, 226, 214), tone, 0.25), curved=False)
        body.fill(
            [(-0.075, 1.475), (-0.03, 1.465), (0.032, 1.22), (0.012, 1.20), (-0.10, 1.36)],
            scale(tone, 0.78),
            curved=False,
        )
        body.fill(
            [(0.085, 1.475), (0.05, 1.465), (0.028, 1.24), (0.042, 1.20), (0.12, 1.36)], scale(tone, 1.12), curved=False
        )
    body.sheet.shade(
        body.mask([(0.02, long), (0.036, long), (0.036, 1.22), (0.024, 1.22)], curved=False), scale(tone, 0.5), 0.5
    )
    near = scale(tone, 1.08)
    body.sheet.shade(
        body.mask([(0.13, 1.36), (0.165, 1.34), (0.19, 1.08), (0.20, 0.86), (0.155, 0.86)], soft=0.02),
        scale(tone, 0.45),
        0.6,
    )
    body.fill(
        outlines.NEAR_ARM,
        near,
    )
    body.fill(body.oval(0.262, 0.835, 0.035, 0.055), skin)


def _back_hair(body: Body, hair: Color, style: int) -> None:
    if style in (2, 4):
        length = 1.34 if style == 2 else 1.45  # noqa: PLR2004 - long, or to the chin
        body.fill(
            [
                (-0.02, 1.762),
                (0.07, 1.735),
                (0.104, 1.65),
                (0.098, length + 0.08),
                (0.07, length),
                (-0.10, length),
                (-0.126, 1.55),
                (-0.118, 1.68),
                (-0.08, 1.745),
            ],
            scale(hair, 0.72),
        )
    if style == 3:  # noqa: PLR2004 - a bun
        body.fill(body.oval(-0.105, 1.71, 0.05, 0.05), scale(hair, 0.85))


def _head(body: Body, skin: Color, hair: Color, style: int, *, back: bool) -> None:
    body.fill(body.oval(-0.052, 1.60, 0.022, 0.034), scale(skin, 0.8))
    face = body.fill(
        outlines.FACE,
        skin,
    )
    if back:
        body.fill(
            outlines.BACK_OF_HEAD,
            hair,
        )
        return
    _features(body, face, skin, hair)
    body.fill([*outlines.CROWN, *outlines.FRINGES[style]], hair)
    shine = body.mask([(-0.03, 1.765), (0.04, 1.762), (0.07, 1.735), (0.03, 1.742), (-0.03, 1.742)], soft=0.006)
    body.sheet.shade(shine, mix(hair, (255, 250, 240), 0.5), 0.30)
    if style == 5:  # noqa: PLR2004 - a beard
        body.fill(
            outlines.BEARD,
            hair,
        )
        body.sheet.shade(
            body.mask([(0.022, 1.545), (0.066, 1.545), (0.062, 1.537), (0.026, 1.537)]), scale(skin, 0.62), 0.9
        )


def _features(body: Body, face: Mask, skin: Color, hair: Color) -> None:
    """A few planes and lines, as a storyboard has them: enough to read where a person looks."""
    dark = scale(skin, 0.66)
    blush = mix(skin, (226, 110, 92), 0.4)
    body.sheet.shade(face * body.mask(body.oval(-0.012, 1.575, 0.028, 0.022), soft=0.012), blush, 0.5)
    body.sheet.shade(
        face
        * body.mask(
            [(-0.08, 1.70), (-0.03, 1.70), (-0.036, 1.60), (-0.02, 1.53), (0.03, 1.485), (-0.08, 1.49)], soft=0.014
        ),
        dark,
        0.5,
    )
    body.sheet.shade(
        body.mask(
            [(0.046, 1.640), (0.060, 1.585), (0.076, 1.578), (0.066, 1.566), (0.044, 1.570), (0.038, 1.60)], soft=0.003
        ),
        dark,
        0.62,
    )
    for x, wide in ((0.010, 0.017), (0.069, 0.012)):
        body.sheet.shade(face * body.mask(body.oval(x, 1.634, wide * 1.5, 0.017), soft=0.006), dark, 0.45)
        body.sheet.shade(face * body.mask(body.oval(x, 1.632, wide, 0.0068)), (240, 236, 230), 0.85)
        body.sheet.shade(face * body.mask(body.oval(x + 0.004, 1.632, 0.0068, 0.0074)), (34, 26, 24), 0.95)
        lid = [(x - wide * 1.1, 1.634), (x, 1.6425), (x + wide * 1.1, 1.635), (x, 1.638)]
        body.sheet.shade(face * body.mask(lid), scale(skin, 0.3), 0.9)
        brow = [(x - wide * 1.3, 1.655), (x, 1.664), (x + wide * 1.25, 1.657), (x, 1.6585)]
        body.sheet.shade(face * body.mask(brow), mix(hair, scale(skin, 0.4), 0.3), 0.9)
    lips = [(0.022, 1.541), (0.046, 1.546), (0.058, 1.543), (0.070, 1.542), (0.052, 1.534), (0.040, 1.533)]
    body.sheet.shade(face * body.mask(lips), mix(scale(skin, 0.62), (150, 58, 54), 0.4), 0.85)
    body.sheet.shade(
        face * body.mask([(0.02, 1.512), (0.05, 1.516), (0.07, 1.50), (0.03, 1.48)], soft=0.008), dark, 0.3
    )


def lit(stage: Stage, body: Body) -> None:
    """The scene's light on the cut-out: key from one side, shadow on the other, a bright rim, air before it."""
    light, sheet = stage.light, body.sheet
    alpha = sheet.alpha
    metre, side = body.metre, light.side
    key, fill = np.asarray(light.key, np.float32) / 255, np.asarray(light.ambient, np.float32) / 255
    if stage.brief.interior and light.lamps > AFTER_DARK:
        key, fill = (
            key * 0.35 + np.array((1.0, 0.78, 0.54), np.float32) * 0.65,
            fill * 0.6 + np.array((0.30, 0.22, 0.17), np.float32),
        )
    turn = np.clip(0.56 + side * (sheet.xs - body.x) / (0.62 * metre), 0.0, 1.0)
    round_off = blur(np.roll(alpha, -round(side * 0.05 * metre), axis=1), 0.035 * metre)
    turn = np.clip(turn * 0.62 + 0.42 * (1 - alpha + alpha * np.clip(1.35 - round_off, 0, 1)), 0, 1)
    shadow = np.minimum(fill * 0.92 + 0.10, 1)
    sheet.color *= shadow + (np.minimum(key * 1.04, 1.1) - shadow) * turn[..., None]
    foot = np.clip((body.y - sheet.ys) / (0.9 * metre), 0, 1)
    sheet.color *= (0.72 + 0.28 * foot)[..., None]
    step = max(1, round(0.011 * metre))
    shift = np.array([[1, 0, -side * step], [0, 1, step * 0.7]])
    moved = cv2.warpAffine(alpha, shift, (sheet.width, sheet.height))
    rim = np.clip(blur(alpha, 0.6) - blur(np.asarray(moved, np.float32), 0.004 * metre + 0.3), 0, 1) * alpha
    strength = {"dusk": 0.7, "dawn": 0.7, "night": 0.34}.get(stage.brief.time, 0.42)
    sheet.color += rim[..., None] * np.asarray(light.rim, np.float32) * strength
    if not stage.brief.interior:
        air = min(0.45, stage.lens.distance / (60 if stage.brief.weather in ("fog", "snow") else 130))
        sheet.shade(alpha, light.haze, air)
