"""A selection, a scene or a film made at once: in order, and only what has to be."""

from __future__ import annotations

import asyncio

import pytest

from production_canvas.backends.previs.backend import Previs
from production_canvas.errors import Conflict, NotRunnable
from production_canvas.protocol.queue import BatchPlan
from production_canvas.services.batches import PLAIN, How
from production_canvas.store import executions
from tests.core.graphs import node, put, wire
from tests.services.floor import SHOT, Floor


def states(plan: BatchPlan) -> list[tuple[str, str, list[str]]]:
    return [(step.node_id, step.state, step.after) for step in plan.steps]


async def make(floor: Floor, *node_ids: str, how: How = PLAIN, dry_run: bool = False) -> BatchPlan:
    return await floor.canvas.batch.generate(floor.project_id, floor.ana, list(node_ids), how, dry_run=dry_run)


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


async def test_a_shot_that_is_asked_for_is_made_after_all_that_is_stale_upstream(floor: Floor) -> None:
    await floor.worker()
    await chained(floor)
    task_id = await floor.canvas.batch.start(floor.project_id, floor.ana, "s3")
    assert dict(await floor.waiting()) == {"s1": "is next", "s2": "needs SH010 first", "s3": "needs SH020 first"}
    assert await work_off(floor) == ["s1", "s2", "s3"]
    assert await floor.status(task_id) == "success"
    # What is as it would be stays; who was asked for gets another take all the same, of another seed.
    await floor.edit(put("s2", "prompt", value="Rain."))
    await floor.canvas.batch.start(floor.project_id, floor.ana, "s3")
    assert await work_off(floor) == ["s2", "s3"]
    by_node = await floor.canvas.generation.takes_by_node(floor.project_id)
    assert {node_id: len(found) for node_id, found in by_node.items()} == {"s1": 1, "s2": 2, "s3": 2}
    assert len({take.seed for take in by_node["s3"]}) == 2
    await floor.canvas.batch.start(floor.project_id, floor.ana, "s3")
    with pytest.raises(Conflict, match="being made already"):
        await floor.canvas.batch.start(floor.project_id, floor.ana, "s3")


async def test_all_anew_is_for_what_was_asked_for_and_not_for_what_it_is_made_of(floor: Floor) -> None:
    await floor.worker()
    await chained(floor)
    await make(floor, "s2")
    await work_off(floor)
    plan = await make(floor, "s2", how=How(anew=True, priority=2))
    assert states(plan) == [("s1", "current", []), ("s2", "run", [])]
    assert [(each.node_id, each.priority) for each in await floor.entries()] == [("s2", 2)]


async def test_another_quality_is_for_one_run_and_leaves_the_shots_as_they_are(floor: Floor) -> None:
    await floor.worker()
    plan = await make(floor, "s1", how=How(quality="high"), dry_run=True)
    assert [(step.state, step.quality) for step in plan.steps] == [("run", "high")]
    cheap = await make(floor, "s1", dry_run=True)
    assert plan.seconds > cheap.seconds
    await floor.edit(put("s1", "quality", value="high"))
    await make(floor, "s1", how=How(quality="low"))
    assert await work_off(floor) == ["s1"]
    assert states(await make(floor, "s1", how=How(quality="low"), dry_run=True)) == [("s1", "current", [])]
    assert states(await make(floor, "s1", dry_run=True)) == [("s1", "run", [])]


async def test_a_dry_run_tells_how_long_the_workers_need_together(floor: Floor) -> None:
    assert (await make(floor, dry_run=True)).lasts is None
    await floor.worker("one", slots=2)
    await floor.worker("two")
    await chained(floor)
    plan = await make(floor, dry_run=True)
    each = plan.steps[0].seconds
    assert plan.slots == 3
    # Three shots stand one behind the other, three stand for themselves: three slots are done when the chain is.
    assert plan.lasts == pytest.approx(3 * each, abs=0.2)
    assert plan.seconds == pytest.approx(6 * each, abs=0.2)


async def test_a_batch_is_stopped_as_a_whole_and_none_of_it_fails_by_that(floor: Floor) -> None:
    await chained(floor)
    plan = await make(floor)
    tasks = [step.task_id for step in plan.steps if step.task_id]
    assert await floor.canvas.generation.cancel_all(floor.project_id, floor.ana, tasks) == 6
    await floor.canvas.dispatch.step()
    assert {await floor.status(task_id) for task_id in tasks} == {"cancelled"}
    assert await floor.canvas.generation.cancel_all(floor.project_id, floor.ana, tasks) == 0


async def test_two_people_who_ask_for_the_same_at_once_get_one_take_of_each(floor: Floor) -> None:
    await chained(floor)
    both = await asyncio.gather(
        floor.canvas.batch.generate(floor.project_id, floor.ana, []),
        floor.canvas.batch.generate(floor.project_id, floor.ben, []),
    )
    assert [plan.run for plan in sorted(both, key=lambda plan: plan.run)] == [0, 6]
    assert len(await floor.entries()) == 6


async def test_what_needs_something_that_cannot_be_made_is_refused_by_its_name_and_nothing_is_begun(
    floor: Floor,
) -> None:
    await floor.edit(
        node("cut", "transition"),
        node("frame", "convert_video_frame"),
        wire("one", "cut", "video", "frame", "video"),
        wire("two", "frame", "image", "s2", "references"),
        wire("three", "s1", "last_frame", "s2", "references"),
    )
    plan = await make(floor, "s2", dry_run=True)
    refused: list[tuple[str, str, list[str]]] = [("cut", "refused", []), ("frame", "refused", [])]
    assert sorted(states(plan)) == [*refused, ("s1", "run", []), ("s2", "refused", ["s1"])]
    assert plan.steps[-1].detail.startswith("Transition is needed first: ")
    with pytest.raises(NotRunnable, match="Transition is needed first"):
        await floor.canvas.batch.start(floor.project_id, floor.ana, "s2")
    assert await floor.entries() == []
    await floor.edit(put("frame", "muted", value=True))
    assert states(await make(floor, "s2", dry_run=True)) == [("s1", "run", []), ("s2", "run", ["s1"])]
