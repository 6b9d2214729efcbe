"""What a process may use that opens files of strangers, and that it ends with who waits for it."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys

MEMORY = 6 * 1024**3
WRITES = 8 * 1024**3
PR_SET_PDEATHSIG = 1


def limit(seconds: int) -> None:
    """Ends this process after so many seconds of computing, and refuses it more memory than a decoder needs."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(what, (most, most))


def end_with_parent() -> None:
    """From now on this process ends when the worker that waits for it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
