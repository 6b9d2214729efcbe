"""What the servers' account may enter and read."""

from __future__ import annotations

import os
from pathlib import Path

from production_canvas.local import places
from production_canvas.local.keys import key

STRANGER = places.Account(uid=65534, gid=65534)


def test_a_stranger_reaches_only_what_is_open_all_the_way(data: Path) -> None:
    inner = data / "closed" / "inner"
    inner.mkdir(parents=True)
    data.chmod(0o755)
    inner.parent.chmod(0o700)
    inner.chmod(0o755)
    assert places.reaches(STRANGER, data)
    assert not places.reaches(STRANGER, inner)
    assert places.reaches(None, inner)


def test_programs_behind_closed_doors_are_copied_once_with_their_libraries(data: Path) -> None:
    closed = data / "closed"
    for name in ("server", "server.libs"):
        (closed / name).mkdir(parents=True)
        (closed / name / "file").write_text(name, encoding="utf-8")
        (closed / name / "file").chmod(0o700)
    data.chmod(0o755)
    closed.chmod(0o700)
    folders = (closed / "server", closed / "server.libs")

    copy = places.readable_copy(folders, "server-1", data, STRANGER)
    (closed / "server" / "file").write_text("newer", encoding="utf-8")

    assert places.readable_copy(folders, "server-1", data, STRANGER) == copy == data / "programs" / "server-1"
    assert (copy / "server" / "file").read_text("utf-8") == "server"
    assert places.reaches(STRANGER, copy / "server.libs" / "file")
    assert os.access(copy / "server" / "file", os.X_OK)
    assert places.readable_copy(folders, "server-1", data, None) == closed


def test_a_key_is_drawn_once_and_is_its_owners_alone(data: Path) -> None:
    first = key(data, "secret")
    assert len(first) == 64
    assert key(data, "secret") == first
    assert key(data, "other") != first
    assert (data / "keys" / "secret").stat().st_mode & 0o777 == 0o600
