"""Workers as real processes: what is told when one of them is killed without warning."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from production_canvas.protocol.operations import Batch
from production_canvas.protocol.queue import Resources
from production_canvas.services.accounts import Actor
from production_canvas.settings import Settings
from production_canvas.store import executions, takes
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node
from tests.services.workers import worker

LEASE = 3.0
SHOT: dict[str, Any] = {"number": "SH010", "prompt": "Fog over the pier.", "quality": "low", "duration": 20.0}
SECRET = "s" * 32


@pytest.fixture
def settings(database_url: str, broker_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr(SECRET), lease=LEASE
    )


@pytest.fixture
async def canvas(settings: Settings) -> AsyncIterator[Canvas]:
    """As the web process has it: it hears the bus and brings lost work back."""
    async with open_canvas(settings, serve=True) as opened:
        yield opened


async def until(events: list[dict[str, Any]], event: str, **payload: Any) -> dict[str, Any]:
    """The first such event whose payload says that much."""
    async with asyncio.timeout(40):
        while True:
            for each in events:
                if each["event"] == event and payload.items() <= each["payload"].items():
                    return each
            await asyncio.sleep(0.05)


async def used_by_worker(canvas: Canvas) -> Resources:
    """What the only worker tells of itself, as soon as it has measured it."""
    async with asyncio.timeout(10):
        while True:
            (record,) = await canvas.queue.workers()
            if record.resources is not None:
                return record.resources
            await asyncio.sleep(0.05)


async def test_a_job_whose_worker_is_killed_ends_in_exactly_one_take(
    canvas: Canvas, settings: Settings, tmp_path: Path
) -> None:
    events: list[dict[str, Any]] = []
    canvas.bus.subscribe("events", lambda _, body: events.append(orjson.loads(body)))
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, "The Last Ferry")
    actor: Actor = await canvas.projects.actor(project.id, owner)
    add = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": 0, "ops": [node("shot", "shot", **SHOT)]}
    await canvas.sync.submit(project.id, actor, Batch.model_validate(add))
    with worker(settings, tmp_path / "first.log") as first:
        execution_id = await canvas.batch.start(project.id, actor, "shot")
        await until(events, "server:task_progress", task_id=execution_id)
        os.killpg(first.pid, signal.SIGKILL)
        killed = asyncio.get_running_loop().time()
    held = await executions.get(canvas.db, execution_id)
    assert held is not None
    assert (held.status, held.attempt) == ("generating", 1)
    with worker(settings, tmp_path / "second.log"):
        events.clear()
        await until(events, "server:node_state_updated", node_id="shot", state="generating")
        assert asyncio.get_running_loop().time() - killed < 20
        done = await until(events, "server:task_success", task_id=execution_id)
        used = await used_by_worker(canvas)
    assert 0 <= used.cores <= used.of_cores
    assert 0 < used.memory < used.of_memory
    made = await takes.of_project(canvas.db, project.id)
    assert [(take.id, take.execution_id, take.number) for take in made] == [
        (done["payload"]["result"]["take_id"], execution_id, 1)
    ]
    ended = await executions.get(canvas.db, execution_id)
    assert ended is not None
    assert (ended.status, ended.attempt) == ("success", 2)
