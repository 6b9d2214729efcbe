"""Pictures and clips in layers, the lowest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from PIL import ImageColor

from production_canvas.backends.backend import BackendFailed, Rendered, Report, Stop
from production_canvas.backends.media import outcome
from production_canvas.backends.media.inputs import moving
from production_canvas.media.blending import Weight, laid_over, laid_through
from production_canvas.media.hearing import Stereo, heard_of
from production_canvas.media.placing import Placing
from production_canvas.media.reel import SAMPLES, Picture, Raster
from production_canvas.media.source import Source
from production_canvas.media.strip import Strip

STILLS = 5.0
"""Seconds that a clip of nothing but pictures lasts."""
_FINEST = 4.0
"""Times the frame that a layer is opened at, however far it is blown up."""
_OPAQUE = 255
_Lain: TypeAlias = tuple[Picture, Weight | float, tuple[slice, slice]]
"""A layer's colours, how much of each pixel counts, and the part of the frame that they are of."""


def render(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    """All layers over the background: a clip as long as the longest, or one picture."""
    report(0.0, "Opening the layers")
    asked, shape = job["parameters"], _shape(job)
    layers = _layers(job, folder, shape)
    colour = ImageColor.getrgb(asked["background"])[:3] if asked["background"] else None
    if asked["output_type"] == "image":
        return outcome.picture(folder, next(_frames(layers, shape, colour, through=colour is None)))
    count = max((layer.frames for layer in layers if layer.frames), default=round(STILLS * shape.rate))
    seen = islice(_frames(layers, shape, colour or (0, 0, 0)), count)
    return outcome.clip(job, folder, seen, count, _Mixed(layers, count, shape), report, stop, shape=shape)


def _shape(job: Mapping[str, Any]) -> Raster:
    film = outcome.raster(job)
    resolution = job["parameters"]["resolution"]
    if resolution == "project":
        return film
    width, height = map(int, resolution.split("x"))
    return Raster(width, height, film.rate)


def _layers(job: Mapping[str, Any], folder: Path, shape: Raster) -> list[_Layer]:
    """In the job the values of all layers stand one after the other, `values` of them for each."""
    made, at, given = [], 0, job["inputs"]["layers"]
    for asked in job["parameters"]["layers"]:
        values = given[at : at + asked["values"]]
        at += asked["values"]
        source = _seen(values, folder, "layers")
        mask = None if asked["mask"] is None else _seen([job["inputs"]["masks"][asked["mask"]]], folder, "masks")
        made.append(_Layer(source, mask, asked, shape))
    return made


def _seen(values: Sequence[Mapping[str, Any]], folder: Path, socket: str) -> Source | Strip:
    source = moving({"inputs": {socket: values}}, folder, socket)
    if source.sort == "audio":
        raise BackendFailed(f"What is wired to “{socket.capitalize()}” is a sound; nothing of it can be seen.")
    return source


class _Layer:
    """`frames`: how many it has; 0 of a picture, which never ends."""

    def __init__(
        self, source: Source | Strip, mask: Source | Strip | None, asked: Mapping[str, Any], shape: Raster
    ) -> None:
        self.source = source
        self.blend = str(asked["blend"])
        self.frames = 0 if source.sort == "image" else source.count(shape.rate)
        self._mask, self._opacity = mask, float(asked["opacity"])
        scale = float(asked["scale"])
        whole = Placing(source.size, shape)
        # As fine as the file is, and no finer than it is shown.
        fine = min(scale, _FINEST, max(1.0, source.size[0] / whole.width))
        self._raster = Raster(max(1, round(whole.width * fine)), max(1, round(whole.height * fine)), shape.rate)
        self._frame = shape
        centre = shape.width * (0.5 + float(asked["x"])), shape.height * (0.5 + float(asked["y"]))
        self._left = round(centre[0] - self._raster.width / 2)
        self._top = round(centre[1] - self._raster.height / 2)
        turn = float(asked["rotation"]) % 360
        self._warp: Any = None if turn == 0 and fine == scale else _warp(self._raster, centre, scale / fine, turn)

    def lain(self, count: int | None) -> Iterator[_Lain | None]:
        """Its part of frame after frame, None where it covers nothing; without a count of the first alone."""
        many = self.frames or count or 1
        pictures = self.source.frames(self._raster, many, alpha=self.source.sort == "image")
        masks = repeat(None) if self._mask is None else self._mask.frames(self._raster, many)
        still = self.source.sort == "image" and (self._mask is None or self._mask.sort == "image")
        made: _Lain | None = None
        for index, (picture, mask) in enumerate(zip(pictures, masks, strict=False)):
            if index == 0 or not still:
                made = self._placed(picture, self._weight(picture, mask))
            yield made

    def _weight(self, picture: Picture, mask: Picture | None) -> Weight | float:
        weight: Weight | float = self._opacity
        if picture.shape[2] > 3 and picture[..., 3].min() < _OPAQUE:  # noqa: PLR2004 - red, green, blue
            weight = picture[..., 3].astype(np.float32) * np.float32(self._opacity / 255)
        if mask is not None:
            light = np.asarray(cv2.cvtColor(mask, cv2.COLOR_RGB2GRAY), np.float32)
            weight = np.asarray(light * (np.float32(1 / 255) * weight), np.float32)
        return weight

    def _placed(self, picture: Picture, weight: Weight | float) -> _Lain | None:
        colours = np.ascontiguousarray(picture[..., :3])
        if self._warp is not None:
            return self._turned(colours, weight)
        rows = slice(max(0, self._top), min(self._frame.height, self._top + self._raster.height))
        columns = slice(max(0, self._left), min(self._frame.width, self._left + self._raster.width))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return None
        own = (
            slice(rows.start - self._top, rows.stop - self._top),
            slice(columns.start - self._left, columns.stop - self._left),
        )
        part = weight if isinstance(weight, float) else np.ascontiguousarray(weight[own])
        return np.ascontiguousarray(colours[own]), part, (rows, columns)

    def _turned(self, colours: Picture, weight: Weight | float) -> _Lain:
        size = self._frame.width, self._frame.height
        full = np.full(colours.shape[:2], weight, np.float32) if isinstance(weight, float) else weight
        edge, none = cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT
        moved = cv2.warpAffine(colours, self._warp, size, flags=cv2.INTER_CUBIC, borderMode=edge)
        seen = cv2.warpAffine(full, self._warp, size, flags=cv2.INTER_LINEAR, borderMode=none, borderValue=0)
        return np.asarray(moved, np.uint8), np.asarray(seen, np.float32), (slice(None), slice(None))


def _warp(raster: Raster, centre: tuple[float, float], scale: float, turn: float) -> Any:
    """The layer's middle put at that place of the frame, grown and turned clockwise about it. Centres of pixels count
    by halves.
    """
    middle = raster.width / 2 - 0.5, raster.height / 2 - 0.5
    matrix = cv2.getRotationMatrix2D(middle, -turn, scale)
    matrix[:, 2] += np.array(centre) - 0.5 - np.array(middle)
    return matrix


def _frames(
    layers: Sequence[_Layer], shape: Raster, colour: tuple[int, ...] | None, *, through: bool = False
) -> Iterator[Picture]:
    """Frame after frame without end: a layer that is over covers nothing any more."""
    ground = np.zeros((shape.height, shape.width, 4 if through else 3), np.uint8)
    if colour is not None:
        ground[..., :3] = colour[:3]
    lay = laid_through if through else laid_over
    count = max((layer.frames for layer in layers), default=0) or None
    running = [(layer, layer.lain(count)) for layer in layers]
    while True:
        frame = ground.copy()
        for layer, coming in running:
            lain = next(coming, None)
            if lain is not None:
                colours, weight, place = lain
                frame[place] = lay(np.ascontiguousarray(frame[place]), colours, weight, layer.blend)
        yield frame


class _Mixed:
    """The sounds of all layers at once."""

    def __init__(self, layers: Sequence[_Layer], count: int, shape: Raster) -> None:
        self.length = round(count / shape.rate * SAMPLES)
        self._heard = [heard_of(layer.source) for layer in layers]

    def part(self, start: int, count: int) -> Stereo:
        return np.asarray(sum((each.part(start, count) for each in self._heard), np.zeros((count, 2))), np.float32)
