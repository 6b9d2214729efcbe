"""Pictures that a job brings along, by their content hash, opened for the set and the cast."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from production_canvas.backends.backend import given
from production_canvas.media.pictures import PIXELS
from production_canvas.media.sniffing import NotMedia
from production_canvas.media.source import Source

Texture = NDArray[np.uint8]
_LARGEST = 2560
_FORMATS = ("JPEG", "PNG", "WEBP")
_COLOURS = 5
_SEED = 7


class Pictures:
    """`folder` is where the job's files lie; None where it has none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._opened: dict[str, Texture | None] = {}

    def open(self, name: str) -> Texture | None:
        """RGBA of at most 2560 pixels a side; None where it is missing or no picture."""
        if name not in self._opened:
            self._opened[name] = self._read(name)
        return self._opened[name]

    def first(self, names: tuple[str, ...]) -> Texture | None:
        """The first of them that can be opened."""
        return next((found for name in names if (found := self.open(name)) is not None), None)

    def _read(self, name: str) -> Texture | None:
        if self.folder is None:
            return None
        file, _, at = name.partition("#")
        path = given(self.folder, file)
        return _of_clip(path, at) if at else read(path)


def still_name(file: str, at: Mapping[str, Any]) -> str:
    """How a picture is called that is one of a clip's: by the clip's hash, which frame of which stretch."""
    return f"{file}#{at['frame']}:{at.get('start') or 0}:{at.get('end') or 0}"


def _of_clip(path: Path, at: str) -> Texture | None:
    frame, start, end = at.split(":")
    try:
        picture = Image.fromarray(Source(path, start=float(start), end=float(end), frame=int(frame)).picture())
    except (OSError, NotMedia):
        return None
    picture.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return np.asarray(picture, np.uint8)


def read(path: Path) -> Texture | None:
    """RGBA of the picture in that file, of at most 2560 pixels a side; None where it cannot be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    return None
                opened.draft("RGB", (_LARGEST, _LARGEST))
                if opened.mode.startswith(("I", "F")):
                    # Sixteen bits of grey: Pillow would cut them off instead of scaling them.
                    deep = np.asarray(opened, np.float64)
                    grey = Image.fromarray(np.clip(deep / (deep.max() or 1) * 255, 0, 255).astype(np.uint8))
                    picture = grey.convert("RGBA")
                else:
                    picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError):
        return None
    picture.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def colours(picture: Texture) -> list[tuple[int, int, int]]:
    """The colours that make up most of the picture, by how much of it they fill."""
    small = cv2.resize(picture, (48, 48), interpolation=cv2.INTER_AREA).reshape(-1, 4)
    seen = small[small[:, 3] > 127][:, :3].astype(np.float32)  # noqa: PLR2004 - what is mostly opaque
    if not len(seen):
        return []
    cv2.setRNGSeed(_SEED)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0.0)
    count = min(_COLOURS, len(np.unique(seen, axis=0)))
    _, labels, centers = cv2.kmeans(seen, count, np.empty(0, np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)
    order = np.argsort(-np.bincount(labels.ravel(), minlength=count), kind="stable")
    return [(int(red), int(green), int(blue)) for red, green, blue in np.round(centers[order])]
