"""Folders that the servers' own account can enter: pytest's are closed to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def box() -> Iterator[Path]:
    """A data folder to be, in a folder of its own; gone afterwards, with what its servers kept elsewhere."""
    folder = Path(tempfile.mkdtemp(prefix="canvas-test-"))
    folder.chmod(0o755)
    servers = folder / "data" / "servers"
    try:
        yield folder / "data"
    finally:
        if servers.is_symlink():
            shutil.rmtree(servers.resolve())
        shutil.rmtree(folder)


@pytest.fixture(scope="session", autouse=True)
def embedded() -> Iterator[None]:
    """These tests are about the servers of our own, also where others are given for the rest."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        environment.delenv("BROKER_URL", raising=False)
        yield


@pytest.fixture
def data() -> Iterator[Path]:
    with box() as folder:
        yield folder


@pytest.fixture
def as_root() -> bool:
    return os.geteuid() == 0
