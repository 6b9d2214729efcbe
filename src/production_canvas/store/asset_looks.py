"""Assets that have changed, and whose shots have still to be looked at: what a process that ends leaves to the next."""

from __future__ import annotations

from production_canvas.store.database import Database


async def want(db: Database, asset_id: str) -> None:
    """The shots made with the asset, as it stands, are to be looked at. Needs the transaction of the change."""
    await db.execute(
        """
        INSERT INTO asset_looks (asset_id, version) SELECT id, version FROM assets WHERE id = $1
        ON CONFLICT (asset_id) DO UPDATE SET version = excluded.version, asked_at = now(), taken_at = NULL
        """,
        asset_id,
    )


async def take(db: Database, *, silent_seconds: float) -> tuple[str, int] | None:
    """The asset that has waited longest, and its version: the caller's, as long as it gives a sign of life; None where
    none waits.
    """
    row = await db.fetchrow(
        """
        UPDATE asset_looks SET taken_at = now() WHERE asset_id = (
            SELECT asset_id FROM asset_looks
            WHERE taken_at IS NULL OR taken_at < now() - make_interval(secs => $1)
            ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
        ) RETURNING asset_id, version
        """,
        silent_seconds,
    )
    return (row["asset_id"], row["version"]) if row else None


async def live(db: Database, asset_id: str, version: int) -> None:
    """Who has taken it is still at it."""
    await db.execute("UPDATE asset_looks SET taken_at = now() WHERE asset_id = $1 AND version = $2", asset_id, version)


async def done(db: Database, asset_id: str, version: int) -> None:
    """It has been looked at, as it was at that version."""
    await db.execute("DELETE FROM asset_looks WHERE asset_id = $1 AND version = $2", asset_id, version)
