"""Sound cards: every effect measured, levels exact, in time, the same every time."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from production_canvas.backends.backend import BackendFailed, Rendered
from production_canvas.backends.media.audio import render
from production_canvas.media.filtering import loudness
from production_canvas.media.hearing import Sound, Spoken
from production_canvas.media.source import Source
from production_canvas.nodes.audio import EFFECTS
from tests.media.clips import tone

RATE = 48_000
Line = NDArray[np.float64]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given").mkdir()
    return tmp_path


def kept(folder: Path, samples: Line) -> None:
    with wave.open(str(folder / "given" / "line"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(samples * 32_767).astype("<i2").tobytes())


def pitched(pitch: float, level: float = 0.1, seconds: float = 1.0) -> Line:
    return np.asarray(level * np.sin(2 * np.pi * pitch * np.arange(round(seconds * RATE)) / RATE))


def made(folder: Path, *effects: str, **asked: Any) -> Rendered:
    plain = {"volume": 0, "fade_in": 0, "fade_out": 0, "loudness": "as_is", "source": "file", "start": 0}
    job = {
        "kind": "audio", "quality": "standard", "parameters": {**plain, "effects": list(effects), **asked},
        "inputs": {"file": [{"take": "line"}]},
    }  # fmt: skip
    return render(job, folder, lambda _percent, _step: None, lambda: False)


def heard(rendered: Rendered) -> Line:
    with wave.open(str(rendered.path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        pairs = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return pairs[:, 0] / 32_767


def level(samples: Line) -> float:
    """In dB below full swing."""
    return float(20 * np.log10(np.sqrt((samples[2400:-2400] ** 2).mean()) + 1e-9))


def through(folder: Path, effect: str, pitch: float) -> float:
    """By how many dB the effect changes that pitch."""
    kept(folder, pitched(pitch))
    return level(heard(made(folder, effect))[:RATE]) - level(pitched(pitch))


@pytest.mark.parametrize(
    ("effect", "pitch", "least", "most"),
    [
        ("high_pass", 40, -60, -12), ("high_pass", 1000, -1, 1),
        ("low_pass", 16_000, -60, -12), ("low_pass", 1000, -1, 1),
        ("telephone", 100, -60, -15), ("telephone", 10_000, -60, -15), ("telephone", 1200, -3, 1),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_should(
    folder: Path, effect: str, pitch: float, least: float, most: float
) -> None:
    assert least < through(folder, effect, pitch) < most


def test_echo_comes_back_when_it_should_and_reverb_rings_on(folder: Path) -> None:
    click = np.zeros(RATE)
    click[RATE // 2] = 0.9
    kept(folder, click)
    echo, reverb = heard(made(folder, "echo")), heard(made(folder, "reverb"))
    at = RATE // 2 + round(0.35 * RATE)
    assert abs(echo[at]) > 0.1 > abs(echo[at - 100])
    assert len(echo) == RATE + round(0.75 * RATE)
    assert np.abs(reverb[RATE // 2 + 1000 :]).max() > 0.05
    assert len(reverb) > RATE


def test_noise_goes_speech_stays_in_time(folder: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.01, 2 * RATE)
    kept(folder, noise)
    assert level(heard(made(folder, "noise_reduction"))[RATE:]) < level(noise[RATE:]) - 6
    spoken = noise.copy()
    spoken[RATE : RATE + 4800] += pitched(700, 0.5, 0.1)
    kept(folder, spoken)
    clean = heard(made(folder, "noise_reduction"))
    assert len(clean) == 2 * RATE
    begins = int(np.argmax(np.abs(clean) > 0.2))
    assert abs(begins - RATE) < 240, "within five milliseconds"


def test_a_compressor_evens_out_and_a_limiter_holds(folder: Path) -> None:
    quiet, loud = pitched(500, 0.05), pitched(500, 0.9)
    kept(folder, np.concatenate((quiet, loud)))
    even = heard(made(folder, "compressor"))
    assert level(even[RATE:]) - level(even[:RATE]) < level(loud) - level(quiet) - 6
    assert np.abs(heard(made(folder, "limiter", volume=12))).max() < 0.9


def test_volume_is_exact_and_fades_begin_and_end_in_nothing(folder: Path) -> None:
    kept(folder, pitched(500))
    assert level(heard(made(folder, volume=6))) - level(pitched(500)) == pytest.approx(6, abs=0.1)
    faded = heard(made(folder, fade_in=0.5, fade_out=0.25))
    swing = np.abs(faded).reshape(100, -1).max(axis=1)
    assert swing[0] < 0.005 > swing[-1]
    assert swing[25] == pytest.approx(0.051, abs=0.004)
    assert swing[60] == pytest.approx(0.1, abs=0.002)


@pytest.mark.parametrize("target", ["-14", "-23"])
def test_a_loudness_is_reached_and_nothing_is_cut_off(folder: Path, target: str) -> None:
    kept(folder, pitched(1000, 0.02, 3) * (1 + np.sin(np.arange(3 * RATE) / 9000)) / 2)
    made_ = made(folder, loudness=target)
    told = loudness(Sound(Source(made_.path)))
    assert told == pytest.approx(float(target), abs=0.5)
    assert np.abs(heard(made_)).max() < 0.9
    silence = Spoken(np.zeros(RATE, np.float32))
    assert loudness(silence) is None


def test_it_begins_where_it_should_and_is_the_same_every_time(folder: Path) -> None:
    kept(folder, np.concatenate((np.zeros(RATE // 2), pitched(500, 0.5, 0.5))))
    cut = heard(made(folder, start=0.5))
    assert len(cut) == RATE // 2
    assert np.abs(cut[:480]).max() > 0.4
    first = made(folder, *EFFECTS, loudness="-16").path.read_bytes()
    assert made(folder, *EFFECTS, loudness="-16").path.read_bytes() == first


def test_what_cannot_be_heard_is_told(folder: Path) -> None:
    tone(folder / "given" / "line").write_bytes(b"FADE IN:")
    with pytest.raises(BackendFailed, match="cannot be used"):
        made(folder)
    spoken = made(folder, source="voice", text="Nobody leaves the island.", voice="narrator", pace=1)
    assert spoken.media.duration > 0.8
    with pytest.raises(BackendFailed, match="Latin"):
        made(folder, source="voice", text="…", voice="narrator", pace=1)
