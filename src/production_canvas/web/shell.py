"""What every answer passes on its way out: safe headers, counts, a limit on bodies."""

from __future__ import annotations

import re
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from production_canvas.errors import TooLarge
from production_canvas.web.problems import problem

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"
# A browser that opens a clip by itself builds a small page around it.
SHOWN = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
DATA_DOORS = ("/api/", "/auth/", "/files/", "/metrics", "/livez", "/readyz")
HTTPS_ONLY = "max-age=31536000"
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class SafeHeaders:
    """Adds what keeps browsers from guessing and framing. The policy of pages is theirs; data runs nothing at all."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = {**SAFE, "Strict-Transport-Security": HTTPS_ONLY} if https else SAFE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and dresses its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_data = scope["path"].startswith(DATA_DOORS)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if is_data:
                    headers["Content-Security-Policy"] = SHOWN if scope["path"].startswith("/files/") else SEALED
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, dressed)


class BodyLimit:
    """Refuses bodies of more than `limit` bytes: by what they announce, and by what they turn out to be. `unless`: a
    pattern of "METHOD path" for doors that count for themselves.
    """

    def __init__(self, app: ASGIApp, *, limit: int, unless: re.Pattern[str]) -> None:
        self._app = app
        self._limit = limit
        self._unless = unless

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with a counted body."""
        if scope["type"] != "http" or self._unless.fullmatch(f"{scope['method']} {scope['path']}"):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > self._limit:
            await problem(self._refusal())(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise self._refusal()
            return message

        await self._app(scope, counted, send)

    def _refusal(self) -> TooLarge:
        return TooLarge(f"At most {self._limit // (1024 * 1024)} MB can be sent at once.")


class Metrics:
    """Counts of this process, with as many labels as there are doors."""

    def __init__(self, sockets: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "canvas_requests_total", "Answered requests", ("method", "door", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "canvas_request_seconds", "Seconds until an answer began", ("door",), registry=self._registry
        )
        Gauge("canvas_sockets", "Open sockets", registry=self._registry).set_function(sockets)

    def text(self) -> bytes:
        """All of them in Prometheus' text form."""
        return generate_latest(self._registry)


class Counted:
    """Counts every answer by method, door and status."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and counts its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = self._clock()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                door = _door(scope)
                method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
                self._metrics.requests.labels(method, door, str(message["status"])).inc()
                self._metrics.seconds.labels(door).observe(self._clock() - started)
            await send(message)

        await self._app(scope, receive, noted)


def _door(scope: Scope) -> str:
    # The route's template, never the path: a label per project would grow without end.
    return getattr(scope.get("route"), "path", None) or "static"
