"""A selection, a scene or a film made at once: in order, and only what has to be."""

from __future__ import annotations

from production_canvas.backends.previs.backend import Previs
from production_canvas.protocol.queue import BatchPlan
from production_canvas.store import executions
from tests.core.graphs import node, put, wire
from tests.services.floor import SHOT, Floor


def states(plan: BatchPlan) -> list[tuple[str, str, list[str]]]:
    return [(step.node_id, step.state, step.after) for step in plan.steps]


async def make(floor: Floor, *node_ids: str, dry_run: bool = False) -> BatchPlan:
    return await floor.canvas.batch.generate(floor.project_id, floor.ana, list(node_ids), dry_run=dry_run)


async def work_off(floor: Floor) -> list[str]:
    """Makes all that waits, one after the other; the nodes in their order."""
    made = []
    while given := await _leased(floor):
        for node_id, execution_id in given:
            await floor.run(execution_id, Previs())
            made.append(node_id)
    return made


async def _leased(floor: Floor) -> list[tuple[str, str]]:
    await floor.canvas.dispatch.step()
    rows = await executions.latest_of_project(floor.canvas.db, floor.project_id)
    return [(row.node_id, row.id) for row in rows if row.status == "queued" and row.worker]


async def chained(floor: Floor) -> None:
    """The second shot begins where the first ends, the third where the second does."""
    await floor.edit(
        wire("one", "s1", "last_frame", "s2", "references"), wire("two", "s2", "last_frame", "s3", "references")
    )


async def test_a_shot_that_begins_where_another_ends_is_made_after_it_and_of_it(floor: Floor) -> None:
    await floor.worker()
    await chained(floor)
    plan = await make(floor, "s3", "s4")
    assert states(plan) == [("s1", "run", []), ("s2", "run", ["s1"]), ("s3", "run", ["s2"]), ("s4", "run", [])]
    assert dict(await floor.waiting())["s3"] == "needs SH020 first"
    order = await work_off(floor)
    assert sorted(order) == ["s1", "s2", "s3", "s4"]
    assert order.index("s1") < order.index("s2") < order.index("s3")
    by_node = await floor.canvas.generation.takes_by_node(floor.project_id)
    clip = await floor.canvas.assets.file_of(by_node["s2"][0].asset_id)
    job = await executions.get(floor.canvas.db, by_node["s3"][0].execution_id)
    assert job is not None
    assert job.job["parameters"]["first_frame"] == clip.object_hash
    assert states(await make(floor)) == [(f"s{number}", "current", []) for number in range(1, 5)] + [
        ("s5", "run", []),
        ("s6", "run", []),
    ]


async def test_only_what_is_stale_is_made_again_and_an_earlier_take_that_fits_is_taken(floor: Floor) -> None:
    await floor.worker()
    await make(floor, "s1", "s2")
    await work_off(floor)
    await floor.edit(put("s1", "prompt", value="Night."))
    assert states(await make(floor, "s1", "s2")) == [("s1", "run", []), ("s2", "current", [])]
    assert await work_off(floor) == ["s1"]
    _, second = (await floor.canvas.generation.takes_by_node(floor.project_id))["s1"]
    await floor.canvas.generation.activate(floor.project_id, floor.ana, second.id)
    await floor.edit(put("s1", "prompt", value=SHOT["prompt"]))
    plan = await make(floor, "s1")
    assert (states(plan), plan.cached, plan.run) == ([("s1", "cached", [])], 1, 0)
    assert [take.active for take in (await floor.canvas.generation.takes_by_node(floor.project_id))["s1"]] == [
        True,
        False,
    ]


async def test_a_dry_run_tells_and_changes_nothing(floor: Floor) -> None:
    await chained(floor)
    plan = await make(floor, "s2", dry_run=True)
    assert states(plan) == [("s1", "run", []), ("s2", "run", ["s1"])]
    assert plan.seconds == sum(step.seconds for step in plan.steps) > 0
    assert await floor.entries() == []


async def test_a_scene_is_made_with_all_that_stands_in_it(floor: Floor) -> None:
    await floor.edit(
        node("scene", "scene_group", title="Pier", number="1"),
        node("in1", "shot", "scene", number="SH110", **SHOT),
        node("in2", "shot", "scene", number="SH120", **SHOT),
        node("anna", "character", "scene", name="Anna"),
    )
    assert states(await make(floor, "scene")) == [("in1", "run", []), ("in2", "run", [])]
    again = await make(floor, "scene", "in1")
    assert [(step.node_id, step.state) for step in again.steps] == [("in1", "running"), ("in2", "running")]
