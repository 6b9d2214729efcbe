"""The sound of any file as two channels at 48 kHz, in parts, however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from production_canvas.media.clips import DAMAGED, opened
from production_canvas.media.reel import SAMPLES, Samples
from production_canvas.media.sniffing import NotMedia
from production_canvas.media.source import Source
from production_canvas.media.strip import Strip

Stereo: TypeAlias = NDArray[np.float32]
"""Pairs of samples at 48 kHz, left and right, from -1 to 1."""


class Heard(Protocol):
    """`length` pairs of samples. Parts are asked for one after the other."""

    length: int

    def part(self, start: int, count: int) -> Stereo: ...


class Sound:
    """What is heard of the source, from where it begins; `length` is that of its picture, where there is one. Silence
    where there is no sound, or no more.
    """

    def __init__(self, source: Source) -> None:
        self.length = max(1, round(source.seconds * SAMPLES))
        self._chunks = _decoded(source) if source.heard else iter(())
        self._held = np.zeros((0, 2), np.float32)
        self._at = 0

    def part(self, start: int, count: int) -> Stereo:
        """Pairs from `start` on; what was passed over cannot be heard again."""
        end = min(start + count, self.length)
        self._drop(start)
        while self._at + len(self._held) < end and (chunk := next(self._chunks, None)) is not None:
            self._held = np.concatenate((self._held, chunk))
            self._drop(start)
        made = np.zeros((count, 2), np.float32)
        found = self._held[max(0, start - self._at) : max(0, end - self._at)]
        at = max(0, self._at - start)
        made[at : at + len(found)] = found[: max(0, count - at)]
        return made

    def _drop(self, start: int) -> None:
        passed = min(len(self._held), max(0, start - self._at))
        self._held = self._held[passed:]
        self._at += passed


class Silence:
    """Nothing, for as long as it is asked for."""

    length = 0

    def part(self, _start: int, count: int) -> Stereo:
        return np.zeros((count, 2), np.float32)


class Spoken:
    """Samples of one channel, heard in both."""

    def __init__(self, samples: NDArray[np.float32]) -> None:
        self.length = len(samples)
        self._samples = samples

    def part(self, start: int, count: int) -> Stereo:
        made = np.zeros((count, 2), np.float32)
        found = self._samples[start : start + count]
        made[: len(found)] = found[:, None]
        return made


def heard_of(source: Source | Strip) -> Heard:
    """The sound of a clip; silence of pictures."""
    return Sound(source) if isinstance(source, Source) and source.heard else Silence()


class Pressed:
    """What is heard as a track for the writer: sixteen bits, what is too loud cut off."""

    channels = 2

    def __init__(self, heard: Heard, length: int) -> None:
        self.length = length
        self._heard = heard

    def part(self, start: int, count: int) -> Samples:
        return np.asarray(np.round(np.clip(self._heard.part(start, count), -1, 1) * 32_767), np.int16)


def _decoded(source: Source) -> Iterator[Stereo]:
    """The sound in pieces, the first sample that of the moment at which the source begins."""
    begin = source.zero + source.start
    try:
        with opened(source.path, source.mime) as file:
            stream = file.streams.audio[0]
            if source.start > 0:
                file.seek(int(begin / stream.time_base), stream=stream, backward=True)
            # One channel becomes two by standing in both: a mix would make it quieter.
            single = stream.codec_context.channels == 1
            resampler = av.AudioResampler(format="flt", layout="mono" if single else "stereo", rate=SAMPLES)
            at: int | None = None
            for piece in _pieces(file.decode(stream), resampler):
                if at is None:
                    at = round((_seconds(piece) - begin) * SAMPLES)
                    if at > 0:
                        yield np.zeros((at, 2), np.float32)
                pairs = piece.to_ndarray().reshape(-1, 1 if single else 2)
                skip = min(len(pairs), max(0, -at))
                at += skip
                yield np.asarray(np.nan_to_num(np.repeat(pairs, 2, axis=1) if single else pairs)[skip:], np.float32)
    except FFmpegError as error:
        raise NotMedia(DAMAGED) from error


def _pieces(frames: Any, resampler: Any) -> Iterator[Any]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _seconds(piece: Any) -> Fraction:
    return Fraction(0) if piece.pts is None else piece.pts * Fraction(piece.time_base)
