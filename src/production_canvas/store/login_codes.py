"""One-use codes, kept as hashes: sign-in links and socket tickets."""

from __future__ import annotations

from typing import Literal

from production_canvas.store.database import Database

Kind = Literal["link", "ticket"]


async def insert(db: Database, *, code_hash: str, kind: Kind, user_id: str, seconds: float) -> None:
    """Keeps a code for `seconds`, and drops what has long expired."""
    await db.execute(
        """
        WITH expired AS (
            DELETE FROM login_codes WHERE expires_at < now() - interval '1 hour'
        )
        INSERT INTO login_codes (code_hash, kind, user_id, expires_at)
        VALUES ($1, $2, $3, now() + make_interval(secs => $4))
        """,
        code_hash,
        kind,
        user_id,
        float(seconds),
    )


async def use(db: Database, *, code_hash: str, kind: Kind) -> str | None:
    """The user whom the code signs in: once, in time, and for that kind of door only."""
    user_id: str | None = await db.fetchval(
        """
        UPDATE login_codes SET used_at = now()
        WHERE code_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > now()
        RETURNING user_id
        """,
        code_hash,
        kind,
    )
    return user_id
