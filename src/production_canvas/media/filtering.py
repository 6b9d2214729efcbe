"""Sound through FFmpeg's filters, in parts, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.error import EOFError as Over
from av.error import FFmpegError

from production_canvas.media.hearing import Heard, Stereo
from production_canvas.media.reel import SAMPLES

_BLOCK = 4096
_SILENCE = -70.0
"""LUFS below which nothing is measured."""


class Filtered:
    """What is heard after those filters, each its name and its options; `tail` pairs longer, for what rings on, and
    in time again though they give it `late` pairs later.
    """

    def __init__(self, heard: Heard, filters: Sequence[tuple[str, str]], *, tail: int = 0, late: int = 0) -> None:
        self.length = heard.length + tail
        self._late = late
        self._heard = heard
        self._graph, self._in, self._out = _graph(filters)
        self._pushed, self._ended = 0, False
        self._held = np.zeros((0, 2), np.float32)
        self._at = 0

    def part(self, start: int, count: int) -> Stereo:
        """Pairs from `start` on; what was passed over cannot be heard again."""
        start += self._late
        chunks, have = [self._held], self._at + len(self._held)
        while have < start + count and not self._ended:
            self._push()
            for piece in _pulled(self._out):
                chunks.append(piece)
                have += len(piece)
        joined = np.concatenate(chunks)
        skip = min(len(joined), max(0, start - self._at))
        made = np.zeros((count, 2), np.float32)
        found = joined[skip : skip + count]
        made[: len(found)] = found
        self._at += skip + len(found)
        self._held = joined[skip + len(found) :]
        return made

    def _push(self) -> None:
        count = min(_BLOCK, self.length + self._late - self._pushed)
        if count <= 0:
            self._in.push(None)
            self._ended = True
            return
        self._in.push(_frame(self._heard.part(self._pushed, count), self._pushed))
        self._pushed += count


class Levelled:
    """The same, each pair times a factor, fading in and out, in seconds, in a straight line."""

    def __init__(self, heard: Heard, gain: float, fade_in: float, fade_out: float) -> None:
        self.length = heard.length
        self._heard, self._gain = heard, gain
        self._in, self._out = fade_in * SAMPLES, fade_out * SAMPLES

    def part(self, start: int, count: int) -> Stereo:
        at = np.arange(start, start + count)
        factor = np.full(count, self._gain)
        if self._in:
            factor *= np.clip(at / self._in, 0, 1)
        if self._out:
            factor *= np.clip((self.length - at) / self._out, 0, 1)
        return np.asarray(self._heard.part(start, count) * factor[:, None], np.float32)


def loudness(heard: Heard) -> float | None:
    """Integrated loudness of all of it in LUFS, by EBU R128; None where it is silent or shorter than it can be told."""
    _, into, out = _graph([("ebur128", "metadata=1:framelog=quiet")])
    told = None
    for start in range(0, heard.length, _BLOCK):
        into.push(_frame(heard.part(start, min(_BLOCK, heard.length - start)), start))
        for frame in _frames(out):
            told = frame.metadata.get("lavfi.r128.I", told)
    level = None if told is None else float(told)
    return level if level is not None and level > _SILENCE else None


def _graph(filters: Sequence[tuple[str, str]]) -> tuple[Any, Any, Any]:
    graph: Any = av.filter.Graph()
    into = graph.add_abuffer(format="flt", sample_rate=SAMPLES, layout="stereo", time_base=Fraction(1, SAMPLES))
    last = into
    for name, options in [*filters, ("aformat", f"sample_fmts=flt:sample_rates={SAMPLES}:channel_layouts=stereo")]:
        added = graph.add(name, options)
        last.link_to(added)
        last = added
    out = graph.add("abuffersink")
    last.link_to(out)
    graph.configure()
    return graph, into, out


def _frame(pairs: Stereo, at: int) -> av.AudioFrame:
    packed = np.ascontiguousarray(pairs, np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLES, at, Fraction(1, SAMPLES)
    return frame


def _frames(out: Any) -> list[Any]:
    found = []
    while True:
        try:
            found.append(out.pull())
        except (BlockingIOError, Over):
            return found
        except FFmpegError as error:  # pragma: no cover - a filter that fails on finite samples
            raise ValueError(str(error)) from error


def _pulled(out: Any) -> list[Stereo]:
    return [np.asarray(frame.to_ndarray().reshape(-1, 2), np.float32) for frame in _frames(out)]
