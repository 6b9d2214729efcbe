"""The built web app's own files, out of memory, compressed where the build did so."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    type: str
    immutable: bool
    etag: str
    modified: float
    encoded: dict[str, bytes]


class Static:
    """Answers for the files found under `folder` when the process started; every other request goes on to `app`."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        # A fixed table: no path of a request ever reaches the disk. All of it is a few megabytes, and a page asks for
        # twenty at once: from the disk each would take its turn in a thread.
        self._files = _found(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves, or hands on."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            file = self._files.get(scope["path"])
            if file is not None:
                await _response(file, Request(scope))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _found(folder: Path) -> dict[str, _File]:
    if not folder.is_dir():
        return {}
    paths = {f"/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()}
    return {url: _file(url, path, paths) for url, path in paths.items() if not _is_encoding(url, paths)}


def _is_encoding(url: str, paths: dict[str, Path]) -> bool:
    return any(url.endswith(suffix) and url.removesuffix(suffix) in paths for _, suffix in ENCODINGS)


def _file(url: str, path: Path, paths: dict[str, Path]) -> _File:
    seen = path.stat()
    return _File(
        body=path.read_bytes(),
        type=TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        immutable=url.startswith("/_app/immutable/"),
        etag=f"{seen.st_mtime_ns:x}-{seen.st_size:x}",
        modified=seen.st_mtime,
        encoded={name: paths[url + suffix].read_bytes() for name, suffix in ENCODINGS if url + suffix in paths},
    )


def _response(file: _File, request: Request) -> Response:
    accepted = {word.partition(";")[0].strip() for word in request.headers.get("accept-encoding", "").split(",")}
    encoding = next((name for name in file.encoded if name in accepted), None)
    etag = f'"{file.etag}{"-" + encoding if encoding else ""}"'
    headers = {
        "Cache-Control": FOREVER if file.immutable else ASK_AGAIN,
        "ETag": etag,
        "Last-Modified": formatdate(file.modified, usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if etag in {word.strip() for word in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    if encoding is None:
        return Response(file.body, headers=headers, media_type=file.type)
    return Response(file.encoded[encoding], headers={**headers, "Content-Encoding": encoding}, media_type=file.type)
