"""What assets were before: every version but the present one, which is the row of the asset itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from production_canvas.store.assets import FILE_RECORD
from production_canvas.store.database import Database


@dataclass(frozen=True, slots=True)
class AssetVersion:
    """`file`: what it had of its file, by column; `author` and `color` are None where the account is gone."""

    asset_id: str
    version: int
    name: str
    data: dict[str, Any]
    reference_ids: list[str]
    file: dict[str, Any]
    created_by: str | None
    author: str | None
    color: str | None
    created_at: datetime


_ALL = f"""
WITH every AS (
    SELECT asset_id, version, name, data, reference_ids, file, created_by, created_at
    FROM asset_versions WHERE asset_id = ANY($1::uuid[])
    UNION ALL
    SELECT id, version, name, data, reference_ids, {FILE_RECORD}, coalesce(changed_by, created_by),
           coalesce(changed_at, created_at)
    FROM assets WHERE id = ANY($1::uuid[])
)
SELECT asset_id, version, every.name, data, reference_ids, file, created_by, u.name AS author, u.color, every.created_at
FROM every LEFT JOIN users u ON u.id = created_by
"""


async def of_asset(db: Database, asset_id: str) -> list[AssetVersion]:
    """Every version of the asset, newest first."""
    rows = await db.fetch(_ALL + "ORDER BY version DESC", [asset_id])
    return [AssetVersion(**row) for row in rows]


async def some(db: Database, wanted: Collection[tuple[str, int]]) -> list[AssetVersion]:
    """Those versions, each asked for as (asset id, version), as far as they are there."""
    rows = await db.fetch(
        _ALL + "WHERE (asset_id, version) IN (SELECT * FROM unnest($1::uuid[], $2::int[]))",
        [asset_id for asset_id, _ in wanted],
        [version for _, version in wanted],
    )
    return [AssetVersion(**row) for row in rows]
