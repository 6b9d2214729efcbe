"""Open canvases: one row per connected socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from production_canvas.store.database import Database


async def open(  # noqa: A001 - read as sessions.open
    db: Database, *, session_id: str, project_id: str, user_id: str
) -> None:
    await db.execute(
        "INSERT INTO graph_sessions (id, project_id, user_id) VALUES ($1, $2, $3)", session_id, project_id, user_id
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What a session looks at; `level` is the container it is in, None the film."""

    session_id: str
    viewport: dict[str, Any]
    selection: list[str]
    level: str | None


async def seen(db: Database, looked: Sequence[Looked]) -> None:
    """Keeps what the sessions last looked at."""
    await db.execute(
        """
        UPDATE graph_sessions s
        SET viewport = n.viewport::jsonb, selected_nodes = n.selection::jsonb, active_subflow = n.level,
            last_seen_at = now()
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n(id, viewport, selection, level)
        WHERE s.id = n.id
        """,
        [each.session_id for each in looked],
        [orjson.dumps(each.viewport).decode() for each in looked],
        [orjson.dumps(each.selection).decode() for each in looked],
        [each.level for each in looked],
    )


async def close(db: Database, session_id: str) -> None:
    await db.execute(
        "UPDATE graph_sessions SET closed_at = now(), last_seen_at = now() WHERE id = $1 AND closed_at IS NULL",
        session_id,
    )


async def close_silent(db: Database, *, older_than_seconds: float) -> int:
    """Closes what a killed process left open; the number of them."""
    status = await db.execute(
        """
        UPDATE graph_sessions SET closed_at = now()
        WHERE closed_at IS NULL AND last_seen_at < now() - make_interval(secs => $1)
        """,
        float(older_than_seconds),
    )
    return int(status.rsplit(" ", 1)[1])
