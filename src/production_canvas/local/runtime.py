"""What a running installation tells of itself: `data/run/installation.json`, which `up` writes and others read."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from production_canvas.local.problem import AlreadyRunning, NotRunning


@dataclass(frozen=True, slots=True)
class Runtime:
    """`processes`: process number by name: postgres, valkey, web, pages, worker-1 …"""

    url: str
    database_url: str
    broker_url: str
    data: str
    pid: int
    processes: dict[str, int] = field(default_factory=dict)


class Lock:
    """One installation per data folder, held as long as its process lives, however that ends."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        file = (self._data / "lock").open("a", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            told = _read(self._data)
            raise AlreadyRunning(self._data, f" ({told['url']}, process {told['pid']})" if told else "") from error
        self._file = file
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def write(data: Path, runtime: Runtime) -> None:
    """Whole or not at all, and for our own eyes: it names the broker's password."""
    folder = data / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / "installation.json.new"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(asdict(runtime), out, indent=1)
    unfinished.replace(folder / "installation.json")


def forget(data: Path) -> None:
    (data / "run" / "installation.json").unlink(missing_ok=True)


def read(data: Path) -> Runtime:
    """Of the installation that runs on `data` now. Raises NotRunning."""
    told = _read(data)
    if not told or not _held(data):
        raise NotRunning(data)
    return Runtime(**told)


def _held(data: Path) -> bool:
    with (data / "lock").open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _read(data: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((data / "run" / "installation.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return told
