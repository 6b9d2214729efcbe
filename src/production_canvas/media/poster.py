"""Still pictures that stand for clips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_QUALITY = 88
_GROUND, _LINE = (17, 24, 33), (94, 200, 222)
_MARGIN = 24


def save(picture: NDArray[np.uint8], path: Path) -> None:
    """A JPEG of `picture`, whose rows hold RGB or RGBA pixels; what is transparent is shown as it is."""
    Image.fromarray(picture[..., :3]).save(path, format="JPEG", quality=_QUALITY, optimize=True)


def waveform(samples: NDArray[np.int16], width: int = 640, height: int = 360) -> NDArray[np.uint8]:
    """A picture of the sound: from left to right how far it swings."""
    picture = np.full((height, width, 3), _GROUND, np.uint8)
    swing = np.abs(samples.reshape(len(samples), -1).astype(np.float32)).max(axis=1, initial=0) / 32_768
    for column in range(width):
        here = swing[len(swing) * column // width : max(1, len(swing) * (column + 1) // width)]
        half = max(1, round(float(here.max(initial=0)) * (height / 2 - _MARGIN)))
        picture[height // 2 - half : height // 2 + half, column] = _LINE
    return picture
