"""Peaks of a sound, to be drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from production_canvas.media.clips import opened

RATE = 8000
PEAKS = 50
"""Peaks a second; of a long sound as many fewer as keep it at 60,000 in all."""
MOST = 60_000


def write_waveform(source: Path, mime: str, path: Path, duration: float) -> None:
    """Writes {"rate": peaks a second, "peaks": [[least, most], …]}, each from -1 to 1; never holds the whole sound."""
    rate = min(PEAKS, MOST / max(duration, 1.0))
    step = max(1, round(RATE / rate))
    peaks: list[tuple[float, float]] = []
    rest = np.zeros(0, dtype=np.float32)
    for samples in _samples(source, mime):
        joined = np.concatenate((rest, samples))
        whole = len(joined) // step * step
        rows = joined[:whole].reshape(-1, step)
        peaks += zip(_rounded(rows.min(axis=1)), _rounded(rows.max(axis=1)), strict=True)
        rest = joined[whole:]
    if len(rest):
        peaks += zip(_rounded(rest.min(keepdims=True)), _rounded(rest.max(keepdims=True)), strict=True)
    told: dict[str, Any] = {"rate": round(RATE / step, 4), "peaks": peaks}
    path.write_text(json.dumps(told, separators=(",", ":")), encoding="ascii")


def _samples(source: Path, mime: str) -> Any:
    with opened(source, mime) as file:
        stream = file.streams.audio[0]
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in file.decode(stream):
            for out in resampler.resample(frame):
                yield out.to_ndarray().reshape(-1).astype(np.float32)
        for out in resampler.resample(None):
            yield out.to_ndarray().reshape(-1).astype(np.float32)


def _rounded(values: NDArray[np.float32]) -> list[float]:
    kept = np.clip(np.nan_to_num(values.astype(np.float64)), -1, 1)
    return [float(each) for each in kept.round(3)]
