"""The built-in backend for pictures, clips and sounds: each rendering in a process of its own that may be lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import structlog

from production_canvas.backends.backend import BackendFailed, Cancelled, Media, OutOfMemory, Rendered, Report, Stop
from production_canvas.backends.media.kinds import RENDERS, TOO_LARGE
from production_canvas.media.reel import SIZES

log = structlog.get_logger()

COMPUTING = 2 * 60 * 60
"""Seconds of computing that one rendering may take, and of waiting."""
STOPPING = 5.0
LOOK_EVERY = 0.1
TOO_LONG = "It takes more computing than one piece may; make it shorter, or of a lower quality."
BROKE = "Something broke while it was rendered. The worker's log says more."
TOLD_LAST = 2000
"""Characters of what a lost process wrote last that go to the log."""


class MediaBackend:
    """Equal jobs give byte-identical files. What it makes goes by the job's `kind`."""

    name = "media"

    def run(self, job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
        """The file and its still, in `folder`. Raises Cancelled, BackendFailed."""
        if job["kind"] not in RENDERS:
            raise BackendFailed(f"Nothing here renders “{job['kind']}”.")
        if stop():
            raise Cancelled
        return _Child(job, folder).rendered(report, stop)

    def describe(self) -> dict[str, Any]:
        """What it makes and what it needs."""
        tiers = {name: {"width": width, "height": height, "vram": 0} for name, (width, height) in SIZES.items()}
        return {"name": self.name, "title": "Pictures and sound", "output": "any", "needs": "cpu", "tiers": tiers}

    def health(self) -> bool:
        """Whether it can work: it needs nothing but itself."""
        return True


class _Child:
    """`python -m production_canvas.backends.media.child`: reads the job, tells in lines of JSON how it goes."""

    def __init__(self, job: Mapping[str, Any], folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "production_canvas.backends.media.child", str(folder), str(COMPUTING)]
        with (folder / "log").open("wb") as log_file:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log_file, start_new_session=True
            )
        self._folder = folder
        self._said: Queue[dict[str, Any]] = Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._tell(json.dumps(dict(job)))

    def rendered(self, report: Report, stop: Stop) -> Rendered:
        try:
            return self._wait(report, stop)
        finally:
            self._end()

    def _wait(self, report: Report, stop: Stop) -> Rendered:
        over, asked = time.monotonic() + COMPUTING, 0.0
        while True:
            try:
                said = self._said.get(timeout=LOOK_EVERY)
            except Empty:
                said = {}
            if "progress" in said:
                report(*said["progress"])
            elif "made" in said:
                return _read(said["made"], self._folder)
            elif "failed" in said:
                raise _failure(said)
            elif "lost" in said:
                raise Cancelled if asked else self._lost()
            if stop() and not asked:
                asked = time.monotonic()
                self._tell("stop")
            if asked and time.monotonic() - asked > STOPPING:
                raise Cancelled
            if time.monotonic() > over:
                raise BackendFailed(TOO_LONG)

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was opened with a pipe
        for line in self._process.stdout:
            self._said.put(json.loads(line))
        self._said.put({"lost": True})

    def _tell(self, line: str) -> None:
        try:
            assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            # It has ended already; how, its listener tells.
            return

    def _lost(self) -> BackendFailed:
        """Why a process is gone that has told nothing."""
        code = self._process.wait()
        written = (self._folder / "log").read_text("utf-8", "replace")
        log.error("media.child_lost", code=code, written=written[-TOLD_LAST:])
        if code == -signal.SIGXCPU:
            return BackendFailed(TOO_LONG)
        # The kernel ends so who takes what the machine has not.
        return OutOfMemory(TOO_LARGE) if code == -signal.SIGKILL else BackendFailed(BROKE)

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _read(made: Mapping[str, Any], folder: Path) -> Rendered:
    return Rendered(folder / made["path"], folder / made["poster"], Media(**made["media"]), made["mime"])


def _failure(said: Mapping[str, Any]) -> Exception:
    if said["sort"] == "cancelled":
        return Cancelled()
    return OutOfMemory(said["failed"]) if said["sort"] == "memory" else BackendFailed(said["failed"])
