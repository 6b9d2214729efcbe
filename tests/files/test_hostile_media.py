"""Files that are made to do harm, and files of telephones: each is taken in or refused in words, within bounds."""

from __future__ import annotations

import io
import os
import random
import resource
import struct
import tempfile
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from production_canvas.media import intake, limits
from production_canvas.media.clips import UNREADABLE
from production_canvas.media.isolated import take_in
from production_canvas.media.sniffing import WANTED, NotMedia
from tests.files import samples

TAKEN_IN, REFUSED, BROKEN = 0, 1, 2


def animated(kind: str, pictures: int) -> bytes:
    held = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), (number % 256, number // 256, 0)) for number in range(pictures)]
    frames[0].save(held, kind, save_all=True, append_images=frames[1:])
    return held.getvalue()


def many_pictured_gif(pictures: int = 100_000) -> bytes:
    picture = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0\0\0\0\xff\xff\xff" + picture * pictures + b"\x3b"


def turned(content: bytes) -> bytes:
    """The clip, of which its track says that it was filmed by a telephone held upright."""
    matrix = content.index(b"tkhd") + 44
    quarter = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 360 << 16, 0, 1 << 30)
    return content[:matrix] + quarter + content[matrix + 36 :]


def refusal(content: bytes, folder: Path) -> str:
    source = folder / "source"
    source.write_bytes(content)
    with pytest.raises(NotMedia) as found:
        take_in(source, folder, seconds=60)
    assert [each.name for each in folder.iterdir()] == ["source"]
    return str(found.value)


def test_a_hundred_thousand_pictures_in_one_gif_are_refused_unopened(tmp_path):
    assert refusal(many_pictured_gif(), tmp_path) == WANTED


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_thousand_pictures_in_one_file_the_first_is_kept(kind, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(animated(kind, 1000))
    found = take_in(source, tmp_path)
    assert (found.sort, found.facts) == ("image", {"width": 64, "height": 48, "codec": kind.lower()})
    with Image.open(found.made["file"]) as written:
        assert getattr(written, "n_frames", 1) == 1


def test_a_clip_of_a_telephone_held_upright_stands_upright(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(turned(samples.clip(tmp_path / "clip", codec="mpeg4", audio=None).read_bytes()))
    found = take_in(source, tmp_path)
    assert (found.facts["width"], found.facts["height"]) == (360, 640)
    with Image.open(found.made["thumb"]) as thumb, av.open(str(found.made["proxy"])) as proxy:
        assert thumb.size == (288, 512)
        assert (proxy.streams.video[0].width, proxy.streams.video[0].height) == (360, 640)
        assert len(list(proxy.decode(video=0))) == 48


def test_a_codec_that_nobody_knows_is_said_to_be_one(tmp_path):
    content = samples.clip(tmp_path / "clip", audio=None).read_bytes()
    (tmp_path / "clip").unlink()
    assert refusal(content.replace(b"avc1", b"zzz1"), tmp_path) == UNREADABLE


@pytest.mark.parametrize("rate", [0, 2**31 - 1])
def test_a_sound_that_lies_about_its_rate_is_refused(rate, tmp_path):
    content = samples.sound(0.5)
    assert "damaged" in refusal(content[:24] + struct.pack("<I", rate) + content[28:], tmp_path)


def opened_apart(content: bytes, folder: Path) -> tuple[int, float, int]:
    """How it ended, seconds of computing, and megabytes, in a process of its own that the limits hold."""
    source = folder / "source"
    source.write_bytes(content)
    child = os.fork()
    if child == 0:
        ended = BROKEN
        try:
            limits.limit(20)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, 100_000_000))
            intake.take_in(source, folder)
            ended = TAKEN_IN
        except (NotMedia, av.error.FFmpegError, MemoryError):
            ended = REFUSED
        finally:
            # Nothing of the parent's is to be run down in the child.
            os._exit(ended)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("seeds")
    return {
        "png": samples.picture("PNG", (64, 48)),
        "jpeg": samples.picture("JPEG", (64, 48)),
        "webp": samples.picture("WEBP", (64, 48)),
        "wav": samples.sound(0.3),
        "mp4": samples.clip(folder / "mp4", size=(64, 48), frames=12).read_bytes(),
        "mov": samples.clip(
            folder / "mov", size=(64, 48), frames=12, codec="mpeg4", form="mov", audio="pcm_s16le"
        ).read_bytes(),
        "webm": samples.clip(
            folder / "webm", size=(64, 48), frames=12, codec="libvpx", form="webm", audio="libopus"
        ).read_bytes(),
        "mp3": samples.encoded(folder / "mp3", "libmp3lame", "mp3").read_bytes(),
        "flac": samples.encoded(folder / "flac", "flac", "flac").read_bytes(),
    }


def spoilt(content: bytes, seed: int) -> bytes:
    """The file with some bytes changed, taken out or doubled, more often near its head."""
    chance = random.Random(seed)
    held = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(min(len(held), chance.choice((64, 300, 1000, len(held)))))
        way = chance.randrange(4)
        if way == 0:
            held[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif way == 1:
            held[at : at + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
        elif way == 2:
            del held[at : min(at + chance.randrange(1, 64), len(held) - 16)]
        else:
            held[at:at] = held[at : at + chance.randrange(1, 64)]
    return bytes(held)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(("png", "jpeg", "webp", "wav", "mp4", "mov", "webm", "mp3", "flac")), seed=st.integers(0))
def test_a_spoilt_file_is_taken_in_or_refused_within_bounds(seeds, kind, seed):
    with tempfile.TemporaryDirectory() as folder:
        ended, seconds, megabytes = opened_apart(spoilt(seeds[kind], seed), Path(folder))
    assert ended in {TAKEN_IN, REFUSED}
    assert seconds < 10
    assert megabytes < 2048
