"""The pool of connections, and what a row's values look like in Python."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
import orjson
from asyncpg.pool import PoolConnectionProxy
from uuid_utils.compat import uuid7

# Quoted: at run time asyncpg's classes take no parameters.
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Database: TypeAlias = "Pool | Connection"

# What a database that is away, ending or starting answers with. The third is raised where a line breaks amid an answer.
SILENT = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def new_id() -> str:
    """A UUIDv7 as text: sorts by the moment it was made."""
    return str(uuid7())


def is_id(text: str) -> bool:
    """Whether `text` can be asked for as an id at all: 36 characters of a uuid."""
    return _UUID.fullmatch(text) is not None


def plain_url(url: str) -> str:
    """`url` without a driver's name in its scheme: `postgresql+asyncpg://…` becomes `postgresql://…`."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)


async def prepare(connection: Connection) -> None:
    """Teaches one connection that jsonb is plain Python data and that a uuid is text."""
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_dumps, decoder=orjson.loads, format="text")
    await connection.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str, format="text")


async def connect(url: str, *, size: int = 10) -> Pool:
    """A pool of at most `size` connections, at least one of them open."""
    return await asyncpg.create_pool(
        plain_url(url), min_size=1, max_size=size, init=prepare, timeout=10, command_timeout=60
    )


@asynccontextmanager
async def transaction(db: Database) -> AsyncIterator[Connection]:
    """One connection with a transaction open: commits at the end of the block, rolls back if it raises."""
    if isinstance(db, asyncpg.Pool):
        async with db.acquire() as connection, connection.transaction():
            yield connection
    else:
        async with db.transaction():
            yield db


async def answers(db: Database, *, seconds: float = 2.0) -> bool:
    """Whether the database answers within that time."""
    try:
        async with asyncio.timeout(seconds):
            return bool(await db.fetchval("SELECT true"))
    except (*SILENT, TimeoutError):
        return False


async def only_row(db: Database, statement: str, *values: object) -> asyncpg.Record:
    """The row of a statement that always answers with one, as an INSERT … RETURNING does."""
    row = await db.fetchrow(statement, *values)
    if row is None:
        raise LookupError(statement)
    return row


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()
