"""Painted planes of a set, cut to what is painted on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.lens import Lens, Plane
from production_canvas.backends.previs.light import Grade, Light
from production_canvas.backends.previs.paint import Mask, Sheet
from production_canvas.backends.previs.pictures import Pictures, Texture


@dataclass(frozen=True, slots=True)
class Layer:
    """`texture` RGBA premultiplied; `left`, `top` its corner in the frame at rest; `solid` has no transparent pixel."""

    texture: Texture
    left: int
    top: int
    plane: Plane
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What painters of a set work with."""

    brief: Brief
    lens: Lens
    light: Light
    grade: Grade
    pictures: Pictures

    def soft(self, depth: float) -> float:
        """Pixels of blur at that depth in metres: long lenses throw away what is behind and before the subject."""
        away = abs(1 - self.lens.distance / depth)
        blurred = 0.010 * away * math.pow(self.lens.millimetres / 60, 2.5)
        return self.lens.height * min(blurred, 0.026)

    def layer(self, sheet: Sheet, plane: Plane, *, depth: float | None = None, noise: Mask | None = None) -> Layer:
        """The sheet as a layer, out of focus as its depth asks."""
        soft = self.soft(depth if depth is not None else plane.at)
        return cut(sheet, sheet.texture(self.grade, soft=soft, noise=noise), plane)


def cut(sheet: Sheet, texture: Texture, plane: Plane) -> Layer:
    """Only the painted part, so that a frame costs what is seen of it."""
    covered = texture[..., 3]
    x, y, width, height = cv2.boundingRect(covered)
    if width == 0:
        x, y, width, height = 0, 0, 2, 2
    part = np.ascontiguousarray(texture[y : y + height, x : x + width])
    return Layer(part, x - sheet.left, y - sheet.top, plane, solid=bool(part[..., 3].min() == 255))  # noqa: PLR2004
