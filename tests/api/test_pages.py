"""Pages come through the public port as the page server sends them."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route


@asynccontextmanager
async def listening(app) -> AsyncIterator[str]:
    """Its origin, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None, ws="none"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await running


class PageServer:
    """Stands where the built pages' server stands: tells what reached it, and streams on command."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
        self.app = Starlette(
            routes=[
                Route("/slow", self.slow),
                Route("/gone", self.gone),
                Route("/long", self.long),
                Route("/{path:path}", self.echo, methods=methods),
            ]
        )

    async def echo(self, request: Request) -> Response:
        told = {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "body": (await request.body()).decode(),
        }
        answer = JSONResponse(told, headers={"Content-Security-Policy": "script-src 'nonce-1'", "Keep-Alive": "5"})
        answer.headers.append("Set-Cookie", "theme=dark")
        answer.headers.append("Set-Cookie", "seen=1")
        return answer

    async def slow(self, _request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"first"
            await self.go_on.wait()
            yield b"last"

        return StreamingResponse(pieces())

    async def long(self, _request: Request) -> Response:
        return Response("Fog over the harbour. " * 1000, media_type="text/html")

    async def gone(self, _request: Request) -> Response:
        return RedirectResponse("/login", status_code=302)


@pytest.fixture
async def pages() -> AsyncIterator[tuple[PageServer, str]]:
    server = PageServer()
    async with listening(server.app) as url:
        yield server, url


@pytest.fixture
async def site(pages, settings, open_house):
    """The web process before that page server."""
    async with open_house(settings.model_copy(update={"pages_url": pages[1]})) as house:
        yield house


async def test_a_page_request_arrives_whole_and_its_answer_comes_back_whole(site):
    sent = {
        "Cookie": "canvas_session=abc",
        "Authorization": "Bearer xyz",
        "X-Forwarded-For": "6.6.6.6",
        "TE": "trailers",
    }
    async with site.client(headers=sent) as browser:
        answer = await browser.get("/project/%C3%A4%2F1?level=a%20b&x=1")
    told = answer.json()
    assert (told["method"], told["path"], told["query"]) == ("GET", "/project/%C3%A4%2F1", "level=a%20b&x=1")
    got = told["headers"]
    assert (got["cookie"], got["authorization"], got["host"]) == ("canvas_session=abc", "Bearer xyz", "canvas.test")
    assert (got["x-forwarded-for"], got["x-forwarded-host"], got["x-forwarded-proto"]) == (
        "127.0.0.1",
        "canvas.test",
        "http",
    )
    assert "te" not in got
    assert answer.headers.get_list("set-cookie") == ["theme=dark", "seen=1"]
    assert answer.headers["content-security-policy"] == "script-src 'nonce-1'"
    assert "keep-alive" not in answer.headers
    assert answer.headers["x-frame-options"] == "DENY"


async def test_a_form_reaches_the_page_server_from_our_own_pages_only(site):
    async with site.client() as browser:
        ours = await browser.post("/login", content=b"a=1", headers={"Origin": "http://canvas.test"})
        foreign = await browser.post("/login", content=b"a=1", headers={"Origin": "https://elsewhere.test"})
    assert (ours.json()["method"], ours.json()["body"]) == ("POST", "a=1")
    assert foreign.status_code == 403


async def test_a_redirect_is_the_browsers_to_follow(site):
    async with site.client() as browser:
        answer = await browser.get("/gone")
    assert (answer.status_code, answer.headers["location"]) == (302, "/login")


async def test_a_page_is_streamed_as_it_comes(pages, site):
    async with (
        listening(site.app) as origin,
        httpx.AsyncClient(base_url=origin) as browser,
        browser.stream("GET", "/slow") as answer,
    ):
        pieces = answer.aiter_bytes()
        async with asyncio.timeout(5):
            assert await anext(pieces) == b"first"
            pages[0].go_on.set()
            assert await anext(pieces) == b"last"


async def test_a_page_is_packed_for_the_way_to_a_browser_that_can_unpack_it(pages, site):
    async with listening(site.app) as origin, httpx.AsyncClient(base_url=origin) as browser:
        packed, plain = [
            await browser.get("/long", headers={"Accept-Encoding": encoding}) for encoding in ("gzip", "identity")
        ]
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.text == plain.text
    assert packed.num_bytes_downloaded < len(plain.content) / 10


async def test_without_its_page_server_a_sentence_for_people_is_shown(settings, open_house):
    async with (
        open_house(settings.model_copy(update={"pages_url": "http://127.0.0.1:9"})) as house,
        house.client() as nobody,
    ):
        answer = await nobody.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "reload in a few seconds" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/auth/nothing", "/files/", "/_app/immutable/nothing.js"])
async def test_what_is_no_page_is_never_asked_of_the_page_server(site, path):
    async with site.client() as nobody:
        answer = await nobody.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_session_past_half_its_life_is_renewed_with_the_next_page(site):
    accounts = site.canvas.accounts
    owner = await accounts.local_owner()
    young, old = accounts.session_token(owner), accounts._tokens.sign(owner.id, 20_000)
    for token, renewed in ((young, False), (old, True), ("broken", False)):
        async with site.client(headers={"Cookie": f"canvas_session={token}"}) as browser:
            answer = await browser.get("/")
            cookies = [each for each in answer.headers.get_list("set-cookie") if each.startswith("canvas_session=")]
            assert bool(cookies) == renewed
            if cookies:
                fresh = cookies[0].partition("=")[2].partition(";")[0]
                assert accounts.renewed(fresh) is None
                assert (await accounts.authenticate(fresh)).id == owner.id


@pytest.fixture
def build(settings):
    client = settings.web_build / "client"
    (client / "_app/immutable").mkdir(parents=True)
    script = client / "_app/immutable/app.123.js"
    script.write_text("plain")
    script.with_suffix(".js.gz").write_bytes(gzip.compress(b"plain"))
    script.with_suffix(".js.br").write_bytes(b"brotli")
    (client / "favicon.svg").write_text("<svg/>")
    (settings.web_build / "secret.js").write_text("no")
    (client / "outside").symlink_to("/etc")
    return settings.web_build


async def test_built_files_are_served_from_disk_compressed_and_kept_for_ever(build, site):
    async with site.client() as browser:
        path = "/_app/immutable/app.123.js"
        brotli = await browser.send(
            browser.build_request("GET", path, headers={"Accept-Encoding": "gzip, br"}), stream=True
        )
        assert b"".join([piece async for piece in brotli.aiter_raw()]) == b"brotli"
        zipped = await browser.get(path, headers={"Accept-Encoding": "gzip"})
        plain = await browser.get(path, headers={"Accept-Encoding": "identity"})
        icon = await browser.get("/favicon.svg", headers={"Accept-Encoding": "identity"})
        again = await browser.get("/favicon.svg", headers={"If-None-Match": icon.headers["etag"]})
    assert (zipped.text, zipped.headers["content-encoding"], zipped.headers["vary"]) == (
        "plain",
        "gzip",
        "Accept-Encoding",
    )
    assert (plain.text, plain.headers["cache-control"]) == ("plain", "public, max-age=31536000, immutable")
    assert plain.headers["content-type"].startswith("text/javascript")
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert (icon.headers["content-type"], icon.headers["cache-control"]) == ("image/svg+xml", "public, no-cache")
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/../secret.js", "/%2e%2e/secret.js", "/outside/passwd", "/_app/../../secret.js"])
async def test_no_path_leads_out_of_the_built_files(build, site, path):
    async with site.client() as browser:
        answer = await browser.get(path)
    assert answer.text != "no"
    assert "root:" not in answer.text
