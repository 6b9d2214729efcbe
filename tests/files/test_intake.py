"""Files of strangers: told by what stands in them, opened apart, refused in words."""

from __future__ import annotations

import io
import json
import resource
import time
import zipfile
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from production_canvas.media.isolated import LOST, TakenIn, take_in
from production_canvas.media.sniffing import WANTED, NotMedia
from tests.files import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    return made


def brought(content: bytes, folder: Path, seconds: int = 60) -> TakenIn:
    source = folder.parent / "source"
    source.write_bytes(content)
    return take_in(source, folder, seconds=seconds)


def refusal(content: bytes, folder: Path, seconds: int = 60) -> str:
    with pytest.raises(NotMedia) as found:
        brought(content, folder, seconds)
    assert list(folder.iterdir()) == [] or seconds < 60
    return str(found.value)


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_written_anew_and_made_small(folder: Path, kind: str, mime: str) -> None:
    found = brought(samples.picture(kind, (1200, 800)), folder)
    assert (found.sort, found.mime) == ("image", mime)
    assert found.facts == {"width": 1200, "height": 800, "codec": kind.lower()}
    with Image.open(found.made["thumb"]) as thumb, Image.open(found.made["file"]) as written:
        assert (thumb.format, thumb.size) == ("WEBP", (512, 341))
        assert (written.format, written.size) == (kind, (1200, 800))


def test_a_photograph_stands_upright_and_says_nothing_of_where_it_was_taken(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Harbour, 54.32 N 10.13 E"
    content = samples.picture("JPEG", (300, 200), exif=exif)
    found = brought(content, folder)
    assert (found.facts["width"], found.facts["height"]) == (200, 300)
    assert b"Harbour" in content
    assert b"Harbour" not in found.made["file"].read_bytes()
    with Image.open(found.made["file"]) as written:
        assert dict(written.getexif()) == {}


def test_transparency_stays(folder: Path) -> None:
    found = brought(samples.picture("PNG", (64, 64), "RGBA"), folder)
    with Image.open(found.made["file"]) as written, Image.open(found.made["thumb"]) as thumb:
        assert written.mode == "RGBA"
        assert thumb.mode in {"RGBA", "RGB"}


def test_a_sound_has_its_peaks(folder: Path) -> None:
    found = brought(samples.sound(4.0), folder)
    assert (found.sort, found.mime) == ("audio", "audio/wav")
    assert found.facts == {"sound": "pcm_s16le", "channels": 1, "sample_rate": 48_000, "duration": 4.0}
    wave = json.loads(found.made["waveform"].read_text())
    assert wave["rate"] == 50
    assert len(wave["peaks"]) == pytest.approx(200, abs=2)
    loud, silent = wave["peaks"][10:90], wave["peaks"][110:190]
    assert all(low < -0.9 and high > 0.9 for low, high in loud)
    assert all(abs(low) < 0.01 and abs(high) < 0.01 for low, high in silent)


def test_ten_minutes_of_sound_take_seconds_of_computing(folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = brought(samples.sound(600.0, 16_000), folder)
    assert len(json.loads(found.made["waveform"].read_text())["peaks"]) == pytest.approx(30_000, abs=5)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert used.ru_utime - before.ru_utime < 8


def test_a_clip_that_every_browser_plays_needs_no_proxy(folder: Path, tmp_path: Path) -> None:
    found = brought(samples.clip(tmp_path / "clip").read_bytes(), folder)
    assert (found.sort, found.mime) == ("video", "video/mp4")
    assert found.facts == {
        "width": 640, "height": 360, "rate": "24/1", "frames": 48, "codec": "h264", "sound": "aac", "channels": 1,
        "sample_rate": 48_000, "duration": pytest.approx(2.0, abs=0.1),
    }  # fmt: skip
    assert set(found.made) == {"thumb", "waveform"}
    with Image.open(found.made["thumb"]) as thumb:
        assert thumb.size == (512, 288)


@pytest.mark.parametrize(
    ("codec", "form", "audio", "size", "shown"),
    [("mpeg4", "mov", "pcm_s16le", (640, 360), (640, 360)), ("libx264", "mp4", None, (2880, 1620), (1920, 1080))],
)
def test_any_other_clip_has_a_proxy_with_every_frame(
    folder: Path,
    tmp_path: Path,
    codec: str,
    form: str,
    audio: str | None,
    size: tuple[int, int],
    shown: tuple[int, int],
) -> None:
    source = samples.clip(tmp_path / "clip", codec=codec, form=form, audio=audio, size=size, frames=24)
    found = brought(source.read_bytes(), folder)
    with av.open(str(found.made["proxy"])) as proxy:
        video: Any = proxy.streams.video[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", *shown)
        assert len(list(proxy.decode(video))) == 24
        assert float(video.duration * video.time_base) == pytest.approx(1.0, abs=0.05)
        assert len(proxy.streams.audio) == (1 if audio else 0)


def test_webm_and_sounds_of_every_form_come_in(folder: Path, tmp_path: Path) -> None:
    webm = samples.clip(tmp_path / "webm", codec="libvpx", form="webm", audio="libopus", frames=12)
    assert brought(webm.read_bytes(), folder).mime == "video/webm"
    for codec, form, mime in (
        ("aac", "ipod", "audio/mp4"),
        ("libmp3lame", "mp3", "audio/mpeg"),
        ("flac", "flac", "audio/flac"),
    ):
        found = brought(samples.encoded(tmp_path / form, codec, form).read_bytes(), folder)
        assert (found.sort, found.mime) == ("audio", mime)
        assert found.facts["duration"] == pytest.approx(1.0, abs=0.15)


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.png", samples.picture())
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x7fELF" + bytes(4000),
        b"MZ" + bytes(4000),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        zipped(),
        b"GIF89a" + bytes(2000),
        b"%PDF-1.7\n" + bytes(2000),
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ],
)
def test_what_is_neither_picture_clip_nor_sound_is_refused(folder: Path, content: bytes) -> None:
    assert refusal(content, folder) == WANTED


def test_a_bomb_is_refused_at_once(folder: Path) -> None:
    started = time.monotonic()
    assert "pixels" in refusal(samples.bomb(), folder)
    assert time.monotonic() - started < 5


def test_what_is_cut_off_is_refused(folder: Path, tmp_path: Path) -> None:
    whole = samples.clip(tmp_path / "clip").read_bytes()
    assert "damaged" in refusal(whole[: len(whole) * 2 // 3], folder)
    assert "damaged" in refusal(samples.picture("PNG", (800, 600))[:700], folder)
    assert "damaged" in refusal(samples.picture("JPEG")[:200], folder)


def test_a_picture_with_an_archive_behind_it_keeps_its_pixels_alone(folder: Path) -> None:
    found = brought(samples.picture() + zipped(), folder)
    assert b"PK\x03\x04" not in found.made["file"].read_bytes()


def test_what_takes_too_long_is_ended(folder: Path, tmp_path: Path) -> None:
    source = samples.clip(tmp_path / "clip", codec="mpeg4", form="mov", audio=None, size=(1920, 1080), frames=400)
    assert refusal(source.read_bytes(), folder, seconds=1) == LOST
