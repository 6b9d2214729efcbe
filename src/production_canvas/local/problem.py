"""What keeps a local installation from running, as sentences with the mend in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from production_canvas.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path


class LocalProblem(Unavailable):
    """The command ends with this sentence and exit code 1."""

    code = "local"


class PortTaken(LocalProblem):
    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken by another program: choose another one, for example --port {port + 1}.")


class AlreadyRunning(LocalProblem):
    def __init__(self, data: Path, where: str) -> None:
        super().__init__(
            f"{data} is in use by an installation that runs already{where}: end that one, or take another --data."
        )


class NotRunning(LocalProblem):
    def __init__(self, data: Path) -> None:
        super().__init__(
            f"No installation runs on {data}: start it with `./canvas up`, or name its folder with --data."
        )


class DidNotStart(LocalProblem):
    def __init__(self, name: str, log: Path, said: str) -> None:
        super().__init__(f"{name} did not start: {said or 'it said nothing'} (all of it: {log}).")


class Unreachable(LocalProblem):
    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and the account it gets cannot use {folder} ({reason}): "
            "take a folder it can enter, for example --data /var/lib/canvas, or start as an ordinary user."
        )


class NoDatabase(LocalProblem):
    def __init__(self, said: str) -> None:
        super().__init__(f"The database of DATABASE_URL does not answer: {' '.join(said.split())}")
