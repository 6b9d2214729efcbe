"""Pictures, clips and sounds as people bring them, made on the spot and the same each time."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from PIL import Image

RATE = 48_000
MEGABYTE = 1_000_000


def sound(size: int) -> Iterator[bytes]:
    """A WAV of noise of that many bytes, in pieces of a megabyte: nothing on the way can make it smaller."""
    header = b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt "
    header += struct.pack("<IHHIIHH", 16, 1, 2, RATE, RATE * 4, 4, 16) + b"data" + struct.pack("<I", size - 44)
    yield header
    noise = np.random.default_rng(7)
    left = size - len(header)
    while left > 0:
        piece = noise.bytes(min(MEGABYTE, left))
        left -= len(piece)
        yield piece


def photograph(width: int, height: int) -> bytes:
    """A JPEG with grain."""
    grain = np.random.default_rng(7).integers(90, 166, (height // 8, width // 8, 3), dtype=np.uint8)
    held = io.BytesIO()
    Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC).save(held, "JPEG", quality=92)
    return held.getvalue()


def clip(path: Path, *, codec: str, form: str, size: tuple[int, int], seconds: int) -> bytes:
    """A clip of 24 pictures a second in which a bright field moves."""
    width, height = size
    ramp = np.linspace(0, 200, width, dtype=np.uint8)[None, :, None].repeat(height, axis=0).repeat(3, axis=2)
    with av.open(str(path), "w", format=form) as file:
        stream = cast(
            "VideoStream",
            file.add_stream(codec, rate=Fraction(24), options={"preset": "ultrafast"} if "264" in codec else {}),
        )
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", 20_000_000
        for number in range(24 * seconds):
            picture = np.ascontiguousarray(np.roll(ramp, number * 8, axis=1))
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    return path.read_bytes()
