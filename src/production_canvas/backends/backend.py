"""What every backend offers, what it gives back, how it fails, and where it is found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from production_canvas.errors import CanvasError

GIVEN = "given"
Kind: TypeAlias = Literal["video", "image", "audio"]
KINDS: Mapping[str, Kind] = {"video": "video", "image": "image", "audio": "audio"}
Report: TypeAlias = Callable[[float, str], None]
Stop: TypeAlias = Callable[[], bool]


class BackendFailed(CanvasError):
    """The take could not be made; the sentence tells a person why, without paths or tracebacks. Trying again would
    end the same way, but for the two kinds below.
    """

    code = "backend_failed"


class Passing(BackendFailed):
    """It may succeed by itself a little later: a connection broke, a service is starting."""


class OutOfMemory(BackendFailed):
    """The worker is too small for the job; a larger one may do it."""


class Cancelled(CanvasError):
    """Somebody asked to stop and the backend did."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("Cancelled.")


@dataclass(frozen=True, slots=True)
class Media:
    """`duration` in seconds, `rate` in frames per second, `width` and `height` in pixels, each 0 where there is none: a
    picture lasts no time, a sound has no size. `spoken`: how many seconds its lines last, whether the clip is that long
    or not.
    """

    duration: float
    frames: int
    rate: float
    width: int
    height: int
    spoken: float = 0.0

    def record(self) -> dict[str, Any]:
        """By name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Rendered:
    """Two finished files, a clip, a picture or a sound and its still, in a folder that the caller owns."""

    path: Path
    poster_path: Path
    media: Media
    mime: str = "video/mp4"

    @property
    def kind(self) -> Kind:
        """What it is, as assets and takes name it."""
        return KINDS[self.mime.partition("/")[0]]

    def record(self) -> dict[str, Any]:
        """As it stands in `takes.media`."""
        return {**self.media.record(), "mime": self.mime}


class Backend(Protocol):
    """`run` blocks until the clip is made, in `folder`, where the files that the job names lie as `given` says. It
    calls `report(percent, step)` as it goes and gives up with Cancelled soon after `stop()` turns true. Raises
    BackendFailed.
    """

    name: str

    def run(self, job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered: ...
    def describe(self) -> dict[str, Any]: ...
    def health(self) -> bool: ...


def given(folder: Path, name: str) -> Path:
    """Where a file lies that the job names by its content hash. It may be missing there."""
    return folder / GIVEN / name


def named(job: Mapping[str, Any]) -> set[str]:
    """Content hashes of the files that the job is to be made of."""
    found = {job["parameters"].get("first_frame")}
    for values in job["inputs"].values():
        for value in values:
            asset = value.get("asset") or {}
            found |= {
                value.get("take"),
                asset.get("object_hash"),
                *asset.get("references", ()),
                *asset.get("pictures", ()),
            }
    return {name for name in found if name}


class Backends:
    """The backends of this worker by name."""

    def __init__(self, *backends: Backend) -> None:
        self._by_name = {backend.name: backend for backend in backends}

    def named(self, name: str) -> Backend:
        """Raises BackendFailed for a name that no backend here carries."""
        try:
            return self._by_name[name]
        except KeyError:
            raise BackendFailed(f"No worker here has the backend “{name}”.") from None

    def able(self) -> list[str]:
        """The names of those that can work now."""
        return sorted(name for name, backend in self._by_name.items() if backend.health())

    def qualities(self, names: Iterable[str]) -> list[str]:
        """The tiers that any of those makes."""
        return sorted({tier for name in names for tier in self._by_name[name].describe().get("tiers", ())})
