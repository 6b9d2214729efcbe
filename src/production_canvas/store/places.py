"""Where a user left a project: the level looked into, and the view of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from production_canvas.store.database import Database


@dataclass(frozen=True, slots=True)
class Place:
    """`level` is a container's node id, None the film; `viewport` is {x, y, zoom}."""

    level: str | None
    viewport: dict[str, Any]


async def put(db: Database, project_id: str, user_id: str, place: Place) -> None:
    await db.execute(
        """
        INSERT INTO places (project_id, user_id, level, viewport) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id, user_id)
        DO UPDATE SET level = excluded.level, viewport = excluded.viewport, updated_at = now()
        """,
        project_id,
        user_id,
        place.level,
        place.viewport,
    )


async def get(db: Database, project_id: str, user_id: str) -> Place | None:
    row = await db.fetchrow(
        "SELECT level, viewport FROM places WHERE project_id = $1 AND user_id = $2", project_id, user_id
    )
    return Place(**row) if row else None
