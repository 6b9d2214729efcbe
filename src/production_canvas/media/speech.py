"""Lines spoken aloud: one small voice model, shaped into many voices, the same to the sample every time."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, replace

import numpy as np
from hibari import Hibari, dsp
from numpy.typing import NDArray

RATE = 48_000
Samples = NDArray[np.float32]
_LOUD = 0.11
_LONGEST = 4000
_FAST, _SLOW = 1.9, 0.55


@dataclass(frozen=True, slots=True)
class Voice:
    """`pitch` and `size` of the throat as factors of the model's own (a larger throat sounds deeper without singing
    lower), `pace` of its speech, `tremor` of its pitch as a share.
    """

    pitch: float = 1.0
    size: float = 1.0
    pace: float = 1.0
    tremor: float = 0.0

    def varied(self, number: int) -> Voice:
        """A voice of the same kind that is one person's own."""
        dice = np.random.default_rng(number)
        pitch, size, pace = dice.uniform(-1, 1, 3)
        return replace(
            self,
            pitch=self.pitch * (1 + 0.09 * float(pitch)),
            size=self.size * (1 + 0.04 * float(size)),
            pace=self.pace * (1 + 0.05 * float(pace)),
        )


VOICES = {
    "narrator": Voice(0.92, 1.03, 0.94),
    "woman": Voice(1.03, 1.0, 1.0),
    "man": Voice(0.58, 1.17, 1.0),
    "girl": Voice(1.34, 0.86, 1.04),
    "boy": Voice(1.18, 0.9, 1.06),
    "old_woman": Voice(0.86, 1.05, 0.84, 0.045),
    "old_man": Voice(0.53, 1.2, 0.82, 0.05),
}


def speakable(text: str) -> bool:
    """Whether there is anything in the text that the model, which reads the Latin alphabet, can say."""
    letters = [sign for sign in text if sign.isalnum()]
    latin = [sign for sign in letters if sign.isascii() or unicodedata.name(sign, "").startswith("LATIN")]
    return bool(latin) and len(latin) * 2 >= len(letters)


def speak(text: str, voice: Voice, pace: float = 1.0) -> Samples:
    """The line at 48 kHz, one channel, evenly loud; empty where nothing of it can be said."""
    if not speakable(text):
        return np.zeros(0, np.float32)
    model = _model()
    dice = np.random.default_rng(0)
    speed = min(_FAST, max(_SLOW, voice.pace * pace))
    said = [_sentence(model, phonemes, voice, speed, dice) for phonemes in model.phonemize(text[:_LONGEST])]
    whole = np.concatenate(said) if said else np.zeros(0, np.float32)
    voiced = np.abs(whole) > 0.02  # noqa: PLR2004 - above the silence between words
    if not voiced.any():
        return np.zeros(0, np.float32)
    loud = float(np.sqrt(np.mean(whole[voiced] ** 2)))
    return np.asarray(np.tanh(whole * (_LOUD / loud)), np.float32)


@functools.cache
def _model() -> Hibari:
    return Hibari(threads=1)


def _sentence(model: Hibari, phonemes: str, voice: Voice, speed: float, dice: np.random.Generator) -> Samples:
    ids = model.ids(phonemes)
    if len(ids) < 3:  # noqa: PLR2004 - two ends and nothing between
        return np.zeros(0, np.float32)
    asked = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
    parts = [part[0] for part in model.sess.run(None, asked)]
    spectra, pitch = [_throat(part, voice.size) for part in parts[:5]], parts[5] * np.float32(voice.pitch)
    if voice.tremor:
        sway = 1 + voice.tremor * np.sin(np.arange(len(pitch)) * 2 * np.pi * 5.6 / 80)
        pitch = np.asarray(pitch * sway, np.float32)
    heard = dsp.synth(*spectra, pitch, dice)
    # Twice the rate, exactly: the spectrum goes on with nothing in it.
    doubled = np.fft.irfft(np.pad(np.fft.rfft(heard), (0, len(heard) // 2)), 2 * len(heard)) * 2
    return np.asarray(doubled, np.float32)


def _throat(spectrum: Samples, size: float) -> Samples:
    """The rows of the spectrum moved down for a larger throat, up for a smaller."""
    if size == 1:
        return spectrum
    rows = np.arange(len(spectrum)) * size
    low = np.minimum(rows.astype(np.intp), len(spectrum) - 1)
    high = np.minimum(low + 1, len(spectrum) - 1)
    share = (rows - low)[:, None].astype(np.float32)
    moved = spectrum[low] * (1 - np.clip(share, 0, 1)) + spectrum[high] * np.clip(share, 0, 1)
    return np.ascontiguousarray(moved, np.float32)
