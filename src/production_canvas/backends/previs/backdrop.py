"""The place's own picture as the set: laid out in depth, and seen by the camera as it moves through it."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.lens import FAR, Lens, Matrix, Pose, projection
from production_canvas.backends.previs.light import Light
from production_canvas.backends.previs.paint import Mask, Picture, blur
from production_canvas.backends.previs.pictures import Texture
from production_canvas.backends.previs.scenery import Stage

# How much closer a shot size looks at the place than its widest view does.
_CLOSER = {
    "EXTREME WIDE": 1.0, "WIDE": 1.06, "FULL": 1.2, "TWO SHOT": 1.4, "MEDIUM": 1.45, "OVER THE SHOULDER": 1.55,
    "MEDIUM CLOSE UP": 1.7, "CLOSE UP": 1.95, "EXTREME CLOSE UP": 2.3, "INSERT": 2.2,
}  # fmt: skip
_GRID = 96
_TURNS = 5
_AIM = 0.55
"""Where the horizon of a picture is taken to lie, as a share of its height."""
_NEAR, _DEEP = 0.55, 4.5
_STRETCH = 0.42
"""How much the picture may be pulled apart between something near and what is behind it."""


class Backdrop:
    """`view` gives the place as any pose of the camera sees it that is at most `travel` metres away."""

    def __init__(self, stage: Stage, picture: Texture, depth_map: Texture | None, travel: float) -> None:
        brief, lens = stage.brief, stage.lens
        self._lens = lens
        self._left, self._top = round(lens.width * lens.reach[0]), round(lens.height * lens.reach[1])
        size = (lens.width + 2 * self._left, lens.height + 2 * self._top)
        place = _fit(picture.shape[1], picture.shape[0], size, lens, brief)
        laid = _cut(picture, place, size)
        if depth_map is not None:
            alike = cv2.resize(depth_map, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
            depth_map = _cut(np.asarray(alike, np.uint8), place, size)
        depth = _depth(stage, laid, depth_map)
        self._depth = _unbroken(depth, size[0] / depth.shape[1], lens.focal * travel)
        color = relit(laid[..., :3].astype(np.float32), brief)
        soft = stage.soft(lens.distance * _DEEP) * 0.8
        graded = np.clip(stage.grade.apply(blur(color, soft) if soft > 0.5 else color), 0, 255)  # noqa: PLR2004
        self._texture = np.dstack([graded.astype(np.uint8), np.full(graded.shape[:2], 255, np.uint8)])

    def view(self, pose: Pose) -> Texture:
        """RGBA of the frame."""
        width, height = self._lens.width, self._lens.height
        where = cv2.resize(self._sources(pose), (width, height), interpolation=cv2.INTER_LINEAR)
        seen = cv2.remap(self._texture, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)  # type: ignore[call-overload]
        return np.asarray(seen, np.uint8)

    def _sources(self, pose: Pose) -> NDArray[np.float32]:
        """For a grid over the frame: the place in the texture that is seen there."""
        lens = self._lens
        rows = max(2, round(_GRID * lens.height / lens.width))
        xs = (np.arange(_GRID, dtype=np.float32) + 0.5) * lens.width / _GRID
        ys = (np.arange(rows, dtype=np.float32) + 0.5) * lens.height / rows
        wanted = np.stack(np.meshgrid(xs, ys)).astype(np.float32)
        # What the far distance shows is a first guess; each turn corrects it by how far the depth there leads astray.
        matrix = projection(lens, pose)
        at = self._far(matrix, wanted)
        shrink = 1 / pose.zoom
        cos, sin = math.cos(pose.roll) * shrink, math.sin(pose.roll) * shrink
        for _ in range(_TURNS):
            seen, nearer = self._seen(matrix, at)
            missed = (wanted - seen) * nearer
            at = at + np.stack([cos * missed[0] - sin * missed[1], sin * missed[0] + cos * missed[1]])
        moved = np.stack([at[0] + self._left - 0.5, at[1] + self._top - 0.5], -1)
        # Far outside of everything is as good as anywhere there; a number beyond all bounds would stall the lookup.
        return np.ascontiguousarray(np.clip(np.nan_to_num(moved), -16_000, 16_000), np.float32)

    def _far(self, matrix: Matrix, wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        rays = np.linalg.inv(matrix[:, :3]) @ np.stack([*wanted.reshape(2, -1), np.ones(wanted[0].size)])
        (cx, cy), focal = self._lens.center, self._lens.focal
        ahead = np.maximum(rays[2], 0.05)
        flat = np.stack([rays[0] / ahead * focal + cx, rays[1] / ahead * focal + cy])
        return flat.reshape(wanted.shape).astype(np.float32)

    def _seen(self, matrix: Matrix, at: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where the moved camera sees those places of the frame at rest, and how much nearer it is to them."""
        (cx, cy), focal = self._lens.center, self._lens.focal
        share = self._depth.shape[1] / self._texture.shape[1]
        places = np.stack([(at[0] + self._left) * share - 0.5, (at[1] + self._top) * share - 0.5], -1)
        depth = cv2.remap(
            self._depth, places.astype(np.float32), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )  # type: ignore[call-overload]
        x, y = (at[0] - cx) / focal * depth, (at[1] - cy) / focal * depth
        u, v, w = (row[0] * x + row[1] * y + row[2] * depth + row[3] for row in matrix.astype(np.float32))
        w = np.maximum(w, 0.02 * depth)
        return np.stack([u / w, v / w]), np.minimum(w / depth, 1.2)


def _fit(wide: int, high: int, size: tuple[int, int], lens: Lens, brief: Brief) -> tuple[float, float, float]:
    """Scale and shift that lay the picture over the whole set, its horizon where the camera's is."""
    scale = max(size[0] / wide, size[1] / high) * _CLOSER.get(brief.size, 1.0)
    horizon = lens.center[1] + (size[1] - lens.height) / 2
    top = min(0.0, max(size[1] - high * scale, horizon - high * scale * _AIM))
    spare = wide * scale - size[0]
    # From the side a place shows its other parts: as far as the picture has more to show.
    aside = {"left": 0.12, "right": 0.88}.get(brief.angle, 0.5)
    return scale, -spare * aside, top


def _cut(picture: Texture, place: tuple[float, float, float], size: tuple[int, int]) -> Texture:
    scale, left, top = place
    if scale < 1:
        # Averaged while it shrinks, so that fine detail does not flicker.
        small = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
        scale = 1.0
    matrix = np.array([[scale, 0, left + (scale - 1) / 2], [0, scale, top + (scale - 1) / 2]])
    laid = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _opaque(np.asarray(laid, np.uint8))


def _opaque(picture: Texture) -> Texture:
    """On mid grey where it is transparent."""
    alpha = picture[..., 3:].astype(np.float32) / 255
    flat = picture[..., :3] * alpha + 118 * (1 - alpha)
    return np.dstack([flat.astype(np.uint8), np.full(picture.shape[:2], 255, np.uint8)])


def relit(color: Picture, brief: Brief) -> Picture:
    """The picture in the light of the scene's time and weather, where it was taken in another."""
    light = float(cv2.cvtColor(color.astype(np.uint8), cv2.COLOR_RGB2GRAY).mean())
    if brief.time == "night" and light > 70:  # noqa: PLR2004 - brighter than a night
        gain = np.array((0.46, 0.56, 0.80), np.float32) * (96 / max(96.0, light)) * (1.25 if brief.interior else 1.0)
        tone = color / 255
        return np.asarray((tone * 0.55 + tone * tone * 0.45) * 255 * gain, np.float32)
    tints = {"dusk": (1.06, 0.88, 0.82), "dawn": (1.02, 0.92, 0.94), "morning": (1.04, 1.0, 0.94)}
    gain = np.array(tints.get(brief.time, (1, 1, 1)), np.float32)
    if not brief.interior and brief.weather in ("rain", "overcast", "fog", "snow"):
        grey = cv2.transform(color, np.full((3, 3), 1 / 3, np.float32))
        color = color * 0.62 + np.asarray(grey, np.float32) * 0.38
        gain = gain * np.array((0.88, 0.91, 0.95), np.float32)
    return np.asarray(color * gain, np.float32)


def surroundings(light: Light, picture: Texture, brief: Brief) -> Light:
    """The light that such a place throws on people: the scene's own, mixed with the picture's colours."""
    small = cv2.resize(picture[..., :3], (16, 9), interpolation=cv2.INTER_AREA).astype(np.float32)
    red, green, blue = relit(small, brief).reshape(-1, 3).mean(0)
    bright = max(24.0, (red + green + blue) / 3)
    tint = (red / bright, green / bright, blue / bright)

    def toward(color: tuple[float, float, float], share: float) -> tuple[float, float, float]:
        first, second, third = (each * (1 - share + share * by) for each, by in zip(color, tint, strict=True))
        return first, second, third

    lift = min(1.25, max(0.7, bright / 110))
    ambient = toward(light.ambient, 0.7)
    return replace(
        light,
        key=toward(light.key, 0.35),
        ambient=(ambient[0] * lift, ambient[1] * lift, ambient[2] * lift),
        haze=toward(light.haze, 0.6),
    )


# Depth


def _depth(stage: Stage, laid: Texture, depth_map: Texture | None) -> NDArray[np.float32]:
    """Metres from the camera at rest, on a coarse grid over the set."""
    height, width = laid.shape[:2]
    small = (192, max(2, round(192 * height / width)))
    if stage.brief.flat:
        return np.full((small[1], small[0]), stage.lens.distance * _DEEP, np.float32)
    if depth_map is not None:
        return _given(stage, depth_map, small)
    share = width / small[0]
    left, top = round(stage.lens.width * stage.lens.reach[0]), round(stage.lens.height * stage.lens.reach[1])
    xs = (np.arange(small[0], dtype=np.float32)[None, :] + 0.5) * share - left
    ys = (np.arange(small[1], dtype=np.float32)[:, None] + 0.5) * share - top
    estimated = _room(stage, xs, ys) if stage.brief.interior else _open(stage, laid, small, ys)
    kept = min(1.0, max(0.0, stage.brief.depth_weight))
    deep = stage.lens.distance * _DEEP
    return np.asarray(1 / (kept / estimated + (1 - kept) / deep), np.float32)


def _unbroken(depth: NDArray[np.float32], step: float, throw: float) -> NDArray[np.float32]:
    """The depth without cliffs: what lies beside something near comes nearer too, as gently as needed for the picture
    to stretch there rather than fold or tear. `step`: pixels from one to the next; `throw`: by how many pixels a thing
    a metre away is shifted at most.
    """
    near = 1 / depth
    steepest = min(_STRETCH * step / max(throw, 1e-6), float(near.max()))
    for axis in (0, 1):
        slope = steepest * np.arange(near.shape[axis], dtype=np.float32)
        slope = slope[:, None] if axis == 0 else slope[None, :]
        near = np.maximum.accumulate(near + slope, axis) - slope
        near = np.flip(np.maximum.accumulate(np.flip(near, axis) + slope, axis) - slope, axis)
    return np.asarray(1 / blur(np.ascontiguousarray(near, np.float32), 0.8), np.float32)


def _given(stage: Stage, depth_map: Texture, small: tuple[int, int]) -> NDArray[np.float32]:
    """By a depth map: white is near, black far away."""
    grey = cv2.cvtColor(depth_map[..., :3], cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = np.asarray(cv2.resize(grey, small, interpolation=cv2.INTER_AREA), np.float32)
    low, high = float(grey.min()), float(grey.max())
    near = (grey - low) / max(1.0, high - low)
    distance = stage.lens.distance
    far = distance + 6 if stage.brief.interior else distance * 14
    inverse = 1 / far + blur(np.asarray(near, np.float32), 1.2) * (1 / (distance * _NEAR) - 1 / far)
    kept = min(1.0, max(0.0, stage.brief.depth_weight))
    return np.asarray(1 / (kept * inverse + (1 - kept) / (distance * _DEEP)), np.float32)


def _room(stage: Stage, xs: Mask, ys: Mask) -> NDArray[np.float32]:
    """A box about the camera: floor, ceiling, two side walls and one at the back."""
    lens = stage.lens
    (cx, cy), focal = lens.center, lens.focal
    back = lens.distance + 4.5
    half = max(2.6, back * lens.width / lens.focal * 0.26)
    down, up = np.maximum(ys - cy, 1e-3), np.maximum(cy - ys, 1e-3)
    high = max(lens.ceiling, back * cy / focal * 0.62)
    upright = np.minimum(lens.eye * focal / down, high * focal / up)
    sides = half * focal / np.maximum(np.abs(xs - cx), 1e-3)
    return blur(np.asarray(np.minimum(np.minimum(upright, sides), back), np.float32), 2.0)


def _open(stage: Stage, laid: Texture, small: tuple[int, int], ys: Mask) -> NDArray[np.float32]:
    """Ground up to the horizon, what stands on it by how clear the air before it is, and the sky behind all."""
    lens = stage.lens
    little = np.asarray(cv2.resize(laid[..., :3], small, interpolation=cv2.INTER_AREA), np.uint8)
    lab = cv2.cvtColor(little, cv2.COLOR_RGB2LAB).astype(np.float32)
    below = np.maximum(ys - lens.center[1], 1e-3)
    ground = lens.eye * lens.focal / below
    haze = blur(lab[..., 0], 5.0)
    low, high = float(np.percentile(haze, 5)), float(np.percentile(haze, 95))
    clear = np.clip((haze - low) / max(8.0, high - low), 0, 1)
    standing = lens.distance * (1.5 + 5.5 * clear)
    sky = blur(_sky(little).astype(np.float32), 1.6)
    upright = 1 / ((1 - sky) / standing + sky / FAR)
    # Much of what is seen below a horizon is no ground but stands on it: half of each keeps walls from leaning.
    floor = 1 / (0.5 / ground + 0.5 / standing)
    return blur(np.asarray(np.minimum(floor, upright), np.float32), 1.6)


def _sky(little: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """What joins the upper edge without a border between, and is bright or blue there."""
    soft = cv2.GaussianBlur(little, (0, 0), 1.5)
    height, width = little.shape[:2]
    mask = np.zeros((height + 2, width + 2), np.uint8)
    for x in range(4, width, 12):
        red, _, blue = (int(each) for each in soft[1, x])
        if mask[2, x + 1] == 0 and (blue >= red - 12 or red > 150):  # noqa: PLR2004 - blue, or as bright as a sky
            cv2.floodFill(soft.copy(), mask, (x, 1), 0, (5,) * 3, (5,) * 3, 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8))
    return np.asarray(mask[1:-1, 1:-1] > 0)
