"""Content-addressed objects: a local folder, or any S3 store through the same interface."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.exceptions import NotFoundError as Missing
from obstore.store import LocalStore, ObjectStore

from production_canvas.errors import NotFound

PIECE = 1024 * 1024
NAME_LENGTH = 64


class FileStore:
    """Objects named by the SHA-256 (hex) of their bytes; writing one twice is writing it once."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @staticmethod
    def local(folder: Path) -> FileStore:
        """Objects in a folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return FileStore(LocalStore(folder))

    async def put(self, content: bytes | Path) -> str:
        """The object's name. It stands whole or not at all."""
        name = _digest(content)
        # The local store writes beside and renames; S3 shows an object when it is complete.
        await obstore.put_async(self._store, _place(name), content)
        return name

    async def size(self, name: str) -> int:
        """Its length in bytes. Raises NotFound."""
        try:
            return int((await obstore.head_async(self._store, _place(name)))["size"])
        except (Missing, FileNotFoundError):
            raise NotFound("file") from None

    async def read(self, name: str) -> bytes:
        """The whole object. Raises NotFound."""
        return b"".join([piece async for piece in self.stream(name)])

    async def stream(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Its bytes from `start` up to `end` (not included), in pieces of at most 1 MiB. Raises NotFound."""
        last = await self.size(name) if end is None else end
        while start < last:
            stop = min(last, start + PIECE)
            try:
                piece = await obstore.get_range_async(self._store, _place(name), start=start, end=stop)
            except (Missing, FileNotFoundError):
                raise NotFound("file") from None
            yield bytes(piece)
            start = stop


def _place(name: str) -> str:
    if len(name) != NAME_LENGTH or not set(name) <= set("0123456789abcdef"):
        raise NotFound("file")
    return f"{name[:2]}/{name}"


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
