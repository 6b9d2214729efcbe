"""The reference grid of a place: squares of one metre on its ground."""

from __future__ import annotations

import cv2
import numpy as np

from production_canvas.backends.previs.lens import Plane
from production_canvas.backends.previs.paint import Sheet
from production_canvas.backends.previs.scenery import Layer, Stage, cut

_FAR, _ASIDE = 30, 24
_INK = (240, 244, 248)


def ground_grid(stage: Stage) -> Layer:
    """Fading into the distance; every fifth line stronger."""
    lens = stage.lens
    sheet = Sheet(lens)
    near = lens.eye * lens.focal / (lens.height * (1 + lens.reach[1]) - lens.center[1])

    def spot(x: float, z: float) -> tuple[int, int]:
        u, v = lens.center[0] + x * lens.scale(z) + sheet.left, lens.ground(z) + sheet.top
        return round(float(np.clip(u, -16_000, 16_000)) * 16), round(float(np.clip(v, -16_000, 16_000)) * 16)

    drawn = np.zeros((sheet.height, sheet.width), np.uint8)
    for x in range(-_ASIDE, _ASIDE + 1):
        cv2.line(drawn, spot(x, near), spot(x, _FAR), 255 if x % 5 == 0 else 130, 1, cv2.LINE_AA, 4)
    for z in range(max(1, int(near)), _FAR + 1):
        cv2.line(drawn, spot(-_ASIDE, z), spot(_ASIDE, z), 255 if z % 5 == 0 else 130, 1, cv2.LINE_AA, 4)
    fade = np.clip((sheet.ys - lens.ground(_FAR)) / (lens.height * 0.2), 0, 1)
    sheet.lay((drawn.astype(np.float32) / np.float32(255) * fade * np.float32(0.7)).astype(np.float32), _INK)
    return cut(sheet, sheet.texture(stage.grade), Plane("y", lens.eye))
