"""pycrdt-websocket, on the same uvicorn as the product. Keeps its documents in memory alone. `HOST` and `PORT`."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
import uvloop
from pycrdt.websocket import ASGIServer, WebsocketServer

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Door:
    """The rooms as an application. A reader that has just left ends no room: without this the library's does."""

    def __init__(self, rooms: WebsocketServer) -> None:
        self._inside = ASGIServer(rooms)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def send_if_there(message: Message) -> None:
            with contextlib.suppress(OSError):
                await send(message)

        await self._inside(scope, receive, send_if_there)


async def serve() -> None:
    """Until it is told to end."""
    # Documents outlive their last reader, as they do in y-websocket.
    async with WebsocketServer(auto_clean_rooms=False) as rooms:
        config = uvicorn.Config(
            Door(rooms),
            host=os.environ["HOST"],
            port=int(os.environ["PORT"]),
            lifespan="off",
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            log_level="warning",
        )
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())
