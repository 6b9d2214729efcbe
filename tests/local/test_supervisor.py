"""Processes that are watched, started again, and ended with all they have started."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from production_canvas.local import runtime
from production_canvas.local.ports import claim, free_port
from production_canvas.local.problem import AlreadyRunning, NotRunning, PortTaken
from production_canvas.local.process import Process
from production_canvas.local.supervisor import Supervisor
from tests.local.test_servers import ended_within, runs

PARENT = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"


def sleeper(data: Path, *command: str) -> Process:
    return Process("sleeper", command or ("sleep", "60"), data / "sleeper.log")


def test_what_dies_is_started_again_until_it_is_released(data: Path) -> None:
    process, supervisor = sleeper(data), Supervisor()
    process.start()
    supervisor.keep(process)
    first = process.pid
    os.kill(first, signal.SIGKILL)
    assert process.wait(5)
    assert supervisor.tend() == ["sleeper"]
    assert supervisor.pids == {"sleeper": process.pid}
    assert process.pid != first

    supervisor.release("sleeper")
    process.end()
    assert supervisor.tend() == []
    assert not process.alive


def test_what_keeps_dying_gets_longer_and_longer_pauses(data: Path) -> None:
    process, supervisor = sleeper(data, "false"), Supervisor()
    process.start()
    supervisor.keep(process)
    deadline = time.monotonic() + 1.2
    while time.monotonic() < deadline:
        supervisor.tend()
        time.sleep(0.01)
    assert supervisor.deaths["sleeper"] == 3


def test_what_a_process_has_started_ends_with_it(data: Path) -> None:
    process = sleeper(data, sys.executable, "-c", PARENT)
    process.start()
    deadline = time.monotonic() + 10
    while not process.last_words() and time.monotonic() < deadline:
        time.sleep(0.02)
    child = int(process.last_words())
    assert runs(child)
    process.end()
    assert ended_within(5, child, process.pid)


def test_a_process_that_ignores_every_signal_is_killed(data: Path) -> None:
    process = Process(
        "deaf",
        (sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)"),
        data / "deaf.log",
        {**os.environ, "PYTHONUNBUFFERED": "1"},
        stop=((signal.SIGTERM, 0.2),),
    )
    process.start()
    deadline = time.monotonic() + 10
    while process.last_words() != "up" and time.monotonic() < deadline:
        time.sleep(0.02)
    process.end()
    assert not process.alive


def test_one_installation_per_data_folder(data: Path) -> None:
    data.mkdir()
    running = runtime.Runtime("http://127.0.0.1:8000", "postgresql://", "redis://", str(data), 17, {"web": 18})
    with runtime.Lock(data):
        runtime.write(data, running)
        with pytest.raises(AlreadyRunning, match=r"http://127\.0\.0\.1:8000, process 17"), runtime.Lock(data):
            pass
        assert runtime.read(data) == running
    with pytest.raises(NotRunning):
        runtime.read(data)


def test_a_busy_port_is_said_with_another_to_take() -> None:
    port = free_port()
    claim("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTaken, match=f"--port {port + 1}"):
        claim("127.0.0.1", port)
