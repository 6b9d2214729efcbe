"""Small clips, pictures and sounds to try with."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from production_canvas.media import reel
from production_canvas.media.reel import SAMPLES, Raster, Samples

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 180, 30)


class Tone:
    """A sine for so many seconds."""

    channels = 1

    def __init__(self, seconds: float, pitch: float = 440.0, loud: float = 0.3) -> None:
        self.length = round(seconds * SAMPLES)
        self._pitch, self._loud = pitch, loud

    def part(self, start: int, count: int) -> Samples:
        at = np.arange(start, start + count) / SAMPLES
        return np.asarray(self._loud * np.sin(2 * np.pi * self._pitch * at) * 32_767, np.int16)


def clip(
    path: Path, color: Sequence[int] | Sequence[Sequence[int]], *, seconds: float = 1.0, rate: Fraction | int = 24,
    size: tuple[int, int] = (320, 180), pitch: float = 440.0, quality: str = "low",
) -> Path:  # fmt: skip
    """A clip of one colour, or of one after the other, with a tone."""
    count = max(1, round(seconds * rate))
    colors = [color] if isinstance(color[0], int) else list(color)
    pictures = [np.full((size[1], size[0], 3), each, np.uint8) for each in colors]
    frames = (pictures[index * len(pictures) // count] for index in range(count))
    reel.write(path, Raster(*size, Fraction(rate)), quality, frames, Tone(seconds, pitch))
    return path


def still(path: Path, color: Sequence[int], size: tuple[int, int] = (320, 180)) -> Path:
    Image.new("RGBA" if len(color) == 4 else "RGB", size, tuple(color)).save(path, "PNG")
    return path


def tone(path: Path, *, seconds: float = 1.0, pitch: float = 440.0, channels: int = 2) -> Path:
    made = Tone(seconds, pitch)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes(np.repeat(made.part(0, made.length)[:, None], channels, axis=1).astype("<i2").tobytes())
    return path
