"""What is heard in a take: its lines, whole and in the right voice, and sounds wired to it."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from production_canvas.backends.previs.backend import Previs
from production_canvas.backends.previs.brief import Person, number_of, read
from production_canvas.backends.previs.lines import Lines, voice_of
from production_canvas.backends.previs.sound import Sound
from production_canvas.media.speech import RATE, VOICES
from tests.backends.jobs import job
from tests.backends.pictures import keep, wired

LINE = "I never thought I would see you here again."


def heard(asked: dict[str, Any], folder: Path | None = None) -> np.ndarray:
    brief = read(asked)
    sound = Sound(brief, float(brief.frames / brief.rate), Lines(brief), folder)
    return sound.part(0, sound.length).astype(float) / 32_767


def loudness(samples: np.ndarray) -> list[float]:
    """For every tenth of a second."""
    step = RATE // 10
    return [float(np.sqrt((samples[at : at + step] ** 2).mean())) for at in range(0, len(samples) - step + 1, step)]


def test_the_line_is_heard_for_as_long_as_it_lasts(tmp_path: Path) -> None:
    asked = job(dialogue=LINE, duration=6)
    rendered = Previs().run(asked, tmp_path, lambda _p, _s: None, lambda: False)
    lasts = rendered.media.spoken
    assert 2 < lasts < 4
    with av.open(str(rendered.path)) as file:
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)])
    loud = loudness(samples.astype(float))
    during, after = loud[4 : int(3.5 + lasts * 10)], loud[int(lasts * 10) + 6 : 58]
    assert sum(each > 0.03 for each in during) > 0.5 * len(during)
    assert max(after) < 0.03


def test_a_shot_without_a_line_is_quiet() -> None:
    assert max(loudness(heard(job(duration=3)))[2:]) < 0.03


def test_a_line_too_long_for_its_shot_is_spoken_faster_and_its_length_is_told(tmp_path: Path) -> None:
    free, tight = (Lines(read(job(dialogue=LINE, duration=seconds))) for seconds in (8, free_length() * 0.95))
    assert tight.lasts < 0.9 * free.lasts
    told: list[str] = []
    rendered = Previs().run(job(dialogue=LINE * 4, duration=1), tmp_path, lambda _, step: told.append(step), bool)
    assert rendered.media.duration == 1
    assert rendered.media.spoken > 3
    assert told[-1] == f"The line lasts {rendered.media.spoken:.1f} s, longer than the shot"


def free_length() -> float:
    return Lines(read(job(dialogue=LINE, duration=60))).lasts


def test_each_of_two_people_says_their_own_lines_one_after_the_other() -> None:
    lines = Lines(read(job(dialogue="BO: Where were you?\nANNA: At the pier.", cast=("Anna", "Bo"), duration=8))).lines
    assert [line.name for line in lines] == ["Bo", "Anna"]
    assert lines[0].end < lines[1].start
    lines = Lines(read(job(dialogue="MRS. GREY: Come in!", cast=("Anna",), duration=8))).lines
    assert [line.name for line in lines] == ["MRS. GREY"]
    lines = Lines(read(job(dialogue="Listen: it stopped.", cast=("Anna",), duration=8))).lines
    assert [line.name for line in lines] == ["Anna"]


def test_a_character_has_one_voice_by_card_or_by_what_is_said_of_them() -> None:
    def person(name: str, look: str = "", voice: str = "") -> Person:
        return Person(name, number_of("person", name.upper()), (0, 0, 0), look, voice)

    assert voice_of(person("Anna", voice="old_man")).pitch < 0.7
    assert voice_of(person("Anna", "an old woman, 72")).tremor > 0
    assert voice_of(person("Tim", "a boy of nine")).size < 1
    assert voice_of(person("Ann", "a tall man")).pitch < 0.7
    assert voice_of(person("Zoe")) == voice_of(person("ZOE")) != voice_of(person("Mia"))
    assert len({voice_of(person(name, "woman")) for name in ("Ada", "Bea", "Cleo", "Dora")}) == 4


def test_a_sound_card_speaks_its_text_in_its_voice() -> None:
    asked = job(duration=6, cast=())
    asked["inputs"]["audio"] = [wired("audio", source="voice", text=LINE, voice="man")]
    brief = read(asked)
    assert brief.voices == ((LINE, "man", 1.0),)
    assert Lines(brief).lines[0].samples.shape[0] > RATE
    assert VOICES["man"].pitch < 1


def tone(seconds: float = 3) -> bytes:
    """A WAV of 440 Hz at 44.1 kHz."""
    out, rate = BytesIO(), 44_100
    wave = (np.sin(np.arange(round(seconds * rate)) / rate * 2 * np.pi * 440) * 16_000).astype(np.int16)
    with av.open(out, "w", format="wav") as file:
        stream = file.add_stream("pcm_s16le", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return out.getvalue()


@pytest.mark.parametrize(("volume", "start", "level", "until"), [(0, 0, 0.345, 29), (-20, 1, 0.0345, 19)])
def test_a_sound_file_is_heard_as_loud_and_from_where_its_card_says(
    tmp_path: Path, volume: float, start: float, level: float, until: int
) -> None:
    asked = job(duration=4, cast=())
    asked["inputs"]["audio"] = [wired("audio", file=keep(tmp_path, tone()), volume=volume, start=start)]
    loud = loudness(heard(asked, tmp_path))
    assert loud[5] == pytest.approx(level, rel=0.1)
    assert loud[until - 2] == pytest.approx(level, rel=0.1)
    assert loud[until + 2] < 0.02


def test_a_sound_that_is_none_leaves_the_quiet_of_the_place(tmp_path: Path) -> None:
    asked = job(duration=2, cast=())
    asked["inputs"]["audio"] = [wired("audio", file=keep(tmp_path, b"FADE IN:"))]
    assert np.array_equal(heard(asked, tmp_path), heard(job(duration=2, cast=())))
