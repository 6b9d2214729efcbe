"""One picture on its way to becoming another, by FFmpeg's xfade."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from av.filter import Graph
from av.logging import Capture

from production_canvas.errors import Invalid
from production_canvas.media.reel import Picture

_MOMENT = Fraction(1, 1_000_000)


class BadFormula(Invalid):
    """FFmpeg does not understand the formula, or the name."""

    code = "bad_formula"

    def __init__(self, said: str) -> None:
        super().__init__(f"The formula of the transition cannot be computed: {said or 'it is not understood'}.")


class Mixer:
    """`mixed(from, to, part)`: the moment at which `part` of the way is gone, from 0 to 1. The parts that one mixer is
    asked for never fall. Raises BadFormula.
    """

    def __init__(self, width: int, height: int, name: str, formula: str = "") -> None:
        asked = {"transition": name, "duration": "1", "offset": "0"}
        if name == "custom":
            # What a formula stores, the threads of a filter share: the picture would be another one each time.
            asked |= {"expr": formula, "threads": "1"}
        with Capture() as logged:
            try:
                self._open(f"video_size={width}x{height}:pix_fmt=rgb24:time_base=1/1000000:frame_rate=25/1", asked)
                nothing = np.zeros((height, width, 3), np.uint8)
                self._put(nothing, nothing, 0.0)
            except (FFmpegError, ValueError) as error:
                raise BadFormula(_said(logged)) from error

    def mixed(self, before: Picture, after: Picture, part: float) -> Picture:
        return self._put(before, after, part)

    def _open(self, size: str, asked: dict[str, str]) -> None:
        self._graph = Graph()
        self._doors = [self._graph.add("buffer", size) for _ in range(2)]
        xfade = self._graph.add("xfade", **asked)
        shape, self._sink = self._graph.add("format", "pix_fmts=rgb24"), self._graph.add("buffersink")
        for place, door in enumerate(self._doors):
            door.link_to(xfade, 0, place)
        xfade.link_to(shape)
        shape.link_to(self._sink)
        self._graph.configure()

    def _put(self, before: Picture, after: Picture, part: float) -> Picture:
        # How far it has come is told by the time of a frame, as the whole way lasts one second.
        for door, picture in zip(self._doors, (before, after), strict=True):
            frame: Any = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[..., :3]), format="rgb24")
            frame.pts, frame.time_base = round(min(1.0, max(0.0, part)) / _MOMENT), _MOMENT
            door.push(frame)
        made: Any = self._sink.pull()
        return np.asarray(made.to_ndarray(), np.uint8)


def _said(logged: list[tuple[int, str, str]]) -> str:
    words = [message.strip() for _, source, message in logged if source.startswith("Eval") or "expr" in message]
    return words[0].rstrip(".") if words else ""
