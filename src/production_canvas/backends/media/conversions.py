"""One kind of thing becomes another: pictures a clip, a clip its pictures, one of them or its sound, a text a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from production_canvas.backends.backend import BackendFailed, Rendered, Report, Stop
from production_canvas.backends.media import outcome
from production_canvas.backends.media.inputs import moving
from production_canvas.media.hearing import Silence, Sound, Spoken
from production_canvas.media.reel import PICTURES, Picture, Raster, exact_rate
from production_canvas.media.source import Source
from production_canvas.media.speech import VOICES, speak

Convert: TypeAlias = Callable[[Mapping[str, Any], Path, Report, Stop], Rendered]


def render(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    """What the job's kind makes."""
    report(0.0, "Opening what is wired")
    return _KINDS[job["kind"]](job, folder, report, stop)


def _clip(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    film = outcome.raster(job)
    shape = Raster(film.width, film.height, exact_rate(float(job["parameters"]["clip_rate"])))
    strip = moving(job, folder, "images")
    count = strip.count(shape.rate)
    return outcome.clip(job, folder, strip.frames(shape, count), count, Silence(), report, stop, shape=shape)


def _frame(job: Mapping[str, Any], folder: Path, _report: Report, _stop: Stop) -> Rendered:
    clip = _one(job, folder)
    return outcome.picture(folder, clip.chosen(job["parameters"]["frame"]))


def _pictures(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    clip = _one(job, folder, each=True)
    rate = clip.rate.limit_denominator(1001)
    width, height = (max(2, side // 2 * 2) for side in clip.size)
    shape = Raster(width, height, rate)
    every, limit = job["parameters"]["every"], job["parameters"]["limit"]
    count = min(limit, -(-clip.count(rate) // every))
    frames: Iterator[Picture] = islice(clip.frames(shape, count * every), 0, None, every)
    asked = {**job, "quality": PICTURES}
    return outcome.clip(asked, folder, frames, count, Silence(), report, stop, shape=shape)


def _sound(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    clip = _one(job, folder)
    if not clip.heard:
        raise BackendFailed("The clip that is wired to it has no sound.")
    return outcome.sound(folder, Sound(clip), report, stop)


def _voice(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    asked = job["parameters"]
    said = speak(asked["text"], VOICES[asked["voice"]], float(asked["pace"]))
    if not len(said):
        raise BackendFailed("Nothing of the text can be said: the voice reads the Latin alphabet.")
    return outcome.sound(folder, Spoken(np.asarray(said, np.float32)), report, stop)


def _one(job: Mapping[str, Any], folder: Path, **asked: Any) -> Source:
    values = [{**value, **asked} for value in job["inputs"]["video"]]
    clip = moving({"inputs": {"video": values}}, folder, "video")
    if not isinstance(clip, Source) or clip.sort != "video":
        raise BackendFailed("What is wired to “Clip” is no clip.")
    return clip


_KINDS: Mapping[str, Convert] = {
    "convert_images_video": _clip,
    "convert_video_frame": _frame,
    "convert_video_images": _pictures,
    "convert_video_audio": _sound,
    "convert_text_audio": _voice,
}
