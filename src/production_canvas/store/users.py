"""Accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from production_canvas.store.database import Database

_COLUMNS = "id, email, name, color, is_owner, created_at"


@dataclass(frozen=True, slots=True)
class User:
    """`is_owner` marks the owner of the installation; `color` is `#rrggbb`."""

    id: str
    email: str
    name: str
    color: str
    is_owner: bool
    created_at: datetime


async def insert(
    db: Database, *, user_id: str, email: str, name: str, color: str, password_hash: str | None, is_owner: bool = False
) -> User | None:
    """The new account, or None where the mail address is taken (in any case of letters)."""
    row = await db.fetchrow(
        f"""
        INSERT INTO users (id, email, name, color, password_hash, is_owner)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (lower(email)) DO NOTHING
        RETURNING {_COLUMNS}
        """,
        user_id,
        email,
        name,
        color,
        password_hash,
        is_owner,
    )
    return User(**row) if row else None


async def get(db: Database, user_id: str) -> User | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE id = $1", user_id)
    return User(**row) if row else None


async def by_email(db: Database, email: str) -> User | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE lower(email) = lower($1)", email)
    return User(**row) if row else None


async def with_password(db: Database, email: str) -> tuple[User, str | None] | None:
    """The account of that mail and its password hash (None: it signs in by links only)."""
    row = await db.fetchrow(f"SELECT {_COLUMNS}, password_hash FROM users WHERE lower(email) = lower($1)", email)
    if row is None:
        return None
    values = dict(row)
    password_hash = values.pop("password_hash")
    return User(**values), password_hash


async def set_password(db: Database, user_id: str, password_hash: str) -> None:
    await db.execute("UPDATE users SET password_hash = $2 WHERE id = $1", user_id, password_hash)


async def owner(db: Database) -> User | None:
    """The first owner of the installation."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE is_owner ORDER BY created_at, id LIMIT 1")
    return User(**row) if row else None


async def everyone(db: Database) -> list[User]:
    """All accounts, oldest first."""
    return [User(**row) for row in await db.fetch(f"SELECT {_COLUMNS} FROM users ORDER BY created_at, id")]


async def colors_in_use(db: Database) -> dict[str, int]:
    """How many accounts carry each colour."""
    rows = await db.fetch("SELECT color, count(*) AS people FROM users GROUP BY color")
    return {row["color"]: row["people"] for row in rows}
