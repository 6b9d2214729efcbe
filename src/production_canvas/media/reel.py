"""Frames and sound into one MP4: H.264 yuv420p and AAC, index in front."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, each red, green, blue, and alpha where there is any."""
Samples: TypeAlias = NDArray[np.int16]
"""One after the other; with two channels each a pair."""
SIZES = {"low": (640, 360), "standard": (1280, 720), "high": (1920, 1080)}
SAMPLES = 48_000
PICTURES = "pictures"
"""The quality of a clip whose every frame stands by itself, as good as the pictures it is made of."""
_PRESETS = {
    "low": ("superfast", "25"), "standard": ("superfast", "22"), "high": ("veryfast", "19"),
    PICTURES: ("veryfast", "10"),
}  # fmt: skip
_LAYOUTS = {1: ("mono", 64_000), 2: ("stereo", 160_000)}
_BT601 = 6
_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Raster:
    """`width` and `height` in pixels, both even, `rate` in frames per second."""

    width: int
    height: int
    rate: Fraction


class Track(Protocol):
    """What is heard: `length` samples at 48 kHz in one or two channels. Parts are asked for one after the other."""

    length: int
    channels: int

    def part(self, start: int, count: int) -> Samples: ...


def exact_rate(rate: float) -> Fraction:
    """23.976, 29.97 and their like as n/1001; whole rates as they are."""
    whole = round(rate)
    if abs(rate - whole) < 1e-6:  # noqa: PLR2004 - far below any rate's distance to the next
        return Fraction(max(1, whole))
    return Fraction(max(1, round(rate * 1.001)) * 1000, 1001)


def write(path: Path, raster: Raster, quality: str, frames: Iterable[Picture], track: Track) -> None:
    """The finished file; alpha is left out. One encoder thread and no clock in it: equal frames give equal bytes."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as out:
        picture: Any = _seen(out, raster, quality)
        voice: Any = _heard(out, track)
        heard = 0
        for index, frame in enumerate(frames):
            out.mux(picture.encode(_frame(frame, index, raster.rate)))
            heard = _listen(out, voice, track, heard, round((index + 1) / raster.rate * SAMPLES))
        out.mux(picture.encode())
        _listen(out, voice, track, heard, track.length)
        out.mux(voice.encode())


def _seen(out: Any, raster: Raster, quality: str) -> Any:
    preset, crf = _PRESETS[quality]
    picture: Any = out.add_stream("libx264", rate=raster.rate)
    picture.width, picture.height, picture.pix_fmt = raster.width, raster.height, "yuv420p"
    picture.options = {"preset": preset, "crf": crf, "flags": "+bitexact"}
    context = picture.codec_context
    context.thread_count = 1
    context.gop_size = 1 if quality == PICTURES else max(1, round(raster.rate))
    # The conversion below is BT.601; untagged, players would guess BT.709 for this size and shift the colours.
    context.colorspace = context.color_primaries = context.color_trc = _BT601
    context.color_range = 1
    return picture


def _heard(out: Any, track: Track) -> Any:
    layout, bits = _LAYOUTS[track.channels]
    voice: Any = out.add_stream("aac", rate=SAMPLES)
    voice.codec_context.layout = layout
    voice.codec_context.bit_rate = bits
    voice.codec_context.options = {"flags": "+bitexact"}
    return voice


def _frame(frame: Picture, index: int, rate: Fraction) -> av.VideoFrame:
    order = cv2.COLOR_RGBA2YUV_I420 if frame.shape[2] == 4 else cv2.COLOR_RGB2YUV_I420  # noqa: PLR2004 - with alpha
    planes = np.asarray(cv2.cvtColor(frame, order), np.uint8)
    made = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    made.pts, made.time_base = index, 1 / rate
    return made


def _listen(out: Any, voice: Any, track: Track, start: int, until: int) -> int:
    """Encodes from `start` up to `until` in whole chunks, at the very end the rest; the answer is where it stopped."""
    while start < min(until, track.length):
        count = min(_CHUNK, track.length - start)
        packed = np.ascontiguousarray(track.part(start, count)).reshape(1, -1)
        chunk = av.AudioFrame.from_ndarray(packed, format="s16", layout=_LAYOUTS[track.channels][0])
        chunk.sample_rate, chunk.pts, chunk.time_base = SAMPLES, start, Fraction(1, SAMPLES)
        out.mux(voice.encode(chunk))
        start += count
    return start
