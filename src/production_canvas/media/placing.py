"""Where a picture of one shape stands in a frame of another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from av.video.reformatter import Interpolation
from PIL import Image

from production_canvas.media.reel import Picture, Raster

Fit: TypeAlias = Literal["pad", "fill"]
"""Whole, with bars of nothing beside it; or over all of the frame, cut where it stands over."""


@dataclass(frozen=True, slots=True)
class Placing:
    """`width` and `height` that a picture of `size` has within the frame, or beyond it where it fills it."""

    size: tuple[int, int]
    raster: Raster
    fit: Fit = "pad"
    alpha: bool = False
    width: int = field(init=False)
    height: int = field(init=False)

    def __post_init__(self) -> None:
        across, down = self.raster.width / self.size[0], self.raster.height / self.size[1]
        scale = min(across, down) if self.fit == "pad" else max(across, down)
        for name, side in zip(("width", "height"), self.size, strict=True):
            object.__setattr__(self, name, max(1, round(side * scale)))

    @property
    def sharpness(self) -> Interpolation:
        """How the scaling is done: smaller by areas, larger by curves."""
        return Interpolation.AREA if self.width < self.size[0] else Interpolation.BICUBIC


def scaled(picture: Picture, raster: Raster, fit: Fit = "pad", *, alpha: bool = False) -> Picture:
    """The picture (with alpha) in a frame of that size."""
    placing = Placing((picture.shape[1], picture.shape[0]), raster, fit, alpha=alpha)
    image = Image.fromarray(picture)
    if not alpha:
        below = Image.new("RGBA", image.size, (0, 0, 0, 255))
        below.alpha_composite(image)
        image = below.convert("RGB")
    if image.size != (placing.width, placing.height):
        image = image.resize((placing.width, placing.height), Image.Resampling.LANCZOS)
    return laid(np.asarray(image, np.uint8), placing)


def laid(picture: Picture, placing: Placing) -> Picture:
    """The scaled picture in the middle of the frame; what it leaves free is black, with alpha transparent."""
    width, height = placing.raster.width, placing.raster.height
    if picture.shape[:2] == (height, width):
        return picture
    left, top = (width - picture.shape[1]) // 2, (height - picture.shape[0]) // 2
    cut = picture[max(0, -top) : max(0, -top) + height, max(0, -left) : max(0, -left) + width]
    frame = np.zeros((height, width, picture.shape[2]), np.uint8)
    left, top = max(0, left), max(0, top)
    frame[top : top + cut.shape[0], left : left + cut.shape[1]] = cut
    return frame
