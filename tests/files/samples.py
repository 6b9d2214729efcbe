"""Small files of every sort, made on the spot."""

from __future__ import annotations

import io
import math
import wave
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 360), mode: str = "RGB", **options: Any) -> bytes:
    wide, high = size
    ramp = np.linspace(0, 255, wide, dtype=np.uint8)[None, :].repeat(high, axis=0)
    image = Image.fromarray(np.dstack([ramp, ramp[:, ::-1], np.full_like(ramp, 96)])).convert(mode)
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def sound(seconds: float = 2.0, rate: int = 48_000) -> bytes:
    """A WAV of a tone that is loud in its first half and silent in its second."""
    time = np.arange(int(seconds * rate)) / rate
    tone = np.sin(2 * math.pi * 440 * time) * (time < seconds / 2)
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((tone * 32_000).astype("<i2").tobytes())
    return held.getvalue()


def clip(
    path: Path, *, codec: str = "libx264", size: tuple[int, int] = (640, 360), frames: int = 48, form: str = "mp4",
    audio: str | None = "aac", rate: int = 24,
) -> Path:  # fmt: skip
    """A clip that grows brighter, with a tone."""
    with av.open(str(path), "w", format=form) as file:
        picture: Any = file.add_stream(codec, rate=Fraction(rate))
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        tone: Any = file.add_stream(audio, rate=48_000, layout="mono") if audio else None
        for number in range(frames):
            shade = np.full((size[1], size[0], 3), 40 + number * 4 % 200, dtype=np.uint8)
            file.mux(picture.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        file.mux(picture.encode(None))
        if tone:
            samples = np.sin(np.arange(48_000 * frames // rate) * 0.05).astype(np.float32)[None, :]
            for start in range(0, samples.shape[1] - 1023, 1024):
                frame = av.AudioFrame.from_ndarray(
                    samples[:, start : start + 1024].copy(), format="fltp", layout="mono"
                )
                frame.sample_rate, frame.pts = 48_000, start
                file.mux(tone.encode(frame))
            file.mux(tone.encode(None))
    return path


def encoded(path: Path, codec: str, form: str) -> Path:
    """A second of the tone in another form."""
    tone: Any = av.open(io.BytesIO(sound(1.0)))
    with av.open(str(path), "w", format=form) as file, tone:
        stream: Any = file.add_stream(codec, rate=44_100, layout="mono")
        form_of = stream.codec_context.format
        resampler = av.AudioResampler(format=form_of, layout="mono", rate=44_100, frame_size=1024)
        for frame in tone.decode(audio=0):
            for piece in resampler.resample(frame):
                file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return path


def bomb(side: int = 50_000) -> bytes:
    """A PNG of a few kilobytes whose pixels would take gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    header = side.to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side + 1) * 64, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
