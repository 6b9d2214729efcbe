"""What a clip really is, by its content."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.error import FFmpegError

from production_canvas.errors import Invalid


class NoPicture(Invalid):
    """The file holds nothing that can be shown."""

    code = "no_picture"

    def __init__(self) -> None:
        super().__init__("The file holds no moving picture.")


@dataclass(frozen=True, slots=True)
class Clip:
    """`duration` in seconds, `rate` in frames per second, `width` and `height` in pixels; codecs by FFmpeg's names."""

    duration: float
    frames: int
    rate: Fraction
    width: int
    height: int
    codec: str
    sound: str | None


def probe(path: Path) -> Clip:
    """The clip in that file. Raises NoPicture for anything else."""
    try:
        with av.open(str(path)) as file:
            if not file.streams.video:
                raise NoPicture
            picture = file.streams.video[0]
            rate = picture.average_rate
            if picture.duration is None or picture.time_base is None or rate is None:
                raise NoPicture
            duration = picture.duration * picture.time_base
            return Clip(
                duration=float(duration),
                frames=picture.frames or round(duration * rate),
                rate=rate,
                width=picture.width,
                height=picture.height,
                codec=picture.codec_context.name,
                sound=file.streams.audio[0].codec_context.name if file.streams.audio else None,
            )
    except FFmpegError as error:
        raise NoPicture from error
