"""Whether this process lives, whether it can serve, and what it counted."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from production_canvas.store.database import answers
from production_canvas.web.auth import canvas_of
from production_canvas.web.shell import Metrics

router = APIRouter(tags=["health"])


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """503 without the database. Without the broker people go on editing; generation and other processes wait."""
    canvas = canvas_of(request)
    if not await answers(canvas.db):
        return JSONResponse({"status": "away", "database": "does not answer"}, status_code=503)
    if not canvas.bus.connected:
        return JSONResponse({"status": "degraded", "database": "answers", "broker": "does not answer"})
    return JSONResponse({"status": "ready", "database": "answers", "broker": "answers"})


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Counts in Prometheus' text form."""
    counts: Metrics = request.app.state.metrics
    return Response(counts.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
