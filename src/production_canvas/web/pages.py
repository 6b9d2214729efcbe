"""Pages: forwarded to the page server behind the public port, streamed both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from production_canvas.errors import NotFound
from production_canvas.web.auth import check_origin, renew_session

log = structlog.get_logger()

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 30.0
# What belongs to one hop of the way, not to the message (RFC 9110, section 7.6.1).
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"})
DOORS = ("/api/", "/auth/", "/files/", "/ws/", "/_app/")
AWAY = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Production Canvas</title>
<p>The pages of Production Canvas are starting or have stopped. Your work is safe; reload in a few seconds.</p></html>
"""


class PageServer:
    """Forwards to `url`; with an empty one every page is away."""

    def __init__(self, url: str, public_url: str) -> None:
        self._url = httpx.URL(url) if url else None
        self._secure = public_url.startswith("https:")
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def forward(self, request: Request) -> Response:
        """The page server's answer as it comes, or 503 with a sentence for people."""
        if self._url is None:
            return _away()
        try:
            answer = await self._client.send(self._request(request, self._url), stream=True)
        except httpx.TransportError as error:
            log.warning("pages.away", error=type(error).__name__)
            return _away()
        response = StreamingResponse(
            _body(answer), status_code=answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = [
            (name.lower(), value)
            for name, value in answer.headers.raw
            if name.lower().decode("latin-1") not in HOP_BY_HOP
        ]
        return response

    def _request(self, request: Request, url: httpx.URL) -> httpx.Request:
        path: bytes = request.scope.get("raw_path") or request.url.path.encode()
        query: bytes = request.scope.get("query_string", b"")
        target = url.copy_with(raw_path=path + (b"?" + query if query else b""))
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        return self._client.build_request(
            request.method, target, headers=self._headers(request), content=request.stream() if has_body else None
        )

    def _headers(self, request: Request) -> list[tuple[str, str]]:
        named = {name.strip().lower() for name in request.headers.get("connection", "").split(",")}
        dropped = HOP_BY_HOP | FORWARDED | named
        kept = [(name, value) for name, value in request.headers.items() if name not in dropped]
        host = request.client.host if request.client else ""
        return [
            *kept,
            ("x-forwarded-for", host),
            ("x-forwarded-host", request.headers.get("host", "")),
            ("x-forwarded-proto", "https" if self._secure else request.url.scheme),
        ]


async def serve_page(request: Request) -> Response:
    """Everything that is no other door's. A browser whose session is past half its life gets a fresh one."""
    if request.url.path.startswith(DOORS):
        raise NotFound("door", request.url.path[:120])
    if request.method not in {"GET", "HEAD"}:
        check_origin(request)
    pages: PageServer = request.app.state.pages
    response = await pages.forward(request)
    if request.method == "GET":
        renew_session(request, response)
    return response


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in answer.aiter_raw():
        yield chunk


def _away() -> Response:
    return HTMLResponse(AWAY, status_code=503, headers={"Retry-After": "3", "Cache-Control": "no-store"})
