"""Content-addressed objects: a local folder, or any S3 store through the same interface."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as Missing
from obstore.store import LocalStore, ObjectStore, S3Store

from production_canvas.errors import NotFound, Unavailable

PIECE = 1024 * 1024
ARRIVING = "uploads"
NAME_LENGTH = 64


class StoreAway(Unavailable):
    """The object store does not answer, is full, or refuses the installation itself."""

    code = "store_away"

    def __init__(self) -> None:
        super().__init__("Files cannot be kept or read at the moment: their store does not answer.")


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (Missing, FileNotFoundError):
        raise NotFound("file") from None
    except (BaseError, OSError) as error:
        raise StoreAway from error


class FileStore:
    """Objects named by the SHA-256 (hex) of their bytes; writing one twice is writing it once. Where the store does not
    answer every method raises StoreAway.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @staticmethod
    def local(folder: Path) -> FileStore:
        """Objects in a folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return FileStore(LocalStore(folder))

    @staticmethod
    def s3(*, endpoint: str, bucket: str, region: str, access_key: str, secret_key: str) -> FileStore:
        """Objects in a bucket that is there; `endpoint` empty: Amazon's own."""
        return FileStore(
            S3Store(
                bucket,
                endpoint=endpoint or None,
                region=region,
                access_key_id=access_key,
                secret_access_key=secret_key,
                client_options={"allow_http": endpoint.startswith("http:"), "timeout": "60s"},
            )
        )

    async def put(self, content: bytes | Path) -> str:
        """The object's name. It stands whole or not at all."""
        name = _digest(content)
        # The local store writes beside and renames; S3 shows an object when it is complete.
        with _reached():
            await obstore.put_async(self._store, _place(name), content)
        return name

    async def size(self, name: str) -> int:
        """Its length in bytes. Raises NotFound."""
        with _reached():
            return int((await obstore.head_async(self._store, _place(name)))["size"])

    async def read(self, name: str) -> bytes:
        """The whole object. Raises NotFound."""
        return b"".join([piece async for piece in self.stream(name)])

    async def stream(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Its bytes from `start` up to `end` (not included), in pieces of at most 1 MiB. Raises NotFound."""
        last = await self.size(name) if end is None else end
        while start < last:
            stop = min(last, start + PIECE)
            with _reached():
                piece = await obstore.get_range_async(self._store, _place(name), start=start, end=stop)
            yield bytes(piece)
            start = stop

    # What is on its way

    async def put_part(self, upload_id: str, content: bytes) -> str:
        """The name of a part of something that has not arrived whole."""
        name = secrets.token_hex(16)
        with _reached():
            await obstore.put_async(self._store, f"{ARRIVING}/{upload_id}/{name}", content)
        return name

    async def part(self, upload_id: str, name: str, most: int | None = None) -> bytes:
        """A part, or its first bytes. Raises NotFound."""
        place = f"{ARRIVING}/{upload_id}/{name}"
        with _reached():
            if most is None:
                return bytes(await (await obstore.get_async(self._store, place)).bytes_async())
            size = int((await obstore.head_async(self._store, place))["size"])
            return bytes(await obstore.get_range_async(self._store, place, start=0, end=min(most, size)))

    async def drop_part(self, upload_id: str, name: str) -> None:
        """Takes one part away; there may be none."""
        await self._drop([f"{ARRIVING}/{upload_id}/{name}"])

    async def drop_parts(self, upload_id: str) -> None:
        """Takes everything away that has arrived of it."""
        with _reached():
            async for found in obstore.list(self._store, prefix=f"{ARRIVING}/{upload_id}"):
                await self._drop([each["path"] for each in found])

    async def arriving(self) -> set[str]:
        """Ids of all uploads of which there may be parts."""
        with _reached():
            found = await obstore.list_with_delimiter_async(self._store, prefix=ARRIVING)
        return {each.rpartition("/")[2] for each in found["common_prefixes"]}

    async def _drop(self, places: list[str]) -> None:
        for place in places:
            with suppress(NotFound), _reached():
                await obstore.delete_async(self._store, place)


def _place(name: str) -> str:
    if len(name) != NAME_LENGTH or not set(name) <= set("0123456789abcdef"):
        raise NotFound("file")
    return f"{name[:2]}/{name}"


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
