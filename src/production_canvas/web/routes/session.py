"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from production_canvas.errors import Unauthenticated
from production_canvas.protocol.rest import SessionAnswer, SignIn, Ticket, TokenAnswer, TokenRequest, UserRecord
from production_canvas.store.users import User
from production_canvas.web.auth import CurrentUser, canvas_of, check_origin, forget_session, keep_session

router = APIRouter(tags=["session"])


@router.post("/auth/token")
async def token(body: TokenRequest, request: Request) -> TokenAnswer:
    """A bearer token for programs."""
    accounts = canvas_of(request).accounts
    user = await accounts.sign_in(body.username, body.password, _address(request))
    return TokenAnswer(access_token=accounts.access_token(user))


@router.post("/api/v1/ws-ticket")
async def ws_ticket(request: Request, user: CurrentUser) -> Ticket:
    """Opens one socket within thirty seconds, as `/ws/{project_id}?ticket=…`."""
    return Ticket(ticket=await canvas_of(request).accounts.ticket(user))


@router.post("/api/v1/session", response_model=SessionAnswer)
async def sign_in(body: SignIn, request: Request) -> Response:
    """The user, and the browser's session cookie."""
    check_origin(request)
    accounts = canvas_of(request).accounts
    user = await accounts.sign_in(body.email, body.password, _address(request))
    response = JSONResponse(SessionAnswer(user=user_record(user)).model_dump())
    keep_session(request, response, accounts.session_token(user))
    return response


@router.get("/api/v1/session")
async def session(user: CurrentUser) -> SessionAnswer:
    """Who is signed in."""
    return SessionAnswer(user=user_record(user))


@router.delete("/api/v1/session", status_code=204)
async def sign_out(request: Request) -> Response:
    """Takes the browser's cookie away, whether or not it still held."""
    check_origin(request)
    response = Response(status_code=204)
    forget_session(request, response)
    return response


@router.get("/enter")
async def enter(request: Request, code: str = "", to: str = "/") -> Response:
    """Signs in by a one-use link and goes on to `to`; a link that no longer holds leads to the sign-in page."""
    accounts = canvas_of(request).accounts
    try:
        user = await accounts.enter(code)
    except Unauthenticated:
        return RedirectResponse("/login?link=used", status_code=303, headers={"Cache-Control": "no-store"})
    response = RedirectResponse(_inside(to), status_code=303, headers={"Cache-Control": "no-store"})
    keep_session(request, response, accounts.session_token(user))
    return response


def user_record(user: User) -> UserRecord:
    """The user as they may be shown to themselves."""
    return UserRecord(id=user.id, email=user.email, name=user.name, color=user.color, is_owner=user.is_owner)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _inside(to: str) -> str:
    # Browsers read //host and /\host as another site, and drop control characters on the way to it.
    outside = not to.startswith("/") or to[1:2] in {"/", "\\"} or not to.isprintable()
    return "/" if outside else to
