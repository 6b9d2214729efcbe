"""Files that people bring, by the tus protocol 1.0.0 (tus.io): begun, continued wherever the line was cut, given up."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from email.utils import format_datetime
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from production_canvas.errors import CanvasError, Invalid
from production_canvas.services.accounts import Actor
from production_canvas.services.uploads import LIFE, Uploads
from production_canvas.store.uploads import Upload
from production_canvas.web.auth import CurrentActor, TeamActor, canvas_of

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
CONTENT = "application/offset+octet-stream"
COUNT = 19
"""Digits of the largest number that is read at all."""


class NotTus(CanvasError):
    """The client speaks another version of the protocol."""

    code = "not_tus"
    status = 412

    def __init__(self) -> None:
        super().__init__(f"Uploads speak tus {VERSION}: send the header Tus-Resumable: {VERSION}.")
        self.headers = {"Tus-Version": VERSION}


class NotOctets(CanvasError):
    code = "not_octets"
    status = 415

    def __init__(self) -> None:
        super().__init__(f"A part of a file is sent as {CONTENT}.")


def _speaks_tus(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise NotTus


TUS = Depends(_speaks_tus)
router = APIRouter(tags=["uploads"])
_PROJECT, _TEAM = "/api/v1/projects/{project_id}/uploads", "/api/v1/library/uploads"


async def _project(project_id: str, actor: CurrentActor) -> tuple[str | None, Actor]:
    return project_id, actor


async def _library(actor: TeamActor) -> tuple[str | None, Actor]:
    return None, actor


Into: TypeAlias = tuple[str | None, Actor]
Project: TypeAlias = Annotated[Into, Depends(_project)]
Team: TypeAlias = Annotated[Into, Depends(_library)]


@router.options(_PROJECT)
async def project_terms(request: Request, _into: Project) -> Response:
    """What uploads are possible."""
    return _terms(request)


@router.options(_TEAM)
async def team_terms(request: Request, _into: Team) -> Response:
    """What uploads are possible."""
    return _terms(request)


@router.post(_PROJECT, status_code=201, dependencies=[TUS])
async def begin(request: Request, into: Project) -> Response:
    """Announces a file for the project's library; Location is where its bytes go."""
    return await _begin(request, into)


@router.post(_TEAM, status_code=201, dependencies=[TUS])
async def begin_for_team(request: Request, into: Team) -> Response:
    """Announces a file for the team's library; Location is where its bytes go."""
    return await _begin(request, into)


@router.head(_PROJECT + "/{upload_id}", dependencies=[TUS])
async def offset(upload_id: str, request: Request, into: Project) -> Response:
    """How much of the file has arrived."""
    return _stands(await _uploads(request).get(*into, upload_id), 200)


@router.head(_TEAM + "/{team_upload_id}", dependencies=[TUS])
async def offset_for_team(team_upload_id: str, request: Request, into: Team) -> Response:
    """How much of the file has arrived."""
    return _stands(await _uploads(request).get(*into, team_upload_id), 200)


@router.patch(_PROJECT + "/{upload_id}", status_code=204, dependencies=[TUS])
async def add(upload_id: str, request: Request, into: Project) -> Response:
    """Adds what the body holds. `Canvas-Asset` tells the asset, once all has arrived."""
    return await _add(upload_id, request, into)


@router.patch(_TEAM + "/{team_upload_id}", status_code=204, dependencies=[TUS])
async def add_for_team(team_upload_id: str, request: Request, into: Team) -> Response:
    """Adds what the body holds. `Canvas-Asset` tells the asset, once all has arrived."""
    return await _add(team_upload_id, request, into)


@router.delete(_PROJECT + "/{upload_id}", status_code=204, dependencies=[TUS])
async def cancel(upload_id: str, request: Request, into: Project) -> Response:
    """Gives the file up; nothing of it is left."""
    return await _cancel(upload_id, request, into)


@router.delete(_TEAM + "/{team_upload_id}", status_code=204, dependencies=[TUS])
async def cancel_for_team(team_upload_id: str, request: Request, into: Team) -> Response:
    """Gives the file up; nothing of it is left."""
    return await _cancel(team_upload_id, request, into)


def _uploads(request: Request) -> Uploads:
    return canvas_of(request).uploads


def _terms(request: Request) -> Response:
    most = _uploads(request).limits.file
    headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(most)}
    return _answer(204, headers)


async def _begin(request: Request, into: Into) -> Response:
    told = _metadata(request.headers.get("upload-metadata", ""))
    size = _count(request, "upload-length")
    upload = await _uploads(request).begin(
        *into, told.get("filename", ""), size, folder_id=told.get("folder_id"), replaces=told.get("asset_id")
    )
    return _stands(upload, 201, {"Location": f"{request.url.path}/{upload.id}"})


async def _add(upload_id: str, request: Request, into: Into) -> Response:
    if request.headers.get("content-type") != CONTENT:
        raise NotOctets
    start, files = _count(request, "upload-offset"), _uploads(request)
    try:
        upload = await files.add(*into, upload_id, start, _pieces(request, files.limits.stall))
    except ClientDisconnect:
        # Nobody hears it; what arrived is kept.
        return _answer(204, {})
    except TimeoutError:
        # What arrived is kept here, too; the sender goes on behind it.
        return _answer(408, {"Connection": "close"})
    return _stands(upload, 204)


async def _pieces(request: Request, stall: float) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises TimeoutError where nothing has come for `stall` seconds."""
    stream = aiter(request.stream())
    while True:
        async with asyncio.timeout(stall):
            piece = await anext(stream, None)
        if piece is None:
            return
        yield piece


async def _cancel(upload_id: str, request: Request, into: Into) -> Response:
    await _uploads(request).cancel(*into, upload_id)
    return _answer(204, {})


def _stands(upload: Upload, status: int, more: Mapping[str, str] | None = None) -> Response:
    headers = {"Upload-Offset": str(upload.received), "Upload-Length": str(upload.bytes), **(more or {})}
    if upload.asset_id is not None:
        headers["Canvas-Asset"] = upload.asset_id
    if not upload.whole:
        headers["Upload-Expires"] = format_datetime(upload.touched_at + timedelta(seconds=LIFE), usegmt=True)
    return _answer(status, headers)


def _answer(status: int, headers: Mapping[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers})


def _count(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= COUNT):
        raise Invalid(f"The header {header.title()} has to be a whole number of bytes.")
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """Words by their keys, as tus writes them: `key base64, key base64`."""
    told = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Invalid("The header Upload-Metadata has to hold UTF-8 in base64.") from error
    return told
