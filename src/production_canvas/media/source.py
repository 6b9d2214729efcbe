"""Any picture, clip or sound as frames of one rate and size, and as two channels at 48 kHz."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame

from production_canvas.media import clips, pictures
from production_canvas.media.clips import DAMAGED, opened
from production_canvas.media.placing import Fit, Placing, laid, scaled
from production_canvas.media.reel import Picture, Raster
from production_canvas.media.sniffing import HEADER, NotMedia, told_by

_LATE = Fraction(1, 500)
"""Seconds by which a frame may be late: many files round their times to thousandths."""
_HIGH = 720
_BT709, _UNKNOWN = 1, 2
NOTHING_LEFT = "Nothing is left of the clip between where it begins and where it ends."
NO_PICTURE = "There is no picture in the file."


class Source:
    """A file as what it holds; `sort` says which. Only from `start` to `end` seconds, 0: to its end; with `frame` only
    that picture of it, counted from 0, below 0 from the end; with `each` a clip is a list of pictures, one frame each
    at any rate. Raises NotMedia for what is no picture, clip or sound, or is damaged.
    """

    def __init__(
        self, path: Path, *, start: float = 0, end: float = 0, frame: int | None = None, each: bool = False
    ) -> None:
        with path.open("rb") as file:
            self.sort, self.mime = told_by(file.read(HEADER))
        self.path = path
        self.heard = False
        self.zero, self.start, self._length = Fraction(0), Fraction(0), Fraction(0)
        self._each = each
        self._times: list[Fraction] = []
        self._still: Picture | None = None
        if self.sort == "image":
            self._still = np.asarray(pictures.decoded(path, self.mime).convert("RGBA"), np.uint8)
            return
        self._measure()
        self._trim(_exact(start), _exact(end))
        if frame is not None:
            self._still = self.chosen(frame)
            self.sort, self.heard = "image", False

    @property
    def seconds(self) -> float:
        """How long it lasts; 0 for a picture."""
        return 0.0 if self.sort == "image" else float(self._length)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as it is shown; 0, 0 for a sound."""
        if self._still is not None:
            return self._still.shape[1], self._still.shape[0]
        return self._size

    @property
    def rate(self) -> Fraction:
        """Frames a second on the whole, of at most 240."""
        return min(Fraction(240), Fraction(len(self._times)) / self._length) if self._length else Fraction(24)

    def count(self, rate: Fraction) -> int:
        """How many frames it has at that rate; a picture is one."""
        if self.sort == "image":
            return 1
        return max(1, len(self._times) if self._each else round(self._length * rate))

    def picture(self) -> Picture:
        """The picture in its own size, of a clip the first: red, green, blue, alpha."""
        return self._still if self._still is not None else self.chosen(0)

    def frames(
        self, raster: Raster, count: int, *, first: int = 0, fit: Fit = "pad", alpha: bool = False
    ) -> Iterator[Picture]:
        """`count` frames from the one numbered `first`: red, green, blue over black, with `alpha` that too. A picture
        stands still; a clip that is over stands on its last frame. Raises NotMedia for a sound.
        """
        if self._still is not None:
            still = scaled(self._still, raster, fit, alpha=alpha)
            yield from (still for _ in range(count))
            return
        if self.sort == "audio":
            raise NotMedia(NO_PICTURE)
        yield from self._moving(raster, count, first, Placing(self._size, raster, fit, alpha=alpha))

    def _moving(self, raster: Raster, count: int, first: int, placing: Placing) -> Iterator[Picture]:
        last = self.count(raster.rate) - 1
        late = Fraction(0) if self._each else min(_LATE, 1 / (4 * raster.rate))
        coming = self._decoded(self._time(min(first, last), raster.rate))
        shown: VideoFrame | None = None
        made: Picture | None = None
        ahead = next(coming, None)
        for number in range(first, first + count):
            due = self._time(min(number, last), raster.rate) + late
            while ahead is not None and (shown is None or ahead[0] <= due):
                shown, made = ahead[1], None
                ahead = next(coming, None)
            if shown is None:
                raise NotMedia(DAMAGED)
            if made is None:
                made = laid(_converted(shown, placing), placing)
            yield made

    def _time(self, number: int, rate: Fraction) -> Fraction:
        """When the frame of that number is shown, in seconds from the file's first."""
        if self._each:
            return self._times[min(number, len(self._times) - 1)]
        return self.start + number / rate

    def chosen(self, number: int | Literal["middle"]) -> Picture:
        """One picture of the clip in its own size, counted from 0, below 0 from the end: with alpha."""
        if not self._times:
            raise NotMedia(NO_PICTURE)
        index = len(self._times) // 2 if number == "middle" else number
        index += len(self._times) if index < 0 else 0
        if not 0 <= index < len(self._times):
            raise NotMedia(f"The clip has {len(self._times)} frames; there is none with the number {number}.")
        found: VideoFrame | None = None
        for time, frame in self._decoded(self._times[index]):
            if found is not None and time > self._times[index]:
                break
            found = frame
        if found is None:
            raise NotMedia(DAMAGED)
        placing = Placing(self._size, Raster(*self._size, Fraction(1)), "pad", alpha=True)
        return laid(_converted(found, placing), placing)

    def _decoded(self, since: Fraction) -> Iterator[tuple[Fraction, VideoFrame]]:
        """Frames with their times in seconds from the file's first one, from one at or before `since` on."""
        try:
            with opened(self.path, self.mime) as file:
                stream = clips.picture_of(file)
                stream.thread_type = "NONE"
                if since > 0:
                    file.seek(int((self.zero + since) / stream.time_base), stream=stream, backward=True)
                for frame in file.decode(stream):
                    if frame.pts is not None:
                        yield frame.pts * stream.time_base - self.zero, frame
        except FFmpegError as error:
            raise NotMedia(DAMAGED) from error

    def _measure(self) -> None:
        """What the file's packets tell: when each frame is shown, how long it all lasts, whether there is sound."""
        found = clips.facts(self.path, self.mime)
        self.heard = "sound" in found
        self._size = int(found.get("width", 0)), int(found.get("height", 0))
        self.sort = "video" if "width" in found else "audio"
        try:
            with opened(self.path, self.mime) as file:
                lead = clips.picture_of(file) if self.sort == "video" else file.streams.audio[0]
                base = Fraction(lead.time_base)
                told = sorted(
                    (packet.pts, packet.duration or 0)
                    for packet in file.demux(lead)
                    if packet.size and packet.pts is not None and not packet.is_discard
                )
                if self.sort == "video":
                    self._size = _square(self._size, lead.sample_aspect_ratio)
        except FFmpegError as error:
            raise NotMedia(DAMAGED) from error
        if not told:
            raise NotMedia(DAMAGED)
        self.zero = told[0][0] * base
        usual = Fraction(told[-1][0] - told[0][0], len(told) - 1) if len(told) > 1 else 1 / _rate(found) / base
        self._length = (told[-1][0] + (told[-1][1] or usual)) * base - self.zero
        if self.sort == "video":
            self._times = [pts * base - self.zero for pts, _ in told]

    def _trim(self, start: Fraction, end: Fraction) -> None:
        whole = self._length
        self.start = min(start, whole)
        self._length = (min(end, whole) if end > 0 else whole) - self.start
        if self._length <= 0:
            raise NotMedia(NOTHING_LEFT)
        if start or end:
            low, high = self.start - _LATE, self.start + self._length - _LATE
            self._times = self._times[bisect_left(self._times, low) : bisect_left(self._times, high)]
            if self.sort == "video" and not self._times:
                raise NotMedia(NOTHING_LEFT)


def _exact(seconds: float) -> Fraction:
    return max(Fraction(0), Fraction(seconds).limit_denominator(1_000_000))


def _rate(found: dict[str, Any]) -> Fraction:
    return Fraction(found.get("rate") or 25)


def _square(size: tuple[int, int], pixel: Fraction | None) -> tuple[int, int]:
    """The size with square pixels."""
    return (max(1, round(size[0] * pixel)), size[1]) if pixel and pixel > 0 else size


def _converted(frame: VideoFrame, placing: Placing) -> Picture:
    """The pixels upright, in the size that they have within the frame."""
    turned = clips.turns(frame)
    width, height = (placing.height, placing.width) if turned % 2 else (placing.width, placing.height)
    unknown = frame.colorspace in (_UNKNOWN, 0) and not frame.format.is_rgb
    source = _BT709 if unknown and frame.height >= _HIGH else None
    shape = "rgba" if placing.alpha else "rgb24"
    flat = frame.reformat(width, height, shape, src_colorspace=source, interpolation=placing.sharpness, threads=1)
    pixels = flat.to_ndarray()
    return np.ascontiguousarray(np.rot90(pixels, turned), np.uint8) if turned else np.asarray(pixels, np.uint8)
