"""What the wires of a job bring, opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from production_canvas.backends.backend import BackendFailed, given
from production_canvas.graph.handing import file_of
from production_canvas.media.sniffing import NotMedia
from production_canvas.media.source import Source
from production_canvas.media.strip import Leaf, Strip


def sources(job: Mapping[str, Any], folder: Path, socket: str) -> Iterator[Source]:
    """Every picture, clip or sound at that socket, in the order of its wires. Raises BackendFailed."""
    for value in job["inputs"].get(socket, ()):
        yield source(value, folder)


def moving(job: Mapping[str, Any], folder: Path, socket: str) -> Source | Strip:
    """The clip at that socket; a list of pictures is one as well. Raises BackendFailed, also where nothing is wired."""
    values = job["inputs"].get(socket, ())
    if not values:
        raise BackendFailed(f"Nothing is wired to “{socket.replace('_', ' ').capitalize()}”.")
    if len(values) == 1:
        return source(values[0], folder)
    return Strip([_leaf(value, folder) for value in values])


def source(value: Mapping[str, Any], folder: Path) -> Source:
    """What one wire brings: an active take, or the file of an asset; of it a single frame, or a stretch, where the
    wire says so. Raises BackendFailed where there is none, or none that can be opened.
    """
    asset = value.get("asset") or {}
    path = given(folder, file_of(value) or "missing")
    named = f"“{asset['name']}”" if asset.get("name") else "What is wired to it"
    if not path.exists():
        raise BackendFailed(f"{named} has no file any more: bring it in again, or render it again.")
    try:
        return Source(
            path,
            start=float(value.get("start") or 0),
            end=float(value.get("end") or 0),
            frame=value.get("frame"),
            each=bool(value.get("each")),
        )
    except NotMedia as error:
        raise BackendFailed(f"{named} cannot be used. {error}") from error


def _leaf(value: Mapping[str, Any], folder: Path) -> Leaf:
    frames = source(value, folder).count(Fraction(1)) if value.get("each") else 1
    return Leaf(partial(source, value, folder), frames)
