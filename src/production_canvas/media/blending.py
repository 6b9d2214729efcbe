"""How one picture lies over another: blend modes, opacity, masks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.media.reel import Picture

Weight: TypeAlias = NDArray[np.float32]
"""How much of each pixel counts, from 0 to 1."""
_Levels: TypeAlias = NDArray[np.float64]


def _screen(under: _Levels, over: _Levels) -> _Levels:
    return under + over - under * over


def _hard(under: _Levels, over: _Levels) -> _Levels:
    return np.where(over <= 0.5, 2 * under * over, _screen(under, 2 * over - 1))  # noqa: PLR2004 - the middle


def _soft(under: _Levels, over: _Levels) -> _Levels:
    dark = np.where(under <= 0.25, ((16 * under - 12) * under + 4) * under, np.sqrt(under))  # noqa: PLR2004 - of W3C
    low = under - (1 - 2 * over) * under * (1 - under)
    return np.where(over <= 0.5, low, under + (2 * over - 1) * (dark - under))  # noqa: PLR2004 - the middle


def _dodge(under: _Levels, over: _Levels) -> _Levels:
    made = np.divide(under, 1 - over, out=np.ones_like(under), where=over < 1)
    return np.where(under == 0, 0, made)


def _burn(under: _Levels, over: _Levels) -> _Levels:
    made = 1 - np.divide(1 - under, over, out=np.ones_like(under), where=over > 0)
    return np.where(under == 1, 1, made)


MIDDLE = 128 / 255
BLENDS: Mapping[str, Callable[[_Levels, _Levels], _Levels]] = {
    "multiply": lambda under, over: under * over,
    "screen": _screen,
    "overlay": lambda under, over: _hard(over, under),
    "darken": np.minimum,
    "lighten": np.maximum,
    "dodge": _dodge,
    "burn": _burn,
    "hardlight": _hard,
    "softlight": _soft,
    "difference": lambda under, over: abs(under - over),
    "exclusion": lambda under, over: under + over - 2 * under * over,
    "addition": np.add,
    "subtract": np.subtract,
    "divide": lambda under, over: np.divide(under, over, out=np.ones_like(under), where=over > 0),
    "average": lambda under, over: (under + over) / 2,
    "negation": lambda under, over: 1 - abs(1 - under - over),
    "grainmerge": lambda under, over: under + over - MIDDLE,
    "grainextract": lambda under, over: under - over + MIDDLE,
}
"""Every mode but normal, of one channel from 0 to 1: those that W3C's Compositing has as it has them, the others as
FFmpeg does, but that what comes is taken from what lies there. What leaves the range is cut off.
"""


@cache
def _table(blend: str) -> NDArray[np.uint8]:
    """What becomes of each pair of levels, at 256 × what lies there + what comes."""
    levels = np.arange(256) / 255
    made = BLENDS[blend](*np.meshgrid(levels, levels, indexing="ij"))
    return np.round(np.clip(made, 0, 1) * 255).astype(np.uint8).ravel()


def blended(under: Picture, over: Picture, blend: str) -> Picture:
    """The colours of both, by that mode."""
    if blend == "normal":
        return over
    return np.asarray(np.take(_table(blend), (under.astype(np.uint16) << 8) | over), np.uint8)


def covered(under: Picture, over: Picture, weight: Weight | float) -> Picture:
    """What is seen of both where the upper one counts that much."""
    if isinstance(weight, float):
        return over if weight >= 1 else np.asarray(cv2.addWeighted(over, weight, under, 1 - weight, 0), np.uint8)
    return np.asarray(cv2.blendLinear(over, under, weight, 1 - weight), np.uint8)


def laid_over(under: Picture, over: Picture, weight: Weight | float, blend: str) -> Picture:
    """`over` over the opaque `under`; red, green, blue."""
    return covered(under, blended(under, over, blend), weight)


def laid_through(under: Picture, over: Picture, weight: Weight | float, blend: str) -> Picture:
    """The same where what lies there has alpha itself: W3C's source-over, red, green, blue, alpha."""
    colour, below = under[..., :3], under[..., 3:].astype(np.float32) / 255
    above = np.broadcast_to(np.asarray(weight, np.float32), under.shape[:2])[..., None]
    mixed = (1 - below) * over + below * blended(colour, over, blend)
    alpha = above + below * (1 - above)
    sum_ = above * mixed + (1 - above) * below * colour
    made = np.divide(sum_, alpha, out=np.zeros_like(sum_), where=alpha > 0)
    return np.round(np.concatenate((made, alpha * 255), axis=2)).astype(np.uint8)
