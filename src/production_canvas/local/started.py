"""An installation started as a person starts it, by `canvas up` in a process of its own: for tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from production_canvas.local import runtime
from production_canvas.local.ports import free_port
from production_canvas.local.problem import DidNotStart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from production_canvas.local.runtime import Runtime

START_SECONDS = 300.0
STOP_SECONDS = 60.0


class Started:
    """`url` of the public port; `now()` tells the process numbers, which change when something is killed."""

    def __init__(self, data: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self.data = data
        self.process = process
        self.log = log

    @property
    def url(self) -> str:
        return self.now().url

    def now(self) -> Runtime:
        return runtime.read(self.data)

    def kill(self, name: str) -> int:
        """The number of the process of that name (`web`, `worker-1`, …), which is dead when this returns."""
        pid = self.now().processes[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self) -> int:
        """The exit code of `canvas up`, asked to end."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


@contextlib.contextmanager
def started(
    data: Path, *arguments: str, workers: int = 1, environment: Mapping[str, str] | None = None
) -> Iterator[Started]:
    """A ready installation on `data` and a free port. `arguments` are added to `canvas up`; all is ended after."""
    port = free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "up.log"
    command = [
        sys.executable, "-P", "-m", "production_canvas", "up", "--no-open",
        "--data", str(data), "--port", str(port), "--workers", str(workers), *arguments,
    ]  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **(environment or {})}
        )
    it = Started(data, process, log)
    try:
        _wait_until_ready(it)
        yield it
    finally:
        if process.poll() is None:
            it.stop()


def _wait_until_ready(it: Started) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "\nready http" not in f"\n{it.log.read_text('utf-8', 'replace')}":
        if it.process.poll() is not None or time.monotonic() > deadline:
            raise DidNotStart("The installation", it.log, it.log.read_text("utf-8", "replace")[-2000:])
        time.sleep(0.05)
