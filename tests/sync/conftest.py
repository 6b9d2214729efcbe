"""The web process for real: uvicorn on a free port, with PostgreSQL and Valkey behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import uvicorn
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from production_canvas.local.ports import free_port
from production_canvas.settings import Settings
from production_canvas.store.projects import Role
from production_canvas.store.users import User
from production_canvas.web.app import create
from production_canvas.wiring import Canvas

PATIENCE = 10.0


class Client:
    """One socket. `until(event)` gives the next such frame and keeps what came before in `seen`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.seen: list[dict[str, Any]] = []

    async def send(self, event: str, payload: dict[str, Any], **meta: Any) -> None:
        body: dict[str, Any] = {"event": event, "payload": payload}
        if meta:
            body["meta"] = meta
        await self.socket.send(orjson.dumps(body).decode())

    async def until(self, event: str, **having: Any) -> dict[str, Any]:
        def wanted(frame: dict[str, Any]) -> bool:
            payload = frame["payload"]
            return frame["event"] == event and all(payload.get(key) == value for key, value in having.items())

        return await self._first(wanted)

    async def complaint(self) -> dict[str, Any]:
        return await self._first(lambda frame: frame["event"] in {"server:error", "server:rejected"})

    async def _first(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while True:
                frame: dict[str, Any] = orjson.loads(await self.socket.recv())
                self.seen.append(frame)
                if wanted(frame):
                    return frame

    async def batch(self, client_op_id: str, *ops: dict[str, Any], base_version: int = 0) -> None:
        await self.send("client:ops", {"client_op_id": client_op_id, "base_version": base_version, "ops": list(ops)})

    async def graph(self) -> dict[str, Any]:
        """The whole graph, asked for as the PRD says."""
        await self.send("client:sync_request", {})
        found: dict[str, Any] = (await self.until("server:full_sync"))["payload"]["graph"]
        return found


@dataclass
class House:
    url: str
    canvas: Canvas
    settings: Settings

    async def person(self, email: str, project_id: str | None = None, role: Role = "editor") -> tuple[User, str]:
        """A new account, a member of the project if one is named, and its token."""
        user = await self.canvas.accounts.add(email, email.partition("@")[0])
        if project_id is not None:
            owner = await self.canvas.accounts.local_owner()
            actor = await self.canvas.projects.actor(project_id, owner)
            await self.canvas.projects.put_member(project_id, actor, email, role)
        return user, await self.canvas.accounts.token_for(email)

    async def project(self, name: str = "The Last Ferry") -> str:
        owner = await self.canvas.accounts.local_owner()
        return (await self.canvas.projects.create(owner, name)).id

    @asynccontextmanager
    async def socket(self, project_id: str, token: str, **options: Any) -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.url.replace('http', 'ws', 1)}/ws/{project_id}"
        async with connect(address, additional_headers=headers, max_size=None, **options) as socket:
            yield Client(socket)


@asynccontextmanager
async def housed(database_url: str, broker_url: str, folder: Path) -> AsyncIterator[House]:
    """One web process's worth of application, served for real in this loop."""
    port = free_port()
    settings = Settings(
        data=folder,
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        database_url=database_url,
        broker_url=broker_url,
        secret_key=SecretStr("a secret of at least thirty-two characters"),
    )
    app = create(settings)
    config = uvicorn.Config(
        app,
        port=port,
        log_level="warning",
        ws="production_canvas.web.line:Line",
        ws_max_size=262_144,
        ws_ping_interval=2,
        ws_ping_timeout=7,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield House(settings.public_url, app.state.canvas, settings)
    finally:
        server.should_exit = True
        await serving


@pytest.fixture
async def house(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(database_url, broker_url, tmp_path) as opened:
        yield opened
