"""The error door: every refusal as {"error": {"code", "detail"}} with its status."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from production_canvas.errors import CanvasError, Invalid, NotFound, Unauthenticated


class Refused(CanvasError):
    """What the framework refuses before a door is found."""

    def __init__(self, code: str, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status


def problem(error: CanvasError) -> Response:
    """The answer that says why not."""
    headers: dict[str, str] = getattr(error, "headers", {})
    if isinstance(error, Unauthenticated):
        headers = {"WWW-Authenticate": "Bearer"}
    body = {"error": {"code": error.code, "detail": str(error)}}
    return JSONResponse(body, status_code=error.status, headers=headers)


def add_error_door(app: FastAPI) -> None:
    """Makes `app` answer every refusal in one shape."""

    @app.exception_handler(CanvasError)
    async def refused(_request: Request, error: CanvasError) -> Response:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, error: RequestValidationError) -> Response:
        return problem(_said(error))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        if error.status_code == NotFound.status:
            return problem(NotFound("door", request.url.path[:120]))
        answer = problem(Refused("refused", error.status_code, f"{error.detail}."))
        answer.headers.update(error.headers or {})
        return answer


def _said(error: RequestValidationError) -> CanvasError:
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    if place[0] == "path":
        return NotFound(place[-1].removesuffix("_id"))
    return Invalid(f"{'.'.join(place[1:]) or place[0]}: {first['msg']}.")
