"""A list of pictures as one clip, each picture one frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from production_canvas.media.placing import Fit
from production_canvas.media.reel import Picture, Raster
from production_canvas.media.sniffing import NotMedia, Sort
from production_canvas.media.source import Source

EMPTY = "There is no picture in the list."


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element of the list: `opened` makes it a source when its turn comes; `frames` of it are shown."""

    opened: Callable[[], Source]
    frames: int = 1


class Strip:
    """What a Source is to who shows it, without sound."""

    sort: Sort = "video"
    heard = False

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        if not leaves:
            raise NotMedia(EMPTY)
        self._leaves = leaves
        self._size = leaves[0].opened().size

    @property
    def seconds(self) -> float:
        """It lasts as long as its rate says, and has none of its own."""
        return 0.0

    @property
    def size(self) -> tuple[int, int]:
        """That of its first picture."""
        return self._size

    def count(self, _rate: Fraction) -> int:
        """One frame for each picture, at any rate."""
        return sum(leaf.frames for leaf in self._leaves)

    def frames(
        self, raster: Raster, count: int, *, first: int = 0, fit: Fit = "pad", alpha: bool = False
    ) -> Iterator[Picture]:
        """As those of a source: `count` from the one numbered `first`, the last of all stands."""
        every = self._every(raster, fit, alpha=alpha)
        last = self.count(raster.rate) - 1
        shown = next(islice(every, min(first, last), None))
        for number in range(first, first + count):
            if first < number <= last:
                shown = next(every)
            yield shown

    def _every(self, raster: Raster, fit: Fit, *, alpha: bool) -> Iterator[Picture]:
        for leaf in self._leaves:
            yield from leaf.opened().frames(raster, leaf.frames, fit=fit, alpha=alpha)
