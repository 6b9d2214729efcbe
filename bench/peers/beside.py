"""The peers that are installed, each started, loaded and ended; their figures by the names of the product's rows."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.load.machine import SERVER_CORE, pin
from production_canvas.cli.options import say
from production_canvas.local.clone import clone
from production_canvas.local.node import node
from production_canvas.local.ports import free_port

FOLDER = "CANVAS_BENCH_PEERS"
HOST = "127.0.0.1"
START_LIMIT = 20.0
LOAD_LIMIT = 240.0


def measure(seconds: float, times: int) -> dict[str, dict[str, float]]:
    """By peer; nothing where none is installed."""
    given = os.environ.get(FOLDER)
    if not given:
        return {}
    folder = Path(given).resolve()
    python = folder / "venv" / "bin" / "python"
    websocket = folder / "node_modules" / "@y" / "websocket-server" / "src" / "server.js"
    servers: dict[str, Sequence[str | Path]] = {
        "y-websocket": (node(), websocket),
        "pycrdt-websocket": (python, "-m", "bench.peers.pycrdt_server"),
    }
    return {name: _measure(name, command, python, seconds, times) for name, command in servers.items()}


def _measure(name: str, command: Sequence[str | Path], python: Path, seconds: float, times: int) -> dict[str, float]:
    say(f"{name}: A, joins, C")
    with _serving(command) as (url, pid):
        done = subprocess.run(
            [python, "-m", "bench.peers.load", url, str(pid), str(seconds), str(times)],
            env=_environment(),
            stdout=subprocess.PIPE,
            timeout=LOAD_LIMIT,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@contextlib.contextmanager
def _serving(command: Sequence[str | Path]) -> Iterator[tuple[str, int]]:
    """Address and process of the server, on the server's core."""
    port = free_port()
    environment = {**_environment(), "HOST": HOST, "PORT": str(port)}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(process, port)
        pin(process.pid, SERVER_CORE)
        yield f"http://{HOST}:{port}", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    # The peers' Python knows nothing of the product: only this folder of programs is shown to it.
    return {**os.environ, "PYTHONPATH": str(clone())}


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start")
        time.sleep(0.05)
