"""What a job uses, measured on processes that really use it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from production_canvas.backends.meter import MEBIBYTE, Meter, peak
from production_canvas.protocol.queue import Resources

HELD = 96
COMPUTED = 0.4
BUSY = f"""
import time
held = b'x' * ({HELD} << 20)
print(flush=True)
began = time.process_time()
while time.process_time() < began + {COMPUTED}: pass
print(flush=True)
time.sleep(60)
"""
IDLE = "import time; print(flush=True); time.sleep(60)"


@contextmanager
def running(program: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_what_a_child_computes_and_holds_is_told_and_again_nothing_once_it_is_gone() -> None:
    meter = Meter()
    before = meter.read()
    with running(BUSY) as child:
        meter.read()
        began, worked = time.monotonic(), os.times()
        assert child.stdout is not None
        child.stdout.readline()
        told, took = meter.read(), time.monotonic() - began
        own = sum(os.times()[:2]) - sum(worked[:2])
    # However busy the machine: to a clock's tick and half a tenth of a core.
    assert told.cores * took == pytest.approx(COMPUTED + own, abs=0.1 + 0.05 * took)
    assert HELD * MEBIBYTE <= told.memory - before.memory < 2 * HELD * MEBIBYTE
    assert (told.of_cores, told.of_memory > told.memory) == (before.of_cores, True)
    time.sleep(0.2)
    after = meter.read()
    assert (after.cores < 0.5, after.memory < before.memory + HELD * MEBIBYTE / 2) == (True, True)


def test_a_child_that_waits_uses_no_core() -> None:
    with running(IDLE) as child:
        meter = Meter(child.pid)
        time.sleep(0.3)
        assert meter.read().cores < 0.2


def test_a_container_has_what_its_group_allows(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "memory.max").write_text(f"{512 * MEBIBYTE}\n")
    told = Meter(group=tmp_path).read()
    assert (told.of_cores, told.of_memory) == (0.5, 512 * MEBIBYTE)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    told = Meter(group=tmp_path).read()
    assert (told.of_cores >= 1, told.of_memory > 512 * MEBIBYTE) == (True, True)


def test_graphics_memory_is_told_where_it_can_be_measured_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = tmp_path / "nvidia-smi"
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    for answer, told in [
        (f"1, 700\n{os.getpid()}, 300\n{os.getpid()}, 20", 320 * MEBIBYTE),
        (f"1, 700\n{os.getpid()}, [N/A]", None),
        ("No devices were found", None),
    ]:
        driver.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
        driver.chmod(0o755)
        assert Meter().read().vram == told


def test_the_most_of_each_is_kept() -> None:
    one = Resources(cores=1.5, of_cores=2, memory=10, of_memory=99)
    other = Resources(cores=0.5, of_cores=2, memory=30, of_memory=99, vram=7)
    most = Resources(cores=1.5, of_cores=2, memory=30, of_memory=99, vram=7)
    assert [peak(None, one), peak(one, other), peak(other, one)] == [one, most, most]
