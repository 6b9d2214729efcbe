"""A film that is being made from a script, on real servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from production_canvas.bus.valkey import Bus
from production_canvas.files.store import FileStore
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.protocol.operations import Batch
from production_canvas.protocol.scripts import RevisionPreview
from production_canvas.services.accounts import Actor
from production_canvas.services.drafts import copied
from production_canvas.services.projects import Projects
from production_canvas.services.scripts import Scripts
from production_canvas.services.steps import Steps
from production_canvas.services.sync import Sync
from production_canvas.settings import Settings
from production_canvas.store import assets, executions, projects, takes, users
from production_canvas.store.database import Pool, new_id
from production_canvas.store.graphs import Journal
from production_canvas.wiring import open_canvas
from tests.core.film.drafts import Written, draft
from tests.core.graphs import node
from tests.services.floor import SHOT, Floor

RAIN, MUD, HAY = "Rain falls on the tin roof.", "Mud up to the knees.", "Hay, dust and a ladder."
ONE = [
    Written("INT. BARN - DAY", [RAIN, "MARA\nListen to that.", "TOMAS\nTo what?"]),
    Written("EXT. YARD - DAY", [MUD]),
    Written("INT. LOFT - NIGHT", [HAY]),
]


@dataclass
class Room:
    """A film broken down from its first draft; `two` is a second editor."""

    sync: Sync
    scripts: Scripts
    steps: Steps
    project_id: str
    actor: Actor
    two: Actor
    node_id: str

    async def bring(self, content: bytes) -> dict[str, Any]:
        return await self.scripts.upload(self.project_id, self.actor, self.node_id, "film.fountain", content)

    async def break_down(self) -> int:
        return await self.scripts.break_down(self.project_id, self.actor, self.node_id)

    async def preview(self) -> RevisionPreview:
        return await self.scripts.revisions.preview(self.project_id, self.node_id)

    async def graph(self) -> Graph:
        return copied(await self.sync.graph(self.project_id))

    async def edit(self, *ops: dict[str, Any], actor: Actor | None = None) -> None:
        version = (await self.sync.graph(self.project_id)).version
        told = {"client_op_id": f"test:{new_id()}", "base_version": version, "ops": list(ops)}
        await self.sync.submit(self.project_id, actor or self.actor, Batch.model_validate(told))

    async def scenes(self) -> list[Node]:
        graph = await self.graph()
        found = [each for each in graph.nodes.values() if each.type == "scene_group"]
        return sorted(found, key=lambda each: (each.order, each.id))

    async def row(self) -> list[str]:
        return [str(each.data["number"]) for each in await self.scenes()]

    async def scene(self, number: str) -> Node:
        return next(each for each in await self.scenes() if each.data["number"] == number)

    async def shots(self, number: str) -> list[Node]:
        graph, scene = await self.graph(), await self.scene(number)
        inside = (graph.nodes[each] for each in graph.children(scene.id))
        return sorted((each for each in inside if each.type == "shot"), key=lambda each: (each.order, each.id))


@pytest.fixture
async def room(db: Pool, broker_url: str, tmp_path: Path) -> AsyncIterator[Room]:
    bus = Bus(broker_url, origin=new_id())
    journal = Journal(db)
    sync = Sync(journal, bus)
    running = asyncio.create_task(sync.run())
    crew = []
    for name in ("a", "b"):
        user = await users.insert(
            db, user_id=new_id(), email=f"{name}@film.test", name=name, color="#67d59a", password_hash=None
        )
        assert user is not None
        crew.append(user)
    all_projects = Projects(db, sync)
    project = await all_projects.create(crew[0], "Film")
    await projects.put_member(db, project.id, crew[1].id, "editor")
    actors = [await all_projects.actor(project.id, user) for user in crew]
    scripts = Scripts(db, bus, sync, FileStore.local(tmp_path))
    opened = Room(sync, scripts, Steps(journal, sync), project.id, actors[0], actors[1], new_id())
    await opened.edit(node(opened.node_id, "script"))
    yield opened
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def begun(room: Room, scenes: list[Written]) -> None:
    await room.bring(draft(scenes))
    await room.break_down()


def chain(graph: Graph, start: str) -> list[str]:
    """Numbers of the scenes along the wires from the script on."""
    following = {
        wire.source: wire.target
        for wire in graph.edges.values()
        if (wire.source_handle, wire.target_handle) == ("sequence_out", "sequence_in")
        and graph.nodes[wire.source].parent_id is None
    }
    found: list[str] = []
    here = start
    while here in following:
        here = following[here]
        found.append(str(graph.nodes[here].data["number"]))
    return found


async def shoot(db: Pool, room: Room, shots: list[str]) -> None:
    """A take of each of the shots."""
    user_id = room.actor.user_id
    clip = await assets.insert(
        db, asset_id=new_id(), project_id=room.project_id, kind="video", name="Clip", mime="video/mp4"
    )
    for shot in shots:
        execution_id = new_id()
        await executions.insert(
            db, execution_id=execution_id, project_id=room.project_id, node_id=shot, user_id=user_id,
            job={"parameters": {}}, job_key=new_id(), graph_version=1,
        )  # fmt: skip
        await takes.append(
            db, take_id=new_id(), project_id=room.project_id, node_id=shot, execution_id=execution_id, asset_id=clip.id,
            media={"duration": 2.0, "frames": 48, "rate": 24, "width": 640, "height": 360}, quality="low", seed=1,
            user_id=user_id,
        )  # fmt: skip


@pytest.fixture
async def floor(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Floor]:
    settings = Settings(
        data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32), lease=60.0
    )
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, "The Last Ferry")
        actors = [await canvas.projects.actor(project.id, owner)]
        for name in ("ana", "ben"):
            user = await canvas.accounts.add(f"{name}@film.test", name.title())
            await canvas.projects.put_member(project.id, actors[0], user.email, "editor")
            actors.append(await canvas.projects.actor(project.id, user))
        shots = [node(f"s{number}", "shot", number=f"SH0{number}0", **SHOT) for number in range(1, 7)]
        floor = Floor(canvas, project.id, actors[0], actors[1], actors[2])
        await floor.edit(*shots)
        canvas.bus.subscribe("events", lambda _, body: floor.events.append(orjson.loads(body)))
        yield floor
