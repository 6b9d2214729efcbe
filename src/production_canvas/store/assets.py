"""Assets: characters, styles, environments, and every file by its content hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from production_canvas.store.database import Database, only_row

Kind = Literal["character", "style", "environment", "video", "image", "audio", "script"]

Status = Literal["processing", "ready", "failed"]

_COLUMNS = """
    id, project_id, kind, name, data, object_hash, poster_hash, mime, bytes, created_by, created_at, updated_at,
    status, problem, facts, source_hash, thumb_hash, proxy_hash, waveform_hash
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """`object_hash` and `poster_hash` are the SHA-256 (hex) of its file and of its still picture, `source_hash` that of
    the file as somebody brought it, the others those of what was made of it. `facts`: what the file was found to be.
    """

    id: str
    project_id: str | None
    kind: Kind
    name: str
    data: dict[str, Any]
    object_hash: str | None
    poster_hash: str | None
    mime: str | None
    bytes: int | None
    created_by: str | None
    created_at: datetime
    updated_at: datetime
    status: Status
    problem: str | None
    facts: dict[str, Any] | None
    source_hash: str | None
    thumb_hash: str | None
    proxy_hash: str | None
    waveform_hash: str | None


async def insert(
    db: Database,
    *,
    asset_id: str,
    project_id: str | None,
    kind: Kind,
    name: str,
    data: dict[str, Any] | None = None,
    object_hash: str | None = None,
    poster_hash: str | None = None,
    mime: str | None = None,
    size: int | None = None,
    created_by: str | None = None,
) -> Asset:
    """The new asset; `size` is its file's in bytes."""
    row = await only_row(
        db,
        f"""
        INSERT INTO assets (id, project_id, kind, name, data, object_hash, poster_hash, mime, bytes, created_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING {_COLUMNS}
        """,
        asset_id,
        project_id,
        kind,
        name,
        data or {},
        object_hash,
        poster_hash,
        mime,
        size,
        created_by,
    )
    return Asset(**row)


async def insert_many(
    db: Database, project_id: str, user_id: str, rows: Sequence[tuple[str, Kind, str, dict[str, Any]]]
) -> None:
    """Adds assets without files, each as (id, kind, name, data), in one statement."""
    await db.execute(
        """
        INSERT INTO assets (id, project_id, kind, name, data, created_by)
        SELECT r.id, $1, r.kind, r.name, r.data, $2
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[]) AS r (id, kind, name, data)
        """,
        project_id,
        user_id,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        [row[3] for row in rows],
    )


async def get(db: Database, asset_id: str) -> Asset | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM assets WHERE id = $1", asset_id)
    return Asset(**row) if row else None


async def of_project(db: Database, project_id: str) -> list[Asset]:
    """The project's characters, styles, environments and brought-in media by name; takes' clips are not among them."""
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM assets a
        WHERE project_id = $1 AND NOT EXISTS (SELECT FROM takes t WHERE t.asset_id = a.id)
        ORDER BY lower(name), id
        """,
        project_id,
    )
    return [Asset(**row) for row in rows]


async def change(
    db: Database, project_id: str, asset_id: str, *, name: str | None, data: dict[str, Any] | None
) -> Asset | None:
    """The asset with that name (None: as it was) and `data` merged over its own by top-level key."""
    row = await db.fetchrow(
        f"""
        UPDATE assets SET name = coalesce($3, name), data = data || coalesce($4, '{{}}'::jsonb), updated_at = now()
        WHERE id = $1 AND project_id = $2
        RETURNING {_COLUMNS}
        """,
        asset_id,
        project_id,
        name,
        data,
    )
    return Asset(**row) if row else None
