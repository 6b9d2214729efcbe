"""The table top of an INSERT with the thing the shot is about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from production_canvas.backends.previs.lens import Plane
from production_canvas.backends.previs.light import Color, mix, scale
from production_canvas.backends.previs.paint import Points, Sheet, smooth
from production_canvas.backends.previs.scenery import Layer, Stage, cut

_PAPERS = (
    "letter",
    "note",
    "photo",
    "photograph",
    "map",
    "newspaper",
    "paper",
    "envelope",
    "card",
    "ticket",
    "picture",
    "script",
    "contract",
    "poster",
)
_GLASSES = ("glass", "cup", "bottle", "coffee", "mug", "whiskey", "wine", "drink", "beer", "vase")
_SCREENS = (
    "phone",
    "telephone",
    "radio",
    "tablet",
    "cell",
    "camera",
    "clock",
    "watch",
    "alarm",
    "television",
    "tv",
    "computer",
)


def table(stage: Stage) -> Iterator[Layer]:
    """Nothing unless the shot is an INSERT."""
    if stage.brief.size != "INSERT":
        return
    sheet = Sheet(stage.lens)
    height, width = stage.lens.height, stage.lens.width
    edge = height * 0.44
    wood: Color = mix((104, 72, 48), stage.light.wall, 0.25)
    dim = 0.5 if stage.brief.time == "night" else 0.85
    top = sheet.mask([[(-width, edge), (2 * width, edge), (2 * width, 2 * height), (-width, 2 * height)]], soft=1.2)
    sheet.lay(top, scale(wood, dim))
    chance = stage.brief.chance("table", stage.brief.place)
    rows = np.cumsum(chance.normal(0, 1, sheet.height))
    bands = 1 + 0.05 * np.sin(rows * 0.6)[:, None] + 0.03 * np.sin(sheet.xs / width * 9 + rows[:, None] * 0.4)
    sheet.color *= bands[..., None].astype(np.float32)
    x, y = width * 0.5, height * 0.66
    pool = np.exp(-(((sheet.xs - x) / (width * 0.30)) ** 2) - ((sheet.ys - y) / (height * 0.30)) ** 2)
    warm = (255, 206, 140) if stage.light.lamps > 0.3 else stage.light.key  # noqa: PLR2004 - lamps are lit
    sheet.color += pool[..., None] * np.asarray(warm, np.float32) * 0.34
    _thing(stage, sheet, x, y)
    yield cut(sheet, sheet.texture(stage.grade), Plane("z", stage.lens.distance))


def _thing(stage: Stage, sheet: Sheet, x: float, y: float) -> None:
    words = f"{stage.brief.title} {stage.brief.words}".lower().replace(",", " ").replace(".", " ").split()
    unit = stage.lens.height * 0.01
    bright = 0.72 if stage.brief.time == "night" else 1.0
    if any(word in _GLASSES for word in words):
        _glass(sheet, x, y, unit, bright)
    elif any(word in _SCREENS for word in words):
        body = _lying(x, y, 20 * unit, 11 * unit, 0.20)
        _cast_shadow(sheet, body, unit)
        sheet.lay(sheet.mask([smooth(body, 4)]), (26, 27, 31))
        sheet.shade(
            sheet.mask([_lying(x, y, 17.5 * unit, 9.3 * unit, 0.20)]), mix((74, 108, 148), (210, 226, 240), 0.25), 0.95
        )
        sheet.shade(
            sheet.mask([_lying(x - unit * 2, y - unit * 1.8, 9 * unit, 1.2 * unit, 0.20)]), (236, 242, 248), 0.9
        )
    else:
        paper = any(word in _PAPERS for word in words)
        body = _lying(x, y, (26 if paper else 17) * unit, 14 * unit, 0.24)
        _cast_shadow(sheet, body, unit)
        tone = scale((236, 226, 204) if paper else (152, 108, 70), bright)
        sheet.lay(sheet.mask([body]), tone)
        if paper:
            # The last line of a letter is shorter.
            lines = [
                _lying(
                    x - 1.2 * unit + row * 0.5 * unit,
                    y + (row - 2.5) * 3.1 * unit,
                    wide * unit,
                    0.55 * unit,
                    0.24,
                )
                for row, wide in enumerate((20, 20, 20, 20, 20, 11))
            ]
            sheet.shade(sheet.mask(lines), (92, 84, 80), 0.62)
        else:
            for part in (_lying(x, y, 1.6 * unit, 14 * unit, 0.24), _lying(x, y, 17 * unit, 1.6 * unit, 0.24)):
                sheet.shade(sheet.mask([part]), (196, 178, 142), 0.9)


def _lying(x: float, y: float, half: float, deep: float, skew: float) -> Points:
    """A sheet that lies on the table, seen from a low angle."""
    return [
        (x - half + deep * skew, y - deep),
        (x + half * 0.92 + deep * skew, y - deep * 0.86),
        (x + half - deep * skew, y + deep),
        (x - half * 1.06 - deep * skew, y + deep * 0.9),
    ]


def _cast_shadow(sheet: Sheet, body: Points, unit: float) -> None:
    sheet.shade(sheet.mask([[(x + 1.4 * unit, y + 1.6 * unit) for x, y in body]], soft=1.6 * unit), (8, 6, 6), 0.62)


def _glass(sheet: Sheet, x: float, y: float, unit: float, bright: float) -> None:
    foot, tall, half = y + 9 * unit, 34 * unit, 8.5 * unit
    shade = np.exp(-(((sheet.xs - x - 6 * unit) / (16 * unit)) ** 2) - ((sheet.ys - foot) / (4 * unit)) ** 2)
    sheet.shade(shade.astype(np.float32), (8, 6, 6), 0.6)
    body = [
        (x - half, foot - tall),
        (x + half, foot - tall),
        (x + half * 0.86, foot),
        (x, foot + 1.6 * unit),
        (x - half * 0.86, foot),
    ]
    sheet.lay(sheet.mask([body]), scale((176, 186, 190), bright), 0.36)
    drink = [
        (x - half * 0.93, foot - tall * 0.55),
        (x + half * 0.93, foot - tall * 0.55),
        (x + half * 0.86, foot),
        (x, foot + 1.2 * unit),
        (x - half * 0.86, foot),
    ]
    sheet.lay(sheet.mask([drink]), scale((176, 104, 44), bright), 0.86)
    ring = [
        (x + half * 0.93 * np.cos(a), foot - tall * 0.55 + 1.3 * unit * np.sin(a)) for a in np.linspace(0, 6.28, 24)
    ]
    sheet.lay(sheet.mask([ring]), scale((214, 146, 76), bright), 0.9)
    sheet.shade(
        sheet.mask(
            [
                [
                    (x - half * 0.7, foot - tall * 0.95),
                    (x - half * 0.5, foot - tall * 0.95),
                    (x - half * 0.46, foot - unit),
                    (x - half * 0.62, foot - unit),
                ]
            ],
            soft=0.5 * unit,
        ),
        (255, 252, 244),
        0.6,
    )
