"""Real servers for every test that asks: one PostgreSQL and one Valkey a run, a fresh database a test."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from production_canvas.local.postgres import Postgres
from production_canvas.local.valkey import Valkey
from production_canvas.store.database import Pool, connect
from production_canvas.store.migrate import upgrade
from tests.files.s3 import s3_server

TEMPLATE = "template_canvas"
_numbers = count(1)


@dataclass(frozen=True)
class Servers:
    """`database(name)` and `broker` are urls; `folder` is theirs and goes with them."""

    postgres: Postgres
    broker: str
    folder: Path

    def database(self, name: str) -> str:
        return self.postgres.database(name)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL with a migrated template database, and Valkey, for the whole run."""
    # Not under pytest's own folder: as root the servers run as nobody, who may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="canvas-test-"))
    folder.chmod(0o755)
    postgres, valkey = Postgres(folder, durable=False), Valkey(folder)
    postgres.launch()
    try:
        valkey.start()
        postgres.wait()
        asyncio.run(_statement(postgres.url, f"CREATE DATABASE {TEMPLATE}"))
        upgrade(postgres.database(TEMPLATE))
        yield Servers(postgres, valkey.url, folder)
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def s3_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real S3 server; a bucket is there as soon as something is put into it."""
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
async def database_url(servers: Servers) -> AsyncIterator[str]:
    """A migrated, empty database of its own."""
    name = f"test_{next(_numbers)}"
    await _statement(servers.postgres.url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield servers.database(name)
    await _statement(servers.postgres.url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Pool]:
    """A pool on an empty database."""
    pool = await connect(database_url, size=8)
    yield pool
    await pool.close()


@pytest.fixture
def broker_url(servers: Servers) -> str:
    """Valkey; every test shares it."""
    return servers.broker


async def _statement(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
