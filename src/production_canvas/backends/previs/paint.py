"""Brushes: gradients, noise, ridges, glows and smooth shapes on float pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.lens import REACH, Lens
from production_canvas.backends.previs.light import Color, Grade
from production_canvas.backends.previs.pictures import Texture

Picture = NDArray[np.float32]
Mask = NDArray[np.float32]
Points = Sequence[tuple[float, float]]


class Sheet:
    """A picture larger than the frame by what the move may see. Positions are those of the frame: (0, 0) its top left.

    What chance draws is drawn for the widest reach and cut, so that a place looks the same under every move.
    """

    def __init__(self, lens: Lens) -> None:
        self.lens = lens
        self.left, self.top = round(lens.width * lens.reach[0]), round(lens.height * lens.reach[1])
        self.far_left = round(lens.width * max(REACH, lens.reach[0]))
        self.far_top = round(lens.height * max(REACH, lens.reach[1]))
        self.width, self.height = lens.width + 2 * self.left, lens.height + 2 * self.top
        self.color: Picture = np.zeros((self.height, self.width, 3), np.float32)
        self.alpha: Mask = np.zeros((self.height, self.width), np.float32)

    @property
    def xs(self) -> NDArray[np.float32]:
        return np.arange(-self.left, self.width - self.left, dtype=np.float32)[None, :]

    @property
    def ys(self) -> NDArray[np.float32]:
        return np.arange(-self.top, self.height - self.top, dtype=np.float32)[:, None]

    def mask(self, shapes: Sequence[Points], *, soft: float = 0.0) -> Mask:
        """1 inside the polygons with smooth edges; `soft` pixels of blur."""
        mask = np.zeros((self.height, self.width), np.float32)
        corner = np.array((self.left, self.top))
        placed = [np.clip(np.asarray(shape) + corner, -1e5, 1e5) for shape in shapes]
        low = np.min([shape.min(0) for shape in placed], 0) - soft * 3 - 2
        high = np.max([shape.max(0) for shape in placed], 0) + soft * 3 + 2
        x0, y0 = (max(0, int(edge)) for edge in low)
        x1, y1 = min(self.width, int(high[0]) + 1), min(self.height, int(high[1]) + 1)
        if x1 <= x0 or y1 <= y0:
            return mask
        drawn = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for shape in placed:
            cv2.fillPoly(drawn, [np.round((shape - (x0, y0)) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        part = drawn.astype(np.float32) / np.float32(255)
        mask[y0:y1, x0:x1] = blur(part, soft) if soft else part
        return mask

    def lay(self, mask: Mask, color: Color | Picture, strength: float = 1.0) -> None:
        """Paints `color` where the mask is, over what is there; the sheet becomes opaque there."""
        rows, columns = _extent(mask)
        cover = mask[rows, columns] * strength
        below = self.alpha[rows, columns]
        alpha = cover + below * (1 - cover)
        share = np.divide(cover, alpha, out=np.zeros_like(cover), where=alpha > 0)
        self._toward(rows, columns, color, share)
        self.alpha[rows, columns] = alpha

    def shade(self, mask: Mask, color: Color | Picture, strength: float = 1.0) -> None:
        """Tints what is already painted; nothing becomes more opaque."""
        rows, columns = _extent(mask)
        self._toward(rows, columns, color, mask[rows, columns] * np.float32(strength))

    def _toward(self, rows: slice, columns: slice, color: Color | Picture, share: Mask) -> None:
        paint = np.asarray(color, np.float32)
        if paint.ndim == 3:  # noqa: PLR2004 - a picture, not one colour
            paint = paint[rows, columns]
        part = self.color[rows, columns]
        part += (paint - part) * share[..., None]

    def noise(self, chance: np.random.Generator, cells: float, *, octaves: int = 4, stretch: float = 1.0) -> Mask:
        """Clouds from 0 to 1 over the sheet."""
        width, height = self.lens.width + 2 * self.far_left, self.lens.height + 2 * self.far_top
        whole = noise(chance, width, height, cells, octaves=octaves, stretch=stretch)
        top, left = self.far_top - self.top, self.far_left - self.left
        return whole[top : top + self.height, left : left + self.width]

    def ridge(self, chance: np.random.Generator, cells: float, *, rough: float = 0.5) -> NDArray[np.float32]:
        """A skyline over the sheet's width, heights between -1 and 1."""
        left = self.far_left - self.left
        return ridge(chance, self.lens.width + 2 * self.far_left, cells, rough=rough)[left : left + self.width]

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        """Adds light around a point, half of it within `radius` pixels."""
        away = ((self.xs - x) ** 2 + (self.ys - y) ** 2) / (radius * radius)
        self.color += (strength / (1 + away * away * 0.6 + away))[..., None] * np.asarray(color, np.float32)

    def texture(self, grade: Grade, *, soft: float = 0.0, noise: Mask | None = None) -> Texture:
        """RGBA, premultiplied, graded; `soft` pixels out of focus."""
        rows, columns = _extent(self.alpha)
        if rows.stop == 0:
            return np.zeros((self.height, self.width, 4), np.uint8)
        color, alpha = self.color[rows, columns], self.alpha[rows, columns]
        if noise is not None:
            color = color * noise[rows, columns, None]
        part = np.dstack([grade.apply(color) * (alpha[..., None] / np.float32(255)), alpha])
        packed = np.zeros((self.height, self.width, 4), np.uint8)
        packed[rows, columns] = np.clip(part * 255, 0, 255).astype(np.uint8)
        return blur(packed, soft) if soft > 0.4 else packed  # noqa: PLR2004 - less cannot be seen


def _extent(mask: Mask) -> tuple[slice, slice]:
    """The rows and columns outside of which the mask is empty."""
    down = np.flatnonzero(mask.any(1))
    if not len(down):
        return slice(0, 0), slice(0, 0)
    rows = slice(int(down[0]), int(down[-1]) + 1)
    across = np.flatnonzero(mask[rows].any(0))
    return rows, slice(int(across[0]), int(across[-1]) + 1)


Pixels = TypeVar("Pixels", NDArray[np.float32], NDArray[np.uint8])


def blur(picture: Pixels, radius: float) -> Pixels:
    """Gaussian with that sigma in pixels."""
    small = max(1, int(radius / 3))
    if small == 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), radius), picture.dtype)
    # Wide blurs are made at a fraction of the size: the same to the eye and many times faster.
    height, width = picture.shape[:2]
    shrunk = cv2.resize(picture, (max(2, width // small), max(2, height // small)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(shrunk, (0, 0), radius / small, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), picture.dtype)


def noise(
    chance: np.random.Generator, width: int, height: int, cells: float, *, octaves: int = 4, stretch: float = 1.0
) -> Mask:
    """Clouds from 0 to 1; `cells` across, each octave twice as fine and half as strong; `stretch` makes them wide."""
    total = np.zeros((height, width), np.float32)
    weight = 0.0
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave))
        down = max(2, round(across * height / width * stretch))
        grid = chance.random((down + 3, across + 3), np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * 0.5**octave
        weight += 0.5**octave
    return np.asarray(np.clip(total / weight, 0, 1), np.float32)


def ridge(
    chance: np.random.Generator, width: int, cells: float, *, octaves: int = 5, rough: float = 0.5
) -> NDArray[np.float32]:
    """A skyline of `width` heights between -1 and 1."""
    line = np.zeros(width, np.float32)
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave)) + 3
        grid = chance.uniform(-1, 1, across).astype(np.float32)
        line += cv2.resize(grid[None], (width, 1), interpolation=cv2.INTER_CUBIC)[0] * rough**octave
    return np.asarray(line / np.abs(line).max(), np.float32)


def smooth(points: Points, steps: int = 10) -> list[tuple[float, float]]:
    """A closed curve through the points (Catmull-Rom)."""
    corners = np.asarray(points, np.float64)
    before, after, beyond = np.roll(corners, 1, 0), np.roll(corners, -1, 0), np.roll(corners, -2, 0)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * corners
        + (after - before) * t
        + (2 * before - 5 * corners + 4 * after - beyond) * t * t
        + (3 * corners - before - 3 * after + beyond) * t**3
    )
    return [(float(x), float(y)) for x, y in curve.transpose(1, 0, 2).reshape(-1, 2)]


def ramp(values: NDArray[np.float32], stops: Sequence[tuple[float, Color]]) -> Picture:
    """Colours along `stops` (position, colour) for every value."""
    positions = [position for position, _ in stops]
    channels = [np.interp(values, positions, [color[index] for _, color in stops]) for index in range(3)]
    return np.stack(channels, -1).astype(np.float32)
