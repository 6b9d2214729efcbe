"""The queue on real servers: who gets a worker, what people do with what waits, and what is told of it."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import orjson
import pytest

from production_canvas.backends.backend import BackendFailed, OutOfMemory, Passing, Rendered
from production_canvas.backends.previs.backend import Previs
from production_canvas.errors import Conflict, Forbidden, Invalid, NotFound
from production_canvas.protocol.queue import FindInQueue
from production_canvas.store import executions, queue, workers
from production_canvas.wiring import open_canvas
from tests.services.floor import Floor


async def test_two_people_take_turns_and_each_hears_how_many_are_ahead(floor: Floor) -> None:
    await floor.worker()
    await floor.queue(floor.ana, "s1", "s2", "s3")
    await floor.queue(floor.ben, "s4")
    assert await floor.waiting() == [
        ("s1", "is next"),
        ("s4", "1 job ahead"),
        ("s2", "2 jobs ahead, 1 of them yours"),
        ("s3", "3 jobs ahead, 2 of them yours"),
    ]


async def test_a_raised_job_goes_first_for_everybody(floor: Floor) -> None:
    await floor.worker()
    await floor.queue(floor.ana, "s1", "s2")
    (raised,) = await floor.queue(floor.ben, "s3")
    await floor.canvas.queue.prioritise(floor.project_id, floor.ben, raised, 2)
    assert [each for each, _ in await floor.waiting()] == ["s3", "s1", "s2"]
    assert await floor.leased() == [("s3", "one")]


async def test_a_job_is_moved_among_its_persons_own(floor: Floor) -> None:
    await floor.worker()
    one, two, three = await floor.queue(floor.ana, "s1", "s2", "s3")
    (other,) = await floor.queue(floor.ben, "s4")
    await floor.canvas.queue.move(floor.project_id, floor.ana, three, before=one, after=None)
    assert [each for each, _ in await floor.waiting() if each != "s4"] == ["s3", "s1", "s2"]
    await floor.canvas.queue.move(floor.project_id, floor.ana, three, before=None, after=two)
    assert [each for each, _ in await floor.waiting() if each != "s4"] == ["s1", "s2", "s3"]
    with pytest.raises(Forbidden):
        await floor.canvas.queue.move(floor.project_id, floor.ana, other, before=one, after=None)
    with pytest.raises(Invalid, match="take turns"):
        await floor.canvas.queue.move(floor.project_id, floor.owner, other, before=one, after=None)


async def test_what_is_paused_waits_until_it_is_let_go(floor: Floor) -> None:
    await floor.worker(slots=6)
    one, _ = await floor.queue(floor.ana, "s1", "s2")
    await floor.queue(floor.ben, "s3")
    await floor.canvas.queue.pause(floor.project_id, floor.ana, one, paused=True)
    await floor.canvas.queue.pause_all(floor.project_id, floor.ben, film=False, paused=True)
    assert await floor.leased() == [("s2", "one")]
    assert [each for each in await floor.waiting() if each[0] != "s2"] == [
        ("s1", "paused by Ana"),
        ("s3", "paused by Ben"),
    ]
    await floor.canvas.queue.pause(floor.project_id, floor.ana, one, paused=False)
    await floor.canvas.queue.pause_all(floor.project_id, floor.ben, film=False, paused=False)
    assert await floor.leased() == [("s1", "one"), ("s2", "one"), ("s3", "one")]


async def test_a_paused_film_calls_back_what_is_on_its_way(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    assert await floor.leased() == [("s1", "one")]
    with pytest.raises(Forbidden):
        await floor.canvas.queue.pause_all(floor.project_id, floor.ana, film=True, paused=True)
    await floor.canvas.queue.pause_all(floor.project_id, floor.owner, film=True, paused=True)
    assert await floor.leased() == []
    assert await executions.claim(floor.canvas.db, one, worker="one", lease=str(uuid.uuid4())) is None
    assert (await floor.canvas.queue.page(floor.project_id)).pauses[0].paused_by == floor.owner.name


async def test_another_workers_job_is_not_begun(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    await floor.leased()
    assert await executions.claim(floor.canvas.db, one, worker="two", lease=str(uuid.uuid4())) is None
    assert await executions.claim(floor.canvas.db, one, worker="one", lease=str(uuid.uuid4())) is not None


async def test_no_worker_gets_more_than_it_has_slots(floor: Floor) -> None:
    await floor.worker(slots=2)
    await floor.queue(floor.ana, "s1", "s2", "s3", "s4")
    await floor.leased()
    assert len(await floor.leased()) == 2


async def test_a_job_about_which_several_decide_at_once_goes_to_one_worker(floor: Floor) -> None:
    (one,) = await floor.queue(floor.ana, "s1")
    pairs = [[(one, f"worker-{number}")] for number in range(6)]
    given = await asyncio.gather(*[queue.lease_out(floor.canvas.db, pair) for pair in pairs])
    assert sorted(map(len, given)) == [0, 0, 0, 0, 0, 1]


async def test_what_a_worker_never_began_goes_to_another(floor: Floor) -> None:
    await floor.worker()
    await floor.queue(floor.ana, "s1")
    assert await floor.leased() == [("s1", "one")]
    await workers.leave(floor.canvas.db, "one")
    await floor.worker("two")
    assert await floor.leased() == [("s1", "two")]
    await floor.canvas.db.execute("UPDATE node_executions SET sent_at = now() - interval '11 seconds'")
    await floor.worker("three")
    assert [name for name, _ in await floor.leased()] == ["s1"]


async def test_what_needs_another_waits_for_its_take_and_fails_with_it(floor: Floor) -> None:
    await floor.worker(slots=6)
    one, two = await floor.queue(floor.ana, "s1", "s2")
    await floor.canvas.db.execute("UPDATE node_executions SET depends_on = ARRAY[$1::uuid] WHERE id = $2", one, two)
    assert await floor.leased() == [("s1", "one")]
    assert dict(await floor.waiting())["s2"] == "needs SH010 first"
    await floor.canvas.generation.cancel(floor.project_id, floor.ana, one)
    await floor.canvas.dispatch.step()
    failed = [each["payload"]["error"] for each in floor.events if each["event"] == "server:task_failed"]
    assert failed == ["SH010 is needed first, and was not made. Make that, then try again."]
    with pytest.raises(Conflict, match="needs first"):
        await floor.canvas.queue.retry(floor.project_id, floor.ana, two)
    await floor.canvas.queue.retry(floor.project_id, floor.ana, one)
    await floor.canvas.queue.retry(floor.project_id, floor.ana, two)
    assert dict(await floor.waiting())["s2"] == "needs SH010 first"


class Broken:
    """A backend that fails as it is told."""

    name = "previs"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def run(self, *_: Any) -> Rendered:
        raise self.error

    def describe(self) -> dict[str, Any]:
        return {}

    def health(self) -> bool:
        return True


async def test_a_passing_fault_is_tried_again_a_little_later(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    await floor.run(one, Broken(Passing("The line broke.")))
    assert await floor.status(one) == "queued"
    (entry,) = await floor.entries()
    assert entry.reason is not None
    assert (entry.fault, entry.reason.code) == ("The line broke.", "retry")
    assert await floor.leased() == []


async def test_out_of_memory_goes_to_a_larger_worker_once(floor: Floor) -> None:
    await floor.worker("small", vram=12)
    (one,) = await floor.queue(floor.ana, "s1")
    await floor.run(one, Broken(OutOfMemory("It is large.")), "small")
    assert await floor.status(one) == "error"
    await floor.worker("large", vram=24)
    again = await floor.canvas.queue.retry(floor.project_id, floor.ana, one)
    await floor.run(again, Broken(OutOfMemory("It is large.")), "small")
    assert await floor.leased() == [("s1", "large")]
    await floor.run(again, Broken(OutOfMemory("It is large.")), "large")
    failed = [each["payload"]["error"] for each in floor.events if each["event"] == "server:task_failed"]
    assert [each.partition(".")[0] for each in failed] == [
        "Out of memory on 12 GB, and no larger worker is connected",
        "Out of memory on a larger worker, too",
    ]


async def test_a_retry_is_the_very_same_job(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    with pytest.raises(Conflict, match="failed or was cancelled"):
        await floor.canvas.queue.retry(floor.project_id, floor.ana, one)
    await floor.run(one, Broken(BackendFailed("The picture is gone.")))
    again = await floor.canvas.queue.retry(floor.project_id, floor.ben, one)
    before, after = await executions.get(floor.canvas.db, one), await executions.get(floor.canvas.db, again)
    assert before is not None
    assert after is not None
    assert (after.job, after.job_key, after.user_id) == (before.job, before.job_key, floor.ben.user_id)
    with pytest.raises(Conflict, match="being made"):
        await floor.canvas.queue.retry(floor.project_id, floor.ana, one)


async def test_who_does_not_stop_in_time_is_stopped(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    lease = str(uuid.uuid4())
    await executions.claim(floor.canvas.db, one, worker="one", lease=lease)
    await floor.canvas.generation.cancel(floor.project_id, floor.ana, one)
    await floor.canvas.dispatch.step()
    assert await floor.status(one) == "generating"
    await floor.canvas.db.execute("UPDATE node_executions SET cancel_at = now() - interval '1 minute'")
    await floor.canvas.dispatch.step()
    assert await floor.status(one) == "cancelled"
    assert not await executions.finish(floor.canvas.db, one, lease, status="success", results={})


async def test_a_workers_day_is_told_attempt_by_attempt(floor: Floor) -> None:
    await floor.worker()
    (one,) = await floor.queue(floor.ana, "s1")
    await floor.run(one, Broken(Passing("The line broke.")))
    await floor.run(one, Broken(BackendFailed("The picture is gone.")))
    told = await floor.canvas.queue.runs(floor.project_id, "one")
    assert [(run.node_id, run.attempt, run.outcome) for run in told.runs] == [("s1", 1, "retry"), ("s1", 2, "error")]


async def test_the_queue_is_asked_by_person_worker_and_cards(floor: Floor) -> None:
    await floor.worker()
    await floor.queue(floor.ana, "s1", "s2")
    await floor.queue(floor.ben, "s3")
    await floor.canvas.dispatch.step()

    async def found(**asked: Any) -> tuple[int, list[str]]:
        page = await floor.canvas.queue.page(floor.project_id, FindInQueue(**asked))
        assert (page.total, {each.user_name: each.count for each in page.people}) == (3, {"Ana": 2, "Ben": 1})
        return page.found, [each.node_id for each in page.entries]

    assert await found(user_id=floor.ana.user_id) == (2, ["s1", "s2"])
    assert await found(worker="one") == (1, ["s1"])
    assert await found(node_ids=["s3", "s2"], user_id=floor.ben.user_id) == (1, ["s3"])
    assert await found(node_ids=[]) == (0, [])
    assert await found(offset=1, limit=1) == (3, ["s3"])


async def test_what_was_not_made_is_told_with_what_is_kept(floor: Floor) -> None:
    (made,) = await floor.queue(floor.ana, "s1")
    await floor.run(made, Previs())
    (failed,) = await floor.queue(floor.ana, "s1")
    await floor.run(failed, Broken(BackendFailed("The picture is damaged.")))
    (stopped,) = await floor.queue(floor.ben, "s2")
    await floor.canvas.generation.cancel(floor.project_id, floor.ben, stopped)
    told = await floor.canvas.queue.ended(floor.project_id)
    assert told.total == 2
    assert [(each.task_id, each.state, each.takes, each.last) for each in told.jobs] == [
        (stopped, "cancelled", 0, True),
        (failed, "error", 1, True),
    ]
    assert (told.jobs[1].error, told.jobs[1].user_name) == ("The picture is damaged.", "Ana")
    await floor.canvas.queue.retry(floor.project_id, floor.ana, failed)
    assert not (await floor.canvas.queue.ended(floor.project_id)).jobs[1].last


async def test_only_ones_own_jobs_are_raised_and_paused_but_by_the_owner(floor: Floor) -> None:
    (one,) = await floor.queue(floor.ana, "s1")
    with pytest.raises(Forbidden, match="somebody else's job"):
        await floor.canvas.queue.prioritise(floor.project_id, floor.ben, one, 1)
    with pytest.raises(Forbidden):
        await floor.canvas.queue.pause(floor.project_id, floor.ben, one, paused=True)
    await floor.canvas.queue.prioritise(floor.project_id, floor.owner, one, 1)
    with pytest.raises(NotFound):
        await floor.canvas.queue.prioritise(floor.project_id, floor.owner, str(uuid.uuid4()), 1)


async def test_listening_to_the_queue_equals_reading_it(database_url: str, broker_url: str, floor: Floor) -> None:
    """With the lead in another process, over the bus."""
    settings = floor.canvas.settings
    async with open_canvas(settings, serve=True) as web:
        heard: list[dict[str, Any]] = []
        web.bus.subscribe("events", lambda _, body: heard.append(orjson.loads(body)))
        one, two, three = await floor.queue(floor.ana, "s1", "s2", "s3")
        await floor.canvas.queue.prioritise(floor.project_id, floor.ana, three, 1)
        await floor.canvas.generation.cancel(floor.project_id, floor.ana, two)
        await floor.canvas.queue.pause(floor.project_id, floor.ana, one, paused=True)
        expected = {one: "paused by Ana", three: "no worker is connected"}
        known: dict[str, str] = {}
        async with asyncio.timeout(30):
            while known != expected:
                await asyncio.sleep(0.05)
                known = {}
                for each in [frame["payload"] for frame in heard if frame["event"] == "server:queue_updated"]:
                    known |= {entry["task_id"]: entry["reason"]["detail"] for entry in each["entries"]}
                    for gone in each["gone"]:
                        known.pop(gone, None)
        assert {each.task_id: each.reason.detail for each in await floor.entries() if each.reason} == expected


async def test_another_process_decides_as_soon_as_the_first_is_gone(floor: Floor) -> None:
    async with open_canvas(floor.canvas.settings, serve=True):
        async with open_canvas(floor.canvas.settings, serve=True):
            await asyncio.sleep(0)
        await floor.worker()
        await floor.queue(floor.ana, "s1")
        async with asyncio.timeout(30):
            while not [row for row in await queue.unfinished(floor.canvas.db) if row["worker"]]:
                await asyncio.sleep(0.05)
