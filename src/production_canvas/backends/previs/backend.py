"""The built-in backend: a moving storyboard of the shot, on any CPU."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2

from production_canvas.backends.backend import BackendFailed, Cancelled, Media, Rendered, Report, Stop
from production_canvas.backends.previs.brief import read
from production_canvas.backends.previs.lines import Lines
from production_canvas.backends.previs.picture import Picture
from production_canvas.backends.previs.pictures import Pictures, Texture
from production_canvas.backends.previs.sound import Sound
from production_canvas.media import poster, reel
from production_canvas.media.probe import probe
from production_canvas.media.reel import SIZES, Raster

_LONGEST = 5 * 60 * 60
_PAINTED = 4.0


class Previs:
    """Equal jobs give byte-identical clips. Low 640×360, Standard 1280×720, High 1920×1080."""

    name = "previs"

    def run(self, job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
        """The clip and its poster, in `folder`. Raises Cancelled, BackendFailed."""
        cv2.setNumThreads(1)
        brief = read(job)
        if brief.frames > _LONGEST:
            raise BackendFailed("The shot is too long to be made in one piece.")
        if stop():
            raise Cancelled
        report(0.0, "Painting the set")
        lines = Lines(brief)
        picture = Picture(brief, Pictures(folder), lines)
        path, still = folder / "clip.mp4", folder / "poster.jpg"
        frames = _frames(picture, still, report, stop)
        raster = Raster(brief.width, brief.height, brief.rate)
        track = Sound(brief, float(brief.frames / brief.rate), lines, folder)
        reel.write(path, raster, brief.quality, frames, track)
        too_long = lines.lasts > float(brief.frames / brief.rate)
        report(100.0, f"The line lasts {lines.lasts:.1f} s, longer than the shot" if too_long else "Finishing the clip")
        made = probe(path)
        media = Media(
            made.duration, made.frames, round(float(made.rate), 3), made.width, made.height, round(lines.lasts, 2)
        )
        return Rendered(path, still, media)

    def describe(self) -> dict[str, Any]:
        """What it makes and what it needs."""
        tiers = {name: {"width": width, "height": height, "vram": 0} for name, (width, height) in SIZES.items()}
        return {"name": self.name, "title": "Previs", "output": "video", "needs": "cpu", "tiers": tiers}

    def health(self) -> bool:
        """Whether it can work: it needs nothing but itself."""
        return True


def _frames(picture: Picture, still: Path, report: Report, stop: Stop) -> Iterator[Texture]:
    total = picture.brief.frames
    for index in range(total):
        if stop():
            raise Cancelled
        frame = picture.frame(index)
        if index == total // 2:
            poster.save(frame, still)
        yield frame
        report(_PAINTED + (99 - _PAINTED) * (index + 1) / total, f"Rendering frame {index + 1} of {total}")
