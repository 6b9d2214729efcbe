"""Assets: characters, styles, environments, and every file by its content hash."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from production_canvas.store import asset_looks
from production_canvas.store.database import Database, only_row
from production_canvas.store.searching import search_text

Kind = Literal["character", "style", "environment", "video", "image", "audio", "script"]

Status = Literal["processing", "ready", "failed"]

FILE = (
    "object_hash", "poster_hash", "mime", "bytes", "status", "problem", "facts", "source_hash", "thumb_hash",
    "proxy_hash", "waveform_hash",
)  # fmt: skip
"""What an asset has of its file."""
FILE_RECORD = "jsonb_build_object(" + ", ".join(f"'{key}', {key}" for key in FILE) + ")"
LATER = "updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')"
COLUMNS = f"""
    id, project_id, kind, name, data, created_by, created_at, updated_at, {", ".join(FILE)}, folder_id, tags, version,
    archived, reference_ids, coalesce(changed_by, created_by) AS changed_by,
    coalesce(changed_at, created_at) AS changed_at,
    (SELECT portrait.thumb_hash FROM assets portrait WHERE portrait.id = assets.reference_ids[1]) AS portrait_hash
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """`object_hash` and `poster_hash` are the SHA-256 (hex) of its file and of its still picture, `source_hash` that of
    the file as somebody brought it, the others those of what was made of it, `portrait_hash` the small picture of its
    first reference. `facts`: what the file was found to be. `changed_at` and `changed_by`: when and by whom its present
    version was made; `updated_at` counts every change of the row.
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
    folder_id: str | None
    tags: list[str]
    version: int
    archived: bool
    reference_ids: list[str]
    changed_by: str | None
    changed_at: datetime
    portrait_hash: str | None


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
    folder_id: str | None = None,
    tags: Sequence[str] = (),
    reference_ids: Sequence[str] = (),
) -> Asset:
    """The new asset; `size` is its file's in bytes."""
    row = await only_row(
        db,
        f"""
        INSERT INTO assets (id, project_id, kind, name, data, object_hash, poster_hash, mime, bytes, created_by,
                            folder_id, tags, reference_ids, search)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        RETURNING {COLUMNS}
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
        folder_id,
        list(tags),
        list(reference_ids),
        search_text(name, tags, data or {}),
    )
    return Asset(**row)


async def insert_many(
    db: Database, project_id: str, user_id: str, rows: Sequence[tuple[str, Kind, str, dict[str, Any]]]
) -> None:
    """Adds assets without files, each as (id, kind, name, data), in one statement."""
    await db.execute(
        """
        INSERT INTO assets (id, project_id, kind, name, data, created_by, search)
        SELECT r.id, $1, r.kind, r.name, r.data, $2, r.search
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::text[]) AS r (id, kind, name, data, search)
        """,
        project_id,
        user_id,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        [row[3] for row in rows],
        [search_text(row[2], (), row[3]) for row in rows],
    )


async def get(db: Database, asset_id: str) -> Asset | None:
    row = await db.fetchrow(f"SELECT {COLUMNS} FROM assets WHERE id = $1", asset_id)
    return Asset(**row) if row else None


async def of_project(db: Database, project_id: str) -> list[Asset]:
    """The project's characters, styles, environments and brought-in media by name; takes' clips are not among them."""
    rows = await db.fetch(
        f"""
        SELECT {COLUMNS} FROM assets
        WHERE project_id = $1 AND NOT EXISTS (SELECT FROM takes t WHERE t.asset_id = assets.id)
        ORDER BY lower(name), id
        """,
        project_id,
    )
    return [Asset(**row) for row in rows]


async def many(db: Database, asset_ids: Collection[str], project_id: str | None) -> list[Asset]:
    """Those of the assets that the project sees: its own and the team's; of None the team's alone."""
    rows = await db.fetch(
        f"""
        SELECT {COLUMNS} FROM assets
        WHERE id = ANY($1::uuid[]) AND (project_id = $2 OR project_id IS NULL)
        """,
        list(asset_ids),
        project_id,
    )
    return [Asset(**row) for row in rows]


async def referring(db: Database, asset_id: str) -> list[Asset]:
    """The assets that have this one among their pictures."""
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM assets WHERE reference_ids @> ARRAY[$1::uuid] AND reference_ids <> '{{}}'", asset_id
    )
    return [Asset(**row) for row in rows]


async def made_of(db: Database, asset_id: str, project_id: str | None, *, everywhere: bool = False) -> list[str]:
    """The assets that have this one among their pictures, their examples, or as their depth map: those that the project
    sees, or of every project.
    """
    rows = await db.fetch(
        """
        SELECT id FROM assets
        WHERE ($3 OR project_id = $2 OR project_id IS NULL)
            AND ((reference_ids <> '{}' AND reference_ids @> ARRAY[$1::uuid])
                 OR data -> 'examples' ? $1::text OR data ->> 'depth_map' = $1::text)
        """,
        asset_id,
        project_id,
        everywhere,
    )
    return [row["id"] for row in rows]


async def lock(db: Database, asset_id: str, project_id: str | None) -> Asset | None:
    """The asset as the project sees it, held until the transaction ends."""
    row = await db.fetchrow(
        f"SELECT {COLUMNS} FROM assets WHERE id = $1 AND (project_id = $2 OR project_id IS NULL) FOR UPDATE",
        asset_id,
        project_id,
    )
    return Asset(**row) if row else None


async def keep_version(db: Database, asset_id: str, user_id: str) -> None:
    """Keeps the asset as it is as a version; what is written next is a new one, by that user, and the shots made with
    it are to be looked at.

    Needs a transaction that holds the row.
    """
    await db.execute(
        f"""
        INSERT INTO asset_versions (asset_id, version, name, data, reference_ids, file, created_by, created_at)
        SELECT id, version, name, data, reference_ids, {FILE_RECORD},
               coalesce(changed_by, created_by), coalesce(changed_at, created_at)
        FROM assets WHERE id = $1
        """,
        asset_id,
    )
    await db.execute(
        "UPDATE assets SET version = version + 1, changed_by = $2, changed_at = now() WHERE id = $1", asset_id, user_id
    )
    await asset_looks.want(db, asset_id)


_WRITTEN = ("project_id", "name", "data", "folder_id", "tags", "archived", "reference_ids", *FILE)


async def write(db: Database, asset: Asset) -> Asset:
    """The asset as it is written over the row of its id; version and author stay those of the row.

    Needs a transaction that holds the row.
    """
    row = await only_row(
        db,
        f"""
        UPDATE assets SET {", ".join(f"{key} = ${at}" for at, key in enumerate(_WRITTEN, start=3))}, search = $2,
            {LATER}
        WHERE id = $1
        RETURNING {COLUMNS}
        """,
        asset.id,
        search_text(asset.name, asset.tags, asset.data),
        *(getattr(asset, key) for key in _WRITTEN),
    )
    return Asset(**row)


async def await_file(db: Database, asset_id: str) -> None:
    """Its file has arrived and is being opened; what it had until now stays."""
    await db.execute(f"UPDATE assets SET status = 'processing', problem = NULL, {LATER} WHERE id = $1", asset_id)


async def keep_file(db: Database, asset_id: str, problem: str | None = None) -> None:
    """Its file stays the one that it has, if any; `problem`: why the new one was not taken."""
    await db.execute(
        f"""
        UPDATE assets SET status = CASE WHEN object_hash IS NULL THEN 'failed' ELSE 'ready' END, problem = $2, {LATER}
        WHERE id = $1
        """,
        asset_id,
        problem,
    )


async def is_take(db: Database, asset_id: str) -> bool:
    """Whether it is the clip of a take."""
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM takes WHERE asset_id = $1)", asset_id))


async def lock_file(db: Database, project_id: str | None, source_hash: str) -> None:
    """Lets one at a time bring this very file into the library, until the transaction ends."""
    await db.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('file ' || coalesce($1, 'team') || $2, 0))",
        project_id,
        source_hash,
    )


async def alike(db: Database, project_id: str | None, source_hash: str, but: str) -> str | None:
    """The id of another ready asset of the library that was brought as the very same file."""
    found = await db.fetchval(
        """
        SELECT id FROM assets
        WHERE project_id IS NOT DISTINCT FROM $1 AND source_hash = $2 AND status = 'ready' AND id <> $3 AND NOT archived
        ORDER BY id LIMIT 1
        """,
        project_id,
        source_hash,
        but,
    )
    return str(found) if found else None


async def give_file(
    db: Database,
    asset_id: str,
    *,
    kind: Kind,
    mime: str,
    size: int,
    facts: dict[str, Any],
    source_hash: str,
    hashes: Mapping[str, str],
) -> None:
    """The asset has a file now; `hashes` by name: `file`, `thumb`, `proxy`, `waveform`."""
    await db.execute(
        f"""
        UPDATE assets SET status = 'ready', problem = NULL, kind = $2, mime = $3, bytes = $4, facts = $5,
            source_hash = $6, object_hash = $7, thumb_hash = $8, proxy_hash = $9, waveform_hash = $10,
            {LATER}
        WHERE id = $1
        """,
        asset_id,
        kind,
        mime,
        size,
        facts,
        source_hash,
        hashes["file"],
        hashes.get("thumb"),
        hashes.get("proxy"),
        hashes.get("waveform"),
    )


async def refuse_file(db: Database, asset_id: str, problem: str) -> None:
    """The asset has no file, for a reason that people are told."""
    await db.execute(
        f"""
        UPDATE assets SET status = 'failed', problem = $2,
            {LATER}
        WHERE id = $1
        """,
        asset_id,
        problem,
    )


async def remove(db: Database, asset_id: str) -> None:
    await db.execute("DELETE FROM assets WHERE id = $1", asset_id)
