"""Where the servers' files live, and the account that may use them.

PostgreSQL refuses to run as root. Then the servers run as `nobody`, who must be able to enter their folders and to
read their programs: what lies behind closed doors (a clone in /root, an environment under a 0700 home) is mended by
keeping the servers' files, or a copy of their programs, in a place `nobody` can enter.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from production_canvas.local.problem import Unreachable

SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET = ".s.PGSQL.5432"
OPEN_PLACE = Path("/var/lib/production-canvas")


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


def account() -> Account | None:
    """Whom the servers run as; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def reaches(who: Account | None, path: Path) -> bool:
    """Whether `who` can enter every folder on the way to `path` and read it."""
    if who is None:
        return True
    real = path.resolve()
    readable = 0o5 if real.is_dir() else 0o4
    return _allows(who, real, readable) and all(_allows(who, folder, 0o1) for folder in real.parents)


def _allows(who: Account, path: Path, bits: int) -> bool:
    found = path.stat()
    shift = 6 if found.st_uid == who.uid else 3 if found.st_gid == who.gid else 0
    return (found.st_mode >> shift) & bits == bits


def data_folder(data: Path, who: Account | None) -> Path:
    """`data`, made where it is not there, so that `who` can pass through it."""
    if not data.exists():
        data.mkdir(parents=True)
        if who:
            data.chmod(0o711)
    return data.resolve()


def servers_folder(data: Path, who: Account | None) -> Path:
    """The folder of the servers' own files: `data/servers`, or where that link leads when `who` cannot get there."""
    folder = data / "servers"
    if folder.exists():
        return folder.resolve()
    if who is None or all(_allows(who, parent, 0o1) for parent in (data.resolve(), *data.resolve().parents)):
        return _open_folder(folder)
    try:
        OPEN_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
        elsewhere = Path(tempfile.mkdtemp(dir=OPEN_PLACE))
    except OSError as error:
        raise Unreachable(data, error.strerror or "no way in") from error
    elsewhere.chmod(0o755)
    if not reaches(who, elsewhere):
        raise Unreachable(elsewhere, "no way in")
    folder.unlink(missing_ok=True)
    folder.symlink_to(elsewhere)
    return elsewhere


def own_folder(folder: Path, who: Account | None) -> Path:
    """`folder`, made, closed to others, owned by `who`."""
    folder.mkdir(parents=True, exist_ok=True)
    if who:
        os.chown(folder, who.uid, who.gid)
    folder.chmod(stat.S_IRWXU)
    return folder


def socket_folder(servers: Path, who: Account | None) -> Path:
    """A folder for sockets whose full path fits into the kernel's 107 bytes."""
    folder = servers / "run"
    if len(os.fsencode(folder / LONGEST_SOCKET)) <= SOCKET_PATH_LIMIT:
        return own_folder(folder, who)
    return own_folder(Path(tempfile.mkdtemp(prefix="canvas-", dir=_short_place())), who)


def _short_place() -> str:
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) < SOCKET_PATH_LIMIT // 2 else "/tmp"  # noqa: S108 - mkdtemp makes it safe


def readable_copy(folders: tuple[Path, ...], version: str, servers: Path, who: Account | None) -> Path:
    """The folder that holds `folders` side by side and that `who` can read: their own place, or a copy made once."""
    home = folders[0].parent
    if all(reaches(who, folder) for folder in folders):
        return home
    copy = servers / "programs" / version
    if copy.exists():
        return copy
    unfinished = Path(tempfile.mkdtemp(dir=_open_folder(servers / "programs")))
    for folder in folders:
        shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    unfinished.rename(copy)
    return copy


def _open_folder(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return folder
