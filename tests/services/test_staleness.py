"""Stale follows every edit: what is told while one works is what comparing every take anew would say."""

from __future__ import annotations

import asyncio
import random
import secrets
import uuid
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from production_canvas.errors import CanvasError
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.services.planning import job_key, planner_of
from production_canvas.settings import Settings
from production_canvas.store import assets, executions, takes
from production_canvas.store.database import new_id, transaction
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node, put, remove, wire, write

SHOT: dict[str, Any] = {"prompt": "Fog over the pier.", "quality": "low", "duration": 0.5}
SHOTS = ("s1", "s2", "s3")
BUILT = (
    node("sc1", "scene_group", number="1", place="PIER"),
    node("sc2", "scene_group", number="2", place="COVE"),
    *(node(f"s{at}", "shot", "sc1", number=f"SH0{at}0", **SHOT) for at in (1, 2)),
    node("s3", "shot", "sc2", number="SH030", **SHOT),
    node("noir", "style", name="Noir"),
    node("dot", "reroute"),
    node("anna", "character", "sc1", name="Anna"),
    node("words", "text", "sc1", text="Slowly."),
    wire("look", "noir", "style", "dot", "in"),
    wire("handed", "dot", "out", "sc1", "assets"),
    wire("cast", "anna", "character", "s1", "characters"),
    wire("said", "words", "text", "s2", "prompt_text"),
)


@dataclass
class Film:
    """Three shots in two scenes, each with a take; the first scene hands its style on, through a dot."""

    canvas: Canvas
    project_id: str
    actor: Actor
    told: dict[str, str] = field(default_factory=dict)

    def hear(self, project_id: str, body: bytes) -> None:
        message = orjson.loads(body)
        if project_id == self.project_id and message["event"] == "server:node_state_updated":
            self.told[message["payload"]["node_id"]] = message["payload"]["state"]

    async def version(self) -> int:
        return (await self.canvas.sync.graph(self.project_id)).version

    async def edit(self, *ops: dict[str, Any]) -> None:
        batch = {"client_op_id": f"t:{uuid.uuid4().hex}", "base_version": await self.version(), "ops": list(ops)}
        await self.canvas.sync.submit(self.project_id, self.actor, Batch.model_validate(batch))

    async def shoot(self, *node_ids: str) -> None:
        """A take of each as it stands, without the picture."""
        db, planner = self.canvas.db, await planner_of(self.canvas.db, self.canvas.sync, self.project_id)
        for node_id in node_ids:
            job, execution_id = asdict(planner.job(node_id, 7)), new_id()
            clip = await assets.insert(
                db,
                asset_id=new_id(),
                project_id=self.project_id,
                kind="video",
                name="Clip",
                object_hash=secrets.token_hex(32),
            )
            async with transaction(db) as held:
                await executions.insert(
                    held, execution_id=execution_id, project_id=self.project_id, node_id=node_id,
                    user_id=self.actor.user_id, job=job, job_key=job_key(job), graph_version=1,
                )  # fmt: skip
                await executions.claim(held, execution_id, worker="here", lease=execution_id)
                await executions.finish(held, execution_id, execution_id, status="success", results={})
                await takes.append(
                    held, take_id=new_id(), project_id=self.project_id, node_id=node_id, execution_id=execution_id,
                    asset_id=clip.id, quality="low", seed=7, user_id=self.actor.user_id,
                    media={"duration": 0.5, "frames": 6, "rate": 12, "width": 640, "height": 360},
                )  # fmt: skip
            await self.canvas.staleness.made(self.project_id, node_id)

    async def stale(self) -> set[str]:
        return await takes.stale(self.canvas.db, self.project_id)

    async def recomputed(self) -> set[str]:
        """The nodes with a take whose job is another one, all compared from scratch."""
        planner = await planner_of(self.canvas.db, self.canvas.sync, self.project_id)
        active = await takes.active(self.canvas.db, self.project_id, None)
        keys = planner.keys([(each.node_id, each.seed) for each in active])
        return {each.node_id for each, key in zip(active, keys, strict=True) if key and key != each.job_key}

    async def until(self, *node_ids: str) -> None:
        """Waits until those are stale and no others: for who listens, for who reloads, and by comparing all."""
        wanted = set(node_ids)
        async with asyncio.timeout(30):
            while not (await self.stale() == wanted and self.heard() == wanted):
                await asyncio.sleep(0.02)
        assert await self.recomputed() == wanted

    def heard(self) -> set[str]:
        return {node_id for node_id, state in self.told.items() if state == "stale"}


@pytest.fixture
async def film(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Film]:
    settings = Settings(data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32))
    async with open_canvas(settings, serve=True) as canvas:
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, "The Last Ferry")
        film = Film(canvas, project.id, await canvas.projects.actor(project.id, owner))
        canvas.bus.subscribe("events", film.hear)
        await film.edit(*BUILT)
        await film.shoot(*SHOTS)
        yield film


async def test_stale_follows_what_a_shot_and_all_upstream_of_it_say_and_ends_when_that_is_put_back(film: Film) -> None:
    await film.edit(write("s1", "prompt", "Thick f", {"d": 1}))
    await film.until("s1")
    await film.edit(write("s1", "prompt", {"d": 7}, "F"))
    await film.until()
    await film.edit({"op": "edge.set", "id": "cast", "path": ["weight"], "value": 0.3})
    await film.until("s1")
    await film.edit({"op": "edge.set", "id": "cast", "path": ["weight"], "value": 1})
    await film.until()
    await film.edit(put("words", "text", value="Fast."), put("s3", "motion", value=0.9))
    await film.until("s2", "s3")
    await film.edit(put("words", "text", value="Slowly."), put("s3", "motion", value=0.5))
    await film.until()
    await film.edit(put("noir", "muted", value=True))
    await film.until("s1", "s2")
    await film.edit(put("noir", "muted", value=False))
    await film.until()


async def test_stale_follows_scenes_levels_wires_and_the_film(film: Film) -> None:
    await film.edit(put("sc1", "place", value="BEACH"))
    await film.until("s1", "s2")
    await film.edit(put("sc1", "place", value="PIER"), {"op": "edge.remove", "id": "look"})
    await film.until("s1", "s2")
    await film.edit(wire("look2", "noir", "style", "dot", "in"))
    await film.until()
    await film.edit({"op": "node.reparent", "id": "s3", "parent_id": "sc1", "x": 0, "y": 0})
    await film.until("s3")
    await film.edit({"op": "node.reparent", "id": "s3", "parent_id": "sc2", "x": 0, "y": 0})
    await film.until()
    await film.edit({"op": "graph.set", "path": ["rate"], "value": 30})
    await film.until(*SHOTS)
    await film.edit({"op": "graph.set", "path": ["rate"], "value": 24})
    await film.until()


async def test_stale_follows_undo_rollback_and_what_is_removed_and_brought_back(film: Film) -> None:
    canvas, before = film.canvas, await film.version()
    await film.edit(put("s1", "size", value="CLOSE UP"))
    await film.until("s1")
    await canvas.steps.take_back(film.project_id, film.actor, f"t:{uuid.uuid4().hex}", redo=False)
    await film.until()
    await film.edit(remove("s2"), put("words", "text", value="Fast."), put("sc1", "number", value="1A"))
    await film.until("s1")
    await film.edit({"op": "node.restore", "id": "s2"})
    await film.until("s1", "s2")
    await canvas.history.roll_back(film.project_id, film.actor, before)
    await film.until()


async def test_marks_are_what_comparing_all_anew_says_after_any_run_of_edits(film: Film) -> None:
    drawn = random.Random(5)
    ids, levels = ("s1", "s2", "s3", "noir", "anna", "words", "sc1", "sc2", "dot"), (None, "sc1", "sc2")
    said = (("prompt", "Rain."), ("number", "9"), ("muted", True), ("muted", False), ("text", "Fast."), ("note", "x"))
    wires = (("noir", "style", "s1", "styles"), ("dot", "out", "s2", "styles"), ("noir", "style", "sc2", "assets"),
             ("anna", "character", "s2", "characters"), ("s1", "last_frame", "s2", "references"))  # fmt: skip
    kinds = {each["node"]["id"]: each["node"]["type"] for each in BUILT if each["op"] == "node.add"}
    for turn in range(60):
        chosen = drawn.choice(ids)
        key, value = drawn.choice(said)
        edge = f"e{drawn.randrange(4)}"
        op = drawn.choice(
            (
                put(chosen, key, value=value),
                wire(edge, *drawn.choice(wires)),
                {"op": "edge.remove", "id": drawn.choice((edge, "look", "handed", "cast", "said"))},
                {"op": "node.reparent", "id": chosen, "parent_id": drawn.choice(levels), "x": 0, "y": 0},
                remove(chosen, "lift") if turn % 3 == 0 else put("s1", "motion", value=turn / 60),
                node(chosen, kinds[chosen], drawn.choice(levels)),
                {"op": "graph.set", "path": ["aspect_ratio"], "value": drawn.choice(("16:9", "4:3"))},
            )
        )
        try:
            await film.edit(op)
        except CanvasError:
            continue
        if turn % 10 == 0:
            there = (await film.canvas.sync.graph(film.project_id)).nodes
            await film.shoot(*(each for each in SHOTS if each in there))

    graph = await film.canvas.sync.graph(film.project_id)
    async with asyncio.timeout(30):
        while {each for each in await film.stale() if graph.node(each)} != await film.recomputed():
            await asyncio.sleep(0.05)
