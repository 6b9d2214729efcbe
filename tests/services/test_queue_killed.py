"""Jobs while everything they go through is killed: none is lost, none makes two takes, each has one end."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from pydantic import SecretStr

from production_canvas.local.valkey import Valkey
from production_canvas.protocol.operations import Batch
from production_canvas.settings import Settings
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node
from tests.services.workers import kill_worker, start_worker

JOBS = 16
SHOT: dict[str, Any] = {"prompt": "Fog.", "quality": "low", "duration": 3.0}
PATIENCE = 100.0
KILLS = ("worker", "child", "empty", "broker", "worker", "child", "empty")


@pytest.fixture
def broker() -> Iterator[Valkey]:
    """A broker of its own, that may be killed."""
    folder = Path(tempfile.mkdtemp(prefix="canvas-broker-"))
    folder.chmod(0o755)
    valkey = Valkey(folder)
    valkey.start()
    yield valkey
    valkey.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def canvas(database_url: str, broker: Valkey, tmp_path: Path) -> AsyncIterator[Canvas]:
    settings = Settings(
        data=tmp_path, database_url=database_url, broker_url=broker.url, secret_key=SecretStr("s" * 32), lease=4.0
    )
    async with open_canvas(settings, serve=True) as opened:
        yield opened


class Crew:
    """Two workers that are started again whenever they are killed."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self._settings = settings
        self._log = log
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        for name in ("one", "two"):
            if name not in self.workers:
                self.workers[name] = start_worker(self._settings, self._log, name, slots=2)

    def kill(self, drawn: random.Random) -> None:
        kill_worker(self.workers.pop(drawn.choice(sorted(self.workers))))

    def kill_child(self, drawn: random.Random) -> None:
        parent = drawn.choice(list(self.workers.values())).pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if children:
            os.kill(int(drawn.choice(children)), signal.SIGKILL)

    def end(self) -> None:
        for process in self.workers.values():
            kill_worker(process)


async def ended(canvas: Canvas) -> Counter[str]:
    rows = await canvas.db.fetch("SELECT status FROM node_executions")
    return Counter(row["status"] for row in rows)


@pytest.mark.timeout(300)
async def test_no_job_is_lost_and_none_makes_two_takes(canvas: Canvas, broker: Valkey, tmp_path: Path) -> None:
    drawn = random.Random(6)
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, "The Last Ferry")
    actor = await canvas.projects.actor(project.id, owner)
    shots = [f"s{number}" for number in range(JOBS)]
    batch = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": 0,
             "ops": [node(name, "shot", number=name, **SHOT) for name in shots]}  # fmt: skip
    await canvas.sync.submit(project.id, actor, Batch.model_validate(batch))
    crew = Crew(canvas.settings, tmp_path / "workers.log")
    crew.start()
    try:
        asked = (await canvas.batch.generate(project.id, actor, shots)).steps
        for fault in KILLS:
            await asyncio.sleep(drawn.uniform(1.0, 2.5))
            match fault:
                case "worker":
                    crew.kill(drawn)
                    crew.start()
                case "child":
                    crew.kill_child(drawn)
                case "empty":
                    redis.Redis.from_url(broker.url).flushall()
                case _:
                    broker.process.kill()
                    broker.process.start()
                    broker.wait()
        async with asyncio.timeout(PATIENCE):
            while (told := await ended(canvas))["queued"] + told["generating"]:
                await asyncio.sleep(0.2)
    finally:
        crew.end()
    # A job whose worker was killed three times may have failed in words.
    assert set(told) <= {"success", "error"}
    assert told.total() == len(asked) == JOBS
    takes = await canvas.db.fetch("SELECT execution_id FROM takes")
    made = await canvas.db.fetch("SELECT id FROM node_executions WHERE status = 'success'")
    assert sorted(row["execution_id"] for row in takes) == sorted(row["id"] for row in made)
    assert told["success"] >= JOBS - 2
