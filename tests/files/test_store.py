"""Objects by the hash of their content: whole or absent, in any part."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import obstore
import pytest

from production_canvas.errors import NotFound
from production_canvas.files.signing import LIFE, Signer
from production_canvas.files.store import PIECE, FileStore
from tests.files.s3 import s3_store

CONTENT = bytes(range(256)) * 8192  # 2 MiB


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return FileStore.local(tmp_path / "objects")
    return s3_store(request.getfixturevalue("s3_address"))


async def part(files: FileStore, name: str, start: int, end: int | None) -> bytes:
    return b"".join([piece async for piece in files.stream(name, start, end)])


async def test_an_object_is_named_by_its_content_and_reads_back(files: FileStore, tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(CONTENT)
    name = await files.put(CONTENT)
    assert name == hashlib.sha256(CONTENT).hexdigest() == await files.put(tmp_path / "clip")
    assert await files.size(name) == len(CONTENT)
    assert await files.read(name) == CONTENT


@pytest.mark.parametrize(("start", "end"), [(0, 10), (PIECE - 3, PIECE + 5), (len(CONTENT) - 7, None), (5, 5)])
async def test_any_part_of_an_object_can_be_read(files: FileStore, start: int, end: int | None) -> None:
    name = await files.put(CONTENT)
    assert await part(files, name, start, end) == CONTENT[start:end]


async def test_a_stream_comes_in_pieces(files: FileStore) -> None:
    name = await files.put(CONTENT + b"end")
    assert [len(piece) async for piece in files.stream(name)] == [PIECE, PIECE, 3]


async def test_many_who_write_the_same_leave_one_object_and_nothing_half(files: FileStore) -> None:
    names = set(await asyncio.gather(*(files.put(CONTENT) for _ in range(8))))
    assert len(names) == 1
    kept = obstore.list(files._store)
    assert [each["size"] for found in kept for each in found] == [len(CONTENT)]


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
async def test_what_is_not_there_is_not_found(files: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        await files.size(name)
    with pytest.raises(NotFound):
        await part(files, name, 0, 4)


def test_a_link_opens_one_asset_for_its_time() -> None:
    signer = Signer("s" * 32)
    path, _, query = signer.url("asset-1", 1000.5).partition("?")
    values = dict(pair.split("=") for pair in query.split("&"))
    expires, signature = int(values["exp"]), values["sig"]
    assert (path, expires) == ("/files/asset-1", 1000 + LIFE)
    assert signer.holds("asset-1", expires, signature, 1001)
    assert not signer.holds("asset-1", expires, signature, expires)
    assert not signer.holds("asset-2", expires, signature, 1001)
    assert not signer.holds("asset-1", expires + 1, signature, 1001)
    assert not Signer("t" * 32).holds("asset-1", expires, signature, 1001)
