"""One clip turns into the next: a span of both, mixed, between what is left of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import numpy as np

from production_canvas.backends.backend import BackendFailed, Rendered, Report, Stop
from production_canvas.backends.media.inputs import moving
from production_canvas.backends.media.outcome import clip, raster
from production_canvas.media.easing import eased
from production_canvas.media.hearing import Stereo, heard_of
from production_canvas.media.mixing import BadFormula, Mixer
from production_canvas.media.reel import SAMPLES, Picture, Raster
from production_canvas.media.source import Source
from production_canvas.media.strip import Strip

_SOFT = 0.01
"""Seconds in which one sound gives way to the other at the least: a jump would click."""


@dataclass(frozen=True, slots=True)
class Span:
    """In frames of the result: the clip that comes begins at `begins`; the transition runs from `start` for `frames`;
    all of it lasts `total`.
    """

    begins: int
    start: int
    frames: int
    total: int


def span(before: int, after: int, overlap: int, frames: int) -> Span:
    """Of two clips that long, of which `overlap` frames run together, at most all of the shorter one: the transition
    stands in the middle of those.
    """
    overlap = max(0, min(overlap, before, after))
    total = before + after - overlap
    frames = max(0, min(frames, total))
    start = before - overlap + (overlap - frames) // 2
    return Span(before - overlap, max(0, min(start, total - frames)), frames, total)


def render(job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
    """The whole clip: the first, the transition, the second."""
    report(0.0, "Opening the clips")
    asked, shape = job["parameters"], raster(job)
    before, after = moving(job, folder, "from"), moving(job, folder, "to")
    name = str(asked["transition"])
    frames = 0 if name == "cut" else round(float(asked["duration"]) * shape.rate)
    way = span(before.count(shape.rate), after.count(shape.rate), int(asked["overlap"]), frames)
    seen = _seen(before, after, way, shape, asked)
    heard = _Crossed(before, after, way, shape)
    try:
        return clip(job, folder, seen, way.total, heard, report, stop)
    except BadFormula as error:
        raise BackendFailed(str(error)) from error


def _seen(
    before: Source | Strip, after: Source | Strip, way: Span, shape: Raster, asked: Mapping[str, Any]
) -> Iterator[Picture]:
    going = before.frames(shape, way.start + way.frames)
    yield from islice(going, way.start)
    # Before its own beginning the clip that comes stands on its first frame.
    early, late = max(0, way.begins - way.start), max(0, way.start - way.begins)
    coming = after.frames(shape, way.total - way.start - early, first=late)
    if early:
        first = next(coming)
        coming = chain(repeat(first, early + 1), coming)
    if way.frames:
        mixer = Mixer(shape.width, shape.height, str(asked["transition"]), str(asked.get("formula") or ""))
        for index, (old, new) in enumerate(zip(going, islice(coming, way.frames), strict=True)):
            yield mixer.mixed(old, new, eased((index + 1) / (way.frames + 1), str(asked["easing"])))
    yield from coming


class _Crossed:
    """The sound of the first, which gives way to that of the second while the pictures do, evenly loud."""

    def __init__(self, before: Source | Strip, after: Source | Strip, way: Span, shape: Raster) -> None:
        self.length = round(way.total / shape.rate * SAMPLES)
        self._before, self._after = heard_of(before), heard_of(after)
        self._begins = round(way.begins / shape.rate * SAMPLES)
        middle = float((way.start + way.frames / 2) / shape.rate * SAMPLES)
        self._half = max(float(way.frames / shape.rate), _SOFT) * SAMPLES / 2
        self._start = middle - self._half

    def part(self, start: int, count: int) -> Stereo:
        turn = np.clip((np.arange(start, start + count) - self._start) / (2 * self._half), 0, 1)[:, None] * (np.pi / 2)
        coming = np.zeros((count, 2), np.float32)
        early = min(count, max(0, self._begins - start))
        if early < count:
            coming[early:] = self._after.part(max(0, start - self._begins), count - early)
        return np.asarray(self._before.part(start, count) * np.cos(turn) + coming * np.sin(turn), np.float32)
