"""The first frames of a take that begins where another shot ends."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.pictures import Pictures, Texture

_SECONDS, _SHARE = 0.75, 0.4
_STRIP = 60 / 720
"""Share of the height that the other take's slate covers."""


class Opening:
    """`lay` carries the other shot's last picture over into this one's first frames."""

    def __init__(self, brief: Brief, folder: Path | None) -> None:
        seconds = min(_SECONDS, float(brief.frames / brief.rate) * _SHARE)
        self._frames = max(1, round(seconds * float(brief.rate)))
        before = Pictures(folder).open(brief.first_frame) if brief.first_frame else None
        self._before = _fitted(before, brief.width, brief.height) if before is not None else None

    def lay(self, frame: Texture, index: int) -> None:
        """Into the frame (RGBA), in place: all of it in the first, nothing any more when it is over."""
        if self._before is None or index >= self._frames:
            return
        part = index / self._frames
        strength = 1 - part * part * (3 - 2 * part)
        # The other take's own slate would show through under this one's: there the picture is this take's.
        strip = round(frame.shape[0] * (1 - _STRIP))
        upper = frame[:strip]
        cv2.addWeighted(self._before[:strip], strength, upper, 1 - strength, 0, dst=upper)
        edge = np.linspace(strength, 0, frame.shape[0] - strip, dtype=np.float32)[:, None, None]
        lower = frame[strip:]
        lower[:] = (lower + (self._before[strip - 1 : strip].astype(np.float32) - lower) * edge).astype(np.uint8)


def _fitted(picture: Texture, width: int, height: int) -> Texture:
    """Over the whole frame, cut where its shape is another."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    size = (max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale)))
    whole = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(whole[top : top + height, left : left + width], np.uint8)
