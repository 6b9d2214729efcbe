"""People cut out of their own pictures: by the picture's transparency, or off the background that they stand before."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.paint import Mask, blur
from production_canvas.backends.previs.pictures import Texture

_SIDE = 256
_LEAST, _MOST = 0.04, 0.86
"""Shares of the picture that a person may fill; anything else is no cut-out."""
_SEED = 11
_MIDDLE, _CHEST = (0.62, 0.06), (0.12, 0.52, 0.95)
"""Where a person may be and where one surely is: shares of half the width from the middle, of the height from above."""
_SOLID, _INSIDE = 127, 200
_NECK, _ROUND = 0.86, (0.4, 1.35)
_FILLED = 0.5
_UPRIGHT = (1.9, 2.6)
"""Who is this much taller than wide is seen from head to foot; the second where the picture ends at the feet."""


@dataclass(frozen=True, slots=True)
class CutOut:
    """`color` and `alpha` of the person alone; `whole` from head to foot, else down to where the picture ends.

    `clothes`: their colour, RGB. `head`: the column of its middle and its height in pixels, where it can be told.
    """

    color: Texture
    alpha: NDArray[np.uint8]
    whole: bool
    clothes: tuple[int, int, int]
    head: tuple[int, int] | None


def cut_out(picture: Texture) -> CutOut | None:
    """The person in the picture; None where nobody stands out from it."""
    height, width = picture.shape[:2]
    if min(height, width) < 24 or max(height, width) / min(height, width) > 8:  # noqa: PLR2004 - no portrait
        return None
    alpha = picture[..., 3]
    cover = float((alpha > _SOLID).mean())
    mask = alpha if _LEAST < cover < _MOST else _standing_out(picture)
    if mask is None:
        return None
    mask = _largest(mask)
    x, y, wide, high = cv2.boundingRect((mask > _SOLID).astype(np.uint8))
    if wide < 12 or high < 16 or high / wide < 0.6:  # noqa: PLR2004 - a smear, or something that lies
        return None
    color, alpha = picture[y : y + high, x : x + wide, :3], mask[y : y + high, x : x + wide]
    # A picture that ends in the middle of the body is filled along much of its lower edge.
    ends = y + high >= height - 2 and float((alpha[-2:] > _SOLID).mean()) > _FILLED
    whole = high / wide > (_UPRIGHT[1] if ends else _UPRIGHT[0])
    return CutOut(np.ascontiguousarray(color), np.ascontiguousarray(alpha), whole, _clothes(color, alpha), _head(alpha))


def _standing_out(picture: Texture) -> NDArray[np.uint8] | None:
    scale = _SIDE / max(picture.shape[:2])
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    shrunk = cv2.resize(picture[..., :3], size, interpolation=cv2.INTER_AREA)
    small = np.ascontiguousarray(shrunk, np.uint8)
    marks = _guess(small)
    if marks is None:
        return None
    cv2.setRNGSeed(_SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(small, marks, (0, 0, 1, 1), *models, 5, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    if not _LEAST < float(found.mean()) < _MOST:
        return None
    soft = blur(found.astype(np.float32), 1.0)
    whole = cv2.resize(soft, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_CUBIC)
    # The border is pulled in a little: what shows of the old background gives a cut-out away.
    return np.asarray(np.clip((whole - 0.5) * 4 + 0.35, 0, 1) * 255, np.uint8)


def _guess(small: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """A person stands in the middle and does not touch the upper corners; what is like the border is background."""
    height, width = small.shape[:2]
    marks = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 1, height))
    marks[(np.abs(x) < _MIDDLE[0]) & (y > _MIDDLE[1])] = cv2.GC_PR_FGD
    marks[(np.abs(x) < _CHEST[0]) & (y > _CHEST[1]) & (y < _CHEST[2])] = cv2.GC_FGD
    edge = max(2, round(0.03 * width))
    marks[: edge + 1], marks[: height * 3 // 5, :edge], marks[: height * 3 // 5, -edge:] = (cv2.GC_BGD,) * 3
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    border = np.concatenate([lab[: edge + 1].reshape(-1, 3), lab[: height // 2, :edge].reshape(-1, 3)])
    if not len(border):
        return None
    if float(border.std(0).max()) < 9:  # noqa: PLR2004 - one even background: what is like it is it
        like = np.linalg.norm(lab - np.median(border, 0), axis=2) < 14  # noqa: PLR2004
        marks[like] = cv2.GC_BGD
        marks[~like & (marks != cv2.GC_BGD)] = cv2.GC_PR_FGD
        if not (marks == cv2.GC_PR_FGD).any():
            return None
    return marks


def _largest(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The largest connected part alone."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((mask > _SOLID).astype(np.uint8))
    if len(stats) < 3:  # noqa: PLR2004 - the background and one part
        return mask
    own = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    near = cv2.dilate((labels == own).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(mask * near, np.uint8)


def _head(alpha: NDArray[np.uint8]) -> tuple[int, int] | None:
    """The first bulge from above ends at the neck."""
    solid = alpha > _SOLID
    widths = cv2.GaussianBlur(solid.sum(1).astype(np.float32)[:, None], (1, 0), 0.1, sigmaY=max(1.0, len(alpha) / 90))[
        :, 0
    ]
    widest = 0
    for row in range(1, len(alpha) * 3 // 4):
        if widths[row] > widths[widest]:
            widest = row
        elif widths[row] < _NECK * widths[widest]:
            neck = row + int(np.argmin(widths[row : row + max(2, row // 3)]))
            # Of a head the height is about the width; what is flatter or longer is something else.
            if not _ROUND[0] < widths[widest] / neck < _ROUND[1]:
                return None
            columns = np.flatnonzero(solid[: neck + 1].any(0))
            return int((columns[0] + columns[-1]) // 2), neck
    return None


def _clothes(color: Texture, alpha: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The colour of the lower two fifths, where clothes are."""
    low = slice(len(alpha) * 3 // 5, None)
    worn = color[low][alpha[low] > _INSIDE]
    if not len(worn):
        return 110, 110, 120
    red, green, blue = np.median(worn, axis=0)
    return int(red), int(green), int(blue)


def placed(cut: CutOut, box: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[Texture, Mask]:
    """Colour and alpha of the cut-out laid into `box` (left, top, width, height) of a picture of that size."""
    left, top, wide, high = box
    across, down = wide / cut.alpha.shape[1], high / cut.alpha.shape[0]
    color, alpha = cut.color, cut.alpha
    if across < 1:
        small = (max(2, round(wide)), max(2, round(high)))
        color = np.asarray(cv2.resize(color, small, interpolation=cv2.INTER_AREA), np.uint8)
        alpha = np.asarray(cv2.resize(alpha, small, interpolation=cv2.INTER_AREA), np.uint8)
        across, down = wide / small[0], high / small[1]
    matrix = np.array([[across, 0, left], [0, down, top]])
    laid = cv2.warpAffine(color, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(laid, np.uint8), (cover.astype(np.float32) / np.float32(255))
