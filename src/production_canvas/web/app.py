"""The web process: `create()` gives the application that uvicorn serves."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from production_canvas.files.signing import Signer
from production_canvas.settings import Settings
from production_canvas.web import files, sockets
from production_canvas.web.connections import ConnectionManager
from production_canvas.web.pages import PageServer, serve_page
from production_canvas.web.problems import add_error_door
from production_canvas.web.routes import ROUTERS
from production_canvas.web.standing import keep_standing
from production_canvas.web.shell import BodyLimit, Counted, Metrics, SafeHeaders
from production_canvas.web.static import Static
from production_canvas.wiring import open_canvas, watched

# Beside the file itself an upload carries its form.
FORM_BYTES = 64 * 1024
STREAMED = re.compile(r"PATCH /api/v1/(projects/[^/]+|library)/uploads/[^/]+")
SECRET_LENGTH = 32
# Of gzip: what more would save costs the first card more time than the way of the bytes.
COMPRESSION = 2


def create(settings: Settings | None = None) -> FastAPI:
    """The application on `settings`, by default those of the environment. Raises ValueError without a real secret."""
    settings = settings or Settings()
    if len(settings.secret_key.get_secret_value()) < SECRET_LENGTH:
        raise ValueError(f"CANVAS_SECRET_KEY needs at least {SECRET_LENGTH} characters.")
    app = FastAPI(
        title="Production Canvas",
        version=_version(),
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.settings = settings
    app.state.metrics = Metrics(lambda: _sockets(app))
    for router in (*ROUTERS, files.router, sockets.router):
        app.include_router(router)
    # A plain route, last: whatever is no door of ours is a page.
    app.router.add_route(
        "/{path:path}", serve_page, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    add_error_door(app)
    app.add_middleware(GZipMiddleware, compresslevel=COMPRESSION)
    app.add_middleware(Static, folder=settings.web_build / "client")
    app.add_middleware(BodyLimit, limit=settings.upload_limit + FORM_BYTES, unless=STREAMED)
    app.add_middleware(SafeHeaders, https=settings.public_url.startswith("https:"))
    app.add_middleware(Counted, metrics=app.state.metrics, clock=time.monotonic)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with open_canvas(settings, serve=True) as canvas:
        app.state.canvas = canvas
        app.state.connections = ConnectionManager(canvas.bus)
        app.state.signer = Signer(settings.secret_key.get_secret_value())
        app.state.pages = PageServer(settings.pages_url, settings.public_url)
        work = [app.state.connections.run(), keep_standing(canvas, app.state.connections)]
        running = [watched(each) for each in work]
        _calm_the_collector()
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await app.state.pages.close()


def _calm_the_collector() -> None:
    # A full collection walks every object of every open film: seen to halt all of them for half a second, twice a
    # second, with 200 films. What has been loaded so far stays; the rest is mostly freed by count.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _sockets(app: FastAPI) -> int:
    connections: ConnectionManager | None = getattr(app.state, "connections", None)
    return connections.count() if connections else 0


def _version() -> str:
    try:
        return version("production-canvas")
    except PackageNotFoundError:
        return "0"
