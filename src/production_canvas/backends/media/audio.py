"""A sound as its card has it: cut, cleaned, coloured, levelled, faded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from production_canvas.backends.backend import BackendFailed, Rendered, Report, Stop
from production_canvas.backends.media import outcome
from production_canvas.backends.media.inputs import source
from production_canvas.media.filtering import Filtered, Levelled, loudness
from production_canvas.media.hearing import Heard, Sound, Spoken
from production_canvas.media.reel import SAMPLES
from production_canvas.media.speech import VOICES, speak

CHAIN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "noise_reduction": (("afftdn", "nr=18:nf=-40:nt=w"),),
    "high_pass": (("highpass", "f=100"), ("highpass", "f=100")),
    "low_pass": (("lowpass", "f=8000"), ("lowpass", "f=8000")),
    "telephone": (
        ("highpass", "f=300"), ("highpass", "f=300"), ("lowpass", "f=3400"), ("lowpass", "f=3400"),
    ),
    "compressor": (("acompressor", "threshold=0.1:ratio=4:attack=10:release=200:makeup=2"),),
    "echo": (("aecho", "0.9:0.9:350|700:0.4|0.2"),),
    "reverb": (("aecho", "0.9:0.85:29|37|53|71|97|131|173|229:0.32|0.3|0.27|0.24|0.2|0.16|0.12|0.08"),),
}  # fmt: skip
"""Filters of each effect, in the order in which they are passed."""
LIMIT = ("alimiter", "limit=0.891:level=0:latency=1")
"""1 dB below the loudest that a file can hold."""
LATE = 1200
"""Pairs by which noise reduction is behind: it listens to that much at once."""
TAILS = {"echo": 0.75, "reverb": 0.35}
"""Seconds that ring on after the end."""


def render(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    """Effects first, then level and fades; the limiter, where wanted or to reach a loudness, last."""
    report(0.0, "Opening the sound")
    asked = job["parameters"]
    effects = asked["effects"]
    gain = 10 ** (float(asked["volume"]) / 20)
    if asked["loudness"] != "as_is":
        report(0.0, "Measuring its loudness")
        level = loudness(_coloured(job, folder))
        if level is not None:
            gain = 10 ** ((float(asked["loudness"]) - level) / 20)
    made: Heard = Levelled(_coloured(job, folder), gain, float(asked["fade_in"]), float(asked["fade_out"]))
    if "limiter" in effects or asked["loudness"] != "as_is":
        made = Filtered(made, [LIMIT])
    return outcome.sound(folder, made, report, stop)


def _coloured(job: Mapping[str, Any], folder: Path) -> Heard:
    effects = job["parameters"]["effects"]
    filters = [each for effect, chain in CHAIN.items() if effect in effects for each in chain]
    heard = _heard(job, folder)
    tail = round(max((TAILS.get(effect, 0) for effect in effects), default=0) * SAMPLES)
    late = LATE if "noise_reduction" in effects else 0
    return Filtered(heard, filters, tail=tail, late=late) if filters else heard


def _heard(job: Mapping[str, Any], folder: Path) -> Heard:
    asked = job["parameters"]
    if asked["source"] == "voice":
        said = speak(asked["text"], VOICES[asked["voice"]], float(asked["pace"]))
        if not len(said):
            raise BackendFailed("Nothing of the text can be said: the voice reads the Latin alphabet.")
        return Spoken(np.asarray(said, np.float32))
    clip = source({**job["inputs"]["file"][0], "start": asked["start"]}, folder)
    if not clip.heard:
        raise BackendFailed("There is no sound in the file.")
    return Sound(clip)
