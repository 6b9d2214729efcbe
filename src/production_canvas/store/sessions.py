"""Open canvases: one row per connected socket."""

from __future__ import annotations

from typing import Any

from production_canvas.store.database import Database


async def open(  # noqa: A001 - read as sessions.open
    db: Database, *, session_id: str, project_id: str, user_id: str
) -> None:
    await db.execute(
        "INSERT INTO graph_sessions (id, project_id, user_id) VALUES ($1, $2, $3)", session_id, project_id, user_id
    )


async def seen(
    db: Database, *, session_id: str, viewport: dict[str, Any], selected_nodes: list[str], active_subflow: str | None
) -> None:
    """Keeps what the session last looked at."""
    await db.execute(
        """
        UPDATE graph_sessions
        SET viewport = $2, selected_nodes = $3, active_subflow = $4, last_seen_at = now()
        WHERE id = $1
        """,
        session_id,
        viewport,
        selected_nodes,
        active_subflow,
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
