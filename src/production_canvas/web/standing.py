"""What everybody who is connected may still do: asked of the database for all sockets of the process together."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from production_canvas.store import sessions
from production_canvas.store.database import SILENT
from production_canvas.store.sessions import Looked
from production_canvas.web.connections import Connection, ConnectionManager
from production_canvas.wiring import Canvas

log = structlog.get_logger()

ROLES_EVERY = 3.0
SEEN_EVERY = 10


async def keep_standing(canvas: Canvas, manager: ConnectionManager) -> None:
    """Follows everybody's role and notes where they look, until cancelled. Who has no role any more is sent away."""
    turns = 0
    while True:
        await asyncio.sleep(ROLES_EVERY)
        turns += 1
        everyone = manager.everyone()
        try:
            await _follow_roles(canvas, everyone)
            if turns % SEEN_EVERY == 0:
                await sessions.seen(canvas.db, [_looked(connection) for connection in everyone])
        except SILENT as error:
            log.warning("standing.unread", error=type(error).__name__)


async def _follow_roles(canvas: Canvas, everyone: list[Connection]) -> None:
    roles = await canvas.projects.roles({(each.project_id, each.actor.user_id) for each in everyone})
    for connection in everyone:
        role = roles.get((connection.project_id, connection.actor.user_id))
        if role is None:
            connection.expel()
        else:
            connection.actor = replace(connection.actor, role=role)


def _looked(connection: Connection) -> Looked:
    shown = connection.shows
    viewport = shown.viewport.model_dump() if shown.viewport else {}
    return Looked(connection.session_id, viewport, list(shown.selection), shown.level)
