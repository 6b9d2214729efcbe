"""What a process and all that it started use of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import psutil

from production_canvas.protocol.queue import Resources

GROUP = Path("/sys/fs/cgroup")
"""Where a container finds what it may use of its machine."""
MEBIBYTE = 1024**2
GRAPHICS = ("nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits")
ANSWER_LIMIT = 1.0


class Meter:
    """Of this process by default. Reading takes a few milliseconds, and where there is a graphics card a tenth of a
    second.
    """

    def __init__(self, pid: int | None = None, *, group: Path = GROUP) -> None:
        self._root = psutil.Process(pid)
        self._cores = _cores(group)
        self._memory = _memory(group)
        self._at, self._used = time.monotonic(), self._computed(self._tree())

    def read(self) -> Resources:
        """Cores are the mean since the last reading, memory is what is held at this moment."""
        tree = self._tree()
        now, used = time.monotonic(), self._computed(tree)
        # What began since has all of its time from then; of what ended since, the rest is not known.
        computed = sum(seconds - self._used.get(each, 0.0) for each, seconds in used.items())
        cores = computed / max(now - self._at, 1e-3)
        self._at, self._used = now, used
        return Resources(
            cores=round(min(cores, self._cores), 1),
            of_cores=self._cores,
            memory=sum(_held(each) for each in tree) // MEBIBYTE * MEBIBYTE,
            of_memory=self._memory,
            vram=_graphics({each.pid for each in tree}),
        )

    def _tree(self) -> Sequence[psutil.Process]:
        return [self._root, *self._root.children(recursive=True)]

    @staticmethod
    def _computed(tree: Sequence[psutil.Process]) -> dict[psutil.Process, float]:
        return {each: _seconds(each) for each in tree}


def peak(one: Resources | None, other: Resources) -> Resources:
    """The most of either."""
    if one is None:
        return other
    vram = [each for each in (one.vram, other.vram) if each is not None]
    most = {"cores": max(one.cores, other.cores), "memory": max(one.memory, other.memory)}
    return other.model_copy(update={**most, "vram": max(vram, default=None)})


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _held(process: psutil.Process) -> int:
    """Resident bytes; of what it shares with the process it was forked from its part alone, where the system tells."""
    try:
        return int(process.memory_full_info().pss if sys.platform == "linux" else process.memory_info().rss)
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _cores(group: Path) -> float:
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    quota, _, period = _limit(group / "cpu.max").partition(" ")
    return min(float(allowed), round(int(quota) / int(period), 1)) if quota.isdigit() else float(allowed)


def _memory(group: Path) -> int:
    whole, limit = int(psutil.virtual_memory().total), _limit(group / "memory.max")
    return min(whole, int(limit)) if limit.isdigit() else whole


def _limit(file: Path) -> str:
    """What the container's group says; nothing outside of one."""
    return file.read_text("ascii").strip() if file.is_file() else ""


def _graphics(pids: Collection[int]) -> int | None:
    """Bytes of graphics memory that those processes hold; None where nobody can tell."""
    if shutil.which(GRAPHICS[0]) is None:
        return None
    try:
        told = subprocess.run(GRAPHICS, capture_output=True, text=True, timeout=ANSWER_LIMIT, check=False).stdout
    except subprocess.TimeoutExpired:
        return None
    rows = (line.partition(",") for line in told.splitlines())
    # A driver that does not tell it says so in words.
    held = [int(held) for pid, _, held in rows if held.strip().isdigit() and int(pid) in pids]
    return sum(held) * MEBIBYTE if held else None
