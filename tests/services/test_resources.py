"""What jobs and workers use: measured where they run, told to who looks on, kept with the run."""

from __future__ import annotations

import functools
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from production_canvas.backends.backend import BackendFailed, Rendered, Report, Stop
from production_canvas.backends.meter import peak
from production_canvas.protocol.messages import TaskProgressMeta
from production_canvas.protocol.queue import Resources
from production_canvas.store import workers
from tests.services.floor import Floor

SECONDS = 1.8
USED: dict[str, Any] = {"cores": 1.8, "of_cores": 2.0, "memory": 640 << 20, "of_memory": 4 << 30, "vram": None}


class Busy:
    """A backend whose child computes for a while, and which then fails."""

    name = "previs"

    def run(self, _job: Mapping[str, Any], _folder: Path, report: Report, _stop: Stop) -> Rendered:
        report(50.0, "Computing")
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as child:
            time.sleep(SECONDS)
            child.kill()
        raise BackendFailed("The picture is gone.")

    def describe(self) -> dict[str, Any]:
        return {}

    def health(self) -> bool:
        return True


async def test_what_a_job_uses_is_told_once_a_second_beside_its_progress_and_the_most_is_kept(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    began = time.monotonic()
    await floor.run(one, Busy())
    took = time.monotonic() - began
    told = [each for each in floor.events if each["event"] == "server:task_progress"]
    assert [each["payload"] for each in told] == [
        {"task_id": one, "node_id": "s1", "progress": 50.0, "step": "Computing"}
    ] * len(told)
    beside = [each["meta"] for each in told if "meta" in each]
    used = [TaskProgressMeta.model_validate(each).resources for each in beside]
    assert 1 <= len(used) <= took
    assert [each.model_dump(mode="json") for each in used] == [each["resources"] for each in beside]
    assert max(each.cores for each in used) > 0
    (run,) = (await floor.canvas.queue.runs(floor.project_id, "one")).runs
    assert (run.outcome, run.peak) == ("error", functools.reduce(peak, used))


async def test_a_newer_worker_may_tell_more_and_nobody_nonsense(floor: Floor) -> None:
    await workers.beat(
        floor.canvas.db, "one", backends=["previs"], qualities=["low"], vram=0.0, slots=1, fresh=True,
        resources={**USED, "disk": 7},
    )  # fmt: skip
    (record,) = await floor.canvas.queue.workers()
    assert record.model_dump()["resources"] == USED
    for wrong in ({"cores": -1.0}, {"of_cores": 0.0}, {"cores": float("nan")}, {"memory": -1}):
        with pytest.raises(ValidationError):
            Resources(**{**USED, **wrong})
