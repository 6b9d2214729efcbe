"""The whole web process on real servers, and a film with a crew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from production_canvas.protocol.operations import Batch, NodeAdd, NodeRecord, Position
from production_canvas.settings import Settings
from production_canvas.store import assets, projects
from production_canvas.store.database import new_id
from production_canvas.store.users import User
from production_canvas.web.app import create
from production_canvas.wiring import Canvas

ORIGIN = "http://canvas.test"
CREW = ("owner", "editor", "commenter", "viewer")


@dataclass
class House:
    """A running web process. `client` speaks as nobody; `as_user` as a browser with that user's session."""

    app: FastAPI
    settings: Settings

    @property
    def canvas(self) -> Canvas:
        canvas: Canvas = self.app.state.canvas
        return canvas

    async def broker_connected(self) -> None:
        """Waits a moment for the broker, which may be away on purpose."""
        for _ in range(50):
            if self.canvas.bus.connected:
                return
            await asyncio.sleep(0.01)

    def client(self, **options: Any) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, **options)

    def as_user(self, user: User, origin: str | None = ORIGIN) -> httpx.AsyncClient:
        cookies = {"canvas_session": self.canvas.accounts.session_token(user)}
        return self.client(cookies=cookies, headers={"Origin": origin} if origin else {})


@dataclass
class Film:
    """A project with one member of each role, one person outside, a shot, and a clip of 10,000 bytes."""

    id: str
    crew: dict[str, User]
    outsider: User
    shot_id: str
    asset_id: str
    clip: bytes


@pytest.fixture
def settings(database_url: str, broker_url: str, tmp_path: Path) -> Settings:
    """Of a process without a page server; `public_url` is what browsers see."""
    return Settings(
        data=tmp_path,
        web_build=tmp_path / "build",
        database_url=database_url,
        broker_url=broker_url,
        public_url=ORIGIN,
        secret_key=SecretStr("a test's secret of more than 32 characters"),
    )


@pytest.fixture
def open_house() -> Callable[[Settings], Any]:
    """Opens a web process on settings of one's own."""

    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[House]:
        app = create(settings)
        async with app.router.lifespan_context(app):
            house = House(app, settings)
            await house.broker_connected()
            yield house

    return opened


@pytest.fixture
async def house(settings: Settings, open_house) -> AsyncIterator[House]:
    async with open_house(settings) as opened:
        yield opened


@pytest.fixture
async def film(house: House) -> Film:
    canvas = house.canvas
    crew = {role: await canvas.accounts.add(f"{role}@film.test", role.title()) for role in CREW}
    project = await canvas.projects.create(crew["owner"], "Nightfall")
    for role in ("editor", "commenter", "viewer"):
        await projects.put_member(canvas.db, project.id, crew[role].id, role)
    shot_id = new_id()
    shot = NodeRecord(id=shot_id, type="shot", position=Position(x=0, y=0), data={"number": "SH010"})
    actor = await canvas.projects.actor(project.id, crew["owner"])
    await canvas.sync.submit(project.id, actor, Batch(client_op_id="test:1", base_version=0, ops=[NodeAdd(node=shot)]))
    clip = bytes(range(250)) * 40
    object_hash = await canvas.files.put(clip)
    asset = await assets.insert(
        canvas.db,
        asset_id=new_id(),
        project_id=project.id,
        kind="video",
        name="Rushes, day 1",
        object_hash=object_hash,
        poster_hash=await canvas.files.put(b"a picture"),
        mime="video/mp4",
        size=len(clip),
        created_by=crew["owner"].id,
    )
    await canvas.db.execute("UPDATE assets SET thumb_hash = poster_hash WHERE id = $1", asset.id)
    return Film(project.id, crew, await canvas.accounts.add("stranger@other.test", "Stranger"), shot_id, asset.id, clip)
