"""The built-in backend: real clips, the same for the same job, stopped when asked."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from production_canvas.backends.backend import BackendFailed, Backends, Cancelled, Media, Rendered
from production_canvas.backends.previs.backend import Previs
from production_canvas.backends.previs.brief import read
from production_canvas.backends.previs.burn_in import timecode
from production_canvas.backends.previs.camera import lens_of
from production_canvas.backends.previs.lens import FRAMING, Plane, Pose, carry
from production_canvas.backends.previs.picture import Picture
from production_canvas.media.probe import NoPicture, probe
from production_canvas.media.reel import exact_rate
from production_canvas.nodes.shot import MOVES, SIZES
from tests.backends.jobs import job


def render(folder: Path, **asked: Any) -> Rendered:
    folder.mkdir(exist_ok=True)
    return Previs().run(job(**asked), folder, lambda _percent, _step: None, lambda: False)


def test_a_clip_is_h264_and_aac_as_long_as_the_shot(tmp_path: Path) -> None:
    rendered = render(tmp_path)
    assert rendered.media == Media(duration=0.5, frames=6, rate=12.0, width=640, height=360)
    with av.open(str(rendered.path)) as file:
        picture, sound = file.streams.video[0], file.streams.audio[0]
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (sound.codec_context.name, sound.rate) == ("aac", 48_000)
        assert sum(1 for _ in file.decode(picture)) == 6
    with av.open(str(rendered.path)) as file:
        heard = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)])
    assert abs(len(heard) / 48_000 - 0.5) < 0.06
    assert np.abs(heard[:4000]).max() > 5 * np.abs(heard[-8000:]).max() > 0


def test_the_index_stands_in_front_so_that_a_browser_plays_at_once(tmp_path: Path) -> None:
    content = render(tmp_path).path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("quality", "rate", "media"),
    [
        ("low", 24.0, Media(0.25, 3, 12.0, 640, 360)),
        ("standard", 24.0, Media(0.25, 6, 24.0, 1280, 720)),
        ("high", 24.0, Media(0.25, 6, 24.0, 1920, 1080)),
        ("standard", 25.0, Media(0.24, 6, 25.0, 1280, 720)),
    ],
)
def test_every_tier_has_its_size_and_the_projects_rate(tmp_path: Path, quality: str, rate: float, media: Media) -> None:
    assert render(tmp_path, quality=quality, rate=rate, duration=0.25).media == media


@pytest.mark.parametrize("asked", [{}, {"int_ext": "INT", "place": "Kitchen", "time": "NIGHT", "cast": ("Anna", "Bo")}])
def test_equal_jobs_give_byte_identical_files(tmp_path: Path, asked: dict[str, Any]) -> None:
    one, two = (render(tmp_path / name, **asked) for name in ("one", "two"))
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.poster_path.read_bytes() == two.poster_path.read_bytes()


@pytest.mark.parametrize("other", [{"seed": 8}, {"cast": ()}, {"time": "DAY"}, {"number": "SH020"}, {"move": "static"}])
def test_what_the_job_says_can_be_seen(other: dict[str, Any]) -> None:
    before, after = (Picture(read(job(**asked))).frame(4).astype(int) for asked in ({}, other))
    assert np.abs(before - after).max() > 8


def test_progress_tells_frames_that_are_really_rendered(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    Previs().run(job(), tmp_path, lambda percent, step: told.append((percent, step)), lambda: False)
    steps = [step for _, step in told]
    assert steps == ["Painting the set", *(f"Rendering frame {n} of 6" for n in range(1, 7)), "Finishing the clip"]
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)


def test_it_stops_within_a_frame_when_asked(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(Cancelled):
        Previs().run(job(duration=100), tmp_path, lambda _, step: told.append(step), lambda: len(told) > 3)
    assert told[-1] == "Rendering frame 3 of 1200"


def test_the_poster_is_a_picture_of_the_clip(tmp_path: Path) -> None:
    with Image.open(render(tmp_path).poster_path) as poster:
        assert (poster.format, poster.size) == ("JPEG", (640, 360))
        assert len(np.unique(np.asarray(poster.resize((32, 18))).reshape(-1, 3), axis=0)) > 100


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("int_ext", ["INT", "EXT"])
def test_every_size_makes_a_picture_with_light_and_dark(size: str, int_ext: str) -> None:
    frame = Picture(read(job(size=size, int_ext=int_ext, place="Office", time="DAY", cast=("A", "B", "C")))).frame(0)
    assert frame[..., :3].std() > 15


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("int_ext", ["INT", "EXT"])
@pytest.mark.parametrize("size", ["EXTREME WIDE", "MEDIUM"])
def test_a_move_never_shows_the_edge_of_the_set(move: str, int_ext: str, size: str) -> None:
    camera = {"move": move, "amount": 1.0}
    picture = Picture(read(job(camera=camera, int_ext=int_ext, size=size, cast=(), duration=1)))
    for index in (0, picture.brief.frames - 1):
        assert picture._set(picture._way.pose(index / 11))[..., 3].min() > 250


def test_a_dolly_moves_near_things_more_than_far_ones() -> None:
    lens = lens_of(read(job()))
    near, far = (carry(lens, Plane("z", depth), Pose(x=0.5))[0, 2] for depth in (5.0, 500.0))
    assert near < far * 50 < 0


def test_every_size_a_shot_may_have_is_framed() -> None:
    assert set(FRAMING) == set(SIZES)


def test_timecode_counts_at_the_projects_rate() -> None:
    assert timecode(0, Fraction(24), Fraction(24)) == "00:00:00:00"
    assert timecode(85, Fraction(24), Fraction(24)) == "00:00:03:13"
    assert timecode(7, Fraction(12), Fraction(24)) == "00:00:00:14"
    assert timecode(30, exact_rate(29.97), exact_rate(29.97)) == "00:00:01:00"
    assert exact_rate(23.976) == Fraction(24000, 1001)


def test_a_job_with_nothing_wired_still_makes_a_clip(tmp_path: Path) -> None:
    bare = job(cast=()) | {"inputs": {}}
    bare["parameters"] = {"duration": 0.25}
    rendered = Previs().run(bare, tmp_path, lambda _percent, _step: None, lambda: False)
    assert probe(rendered.path).sound == "aac"


def test_a_name_no_backend_carries_is_refused_in_words() -> None:
    backends = Backends(Previs())
    assert backends.named("previs").health()
    with pytest.raises(BackendFailed, match="No worker here has the backend “comfyui”"):
        backends.named("comfyui")


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "clip.mp4"
    text.write_text("FADE IN:")
    with pytest.raises(NoPicture):
        probe(text)
