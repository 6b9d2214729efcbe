"""The REST doors, one file per noun."""

from __future__ import annotations

from fastapi import APIRouter

from production_canvas.web.routes import (
    assets,
    executions,
    folders,
    health,
    history,
    node_types,
    nodes,
    projects,
    queue,
    session,
    uploads,
)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    session.router,
    projects.router,
    assets.router,
    assets.team,
    folders.router,
    folders.team,
    uploads.router,
    node_types.router,
    nodes.router,
    history.router,
    executions.router,
    queue.router,
    queue.jobs,
    queue.workers,
)
