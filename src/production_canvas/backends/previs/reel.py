"""Frames and sound into one MP4: H.264 yuv420p and AAC, index in front."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.pictures import Texture
from production_canvas.backends.previs.sound import SAMPLES, Sound

_PRESETS = {"low": ("superfast", "25"), "standard": ("superfast", "22"), "high": ("veryfast", "19")}
_BT601 = 6
_CHUNK = 1024


def write(path: Path, brief: Brief, frames: Iterable[Texture], sound: Sound) -> None:
    """The finished file. One encoder thread and no clock in it: equal frames give equal bytes."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as out:
        preset, quality = _PRESETS[brief.quality]
        picture: Any = out.add_stream("libx264", rate=brief.rate)
        picture.width, picture.height, picture.pix_fmt = brief.width, brief.height, "yuv420p"
        picture.options = {"preset": preset, "crf": quality, "flags": "+bitexact"}
        context = picture.codec_context
        context.thread_count = 1
        context.gop_size = max(1, round(brief.rate))
        # The conversion below is BT.601; untagged, players would guess BT.709 for this size and shift the colours.
        context.colorspace = context.color_primaries = context.color_trc = _BT601
        context.color_range = 1
        voice: Any = out.add_stream("aac", rate=SAMPLES)
        voice.codec_context.layout = "mono"
        voice.codec_context.bit_rate = 64_000
        voice.codec_context.options = {"flags": "+bitexact"}
        heard = 0
        for index, frame in enumerate(frames):
            out.mux(picture.encode(_frame(frame, index, brief.rate)))
            heard = _listen(out, voice, sound, heard, round((index + 1) / brief.rate * SAMPLES))
        out.mux(picture.encode())
        _listen(out, voice, sound, heard, sound.length)
        out.mux(voice.encode())


def _frame(frame: Texture, index: int, rate: Fraction) -> av.VideoFrame:
    planes = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGBA2YUV_I420), np.uint8)
    made = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    made.pts, made.time_base = index, 1 / rate
    return made


def _listen(out: Any, voice: Any, sound: Sound, start: int, until: int) -> int:
    """Encodes from `start` up to `until` in whole chunks, at the very end the rest; the answer is where it stopped."""
    while start < min(until, sound.length):
        count = min(_CHUNK, sound.length - start)
        chunk = av.AudioFrame.from_ndarray(sound.part(start, count)[None], format="s16", layout="mono")
        chunk.sample_rate, chunk.pts, chunk.time_base = SAMPLES, start, Fraction(1, SAMPLES)
        out.mux(voice.encode(chunk))
        start += count
    return start
