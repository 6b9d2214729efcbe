"""From Generate to take, with the real database, the real broker and the real backend."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import orjson
import pytest
from pydantic import SecretStr

from production_canvas.backends.backend import BackendFailed, Backends, Rendered, Report, Stop
from production_canvas.backends.previs.backend import Previs
from production_canvas.errors import Conflict, Forbidden, NotFound, NotRunnable
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.services.dispatch import DIED
from production_canvas.services.planning import job_key
from production_canvas.services.rendering import BROKE, Rendering
from production_canvas.settings import Settings
from production_canvas.store import executions, takes
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node, put

SHOT: dict[str, Any] = {"number": "SH010", "prompt": "Fog over the pier.", "quality": "low", "duration": 0.5}


@dataclass
class Stage:
    canvas: Canvas
    project_id: str
    actor: Actor
    events: list[dict[str, Any]]

    def told(self, event: str) -> list[dict[str, Any]]:
        return [each["payload"] for each in self.events if each["event"] == event]

    def states(self) -> list[str]:
        return [each["state"] for each in self.told("server:node_state_updated")]

    async def edit(self, *ops: dict[str, Any]) -> None:
        batch = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": 0, "ops": list(ops)}
        await self.canvas.sync.submit(self.project_id, self.actor, Batch.model_validate(batch))

    async def start(self) -> str:
        return await self.canvas.batch.start(self.project_id, self.actor, "shot")

    def rendering(self, *backends: Any) -> Rendering:
        canvas = self.canvas
        return Rendering(
            canvas.db, canvas.files, canvas.generation, Backends(*backends or (Previs(),)), canvas.staleness
        )

    async def run(self, execution_id: str, *backends: Any, lease: str | None = None) -> None:
        await self.rendering(*backends).run(execution_id, "here", lease or str(uuid.uuid4()))

    async def execution(self, execution_id: str) -> executions.Execution:
        found = await executions.get(self.canvas.db, execution_id)
        assert found is not None
        return found


@pytest.fixture
async def stage(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    settings = Settings(
        data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32), lease=0.2
    )
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, "The Last Ferry")
        stage = Stage(canvas, project.id, await canvas.projects.actor(project.id, owner), [])
        canvas.bus.subscribe("events", lambda _, body: stage.events.append(orjson.loads(body)))
        await stage.edit(node("shot", "shot", **SHOT))
        yield stage


class Scripted:
    """A backend for faults that the real one does not have: waits until it is stopped, or raises."""

    name = "previs"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def run(self, job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
        if self.error is not None:
            raise self.error
        return Previs().run({**job, "parameters": {**job["parameters"], "duration": 600.0}}, folder, report, stop)

    def describe(self) -> dict[str, Any]:
        return {}

    def health(self) -> bool:
        return True


async def test_a_take_is_a_playable_clip_and_everybody_hears_how_it_came(stage: Stage) -> None:
    execution_id = await stage.start()
    await stage.run(execution_id)
    assert stage.states() == ["queued", "generating", "success"]
    (done,) = stage.told("server:task_success")
    assert (done["task_id"], done["node_id"]) == (execution_id, "shot")
    assert set(done["result"]) == {"output_url", "take_id", "asset_id", "duration"}
    (told,) = stage.told("server:takes_updated")
    reloaded = (await stage.canvas.generation.takes_by_node(stage.project_id))["shot"]
    assert [take.model_dump() for take in reloaded] == told["takes"]
    assert [(take.number, take.active, take.quality, take.duration) for take in reloaded] == [(1, True, "low", 0.5)]
    asset = await stage.canvas.assets.file_of(reloaded[0].asset_id)
    assert asset.object_hash is not None
    clip = await stage.canvas.files.read(asset.object_hash)
    with av.open(BytesIO(clip), "r") as file:
        assert len(list(file.decode(video=0))) == reloaded[0].frames


async def test_the_row_alone_holds_everything_that_determines_the_take(stage: Stage, tmp_path: Path) -> None:
    await stage.edit(put("shot", "seed", value=42), put("shot", "seed_locked", value=True))
    first = await stage.start()
    await stage.run(first)
    second = await stage.start()
    await stage.run(second)
    one, two = await stage.execution(first), await stage.execution(second)
    assert two.job == {**one.job, "take": 2}
    assert one.job_key == two.job_key
    assert (one.job["seed"], one.job["take"]) == (42, 1)
    again = Previs().run(one.job, tmp_path, lambda _percent, _step: None, lambda: False)
    first_take = (await takes.of_project(stage.canvas.db, stage.project_id))[0]
    kept = (await stage.canvas.assets.file_of(first_take.asset_id)).object_hash
    assert hashlib.sha256(again.path.read_bytes()).hexdigest() == kept


async def test_an_unlocked_seed_is_drawn_anew_and_kept(stage: Stage) -> None:
    seeds = set()
    for _ in range(2):
        execution_id = await stage.start()
        await stage.run(execution_id)
        seeds.add((await stage.execution(execution_id)).job["seed"])
    assert len(seeds) == 2


async def test_one_node_is_made_once_at_a_time(stage: Stage) -> None:
    await stage.start()
    with pytest.raises(Conflict, match="being made already"):
        await stage.start()


async def test_an_id_delivered_twice_makes_one_take(stage: Stage) -> None:
    execution_id = await stage.start()
    await asyncio.gather(stage.run(execution_id), stage.run(execution_id))
    await stage.run(execution_id)
    assert len(await takes.of_project(stage.canvas.db, stage.project_id)) == 1


async def test_cancelling_what_waits_ends_it_at_once(stage: Stage) -> None:
    execution_id = await stage.start()
    await stage.canvas.generation.cancel(stage.project_id, stage.actor, execution_id)
    await stage.run(execution_id)
    assert stage.states() == ["queued", "cancelled"]
    with pytest.raises(NotFound):
        await stage.canvas.generation.cancel(stage.project_id, stage.actor, execution_id)


async def test_cancelling_what_runs_stops_it_within_seconds(stage: Stage) -> None:
    execution_id = await stage.start()
    running = asyncio.create_task(stage.run(execution_id, Scripted()))
    async with asyncio.timeout(10):
        while not stage.told("server:task_progress"):
            await asyncio.sleep(0.02)
        await stage.canvas.generation.cancel(stage.project_id, stage.actor, execution_id)
        await running
    assert stage.states() == ["queued", "generating", "cancelled"]
    assert all(0 <= each["progress"] <= 100 and each["step"] for each in stage.told("server:task_progress"))


async def test_a_failing_backend_fails_in_words_and_may_be_tried_again(stage: Stage) -> None:
    execution_id = await stage.start()
    await stage.run(execution_id, Scripted(BackendFailed("The picture could not be opened.")))
    (failed,) = stage.told("server:task_failed")
    assert failed == {"task_id": execution_id, "node_id": "shot", "error": "The picture could not be opened."}
    assert stage.states()[-1] == "error"
    await stage.run(await stage.start())
    assert stage.states()[-1] == "success"


async def test_an_unforeseen_error_is_told_without_its_insides(stage: Stage) -> None:
    execution_id = await stage.start()
    lease = str(uuid.uuid4())
    with pytest.raises(ZeroDivisionError):
        await stage.run(execution_id, Scripted(ZeroDivisionError("/secret/path")), lease=lease)
    await stage.rendering().broke(execution_id, lease)
    assert [each["error"] for each in stage.told("server:task_failed")] == [BROKE]


async def claimed(stage: Stage) -> tuple[str, str]:
    """An execution whose worker fell silent half a second ago."""
    execution_id, lease = await stage.start(), str(uuid.uuid4())
    await executions.claim(stage.canvas.db, execution_id, worker="gone", lease=lease)
    await asyncio.sleep(0.4)
    return execution_id, lease


async def test_a_silent_workers_job_goes_to_another_and_ends_in_one_take(stage: Stage) -> None:
    execution_id, lease = await claimed(stage)
    await stage.canvas.dispatch.step()
    assert (await stage.execution(execution_id)).status == "queued"
    await stage.run(execution_id)
    assert not await executions.finish(stage.canvas.db, execution_id, lease, status="success", results={})
    assert len(await takes.of_project(stage.canvas.db, stage.project_id)) == 1
    assert stage.states() == ["queued", "queued", "generating", "success"]


async def test_after_three_deaths_it_fails_in_words(stage: Stage) -> None:
    execution_id, _ = await claimed(stage)
    for _ in range(2):
        await stage.canvas.dispatch.step()
        await executions.claim(stage.canvas.db, execution_id, worker="gone", lease=str(uuid.uuid4()))
        await asyncio.sleep(0.4)
    await stage.canvas.dispatch.step()
    assert [each["error"] for each in stage.told("server:task_failed")] == [DIED]
    assert stage.states()[-1] == "error"


async def test_an_end_that_died_before_it_was_told_is_told_later(stage: Stage) -> None:
    await stage.run(await stage.start())
    await stage.canvas.db.execute(
        "UPDATE node_executions SET told_at = NULL, finished_at = now() - interval '1 minute'"
    )
    stage.events.clear()
    await stage.canvas.dispatch.step()
    await stage.canvas.dispatch.step()
    assert [len(stage.told(f"server:{event}")) for event in ("takes_updated", "task_success")] == [1, 1]
    assert stage.states() == ["success"]


async def test_choosing_a_take_makes_it_the_only_active_one(stage: Stage) -> None:
    for _ in range(2):
        await stage.run(await stage.start())
    _, second = (await stage.canvas.generation.takes_by_node(stage.project_id))["shot"]
    records = await stage.canvas.generation.activate(stage.project_id, stage.actor, second.id)
    assert [each.active for each in records] == [False, True]
    assert stage.told("server:takes_updated")[-1]["takes"] == [each.model_dump() for each in records]


async def test_who_may_only_look_cannot_start(stage: Stage) -> None:
    viewer = Actor(stage.actor.user_id, "V", "#ffffff", "viewer")
    with pytest.raises(Forbidden):
        await stage.canvas.batch.start(stage.project_id, viewer, "shot")


async def test_what_makes_nothing_is_refused(stage: Stage) -> None:
    await stage.edit(node("anna", "character"))
    with pytest.raises(NotRunnable):
        await stage.canvas.batch.start(stage.project_id, stage.actor, "anna")
    with pytest.raises(NotFound):
        await stage.canvas.batch.start(stage.project_id, stage.actor, "ghost")


def test_a_key_that_comes_out_otherwise_is_of_another_edition() -> None:
    asset: dict[str, Any] = {
        "name": "Noir",
        "kind": "style",
        "data": {"keywords": ["rain"]},
        "object_hash": None,
        "references": [],
    }
    wired = {"node_id": "noir", "kind": "style", "data": {"asset_id": "x", "note": "!"}, "asset": asset, "weight": 1.0}
    job = {"node_id": "s1", "kind": "shot", "seed": 7, "parameters": {"prompt": "Fog."}, "inputs": {"styles": [wired]}}
    # Where this digest changes, EDITION of graph/fingerprint.py has to change with it.
    assert job_key(job) == "4:72543e93d21c42adfdee5b453f6938886db7c7caa6b7243a57dad7ce7b0b8abf"
