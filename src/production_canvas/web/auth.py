"""Who stands at the door: bearer token, session cookie, or a socket's ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from production_canvas.errors import CanvasError, NotFound, Unauthenticated
from production_canvas.services.accounts import Actor
from production_canvas.store.users import User

if TYPE_CHECKING:
    from fastapi import WebSocket

    from production_canvas.wiring import Canvas

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ForeignOrigin(CanvasError):
    code = "foreign_origin"
    status = 403

    def __init__(self) -> None:
        super().__init__("This request came from another site's page; reload the canvas and try again.")


def canvas_of(connection: HTTPConnection) -> Canvas:
    """The services behind this door."""
    canvas: Canvas = connection.app.state.canvas
    return canvas


def cookie_name(connection: HTTPConnection) -> str:
    """`__Host-canvas_session` where browsers come by https, else `canvas_session`."""
    return "__Host-canvas_session" if _secure(connection) else "canvas_session"


def bearer_of(connection: HTTPConnection) -> str | None:
    """The token of `Authorization: Bearer …`."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def same_origin(connection: HTTPConnection) -> bool:
    """Whether a page of ours sent this. Browsers tell: by Origin, or by Sec-Fetch-Site where they leave Origin out."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site") == "same-origin"
    if origin == _origin_of(canvas_of(connection).settings.public_url):
        return True
    came = _address(origin)
    asked = _address(f"{origin.partition(':')[0]}://{connection.headers.get('host', '')}")
    if came is None or asked is None:
        return False
    both_local = came[0] in LOOPBACK and asked[0] in LOOPBACK
    return came == asked or (both_local and came[1] == asked[1])


def check_origin(connection: HTTPConnection) -> None:
    """Raises ForeignOrigin where another site's page sent this; a client that is no browser says nothing and passes."""
    told = "origin" in connection.headers or "sec-fetch-site" in connection.headers
    if told and not same_origin(connection):
        raise ForeignOrigin


async def current_user(request: Request) -> User:
    """The signed-in user. A write that rides on the cookie must come from a page of ours. Raises Unauthenticated."""
    accounts = canvas_of(request).accounts
    token = bearer_of(request)
    if token is not None:
        return await accounts.authenticate(token)
    cookie = request.cookies.get(cookie_name(request))
    if not cookie:
        raise Unauthenticated
    if request.method not in SAFE_METHODS and not same_origin(request):
        raise ForeignOrigin
    return await accounts.authenticate(cookie)


CurrentUser = Annotated[User, Depends(current_user)]


async def current_actor(project_id: str, request: Request, user: CurrentUser) -> Actor:
    """The signed-in user at work in the project of the path. Raises NotFound for outsiders."""
    return await canvas_of(request).projects.actor(project_id, user)


# For doors that any member may pass.
MEMBER = Depends(current_actor)
CurrentActor = Annotated[Actor, Depends(current_actor)]


async def actor_of_job(task_id: str, request: Request, user: User) -> tuple[str, Actor]:
    """The project of a job, and the user at work in it. Raises NotFound for outsiders."""
    canvas = canvas_of(request)
    project_id = await canvas.generation.project_of(task_id)
    try:
        return project_id, await canvas.projects.actor(project_id, user)
    except NotFound:
        # The project's own refusal would tell its id to somebody who knew the job's only.
        raise NotFound("job", task_id[:64]) from None


async def team_actor(request: Request, user: CurrentUser) -> Actor:
    """The signed-in user at work in the team's library."""
    return await canvas_of(request).assets.team_actor(user)


TeamActor = Annotated[Actor, Depends(team_actor)]


async def authenticate_socket(socket: WebSocket) -> User:
    """The user of a socket's handshake: by one-use ticket, bearer token, or the cookie of a page of ours."""
    accounts = canvas_of(socket).accounts
    ticket = socket.query_params.get("ticket")
    if ticket:
        return await accounts.use_ticket(ticket)
    token = bearer_of(socket)
    if token is not None:
        return await accounts.authenticate(token)
    cookie = socket.cookies.get(cookie_name(socket))
    if not cookie:
        raise Unauthenticated
    if not same_origin(socket):
        # Another site's page that rides on the cookie is nobody here.
        raise Unauthenticated(str(ForeignOrigin()))
    return await accounts.authenticate(cookie)


def keep_session(connection: HTTPConnection, response: Response, token: str) -> None:
    """Puts the session's token into the browser's cookie."""
    response.set_cookie(
        cookie_name(connection),
        token,
        max_age=canvas_of(connection).settings.session_life,
        path="/",
        secure=_secure(connection),
        httponly=True,
        samesite="lax",
    )


def forget_session(connection: HTTPConnection, response: Response) -> None:
    """Takes the cookie away."""
    response.delete_cookie(cookie_name(connection), path="/", secure=_secure(connection), httponly=True, samesite="lax")


def renew_session(connection: HTTPConnection, response: Response) -> None:
    """Gives a browser whose session is past half its life a fresh one."""
    cookie = connection.cookies.get(cookie_name(connection))
    if not cookie:
        return
    try:
        fresh = canvas_of(connection).accounts.renewed(cookie)
    except Unauthenticated:
        # The page itself asks to sign in; here there is only nothing to renew.
        return
    if fresh is not None:
        keep_session(connection, response, fresh)


def _secure(connection: HTTPConnection) -> bool:
    return canvas_of(connection).settings.public_url.startswith("https:")


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _address(url: str) -> tuple[str, int] | None:
    """Host and port; an unwritten port is that of the scheme."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)
