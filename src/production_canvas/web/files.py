"""Files by the id of their asset: to members of its project, or to whoever holds a signed link."""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from production_canvas.errors import CanvasError, NotFound
from production_canvas.files.signing import Signer
from production_canvas.web.auth import canvas_of, current_user

if TYPE_CHECKING:
    from production_canvas.store.assets import Asset

router = APIRouter(tags=["files"])

# What a browser may show by itself; the rest is only ever saved.
SHOWN = frozenset(
    {"video/mp4", "video/webm", "image/jpeg", "image/png", "image/webp", "audio/mp4", "audio/mpeg", "audio/wav"}
)
MADE = {"thumb": "image/webp", "proxy": "video/mp4", "waveform": "application/json"}
ENDINGS = {
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "application/json": ".json",
}
CACHED = "private, max-age=3600"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class RangeUnreachable(CanvasError):
    """`size` in bytes."""

    code = "range_unreachable"
    status = 416

    def __init__(self, size: int) -> None:
        super().__init__(f"The file has {size} bytes; that range lies outside.")
        self.headers = {"Content-Range": f"bytes */{size}"}


@dataclass(frozen=True, slots=True)
class _Part:
    """Bytes `start` up to `end`, not included, of `size`."""

    start: int
    end: int
    size: int

    @property
    def whole(self) -> bool:
        return self.start == 0 and self.end == self.size


@router.head("/files/{asset_id}", include_in_schema=False)
@router.get("/files/{asset_id}")
async def file(asset_id: str, request: Request) -> Response:
    """The asset's file, whole or the one range asked for."""
    asset = await _opened(asset_id, request)
    return await _answer(request, asset.object_hash, asset.mime or "application/octet-stream", asset.name)


@router.head("/files/{asset_id}/poster", include_in_schema=False)
@router.get("/files/{asset_id}/poster")
async def poster(asset_id: str, request: Request) -> Response:
    """The still picture that stands for the asset."""
    asset = await _opened(asset_id, request)
    if asset.poster_hash is None:
        return await _answer(request, asset.thumb_hash, MADE["thumb"], f"{asset.name} poster")
    return await _answer(request, asset.poster_hash, "image/jpeg", f"{asset.name} poster")


@router.get("/files/{asset_id}/{what}")
async def made(asset_id: str, what: Literal["thumb", "proxy", "waveform"], request: Request) -> Response:
    """What was made of the asset's file: a small picture, a clip that browsers play, the peaks of its sound."""
    asset = await _opened(asset_id, request)
    hashes = {"thumb": asset.thumb_hash, "proxy": asset.proxy_hash, "waveform": asset.waveform_hash}
    return await _answer(request, hashes[what], MADE[what], f"{asset.name} {what}")


async def _opened(asset_id: str, request: Request) -> Asset:
    assets = canvas_of(request).assets
    if _signed(asset_id, request):
        return await assets.file_of(asset_id)
    user = await current_user(request)
    asset = await assets.file_of(asset_id)
    if not await assets.visible(asset, user):
        raise NotFound("file", asset_id)
    return asset


def _signed(asset_id: str, request: Request) -> bool:
    signer: Signer = request.app.state.signer
    expires, signature = request.query_params.get("exp", ""), request.query_params.get("sig", "")
    plain = expires.isascii() and expires.isdigit() and signature.isascii()
    return plain and signer.holds(asset_id, int(expires), signature, time.time())


async def _answer(request: Request, object_hash: str | None, mime: str, name: str) -> Response:
    if object_hash is None:
        raise NotFound("file")
    etag = f'"{object_hash}"'
    headers = {"ETag": etag, "Cache-Control": CACHED, "Accept-Ranges": "bytes"}
    if etag in {word.strip() for word in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    files = canvas_of(request).files
    part = _part(request, etag, await files.size(object_hash))
    way: Literal["inline", "attachment"] = "inline" if mime in SHOWN else "attachment"
    headers |= {
        "Content-Type": mime,
        "Content-Length": str(part.end - part.start),
        "Content-Disposition": f"{way}; {_called(name, mime)}",
    }
    if not part.whole:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{part.size}"
    status = 200 if part.whole else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(files.stream(object_hash, part.start, part.end), status_code=status, headers=headers)


def _called(name: str, mime: str) -> str:
    """The name to save it under (RFC 6266): in plain ASCII for those who read no other, and as it is."""
    ending = ENDINGS.get(mime, "")
    full = name if name.lower().endswith(ending) else name + ending
    plain = unicodedata.normalize("NFKD", full).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^\w .,()-]+", "_", plain).strip() or f"file{ending}"
    return f"filename=\"{safe}\"; filename*=UTF-8''{quote(full, safe='')}"


def _part(request: Request, etag: str, size: int) -> _Part:
    """What is asked for (RFC 9110, section 14). Several ranges at once, or units of others, are answered whole."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is None or request.headers.get("if-range", etag) != etag:
        return _Part(0, size, size)
    first, last = asked.groups()
    if not first and not last:
        return _Part(0, size, size)
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    if start >= size or end <= start:
        raise RangeUnreachable(size)
    return _Part(start, end, size)
