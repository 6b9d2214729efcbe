"""One program that belongs to an installation: started in a session of its own, bound to our life, ended for sure."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from production_canvas.local.places import Account

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10 * 1024 * 1024
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(slots=True)
class Process:
    """`stop`: signals sent one after the other, each with its seconds; after the last the whole group is killed.

    `death_signal` reaches the program when we die without a word. The kernel binds it to the thread that starts the
    program, so start from the main thread.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] | None = None
    stop: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 10.0),)
    death_signal: signal.Signals = signal.SIGTERM
    account: Account | None = None
    started_at: float = 0.0
    _asked: bool = field(default=False, repr=False)
    _popen: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """0 before the first start."""
        return self._popen.pid if self._popen else 0

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Starts it, or starts it again after what was left of it is gone."""
        self.kill()
        _turn_log(self.log)
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                [str(word) for word in self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment) if self.environment is not None else None,
                cwd="/",
                start_new_session=True,
                # It runs after the change of user: an earlier setting would be lost by that change.
                preexec_fn=_bound_to_us(self.death_signal, os.getpid()),
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
        self._asked = False
        self.started_at = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        if self._popen is not None and self.alive:
            self._popen.send_signal(number)

    def ask(self) -> None:
        """Sends the first of the stop signals and does not wait."""
        self._asked = True
        self.signal(self.stop[0][0])

    def end(self) -> None:
        """It and its children are gone when this returns."""
        if not self._asked:
            self.ask()
        for place, (number, seconds) in enumerate(self.stop):
            if place:
                self.signal(number)
            if self.wait(seconds):
                break
        self.kill()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within `seconds`."""
        if self._popen is None:
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
        return not self.alive

    def kill(self) -> None:
        """Kills what is left of its group, children of a program that died included."""
        if self._popen is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def last_words(self) -> str:
        """The last line of its log that says something."""
        try:
            lines = self.log.read_text("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _bound_to_us(number: signal.Signals, parent: int) -> Callable[[], None] | None:
    if _libc is None:
        return None
    prctl, getppid, leave = _libc.prctl, os.getppid, os._exit

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(number))
        if getppid() != parent:
            leave(1)

    return bind


def _turn_log(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


def wait_for_end(pid_file: Path, mark: str, seconds: float) -> None:
    """Returns once the program that wrote `pid_file` has ended, or after `seconds`.

    `mark` stands in that program's command line: a number that another program got meanwhile does not count.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            pid = int(pid_file.read_text("ascii").split()[0])
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if mark.encode() not in line:
            return
        time.sleep(0.05)
