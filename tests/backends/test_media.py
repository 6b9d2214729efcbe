"""Transitions: frame-exact, both clips in them, the sound where it belongs; whatever the files are."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as sampled
from hypothesis import strategies as st

from production_canvas.backends.backend import BackendFailed, Rendered
from production_canvas.backends.media import transition
from production_canvas.backends.media.backend import MediaBackend
from production_canvas.backends.media.transition import span
from production_canvas.media.hearing import Sound
from production_canvas.media.mixing import BadFormula, Mixer
from production_canvas.media.probe import probe
from production_canvas.media.reel import Picture, Raster
from production_canvas.media.sniffing import NotMedia
from production_canvas.media.source import Source
from production_canvas.nodes.transition import TRANSITIONS
from tests.media.clips import BLUE, GREEN, RED, clip, still, tone

SMALL = Raster(64, 36, Fraction(24))


def job(kind: str, inputs: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
    return {
        "kind": kind, "quality": "low", "seed": 0, "parameters": {"rate": 24.0, **asked},
        "inputs": {name: values if isinstance(values, list) else [{"take": values}] for name, values in inputs.items()},
    }  # fmt: skip


def wiped(**asked: Any) -> dict[str, Any]:
    whole = {"transition": "dissolve", "duration": 0.5, "overlap": 12, "easing": "linear", **asked}
    return job("transition", {"from": "a", "to": "b"}, **whole)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given").mkdir()
    return tmp_path


def make(folder: Path, asked: Mapping[str, Any], render: Callable[..., Rendered] = transition.render) -> Rendered:
    return render(asked, folder, lambda _percent, _step: None, lambda: False)


def colors(path: Path) -> list[tuple[int, ...]]:
    source = Source(path)
    frames = source.frames(SMALL, source.count(Fraction(24)))
    return [tuple(int(each) for each in frame.mean((0, 1)).round()) for frame in frames]


def loud(path: Path, start: float, end: float, pitch: float) -> float:
    """How much of that pitch is heard between those seconds."""
    sound = Sound(Source(path))
    heard = sound.part(0, round(end * 48_000))[round(start * 48_000) :, 0]
    wave = np.exp(-2j * np.pi * pitch * np.arange(len(heard)) / 48_000)
    return float(abs((heard * wave).mean()) * 2)


def near(color: Iterable[int], wanted: tuple[int, ...], off: int = 8) -> bool:
    return all(abs(int(one) - other) <= off for one, other in zip(color, wanted, strict=True))


def test_a_dissolve_is_frame_exact_holds_both_pictures_and_crosses_their_sounds(folder: Path) -> None:
    clip(folder / "given" / "a", RED, seconds=1, pitch=440)
    clip(folder / "given" / "b", BLUE, seconds=1, pitch=1760)
    made = make(folder, wiped())
    assert (made.media.frames, made.media.rate, made.mime) == (36, 24.0, "video/mp4")
    assert abs(made.media.duration - 1.5) < 1e-6
    seen = colors(made.path)
    assert len(seen) == 36
    assert all(near(each, RED) for each in seen[:12])
    assert all(near(each, BLUE) for each in seen[24:])
    assert near(seen[17], (115, 30, 115), 14)
    assert all(first[0] > then[0] for first, then in pairwise(seen[12:25]))
    path = made.path
    assert loud(path, 0, 0.45, 440) > 0.25
    assert loud(path, 0, 0.45, 1760) < 0.02
    assert min(loud(path, 0.65, 0.85, 440), loud(path, 0.65, 0.85, 1760)) > 0.15
    assert loud(path, 1.05, 1.45, 1760) > 0.25
    assert loud(path, 1.05, 1.45, 440) < 0.02


@pytest.mark.parametrize("name", [each for each in TRANSITIONS if each not in ("cut", "custom")])
def test_no_transition_is_a_cut(name: str) -> None:
    ramp = np.linspace(80, 240, 160)
    before, after = (np.full((90, 160, 3), 60, np.uint8) for _ in range(2))
    before[..., 0], after[..., 2] = ramp, ramp[::-1]
    mixer = Mixer(160, 90, name)
    parts = [mixer.mixed(before, after, part) for part in np.linspace(0.02, 0.98, 25)]

    def off(one: Picture, other: Picture) -> float:
        return float(np.abs(one.astype(int) - other.astype(int)).mean())

    ways = [(off(part, before), off(part, after)) for part in parts]
    assert sum(min(way) > 10 for way in ways) >= 5
    assert ways[0][0] < 20 < ways[-1][0]
    assert ways[-1][1] < 20 < ways[0][1]


def test_a_formula_that_stores_values_gives_the_same_picture_every_time() -> None:
    before, after = np.random.default_rng(7).integers(0, 255, (2, 180, 320, 3), dtype=np.uint8)
    for formula in ("st(0,ld(0)+1);if(mod(ld(0),2),A,B)", "root(ld(0)-P,1)*A"):
        made = {Mixer(320, 180, "custom", formula).mixed(before, after, 0.5).tobytes() for _ in range(6)}
        assert len(made) == 1, formula


def test_a_formula_is_computed_and_one_that_is_none_is_told(folder: Path) -> None:
    red, blue = (np.full((36, 64, 3), color, np.uint8) for color in (RED, BLUE))
    mixer = Mixer(64, 36, "custom", "if(gt(X,W*P),B,A)")
    assert near(tuple(mixer.mixed(red, blue, 0.5)[:, :30].mean((0, 1)).astype(int)), RED)
    assert near(tuple(mixer.mixed(red, blue, 0.5)[:, 36:].mean((0, 1)).astype(int)), BLUE)
    with pytest.raises(BadFormula, match="cannot be computed"):
        Mixer(64, 36, "custom", "A*Q+")
    clip(folder / "given" / "a", RED, seconds=0.25)
    clip(folder / "given" / "b", BLUE, seconds=0.25)
    with pytest.raises(BackendFailed, match="formula"):
        make(folder, wiped(transition="custom", formula="A*Q+", overlap=2))


@sampled(st.integers(1, 400), st.integers(1, 400), st.integers(0, 480), st.integers(0, 480))
def test_whatever_the_lengths_no_frame_is_lost_or_made_up(before: int, after: int, overlap: int, frames: int) -> None:
    way = span(before, after, overlap, frames)
    assert way.total == before + after - min(overlap, before, after)
    assert 0 <= way.start <= way.start + way.frames <= way.total
    assert 0 <= way.begins <= way.total - after


@pytest.mark.parametrize(
    ("asked", "count", "middle"),
    [
        ({"overlap": 0}, 12, 5),
        ({"overlap": 480}, 6, 3),
        ({"duration": 20.0}, 6, 3),
        ({"duration": 0.0}, 6, None),
        ({"transition": "cut", "overlap": 0}, 12, None),
    ],
)
def test_handles_that_are_missing_are_held_frames(
    folder: Path, asked: dict[str, Any], count: int, middle: int | None
) -> None:
    clip(folder / "given" / "a", [RED, GREEN], seconds=0.25)
    clip(folder / "given" / "b", BLUE, seconds=0.25)
    made = make(folder, wiped(**{"duration": 0.25, "overlap": 6, **asked}))
    seen = colors(made.path)
    assert len(seen) == count
    assert middle is None or not any(near(seen[middle], each, 20) for each in (RED, BLUE))
    assert near(seen[-1], BLUE, 40)


def test_a_single_frame_becomes_another(folder: Path) -> None:
    still(folder / "given" / "a", RED)
    still(folder / "given" / "b", BLUE, (1, 1))
    made = make(folder, wiped(overlap=0, duration=1 / 24))
    assert made.media.frames == 2


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 601), (333, 77)])
def test_pictures_of_any_size_come_whole_into_the_frame(folder: Path, size: tuple[int, int]) -> None:
    source = Source(still(folder / "picture", RED, size))
    frame = next(source.frames(Raster(64, 36, Fraction(24)), 1))
    assert frame.shape == (36, 64, 3)
    assert near(frame.max((0, 1)), RED)
    (filled,) = source.frames(Raster(64, 36, Fraction(24)), 1, fit="fill")
    assert near(filled[0, 0], RED)


def test_what_is_see_through_stays_so_where_alpha_is_asked_for(folder: Path) -> None:
    source = Source(still(folder / "picture", (200, 30, 30, 128), (64, 36)))
    assert tuple(next(source.frames(SMALL, 1, alpha=True))[5, 5]) == (200, 30, 30, 128)
    assert near(next(source.frames(SMALL, 1))[5, 5], (100, 15, 15))


@pytest.mark.parametrize("rate", [12, 24, 25, Fraction(30000, 1001), 48, 60])
def test_a_clip_of_another_rate_has_its_own_length_at_the_films(folder: Path, rate: Fraction | int) -> None:
    path = clip(folder / "clip", [RED, BLUE], seconds=1, rate=rate, size=(64, 36))
    seen = colors(path)
    assert abs(len(seen) - 24) <= 1
    turned = next(index for index, color in enumerate(seen) if near(color, BLUE, 30))
    assert abs(turned - 12) <= 1


def test_the_last_frame_and_any_other_are_found_exactly(folder: Path) -> None:
    path = clip(folder / "clip", [RED] * 23 + [BLUE], seconds=1, size=(64, 36))
    assert near(Source(path, frame=-1).picture()[18, 32, :3], BLUE, 20)
    assert near(Source(path, frame=22).picture()[18, 32, :3], RED, 20)
    assert near(Source(path, end=0.95, frame=-1).picture()[18, 32, :3], RED, 20)
    with pytest.raises(NotMedia, match="24 frames"):
        Source(path, frame=24)


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_sound_of_any_channels_is_as_loud_in_two(folder: Path, channels: int) -> None:
    path = tone(folder / "sound", seconds=0.5, channels=channels)
    assert Source(path).sort == "audio"
    assert loud(path, 0.1, 0.4, 440) > 0.2


def test_sound_that_is_missing_or_over_is_silence(folder: Path) -> None:
    sound = Sound(Source(tone(folder / "sound", seconds=0.5)))
    heard = sound.part(0, 48_000)
    assert np.abs(heard[:20_000]).max() > 0.2
    assert np.abs(heard[24_200:]).max() == 0
    later = Sound(Source(tone(folder / "later", seconds=0.5), start=0.25))
    assert later.length == 12_000
    assert np.abs(later.part(6000, 6000)).max() > 0.2


@pytest.mark.parametrize("harm", ["cut", "noise", "text", "empty", "gone"])
def test_a_broken_file_ends_in_a_sentence(folder: Path, harm: str) -> None:
    clip(folder / "given" / "a", RED, seconds=0.25)
    path = clip(folder / "given" / "b", BLUE, seconds=2, size=(640, 360))
    whole = path.read_bytes()
    dice = np.random.default_rng(3)
    spoilt = {
        "cut": whole[: len(whole) // 3],
        "noise": whole[:40] + dice.bytes(len(whole)),
        "text": b"no clip",
        "empty": b"",
    }
    path.unlink()
    if harm in spoilt:
        path.write_bytes(spoilt[harm])
    with pytest.raises(BackendFailed, match=r"[Tt]he |What is wired") as told:
        make(folder, wiped())
    assert str(folder) not in str(told.value)


def test_equal_jobs_give_equal_bytes_in_a_process_of_their_own(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "given").mkdir(parents=True)
        clip(folder / "given" / "a", RED, seconds=0.25)
        clip(folder / "given" / "b", BLUE, seconds=0.25)
        asked = wiped(overlap=3, duration=0.125, transition="wipeleft")
        steps: list[str] = []
        done = MediaBackend().run(asked, folder, lambda _percent, step: steps.append(step), lambda: False)  # noqa: B023
        made.append(hashlib.sha256(done.path.read_bytes()).hexdigest())
        assert steps
        assert probe(done.path).frames == 9
        shutil.rmtree(folder)
    assert made[0] == made[1]
