"""The clip's sound: the quiet of its place, what is said, a wired sound, and a slate beep on the first frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.backend import given
from production_canvas.backends.previs.brief import Brief
from production_canvas.backends.previs.lines import Lines
from production_canvas.media import hearing
from production_canvas.media.reel import SAMPLES
from production_canvas.media.sniffing import NotMedia
from production_canvas.media.source import Source

_LOOP = 8 * SAMPLES
_SEAM = SAMPLES // 2
_BEEP = 0.09
_FADE = round(0.08 * SAMPLES)


class Sound:
    """`length` mono samples at 48 kHz, as long as the picture; any part of them can be heard."""

    channels = 1

    def __init__(self, brief: Brief, seconds: float, lines: Lines, folder: Path | None = None) -> None:
        self.length = max(1, round(seconds * SAMPLES))
        chance = brief.chance("sound", brief.place, brief.interior, brief.seed)
        count = min(_LOOP, self.length + _SEAM) + _SEAM
        quiet = _room(chance, count) if brief.interior else _air(brief, chance, count)
        # The end fades into the beginning, so that the quiet goes on without a click.
        rise = np.linspace(0, 1, _SEAM)
        quiet[:_SEAM] = quiet[:_SEAM] * np.sqrt(rise) + quiet[-_SEAM:] * np.sqrt(1 - rise)
        self._quiet = quiet[:-_SEAM]
        self._beep = _beep()
        self._lines = lines
        self._wired = wired(brief, folder, self.length)

    def part(self, start: int, count: int) -> NDArray[np.int16]:
        """Samples from `start`, as many as asked for."""
        places = np.arange(start, start + count)
        heard = self._quiet[places % len(self._quiet)]
        early = min(count, max(0, len(self._beep) - start))
        heard[:early] += self._beep[start : start + early]
        self._lines.mix(heard, start)
        own = self._wired[start : start + count]
        heard[: len(own)] += own
        # What would end in the middle of a word ends softly.
        heard *= np.clip((self.length - places) / _FADE, 0, 1)
        return np.asarray(np.clip(heard, -1, 1) * 32_767, np.int16)


def wired(brief: Brief, folder: Path | None, length: int) -> NDArray[np.float32]:
    """The sound file that is wired to the shot, from where it begins, at most that many samples; empty without one."""
    path = given(folder, brief.sound_file) if folder is not None and brief.sound_file else None
    if path is None or not path.exists():
        return np.zeros(0, np.float32)
    try:
        source = Source(path, start=brief.sound_start, end=brief.sound_end)
        heard = hearing.Sound(source)
        whole = heard.part(0, min(length, heard.length)).mean(axis=1)
    except NotMedia:
        return np.zeros(0, np.float32)
    return np.asarray(np.clip(whole, -1, 1) * brief.sound_gain, np.float32)


def _beep() -> NDArray[np.float64]:
    at = np.arange(round(_BEEP * SAMPLES))
    edge = np.clip(np.minimum(at, len(at) - at) / 240, 0, 1)
    return np.asarray(0.12 * np.sin(2 * np.pi * 1000 * at / SAMPLES) * edge, np.float64)


def _dark(chance: np.random.Generator, count: int, width: int) -> NDArray[np.float64]:
    """Noise without its highs: the mean over `width` samples, at unit loudness."""
    raw = np.cumsum(np.concatenate([np.zeros(width), chance.standard_normal(count)]))
    soft = raw[width:] - raw[:-width]
    return np.asarray(soft / (np.std(soft) + 1e-9), np.float64)


def _room(chance: np.random.Generator, count: int) -> NDArray[np.float64]:
    turn = 2 * np.pi * np.arange(count) / SAMPLES
    hum = 0.4 * np.sin(50 * turn) + 0.2 * np.sin(100 * turn)
    return np.asarray(0.0032 * _dark(chance, count, 180) + 0.0022 * hum, np.float64)


def _air(brief: Brief, chance: np.random.Generator, count: int) -> NDArray[np.float64]:
    gusts = 0.65 + 0.35 * np.sin(2 * np.pi * 0.25 * np.arange(count) / SAMPLES + chance.uniform(0, 6))
    rain = 0.010 * chance.standard_normal(count) if brief.weather == "rain" else 0.0
    return np.asarray(0.0075 * gusts * _dark(chance, count, 90) + rain, np.float64)
