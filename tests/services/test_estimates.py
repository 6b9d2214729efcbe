"""How long a job takes, learnt from what was made here."""

from __future__ import annotations

from typing import Any

import pytest

from production_canvas.graph.node_type import Job
from production_canvas.services.batches import ANEW
from production_canvas.services.estimates import Estimates
from production_canvas.store.database import new_id
from tests.core.graphs import put
from tests.services.floor import SHOT, Floor


def asked(kind: str, **parameters: Any) -> Job:
    backend = "previs" if kind == "shot" else "media"
    return Job(kind, kind, backend, backend, "1", "low", 0, parameters, {})


async def made(floor: Floor, kind: str, *took: float, lasts: float, status: str = "success") -> None:
    """Runs of that kind that took so many seconds, each with a result that lasts so long."""
    backend = asked(kind).backend
    for seconds in took:
        await floor.canvas.db.execute(
            """
            INSERT INTO node_executions (id, project_id, node_id, user_id, job, job_key, graph_version, parameters,
                backend, quality, status, results, started_at, finished_at)
            VALUES ($1, $2, 'n', $3, $4, 'key', 1, '{}', $5, 'low', $6, $7, now(), now() + make_interval(secs => $8))
            """,
            new_id(), floor.project_id, floor.ana.user_id, {"kind": kind}, backend, status, {"duration": lasts},
            seconds,
        )  # fmt: skip


async def estimate(floor: Floor, kind: str, **parameters: Any) -> tuple[float, float]:
    asks = await Estimates(floor.canvas.db).asks(asked(kind, **parameters))
    return asks.seconds, asks.spread


async def test_each_kind_learns_from_its_own_runs_and_pictures_teach_as_well(floor: Floor) -> None:
    await made(floor, "transition", 28.0, 30.0, 32.0, lasts=600.0)
    await made(floor, "convert_video_frame", 1.0, 3.0, lasts=0.0)
    await made(floor, "transition", 900.0, lasts=600.0, status="error")
    # What a transition itself lasts says nothing of the clips that are joined.
    for duration in (0.0, 0.5, 20.0):
        assert await estimate(floor, "transition", duration=duration) == pytest.approx((30.0, 2.0))
    assert await estimate(floor, "convert_video_frame") == pytest.approx((2.0, 2.0**0.5))


async def test_a_shot_takes_as_long_as_it_lasts_whatever_else_was_made(floor: Floor) -> None:
    await made(floor, "transition", 400.0, 500.0, lasts=1.0)
    await made(floor, "shot", 8.0, 12.0, lasts=4.0)
    assert await estimate(floor, "shot", duration=10.0) == pytest.approx((25.0, 10.0 * 0.5**0.5))


async def test_what_an_estimate_may_be_off_by_is_told_only_from_runs_that_differ(floor: Floor) -> None:
    seconds, spread = await estimate(floor, "composite")
    assert (seconds > 0, spread) == (True, 0.0)
    await made(floor, "composite", 7.0, lasts=2.0)
    assert await estimate(floor, "composite") == pytest.approx((7.0, 0.0))
    await made(floor, "composite", 9.0, lasts=2.0)
    assert await estimate(floor, "composite") == pytest.approx((8.0, 2.0**0.5))


async def test_a_plan_is_as_unsure_as_its_parts_and_silent_about_it_where_one_was_never_made(floor: Floor) -> None:
    await made(floor, "shot", 3.0, 4.0, 5.0, lasts=SHOT["duration"])
    plan = await floor.canvas.batch.generate(floor.project_id, floor.ana, ["s1", "s2"], ANEW, dry_run=True)
    assert [(step.seconds, step.error) for step in plan.steps] == [(4.0, 1.0), (4.0, 1.0)]
    assert (plan.seconds, plan.error) == (8.0, 1.5)
    await floor.edit(put("s2", "quality", value="high"))
    plan = await floor.canvas.batch.generate(floor.project_id, floor.ana, ["s1", "s2"], ANEW, dry_run=True)
    assert ([step.error for step in plan.steps], plan.error) == ([1.0, 0.0], 0.0)
