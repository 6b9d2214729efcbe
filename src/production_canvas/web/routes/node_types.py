"""The catalogue of nodes as data."""

from __future__ import annotations

from functools import cache

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from production_canvas.nodes import catalogue
from production_canvas.web.auth import current_user

router = APIRouter(tags=["nodes"])


@router.get("/api/v1/node-types", dependencies=[Depends(current_user)])
async def node_types() -> Response:
    """Every node type with sockets, parameters and help; the rules of connecting; the quality tiers."""
    return Response(_catalogue(), media_type="application/json", headers={"Cache-Control": "private, max-age=60"})


@cache
def _catalogue() -> bytes:
    return orjson.dumps(catalogue())
