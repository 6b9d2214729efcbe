"""Still pictures that stand for clips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_QUALITY = 88


def save(picture: NDArray[np.uint8], path: Path) -> None:
    """A JPEG of `picture`, whose rows hold RGB or RGBA pixels; what is transparent is shown as it is."""
    Image.fromarray(picture[..., :3]).save(path, format="JPEG", quality=_QUALITY, optimize=True)
