"""The voices: clear, apart from one another, and the same every time."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from production_canvas.media.speech import RATE, VOICES, speak, speakable
from production_canvas.nodes.parameters import VOICES as OFFERED

LINE = "Hello there, I never thought I would see you again."


def pitch(samples: np.ndarray) -> float:
    """Median of the voiced stretches, in Hz, by autocorrelation."""
    found = []
    for at in range(0, len(samples) - 4096, 2048):
        window = samples[at : at + 4096].astype(float) * np.hanning(4096)
        if np.sqrt((window**2).mean()) > 0.02:
            alike = np.correlate(window, window, "full")[4095:]
            lag = RATE // 400 + int(alike[RATE // 400 : RATE // 60].argmax())
            if alike[lag] > 0.35 * alike[0]:
                found.append(RATE / lag)
    return float(np.median(found))


def test_every_voice_that_is_offered_speaks() -> None:
    assert set(VOICES) == set(OFFERED)
    for voice in VOICES.values():
        assert 2.5 < len(speak(LINE, voice)) / RATE < 5


def test_voices_lie_apart_and_two_of_a_kind_too() -> None:
    heard = {name: pitch(speak(LINE, voice)) for name, voice in VOICES.items()}
    assert heard["old_man"] < heard["man"] < 140 < heard["old_woman"] < heard["woman"] < heard["boy"] < heard["girl"]
    one, other = (pitch(speak(LINE, VOICES["woman"].varied(seed))) for seed in (1, 2))
    assert abs(one - other) > 2


def test_a_faster_pace_is_shorter_and_no_higher() -> None:
    slow, fast = (speak(LINE, VOICES["woman"], pace) for pace in (0.8, 1.4))
    assert len(fast) < 0.7 * len(slow)
    assert abs(pitch(fast) - pitch(slow)) < 15


def test_a_line_is_the_same_to_the_sample_in_every_process() -> None:
    code = (
        "import hashlib; from production_canvas.media.speech import VOICES, speak;"
        f"print(hashlib.sha256(speak({LINE!r}, VOICES['man']).tobytes()).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(speak(LINE, VOICES["man"]).tobytes()).hexdigest()


@pytest.mark.parametrize("text", ["", "   ", "...", "你好世界", "Привет, как дела?", "\n\n", "—"])
def test_what_the_model_cannot_say_is_silence(text: str) -> None:
    assert not speakable(text)
    assert len(speak(text, VOICES["narrator"])) == 0


@pytest.mark.parametrize("text", ["Ça va? Élan!", "12:30", "WHAT?! " * 60, "a" * 3000, "x\x00y <b>&amp;</b> 💥 ok"])
def test_odd_lines_are_spoken_all_the_same(text: str) -> None:
    samples = speak(text, VOICES["narrator"])
    assert len(samples) > 0
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1
