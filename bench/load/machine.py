"""The machine's own figures of a process, and its cores: the server has the first, the load the second."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

SERVER_CORE = 0
LOAD_CORE = 1
FILES_NEEDED = 4096
_TICKS = os.sysconf("SC_CLK_TCK")
_ESTABLISHED = "01"
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """User and system time that the process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Memory of the process that is in RAM (RSS)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def is_connected(server_port: int, client_port: int) -> bool:
    """Whether the server's end of that connection on this machine is open: no end, no goodbye has begun."""
    ends = f":{server_port:04X}", f":{client_port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, remote, state = line.split()[1:4]
        if local.endswith(ends[0]) and remote.endswith(ends[1]):
            return state == _ESTABLISHED
    return False


def pin(pid: int, core: int) -> None:
    """Keeps every thread of the process on that core, where there are two."""
    if (os.cpu_count() or 1) > 1:
        _allow(pid, {core})


@contextlib.contextmanager
def on_load_core() -> Iterator[None]:
    """This process on the load's core for the block. What is started after it is free again."""
    before = os.sched_getaffinity(0)
    pin(os.getpid(), LOAD_CORE)
    try:
        yield
    finally:
        _allow(os.getpid(), before)


def _allow(pid: int, cores: set[int]) -> None:
    for task in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end while we walk.
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(int(task.name), cores)


def allow_files() -> int:
    """Lifts the limit of open files as far as this account may, for us and what we start; the limit reached."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_NEEDED if hard == resource.RLIM_INFINITY else min(hard, FILES_NEEDED)
    soft = max(resource.getrlimit(resource.RLIMIT_NOFILE)[0], wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
