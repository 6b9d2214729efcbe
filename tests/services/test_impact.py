"""What a changed asset does to the film: told before, done after, and seen by everybody as it is after reloading."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from production_canvas.backends.backend import Backends
from production_canvas.backends.previs.backend import Previs
from production_canvas.errors import Invalid
from production_canvas.protocol.library import AssetChange, AssetImpact, AssetProposal, NewAsset
from production_canvas.protocol.messages import AssetRecord
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.services.rendering import Rendering
from production_canvas.settings import Settings
from production_canvas.store import assets
from production_canvas.store.database import new_id, transaction
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node, put, wire

SHOT: dict[str, Any] = {"prompt": "Fog over the pier.", "quality": "low", "duration": 0.25}


class Set:
    """Two shots in a scene that has a style, the first with a character; a third stands alone."""

    def __init__(self, canvas: Canvas, project_id: str, actor: Actor) -> None:
        self.canvas, self.project_id, self.actor = canvas, project_id, actor
        self.states: dict[str, str] = {}
        canvas.bus.subscribe("events", self._hear)

    def _hear(self, project_id: str, body: bytes) -> None:
        if project_id != self.project_id:
            return
        told = orjson.loads(body)
        if told["event"] == "server:node_state_updated":
            self.states[told["payload"]["node_id"]] = told["payload"]["state"]

    async def edit(self, *ops: dict[str, Any]) -> None:
        version = (await self.canvas.sync.graph(self.project_id)).version
        batch = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": version, "ops": list(ops)}
        await self.canvas.sync.submit(self.project_id, self.actor, Batch.model_validate(batch))

    async def build(self, *, team: bool = False) -> tuple[AssetRecord, AssetRecord]:
        library, place = self.canvas.assets, None if team else self.project_id
        anna = await library.create(place, self.actor, NewAsset(kind="character", name="Anna", data={"age": "34"}))
        noir = await library.create(place, self.actor, NewAsset(kind="style", name="Noir"))
        await self.edit(
            node("scene", "scene_group"),
            node("noir", "style", asset_id=noir.id),
            node("anna", "character", "scene", asset_id=anna.id),
            *(node(f"s{at}", "shot", "scene", number=f"SH0{at}0", **SHOT) for at in (1, 2)),
            node("s3", "shot", number="SH030", **SHOT),
            wire("look", "noir", "style", "scene", "assets"),
            wire("cast", "anna", "character", "s1", "characters"),
            wire("cut", "s1", "sequence_out", "s2", "sequence_in"),
        )
        return anna, noir

    async def make(self, *node_ids: str) -> None:
        canvas = self.canvas
        rendering = Rendering(canvas.db, canvas.files, canvas.generation, Backends(Previs()), canvas.staleness)
        for node_id in node_ids:
            execution_id = await canvas.batch.start(self.project_id, self.actor, node_id)
            await rendering.run(execution_id, "here", str(uuid.uuid4()))

    async def change(self, asset: AssetRecord, **change: Any) -> AssetRecord:
        wanted = AssetChange.model_validate(change)
        return await self.canvas.impact.change(self.project_id, self.actor, asset.id, wanted)

    async def preview(self, asset: AssetRecord, **change: Any) -> AssetImpact:
        wanted = AssetProposal.model_validate(change)
        return await self.canvas.impact.preview(self.project_id, asset.id, wanted)

    async def reloaded(self) -> dict[str, str]:
        runtime = await self.canvas.generation.runtime_by_node(self.project_id)
        return {node_id: state["state"] for node_id, state in runtime.items()}

    async def stand(self) -> dict[str, str]:
        """How the shots stand: for who listened just as for who reloads."""
        assert self.states == await self.reloaded()
        return self.states

    async def until(self, **wanted: str) -> None:
        """Waits until the shots stand like that, for who listens and for who reloads."""
        async with asyncio.timeout(20):
            while not self.states == wanted == await self.reloaded():
                await asyncio.sleep(0.01)

    async def looked(self) -> None:
        """Waits until nothing of what was changed is still to be looked at."""
        async with asyncio.timeout(20):
            while await self.canvas.db.fetchval("SELECT count(*) FROM asset_looks"):
                await asyncio.sleep(0.01)


@pytest.fixture
async def film(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Set]:
    settings = Settings(data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32))
    async with open_canvas(settings, serve=True) as canvas:
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, "The Last Ferry")
        yield Set(canvas, project.id, await canvas.projects.actor(project.id, owner))


async def test_a_changed_asset_makes_the_takes_of_its_shots_stale_and_changed_back_they_are_not(film: Set) -> None:
    anna, noir = await film.build()
    await film.make("s1", "s2", "s3")
    await film.change(anna, data={"age": "60"})
    await film.until(s1="stale", s2="success", s3="success")
    await film.change(noir, data={"keywords": ["rain"]})
    await film.until(s1="stale", s2="stale", s3="success")
    await film.canvas.impact.restore(film.project_id, film.actor, noir.id, 1)
    await film.change(anna, data={"age": "34"})
    await film.until(s1="success", s2="success", s3="success")


async def test_what_is_no_part_of_the_picture_makes_nothing_stale(film: Set) -> None:
    anna, _ = await film.build()
    await film.make("s1", "s2")
    await film.change(anna, tags=["lead"], archived=True)
    await film.edit(put("anna", "collapsed", value=True))
    await film.edit({"op": "node.text", "id": "anna", "path": ["note"], "delta": ["Ask her agent."]})
    await film.edit({"op": "node.text", "id": "s1", "path": ["prompt"], "delta": ["Thick f"]})
    await film.canvas.staleness.look(film.project_id, ["s2"])
    assert await film.stand() == {"s1": "success", "s2": "success"}


async def test_the_preview_tells_what_the_change_then_does(film: Set) -> None:
    anna, noir = await film.build()
    await film.make("s1")
    told = await film.preview(noir, data={"keywords": ["rain"]})
    assert [(each.node_id, each.number, each.has_take, each.was_stale) for each in told.shots] == [
        ("s1", "SH010", True, False),
        ("s2", "SH020", False, False),
    ]
    assert (told.stale, told.version) == (1, 1)
    assert told.seconds == told.shots[0].seconds > 0
    assert (await film.preview(noir, data={"keywords": None})).shots == []
    assert [each.node_id for each in (await film.preview(anna, name="Anne")).shots] == ["s1"]
    with pytest.raises(Invalid, match="The palette of a style cannot be that"):
        await film.preview(noir, data={"palette": ["red"]})
    assert await film.stand() == {"s1": "success"}
    await film.change(noir, data={"keywords": ["rain"]})
    await film.until(s1="stale")
    assert [each.was_stale for each in (await film.preview(anna, name="Anne")).shots] == [True]


async def test_cards_that_keep_the_version_before_keep_their_shots_fresh_in_one_step(film: Set) -> None:
    anna, _ = await film.build()
    await film.edit(node("again", "character", asset_id=anna.id))
    await film.make("s1")
    changed = await film.change(anna, data={"age": "60"}, then="pin")
    assert changed.version == 2
    await film.looked()
    await film.until(s1="success")
    graph = await film.canvas.sync.graph(film.project_id)
    assert [graph.nodes[each].data["asset_version"] for each in ("anna", "again")] == [1, 1]
    await film.change(anna, data={"age": "61"})
    await film.looked()
    assert await film.stand() == {"s1": "success"}
    await film.canvas.steps.take_back(film.project_id, film.actor, "undo:1", redo=False)
    graph = await film.canvas.sync.graph(film.project_id)
    assert "asset_version" not in graph.nodes["anna"].data
    await film.until(s1="stale")


async def test_regenerate_queues_the_shots_that_had_a_take(film: Set) -> None:
    _, noir = await film.build()
    await film.make("s1")
    await film.change(noir, data={"keywords": ["rain"]}, then="regenerate")
    assert await film.stand() == {"s1": "queued"}


async def test_a_new_take_in_place_of_a_stale_one_ends_the_staleness_and_the_old_one_brings_it_back(film: Set) -> None:
    anna, _ = await film.build()
    await film.make("s1")
    await film.change(anna, data={"age": "60"})
    await film.until(s1="stale")
    await film.make("s1")
    await film.until(s1="success")
    first, second = (await film.canvas.generation.takes_by_node(film.project_id))["s1"]
    assert (first.active, second.active) == (False, True)
    await film.canvas.generation.activate(film.project_id, film.actor, first.id)
    await film.canvas.staleness.activated(film.project_id, ["s1"])
    assert await film.stand() == {"s1": "stale"}


async def test_an_asset_of_the_team_reaches_the_shots_of_every_film(film: Set) -> None:
    anna, _ = await film.build(team=True)
    await film.make("s1")
    await film.canvas.impact.change_for_team(film.actor, anna.id, AssetChange(data={"age": "60"}))
    await film.until(s1="stale")
    with pytest.raises(Invalid, match="Open the asset in a film"):
        await film.canvas.impact.change_for_team(film.actor, anna.id, AssetChange(name="Anne", then="pin"))


async def test_shots_that_nobody_came_to_look_at_are_looked_at_by_the_next_process(film: Set) -> None:
    anna, _ = await film.build()
    await film.make("s1")
    # One that ends before its turn: it has changed the asset, and told nobody who looks.
    async with open_canvas(film.canvas.settings) as ending:
        await ending.assets.change(film.project_id, film.actor, anna.id, AssetChange(data={"age": "60"}))
    await film.until(s1="stale")


async def test_another_picture_behind_an_example_makes_shots_stale(film: Set) -> None:
    canvas = film.canvas
    _, noir = await film.build()
    picture = new_id()
    await assets.insert(
        canvas.db, asset_id=picture, project_id=film.project_id, kind="image", name="Pier", object_hash="a" * 64
    )
    await film.change(noir, data={"examples": [picture]})
    await film.make("s1", "s3")
    async with transaction(canvas.db) as db:
        held = await assets.lock(db, picture, film.project_id)
        assert held is not None
        await assets.keep_version(db, picture, film.actor.user_id)
        await assets.write(db, replace(held, object_hash="b" * 64))
    canvas.staleness.asset_changed()
    await film.until(s1="stale", s3="success")


async def test_the_team_is_told_by_film_and_of_films_one_does_not_see_only_how_many(film: Set) -> None:
    canvas = film.canvas
    anna, _ = await film.build(team=True)
    await film.make("s1")
    mia = await canvas.accounts.add("mia@film.test", "Mia")
    project = await canvas.projects.create(mia, "The Night Boat")
    other = Set(canvas, project.id, await canvas.projects.actor(project.id, mia))
    await other.edit(
        node("anna", "character", asset_id=anna.id),
        node("s1", "shot", number="SH010", **SHOT),
        wire("cast", "anna", "character", "s1", "characters"),
    )
    await other.make("s1")
    owner = await canvas.accounts.local_owner()
    used = await canvas.everywhere.usage(owner, anna.id)
    assert [(each.name, each.shots, each.scenes, each.takes, each.seconds) for each in used.films] == [
        ("The Last Ferry", 1, 1, 1, 0.25)
    ]
    assert (used.shots, used.scenes, used.takes, used.seconds, used.elsewhere) == (1, 1, 1, 0.25, 1)
    told = await canvas.everywhere.impact(owner, anna.id, AssetProposal(data={"age": "60"}))
    assert [(each.name, [shot.number for shot in each.shots], each.stale) for each in told.films] == [
        ("The Last Ferry", ["SH010"], 1)
    ]
    assert (told.stale, told.seconds, told.elsewhere) == (1, told.films[0].seconds, 1)
    await film.canvas.impact.change_for_team(film.actor, anna.id, AssetChange(data={"age": "60"}))
    await film.until(s1="stale")
    async with asyncio.timeout(20):
        while await other.reloaded() != {"s1": "stale"}:
            await asyncio.sleep(0.01)
    # Who comes into the other film sees it by its name.
    await canvas.projects.put_member(project.id, other.actor, owner.email, "viewer")
    both = await canvas.everywhere.usage(owner, anna.id)
    assert ([each.name for each in both.films], both.elsewhere) == (["The Last Ferry", "The Night Boat"], 0)


async def test_usage_counts_shots_scenes_takes_and_seconds(film: Set) -> None:
    anna, noir = await film.build()
    await film.make("s1", "s1", "s2", "s3")
    used = await film.canvas.usage.of_asset(film.project_id, noir.id)
    assert (used.shots, used.scenes, used.takes, used.seconds) == (2, 1, 3, 0.5)
    assert (used.sources, used.direct, used.shot_ids) == (["noir"], ["s1", "s2", "scene"], ["s1", "s2"])
    assert [(each.node_id, each.shots) for each in used.containers] == [("scene", 2)]
    used = await film.canvas.usage.of_asset(film.project_id, anna.id)
    assert (used.shots, used.takes, used.seconds) == (1, 2, 0.25)
