"""Secrets of a local installation: drawn once, kept in `data/keys`, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_BYTES = 48


def key(data: Path, name: str) -> str:
    """The key of that name, 64 characters; the same at every start."""
    folder = data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(KEY_BYTES))
    return file.read_text("ascii")
