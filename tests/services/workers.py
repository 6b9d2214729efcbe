"""Workers as real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import production_canvas
from production_canvas.settings import Settings


def start_worker(settings: Settings, log: Path, name: str = "worker", slots: int = 1) -> subprocess.Popen[bytes]:
    """A worker with so many children, in a process group of its own."""
    command = (
        sys.executable, "-m", "celery", "-A", "production_canvas.worker.app", "worker", "-c", str(slots),
        "-n", f"{name}@%h", "-l", "warning", "--without-mingle", "--without-gossip",
    )  # fmt: skip
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(production_canvas.__file__).parents[1]),
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.broker_url,
        "CANVAS_DATA": str(settings.data),
        "CANVAS_SECRET_KEY": settings.secret_key.get_secret_value(),
        "CANVAS_LEASE": str(settings.lease),
    }
    with log.open("ab") as output:
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)


def kill_worker(process: subprocess.Popen[bytes]) -> None:
    """The worker and its children are gone, without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with one child; it is gone when the block ends."""
    process = start_worker(settings, log)
    try:
        yield process
    finally:
        kill_worker(process)
