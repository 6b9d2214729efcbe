"""From a bare Python to the product's own environment, then into the product.

Runs as a script of the system's Python, so it uses the standard library alone and imports nothing of the package.
`.canvas-env/` in the clone holds the environment and a stamp of what is in it; a start that finds the stamp true
does nothing but hand over.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLONE = Path(__file__).resolve().parents[3]
FOLDER = CLONE / ".canvas-env"
DEVELOPMENT = frozenset({"test", "check", "fix", "schema", "bench"})
AUTHORITIES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/cert.pem"),
)


class Refused(Exception):
    """A sentence that says what is missing and how to mend it."""


def main(arguments: Sequence[str]) -> NoReturn:
    """Never returns: becomes `python -m production_canvas` with the same arguments."""
    wanted = "dev" if arguments and arguments[0] in DEVELOPMENT else "local"
    try:
        prepare(FOLDER, CLONE / "requirements", wanted)
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    python = str(FOLDER / "venv" / "bin" / "python")
    os.environ.update(certificates(os.environ))
    os.execv(python, [python, "-P", "-m", "production_canvas", *arguments])  # noqa: S606 - no shell is wanted


def prepare(folder: Path, requirements: Path, wanted: str) -> None:
    """An environment in `folder` that holds the packages of `wanted`.lock. Two that start at once take turns."""
    if _fitting(folder, requirements, wanted):
        return
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made ({error.strerror}): put the clone where you may write.") from error
    with _turn(folder):
        if _fitting(folder, requirements, wanted):
            return
        stamp = _stamp(folder)
        if stamp.get("set") == "dev":
            wanted = "dev"
        if stamp.get("python") != _interpreter(folder) or not (folder / "venv" / "bin" / "uv").exists():
            _make(folder, requirements)
        _say("packages by their locked hashes")
        _run(
            [
                folder / "venv" / "bin" / "uv",
                "pip",
                "sync",
                "--quiet",
                "--require-hashes",
                "--python",
                folder / "venv" / "bin" / "python",
                requirements / f"{wanted}.lock",
                requirements / "bootstrap.lock",
            ],
            index(folder),
        )
        _link_source(folder, requirements.parent / "src")
        stamp = {"set": wanted, "hash": locked(requirements, wanted), "python": _interpreter(folder)}
        (folder / "stamp.json").write_text(json.dumps(stamp), encoding="utf-8")


def locked(requirements: Path, wanted: str) -> str:
    """Fingerprint of everything that decides what the environment holds."""
    digest = hashlib.sha256()
    for name in ("bootstrap", wanted):
        digest.update((requirements / f"{name}.lock").read_bytes())
    return digest.hexdigest()


def certificates(environment: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Variables that make pip, uv and Node trust the authorities this machine trusts; what is set stays."""
    trusted = environment.get("SSL_CERT_FILE") or next((str(file) for file in AUTHORITIES if file.exists()), "")
    if not trusted:
        return {}
    wanted = {"SSL_CERT_FILE": trusted, "NODE_EXTRA_CA_CERTS": trusted}
    return {name: value for name, value in wanted.items() if not environment.get(name)}


def index(folder: Path) -> dict[str, str]:
    """The package index that pip is set up for, told to uv, which does not read pip's settings."""
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return {}
    listed = subprocess.run(
        [folder / "venv" / "bin" / "python", "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        if name.endswith(".index-url"):
            return {"UV_DEFAULT_INDEX": value.strip("'\"")}
    return {}


def _fitting(folder: Path, requirements: Path, wanted: str) -> bool:
    stamp = _stamp(folder)
    holds = stamp.get("set")
    if holds not in ("dev", wanted):
        return False
    return stamp.get("hash") == locked(requirements, holds) and stamp.get("python") == _interpreter(folder)


def _stamp(folder: Path) -> dict[str, Any]:
    try:
        stamp: dict[str, Any] = json.loads((folder / "stamp.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return stamp


def _interpreter(folder: Path) -> str:
    """Version and place: an environment made elsewhere, or by another Python, is made again."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {Path(sys.base_prefix)} {folder}"


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another start that is preparing this clone")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path, requirements: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused(
            "This Python comes without venv: install it (Debian and Ubuntu: apt install python3-venv) "
            "and run ./canvas again."
        )
    _say("a Python environment in .canvas-env (first start only)")
    shutil.rmtree(folder / "venv", ignore_errors=True)
    _run([sys.executable, "-m", "venv", folder / "venv"], {})
    python, lock = str(folder / "venv" / "bin" / "python"), str(requirements / "bootstrap.lock")
    _run([python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes", "-r", lock], {})


def _link_source(folder: Path, source: Path) -> None:
    """Makes the clone's own source importable in the environment, edits included."""
    for packages in (folder / "venv" / "lib").glob("python3*/site-packages"):
        (packages / "production_canvas.pth").write_text(f"{source}\n", encoding="utf-8")


def _run(command: Sequence[Path | str], variables: dict[str, str]) -> None:
    environment = {**os.environ, **certificates(os.environ), **variables}
    try:
        done = subprocess.run(
            [str(word) for word in command], env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Refused(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode:
        said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise Refused(_mend(said))


def _mend(said: list[str]) -> str:
    whole = " ".join(said).lower()
    if "ensurepip" in whole:
        return (
            "This Python comes without venv: install it (Debian and Ubuntu: apt install python3-venv) "
            "and run ./canvas again."
        )
    last = said[-1] if said else "no word of why"
    if "no space left" in whole:
        return f"The disk is full: free about 2 GB and run ./canvas again ({last})."
    if any(sign in whole for sign in ("certificate", "ssl error")):
        return (
            "The package index shows a certificate this machine does not trust: set SSL_CERT_FILE and PIP_CERT "
            f"to your authorities' file and run ./canvas again ({last})."
        )
    if any(sign in whole for sign in ("resolve", "connect", "timed out", "no matching distribution", "dns", "network")):
        return (
            "The packages could not be fetched: connect this machine to the network, or point pip at a package index "
            f"it reaches (pip config set global.index-url …), and run ./canvas again ({last})."
        )
    return f"Preparing the environment failed: {' '.join(said[-3:]) or last}"


def _say(step: str) -> None:
    print(f"preparing: {step}", file=sys.stderr, flush=True)  # noqa: T201 - nothing but print is there yet


if __name__ == "__main__":
    main(sys.argv[1:])
