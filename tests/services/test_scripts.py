"""A screenplay on its way to the canvas, on real servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Forbidden, Invalid, UnreadableScript
from production_canvas.files.store import FileStore
from production_canvas.graph.model import Node
from production_canvas.protocol.operations import Batch, NodeAdd, NodeRecord, NodeSet, Position
from production_canvas.services.accounts import Actor
from production_canvas.services.projects import Projects
from production_canvas.services.scripts import Scripts
from production_canvas.services.steps import Steps
from production_canvas.services.sync import Sync
from production_canvas.store import assets, users
from production_canvas.store.database import Pool, new_id
from production_canvas.store.graphs import Journal

FERRY = Path(__file__).resolve().parents[1] / "data" / "the-last-ferry.fountain"
SCENES = 9


@dataclass
class Room:
    """A project with a script node; `frames` are what its sockets were told."""

    db: Pool
    sync: Sync
    scripts: Scripts
    project_id: str
    actor: Actor
    node_id: str
    frames: list[dict[str, Any]]
    bus: Bus
    stopping: asyncio.Task[None] | None = None

    async def upload(self, content: bytes | None = None, name: str = FERRY.name) -> dict[str, Any]:
        return await self.scripts.upload(self.project_id, self.actor, self.node_id, name, content or FERRY.read_bytes())

    async def break_down(self) -> int:
        return await self.scripts.break_down(self.project_id, self.actor, self.node_id)

    async def nodes(self, kind: str) -> list[Node]:
        graph = await self.sync.graph(self.project_id)
        return sorted((node for node in graph.nodes.values() if node.type == kind), key=lambda node: node.order)

    async def status(self) -> str:
        return str((await self.nodes("script"))[0].data.get("status", "empty"))


@pytest.fixture
async def room(db: Pool, broker_url: str, tmp_path: Path) -> AsyncIterator[Room]:
    bus = Bus(broker_url, origin=new_id())
    sync = Sync(Journal(db), bus)
    frames: list[dict[str, Any]] = []
    bus.subscribe("events", lambda _, body: frames.append(orjson.loads(body)))
    running = asyncio.create_task(sync.run())
    owner = await users.insert(db, user_id=new_id(), email="a@film.test", name="A", color="#67d59a", password_hash=None)
    assert owner is not None
    projects = Projects(db, sync)
    project = await projects.create(owner, "Ferry")
    actor = await projects.actor(project.id, owner)
    node = NodeRecord(id=new_id(), type="script", position=Position(x=100, y=50))
    await sync.submit(project.id, actor, Batch(client_op_id="test:1", base_version=0, ops=[NodeAdd(node=node)]))
    scripts = Scripts(db, bus, sync, FileStore.local(tmp_path))
    yield Room(db, sync, scripts, project.id, actor, node.id, frames, bus)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_an_uploaded_script_shows_on_its_node(room: Room) -> None:
    told = await room.upload()
    assert (told["title"], told["format"], told["scenes"], told["characters"]) == (
        "The Last Ferry",
        "fountain",
        SCENES,
        ["MARA", "TOMAS", "IVO"],
    )
    [node] = await room.nodes("script")
    assert {key: node.data[key] for key in told} == told
    assert (node.data["status"], node.data["file_name"]) == ("read", FERRY.name)


async def test_breaking_down_puts_scenes_shots_people_and_places_on_the_canvas(room: Room) -> None:
    await room.upload()
    assert await room.break_down() == SCENES
    scenes = await room.nodes("scene_group")
    assert [scene.data["number"] for scene in scenes] == ["1", "2", "3", "4", "5", "6", "6A", "7", "8"]
    graph = await room.sync.graph(room.project_id)
    chain = {edge.source: edge.target for edge in graph.edges.values() if edge.target_handle == "sequence_in"}
    assert [chain[node.id] for node in [*await room.nodes("script"), *scenes[:-1]]] == [scene.id for scene in scenes]
    library = await assets.of_project(room.db, room.project_id)
    assert sorted((asset.kind, asset.name) for asset in library if asset.kind != "script") == [
        ("character", "Ivo"),
        ("character", "Mara"),
        ("character", "Tomas"),
        ("environment", "Engine Room"),
        ("environment", "Harbour"),
        ("environment", "Open Water"),
        ("environment", "Ticket Office"),
        ("environment", "Wheelhouse"),
        ("style", "By the sea"),
    ]
    ids = {asset.id for asset in library}
    assert {node.data["asset_id"] for node in await room.nodes("character")} <= ids
    assert all(shot.data["prompt"] for shot in await room.nodes("shot"))
    assert await room.status() == "broken_down"


async def test_progress_is_told_scene_by_scene(room: Room) -> None:
    await room.upload()
    await room.break_down()
    told = [frame["payload"] for frame in room.frames if frame["event"] == "server:script_progress"]
    assert [(payload["done"], payload["total"]) for payload in told] == [(done, SCENES) for done in range(SCENES + 1)]


async def test_a_second_breakdown_changes_nothing_and_says_so(room: Room) -> None:
    await room.upload()
    await room.break_down()
    before = (await room.sync.graph(room.project_id)).version
    assert await room.break_down() == 0
    assert (await room.sync.graph(room.project_id)).version == before


async def test_a_new_scene_is_added_after_the_others_and_keeps_people_and_places(room: Room) -> None:
    await room.upload()
    await room.break_down()
    library = len(await assets.of_project(room.db, room.project_id))
    await room.upload(FERRY.read_bytes() + b"\n\nEXT. HARBOUR - NIGHT #9#\n\nMARA\nHome.\n")
    assert await room.break_down() == 1
    assert len(await assets.of_project(room.db, room.project_id)) == library + 1
    assert (await room.nodes("scene_group"))[-1].data["number"] == "9"
    assert len(await room.nodes("environment")) == len(
        {node.data["asset_id"] for node in await room.nodes("environment")}
    )


async def test_an_unreadable_script_leaves_the_node_as_it_was(room: Room) -> None:
    with pytest.raises(UnreadableScript):
        await room.upload(b"\x00\x01\x02" * 50, "film.fountain")
    assert await room.status() == "empty"
    with pytest.raises(Invalid, match="no script here yet"):
        await room.break_down()


async def test_a_script_without_scenes_says_what_to_do(room: Room) -> None:
    await room.upload(b"Once upon a time.\n")
    with pytest.raises(UnreadableScript, match="No scenes found in “the-last-ferry"):
        await room.break_down()
    assert await room.status() == "read"


async def test_who_may_not_edit_may_not_break_down(room: Room) -> None:
    await room.upload()
    room.actor = replace(room.actor, role="viewer")
    with pytest.raises(Forbidden):
        await room.break_down()
    with pytest.raises(Forbidden):
        await room.upload()


async def test_two_breakdowns_at_once_make_one_film(room: Room) -> None:
    await room.upload()
    assert sorted(await asyncio.gather(room.break_down(), room.break_down())) == [0, SCENES]
    assert len(await room.nodes("scene_group")) == SCENES


async def test_a_breakdown_is_stopped_between_scenes_goes_on_later_and_what_was_there_is_one_step(room: Room) -> None:
    await room.upload()
    stopped = asyncio.Event()

    def look(_: str, body: bytes) -> None:
        told = orjson.loads(body)
        if told["event"] == "server:script_progress" and told["payload"]["done"] == 3 and not stopped.is_set():
            stopped.set()
            room.stopping = asyncio.create_task(room.scripts.stop(room.project_id, room.actor, room.node_id))

    room.bus.subscribe("events", look)
    done = await room.break_down()
    [node] = await room.nodes("script")
    assert 3 <= done < SCENES
    assert (node.data["status"], node.data["pending"]) == ("stopped", SCENES - done)
    assert len(await room.nodes("scene_group")) == done
    assert await room.break_down() == SCENES - done
    assert await room.status() == "broken_down"
    assert [scene.data["number"] for scene in await room.nodes("scene_group")][:7] == [*"123456", "6A"]
    steps = Steps(Journal(room.db), room.sync)
    for left in (done, 0):
        await steps.take_back(room.project_id, room.actor, f"undo:{left}", redo=False)
        assert len(await room.nodes("scene_group")) == left


async def test_the_node_says_how_many_shots_a_page_and_a_figure_overrules_it(room: Room) -> None:
    await room.upload()
    counts = []
    for density, figure in (("few", None), ("many", None), ("few", 20.0)):
        await room.sync.submit(
            room.project_id,
            room.actor,
            Batch(
                client_op_id=f"test:{new_id()}",
                base_version=0,
                ops=[NodeSet(id=room.node_id, path=["density"], value=density)],
            ),
        )
        await room.scripts.break_down(room.project_id, room.actor, room.node_id, shots_per_page=figure)
        counts.append(len(await room.nodes("shot")))
        await Steps(Journal(room.db), room.sync).take_back(room.project_id, room.actor, new_id(), redo=False)
    few, many, most = counts
    assert few < many < most


async def test_what_is_left_to_bring_in_stands_on_the_node(room: Room) -> None:
    assert (await room.upload())["pending"] == SCENES
    await room.break_down()
    [node] = await room.nodes("script")
    assert (node.data["pending"], node.data["draft_id"]) == (0, node.data["asset_id"])
