"""One kind of thing becomes another, and a rendering in a process of its own can be stopped and may be lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from production_canvas.backends.backend import BackendFailed, Cancelled, OutOfMemory, Rendered
from production_canvas.backends.media import conversions
from production_canvas.backends.media.backend import MediaBackend
from production_canvas.media.hearing import Sound
from production_canvas.media.reel import Raster
from production_canvas.media.source import Source
from tests.backends.test_media import colors, job, loud, near
from tests.media.clips import BLUE, GREEN, RED, clip, still, tone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given").mkdir()
    return tmp_path


def make(folder: Path, kind: str, inputs: dict[str, Any], **asked: Any) -> Rendered:
    return conversions.render(job(kind, inputs, **asked), folder, lambda _percent, _step: None, lambda: False)


def test_pictures_become_a_clip_each_one_frame(folder: Path) -> None:
    for name, color in (("r", RED), ("g", GREEN), ("b", BLUE)):
        still(folder / "given" / name, color, (640, 360))
    images = [{"take": name} for name in "rgb"]
    made = make(folder, "convert_images_video", {"images": images}, clip_rate=12.0)
    assert (made.media.frames, made.media.rate, made.kind) == (3, 12.0, "video")
    source = Source(made.path)
    frames = source.frames(Raster(64, 36, Fraction(12)), 3)
    assert all(near(frame.mean((0, 1)), color, 14) for frame, color in zip(frames, (RED, GREEN, BLUE), strict=True))


def test_a_clip_becomes_its_pictures_of_which_each_is_found_again(folder: Path) -> None:
    clip(folder / "given" / "c", [RED, GREEN, BLUE], seconds=0.5, size=(64, 36))
    made = make(folder, "convert_video_images", {"video": "c"}, every=2, limit=5)
    assert (made.media.frames, made.media.width, made.media.height) == (5, 64, 36)
    listed = Source(made.path, each=True)
    assert listed.count(Fraction(1)) == 5
    seen = [frame.mean((0, 1)) for frame in listed.frames(Raster(64, 36, Fraction(1)), 5)]
    assert [near(seen[0], RED, 14), near(seen[2], GREEN, 14), near(seen[4], BLUE, 14)] == [True] * 3
    assert near(Source(made.path, frame=2).picture()[18, 32, :3], GREEN, 14)


@pytest.mark.parametrize(("frame", "color"), [(0, RED), ("middle", GREEN), (-1, BLUE), (11, BLUE)])
def test_a_frame_becomes_a_picture(folder: Path, frame: int | str, color: tuple[int, int, int]) -> None:
    clip(folder / "given" / "c", [RED, GREEN, BLUE], seconds=0.5, size=(320, 180))
    made = make(folder, "convert_video_frame", {"video": "c"}, frame=frame)
    assert (made.mime, made.kind, made.media.frames, made.media.duration) == ("image/png", "image", 1, 0.0)
    with Image.open(made.path) as picture:
        assert (picture.size, picture.mode) == ((320, 180), "RGB")
        assert near(np.asarray(picture).mean((0, 1)), color, 14)
    with Image.open(made.poster_path) as poster:
        assert poster.format == "JPEG"


def test_a_frame_that_is_not_there_is_told(folder: Path) -> None:
    clip(folder / "given" / "c", RED, seconds=0.5, size=(64, 36))
    with pytest.raises(Exception, match="12 frames; there is none with the number 99"):
        make(folder, "convert_video_frame", {"video": "c"}, frame=99)


def test_the_sound_of_a_clip_and_a_voice_are_sounds_with_a_picture_of_them(folder: Path) -> None:
    clip(folder / "given" / "c", RED, seconds=1, size=(64, 36), pitch=880)
    made = make(folder, "convert_video_audio", {"video": [{"take": "c", "start": 0.25, "end": 0.75}]})
    assert (made.mime, made.kind, made.media.duration) == ("audio/wav", "audio", 0.5)
    assert loud(made.path, 0, 0.5, 880) > 0.25
    with Image.open(made.poster_path) as poster:
        assert poster.size == (640, 360)
        assert len(set(np.asarray(poster.convert("L")).ravel() // 64)) > 1
    spoken = make(
        folder, "convert_text_audio", {"text": [{"value": "x"}]}, text="Good evening.", voice="woman", pace=1.0
    )
    assert 0.5 < spoken.media.duration < 3
    sound = Sound(Source(spoken.path))
    assert np.abs(sound.part(0, sound.length)).max() > 0.1
    with pytest.raises(BackendFailed, match="Latin"):
        make(folder, "convert_text_audio", {"text": [{"value": "x"}]}, text="こんばんは", voice="man", pace=1.0)


def test_a_clip_without_sound_says_so_and_a_sound_is_no_clip(folder: Path) -> None:
    with av.open(str(folder / "given" / "c"), "w", format="mp4") as file:
        stream: Any = file.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for _ in range(6):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), format="rgb24")))
        file.mux(stream.encode(None))
    with pytest.raises(BackendFailed, match="no sound"):
        make(folder, "convert_video_audio", {"video": "c"})
    tone(folder / "given" / "t")
    with pytest.raises(BackendFailed, match="no clip"):
        make(folder, "convert_video_frame", {"video": "t"}, frame=0)


def test_a_clip_that_was_filmed_upright_stands_upright(folder: Path) -> None:
    path = folder / "clip"
    with av.open(str(path), "w", format="mp4") as file:
        stream: Any = file.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        lying = np.zeros((54, 96, 3), np.uint8)
        lying[:, :48] = RED
        for _ in range(4):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(lying, format="rgb24")))
        file.mux(stream.encode(None))
    source = Source(turned(path, folder / "turned"))
    assert source.size == (54, 96)
    frame = next(source.frames(Raster(54, 96, Fraction(24)), 1))
    assert {near(frame[10, 27], RED, 14), near(frame[86, 27], RED, 14)} == {True, False}


def turned(source: Path, path: Path) -> Path:
    """The clip with a display matrix of a quarter turn written into its track header."""
    content = bytearray(source.read_bytes())
    at = content.index(b"tkhd") + 4
    matrix = at + (52 if content[at] else 40)
    quarter = (0, 0x10000, 0, -0x10000, 0, 0, 54 << 16, 0, 0x40000000)
    content[matrix : matrix + 36] = b"".join(each.to_bytes(4, "big", signed=True) for each in quarter)
    path.write_bytes(content)
    return path


def test_a_rate_that_varies_keeps_every_moment_at_its_time(folder: Path) -> None:
    path = folder / "clip"
    with av.open(str(path), "w", format="mp4") as file:
        stream: Any = file.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for pts, color in ((0, RED), (40, RED), (500, GREEN), (540, GREEN), (750, BLUE), (958, BLUE)):
            frame = av.VideoFrame.from_ndarray(np.full((36, 64, 3), color, np.uint8), format="rgb24")
            frame.pts, frame.time_base = pts, Fraction(1, 1000)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    seen = colors(path)
    assert near(seen[11], RED, 20)
    assert near(seen[12], GREEN, 20)
    assert near(seen[17], GREEN, 20)
    assert near(seen[18], BLUE, 20)


def long_job(folder: Path) -> dict[str, Any]:
    clip(folder / "given" / "a", RED, seconds=20)
    clip(folder / "given" / "b", BLUE, seconds=20)
    asked = {"transition": "dissolve", "duration": 10.0, "overlap": 240, "easing": "linear"}
    return {**job("transition", {"from": "a", "to": "b"}, **asked), "quality": "high"}


def test_a_rendering_that_is_to_stop_does_and_leaves_no_process(folder: Path) -> None:
    asked, stopped = long_job(folder), threading.Event()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        MediaBackend().run(asked, folder, lambda percent, _step: stopped.set() if percent else None, stopped.is_set)
    assert time.monotonic() - begun < 60
    assert children() == []


def test_a_rendering_whose_process_is_killed_ends_in_a_sentence(folder: Path) -> None:
    asked = long_job(folder)

    def kill(percent: float, _step: str) -> None:
        for process in children() if percent else []:
            os.kill(process, signal.SIGKILL)

    with pytest.raises(OutOfMemory, match="more memory than one rendering may"):
        MediaBackend().run(asked, folder, kill, lambda: False)
    assert children() == []


def test_what_nobody_renders_is_refused() -> None:
    with pytest.raises(BackendFailed, match="character"):
        MediaBackend().run({"kind": "character"}, Path(), lambda _percent, _step: None, lambda: False)


def children() -> list[int]:
    """Renderings that this process has begun and that still run."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            line, told = (each / "cmdline").read_bytes(), (each / "stat").read_text()
        except OSError:
            continue
        if b"backends.media.child" in line and int(told.rpartition(")")[2].split()[1]) == os.getpid():
            found.append(int(each.name))
    return found
