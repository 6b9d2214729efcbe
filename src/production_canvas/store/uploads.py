"""Files that are on their way: what has arrived, in parts, and who opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from production_canvas.store.database import Database, only_row

_COLUMNS = "id, project_id, user_id, name, bytes, received, asset_id, attempt, touched_at, folder_id, replaces"


@dataclass(frozen=True, slots=True)
class Upload:
    """`received` of `bytes` have arrived; `asset_id`: the asset that it becomes, once all have, or whose new file it is
    (`replaces`). `folder_id`: where a new asset stands.
    """

    id: str
    project_id: str | None
    user_id: str
    name: str
    bytes: int
    received: int
    asset_id: str | None
    attempt: int
    touched_at: datetime
    folder_id: str | None
    replaces: str | None

    @property
    def whole(self) -> bool:
        return self.received == self.bytes


async def insert(
    db: Database,
    *,
    upload_id: str,
    project_id: str | None,
    user_id: str,
    name: str,
    size: int,
    folder_id: str | None,
    replaces: str | None,
) -> Upload:
    row = await only_row(
        db,
        f"""
        INSERT INTO uploads (id, project_id, user_id, name, bytes, folder_id, replaces)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {_COLUMNS}
        """,
        upload_id,
        project_id,
        user_id,
        name,
        size,
        folder_id,
        replaces,
    )
    return Upload(**row)


async def lock(db: Database, project_id: str | None, user_id: str) -> None:
    """Lets one at a time announce a file for the library, and the person one at a time, until the transaction ends."""
    for what in sorted((project_id or "team", user_id)):
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('uploads ' || $1, 0))", what)


async def get(db: Database, upload_id: str) -> Upload | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM uploads WHERE id = $1", upload_id)
    return Upload(**row) if row else None


async def gone(db: Database, upload_ids: Sequence[str]) -> list[str]:
    """Those of the ids that no upload has."""
    rows = await db.fetch(
        "SELECT id FROM unnest($1::uuid[]) AS id WHERE NOT EXISTS (SELECT FROM uploads WHERE uploads.id = id.id)",
        upload_ids,
    )
    return [str(row["id"]) for row in rows]


async def taken(db: Database, project_id: str | None) -> int:
    """Bytes that a library holds and that are on their way to it."""
    return int(
        await db.fetchval(
            """
            SELECT coalesce((SELECT sum(bytes) FROM assets WHERE project_id IS NOT DISTINCT FROM $1), 0)
                 + coalesce((SELECT sum(bytes) FROM uploads WHERE project_id IS NOT DISTINCT FROM $1), 0)
            """,
            project_id,
        )
    )


async def under_way(db: Database, user_id: str) -> int:
    """How many of a person's uploads have not arrived whole."""
    return int(await db.fetchval("SELECT count(*) FROM uploads WHERE user_id = $1 AND received < bytes", user_id))


async def append(db: Database, upload_id: str, *, start: int, size: int, part: str) -> Upload | None:
    """The upload with the part that begins at `start`; None where something else has arrived there meanwhile."""
    row = await db.fetchrow(
        f"""
        WITH moved AS (
            UPDATE uploads SET received = received + $3, touched_at = now()
            WHERE id = $1 AND received = $2 AND received + $3 <= bytes
            RETURNING {_COLUMNS}
        ), kept AS (
            INSERT INTO upload_parts (upload_id, start, bytes, object) SELECT id, $2, $3, $4 FROM moved
        )
        SELECT * FROM moved
        """,
        upload_id,
        start,
        size,
        part,
    )
    return Upload(**row) if row else None


async def becomes(db: Database, upload_id: str, asset_id: str) -> None:
    await db.execute("UPDATE uploads SET asset_id = $2 WHERE id = $1", upload_id, asset_id)


async def parts(db: Database, upload_id: str) -> list[str]:
    """Names of its parts in their order."""
    rows = await db.fetch("SELECT object FROM upload_parts WHERE upload_id = $1 ORDER BY start", upload_id)
    return [row["object"] for row in rows]


async def count_parts(db: Database, upload_id: str) -> int:
    return int(await db.fetchval("SELECT count(*) FROM upload_parts WHERE upload_id = $1", upload_id))


async def remove(db: Database, upload_id: str) -> None:
    await db.execute("DELETE FROM uploads WHERE id = $1", upload_id)


async def claim(db: Database, upload_id: str, lease: str, *, seconds: float) -> Upload | None:
    """The upload, which is this worker's for so long; None where it is another's, not whole, or gone."""
    row = await db.fetchrow(
        f"""
        UPDATE uploads SET lease = $2, lease_until = now() + make_interval(secs => $3), attempt = attempt + 1
        WHERE id = $1 AND received = bytes AND (lease_until IS NULL OR lease_until < now())
        RETURNING {_COLUMNS}
        """,
        upload_id,
        lease,
        seconds,
    )
    return Upload(**row) if row else None


async def hold(db: Database, upload_id: str, lease: str, *, seconds: float) -> bool:
    """Whether it is still this worker's; then for so long again."""
    done = await db.execute(
        "UPDATE uploads SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND lease = $2",
        upload_id,
        lease,
        seconds,
    )
    return bool(done == "UPDATE 1")


async def put_back(db: Database, upload_id: str, lease: str, *, seconds: float) -> None:
    """What this worker began is begun anew in so long, by whoever comes, as if it had not been tried."""
    await db.execute(
        """
        UPDATE uploads SET lease_until = now() + make_interval(secs => $3), attempt = attempt - 1
        WHERE id = $1 AND lease = $2
        """,
        upload_id,
        lease,
        seconds,
    )


async def end(db: Database, upload_id: str, lease: str) -> bool:
    """Takes the upload away, where it is this worker's."""
    return bool(await db.execute("DELETE FROM uploads WHERE id = $1 AND lease = $2", upload_id, lease) == "DELETE 1")


async def waiting(db: Database, *, older_than_seconds: float) -> list[str]:
    """Ids of those that have arrived whole and nobody opens."""
    rows = await db.fetch(
        """
        SELECT id FROM uploads
        WHERE received = bytes AND (lease_until < now()
           OR (lease_until IS NULL AND touched_at < now() - make_interval(secs => $1)))
        ORDER BY touched_at LIMIT 100
        """,
        older_than_seconds,
    )
    return [row["id"] for row in rows]


async def abandoned(db: Database, *, older_than_seconds: float) -> list[str]:
    """Ids of those to which nothing has been added for so long."""
    rows = await db.fetch(
        """
        SELECT id FROM uploads WHERE received < bytes AND touched_at < now() - make_interval(secs => $1)
        ORDER BY touched_at LIMIT 100
        """,
        older_than_seconds,
    )
    return [row["id"] for row in rows]
