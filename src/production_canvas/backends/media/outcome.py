"""What a rendering gives back: a clip, a picture or a sound, each with its still."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from production_canvas.backends.backend import Cancelled, Media, Rendered, Report, Stop
from production_canvas.media import poster, reel
from production_canvas.media.hearing import Heard, Pressed
from production_canvas.media.probe import probe
from production_canvas.media.reel import SAMPLES, SIZES, Picture, Raster, Samples, exact_rate

_SMALL = (1280, 1280)
_CHUNK = SAMPLES
_DRAWN = 100


def raster(job: Mapping[str, Any]) -> Raster:
    """Size by the job's quality, rate by its film."""
    width, height = SIZES.get(job["quality"], SIZES["standard"])
    return Raster(width, height, exact_rate(float(job["parameters"].get("rate") or 24)))


def clip(
    job: Mapping[str, Any], folder: Path, frames: Iterable[Picture], count: int, heard: Heard,
    report: Report, stop: Stop, *, shape: Raster | None = None,
) -> Rendered:  # fmt: skip
    """The clip of `count` frames with its sound; its still is the picture in the middle."""
    shape = shape or raster(job)
    path, still = folder / "clip.mp4", folder / "poster.jpg"
    track = Pressed(heard, round(count / shape.rate * SAMPLES))
    reel.write(path, shape, job["quality"], _watched(frames, count, still, report, stop), track)
    made = probe(path)
    media = Media(made.duration, made.frames, round(float(made.rate), 3), made.width, made.height)
    return Rendered(path, still, media)


def picture(folder: Path, made: Picture) -> Rendered:
    """The picture as PNG, with alpha where it has any."""
    path, still = folder / "picture.png", folder / "poster.jpg"
    image = Image.fromarray(made)
    if made.shape[2] == 4 and np.all(made[..., 3] == 255):  # noqa: PLR2004 - alpha, and none of it anywhere
        image = image.convert("RGB")
    image.save(path, format="PNG", compress_level=6)
    image.thumbnail(_SMALL, Image.Resampling.LANCZOS)
    poster.save(np.asarray(image), still)
    return Rendered(path, still, Media(0.0, 1, 0.0, made.shape[1], made.shape[0]), "image/png")


def sound(folder: Path, heard: Heard, report: Report, stop: Stop) -> Rendered:
    """The sound as WAV, two channels of sixteen bits at 48 kHz; its still is its waveform."""
    path, still = folder / "sound.wav", folder / "poster.jpg"
    track, peaks = Pressed(heard, heard.length), []
    with wave.open(str(path), "wb") as file:
        file.setnchannels(track.channels)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        for start in range(0, track.length, _CHUNK):
            if stop():
                raise Cancelled
            part = track.part(start, min(_CHUNK, track.length - start))
            file.writeframes(part.astype("<i2").tobytes())
            peaks.append(_loudest(part))
            report(100 * start / track.length, "Writing the sound")
    poster.save(poster.waveform(np.concatenate(peaks)), still)
    return Rendered(path, still, Media(track.length / SAMPLES, 0, 0.0, 0, 0), "audio/wav")


def _loudest(part: Samples) -> Samples:
    """Of every hundred samples the one that swings widest: all that a drawing shows."""
    swing = np.abs(part.astype(np.int32)).max(axis=1)
    starts = np.arange(0, len(swing), _DRAWN)
    return np.minimum(np.maximum.reduceat(swing, starts), 32_767).astype(np.int16)


def _watched(frames: Iterable[Picture], count: int, still: Path, report: Report, stop: Stop) -> Iterator[Picture]:
    for index, frame in enumerate(frames):
        if stop():
            raise Cancelled
        if index == count // 2:
            poster.save(frame, still)
        yield frame
        report(99 * (index + 1) / count, f"Rendering frame {index + 1} of {count}")
