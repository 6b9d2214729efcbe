"""Who is next, and why the others wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.scheduling.faults import Again, Fault, Over, after_fault
from production_canvas.scheduling.line import decide
from production_canvas.scheduling.outlook import outlook
from production_canvas.scheduling.work import Need, Running, Usage, Waiting, Worker

PREVIS = Need("previs", "low")
SMALL, LARGE = Need("comfyui", "low", 10, "wan"), Need("comfyui", "low", 20, "ltx")
KINDS = frozenset({"previs", "comfyui"}), frozenset({"low", "standard"})
NOBODY = Usage()


def job(name: str, user: str = "ana", need: Need = PREVIS, **more: Any) -> Waiting:
    return replace(Waiting(name, user, "film", need, place=0.0, seconds=100.0), **more)


def worker(name: str = "w", vram: float = 0.0, **more: Any) -> Worker:
    return replace(Worker(name, name, *KINDS, vram=vram), **more)


def order(jobs: list[Waiting], workers: list[Worker], usage: Usage = NOBODY, now: float = 100.0) -> list[str]:
    """The jobs by their positions."""
    found = outlook(jobs, workers, usage, now)
    placed = [(each.position, name) for name, each in found.items() if each.position is not None]
    return [name for _, name in sorted(placed)]


def sentences(jobs: list[Waiting], workers: list[Worker], now: float = 100.0) -> dict[str, str]:
    return {name: each.reason.sentence for name, each in outlook(jobs, workers, NOBODY, now).items()}


def test_a_persons_jobs_come_in_the_order_they_were_asked_for() -> None:
    assert order([job("b", place=2), job("a", place=1), job("c", place=3)], [worker()]) == ["a", "b", "c"]


def test_who_had_little_goes_before_who_had_much() -> None:
    waiting = [job("a1", place=1), job("a2", place=2), job("b1", "ben", place=50)]
    assert order(waiting, [worker()]) == ["a1", "b1", "a2"]
    assert decide(waiting, [worker()], Usage({"ana": 500.0}), 100.0) == [("b1", "w")]


def test_a_raised_job_goes_first() -> None:
    assert order([job("a", place=1), job("b", place=2, priority=1)], [worker()]) == ["b", "a"]


def test_a_loaded_model_is_used_before_another_is_loaded_unless_a_person_ordered_it() -> None:
    waiting = [job("a", need=LARGE, place=1), job("b", need=SMALL, place=2)]
    ready = worker(vram=24, model="wan")
    assert decide(waiting, [ready], NOBODY, 100.0) == [("b", "w")]
    assert decide([replace(each, by_hand=True) for each in waiting], [ready], NOBODY, 100.0) == [("a", "w")]


def test_the_large_worker_is_kept_for_what_needs_it() -> None:
    waiting = [job("small", need=SMALL, place=1), job("large", need=LARGE, place=2)]
    given = decide(waiting, [worker("24", 24), worker("12", 12)], NOBODY, 100.0)
    assert sorted(given) == [("large", "24"), ("small", "12")]


def test_every_job_says_what_it_waits_for() -> None:
    busy = worker(running=(Running(50.0, 100.0),))
    waiting = [
        job("one", place=1),
        job("two", place=2),
        job("other", "ben", place=3),
        job("held", paused_by="Mara"),
        job("later", after=("SH020",)),
        job("again", not_before=130.0),
        job("big", need=LARGE),
        job("odd", need=Need("wan2gp", "low")),
        job("fine", need=Need("previs", "high")),
    ]
    assert sentences(waiting, [busy]) == {
        "one": "is next",
        "other": "1 job ahead",
        "two": "2 jobs ahead, 1 of them yours",
        "held": "paused by Mara",
        "later": "needs SH020 first",
        "again": "tries again in 30 s",
        "big": "waits for a 20 GB worker",
        "odd": "waits for a worker with wan2gp",
        "fine": "waits for a worker that makes high quality",
    }
    assert sentences([job("one")], []) == {"one": "no worker is connected"}


def test_a_job_that_no_idle_worker_can_serve_says_so() -> None:
    large = worker("24", 24, running=(Running(50.0, 100.0),))
    assert sentences([job("a", need=LARGE)], [large, worker("12", 12)]) == {"a": "waits for a 20 GB worker"}


def test_start_and_end_are_told_with_what_they_may_be_off_by() -> None:
    busy = worker(running=(Running(50.0, 100.0, 3.0),))
    waiting = [job("a", place=1, spread=4.0), job("b", place=2, spread=12.0)]
    found = outlook(waiting, [busy], NOBODY, 100.0)
    assert [(each.starts, each.ends) for each in found.values()] == [(150.0, 250.0), (250.0, 350.0)]
    assert [each.error for each in found.values()] == [6.4, 16.6]
    never = outlook([job("c", spread=0.0), *waiting], [busy], NOBODY, 100.0)
    assert [each.error for each in never.values()] == [0.0, 0.0, 0.0]


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Waiting], list[Worker]]:
    numbers = count()
    jobs = st.builds(
        lambda user, need, place, priority, paused: job(
            f"j{next(numbers)}", user, need, place=place, priority=priority, paused_by=paused
        ),
        st.sampled_from(["ana", "ben", "cem"]),
        st.sampled_from([PREVIS, SMALL, LARGE]),
        st.floats(0, 1000),
        st.integers(-2, 2),
        st.sampled_from([None, None, None, "Mara"]),
    )
    crew = st.builds(
        lambda vram, slots, busy: worker(
            f"w{next(numbers)}", vram, slots=slots, running=(Running(0, 10),) * min(slots, busy)
        ),
        st.sampled_from([0.0, 12.0, 24.0]),
        st.integers(1, 3),
        st.integers(0, 3),
    )
    return draw(st.lists(jobs, max_size=30)), draw(st.lists(crew, max_size=5))


@given(rooms())
@settings(max_examples=150, deadline=None)
def test_no_slot_is_used_twice_no_job_given_twice_and_none_to_who_cannot(
    room: tuple[list[Waiting], list[Worker]],
) -> None:
    jobs, workers = room
    given_away = decide(jobs, workers, NOBODY, 1000.0)
    by_job, by_worker = {each.id: each for each in jobs}, {each.id: each for each in workers}
    assert len({each.job_id for each in given_away}) == len(given_away)
    for worker_id, amount in Counter(each.worker_id for each in given_away).items():
        assert amount <= by_worker[worker_id].free
    for job_id, worker_id in given_away:
        assert by_job[job_id].is_ready(1000.0)
        assert by_worker[worker_id].serves(by_job[job_id].need)
    assert decide(jobs[::-1], workers[::-1], NOBODY, 1000.0) == given_away


@given(rooms())
@settings(max_examples=150, deadline=None)
def test_no_slot_stays_free_while_a_job_waits_that_it_could_do(room: tuple[list[Waiting], list[Worker]]) -> None:
    jobs, workers = room
    given_away = decide(jobs, workers, NOBODY, 1000.0)
    taken, used = {each.job_id for each in given_away}, Counter(each.worker_id for each in given_away)
    idle = [each for each in workers if each.free > used[each.id]]
    left = [each for each in jobs if each.id not in taken and each.is_ready(1000.0)]
    assert [(each.id, free.id) for each in left for free in idle if free.serves(each.need)] == []


@given(rooms())
@settings(max_examples=100, deadline=None)
def test_every_job_has_one_outlook_and_positions_have_no_gaps(room: tuple[list[Waiting], list[Worker]]) -> None:
    jobs, workers = room
    found = outlook(jobs, workers, NOBODY, 1000.0)
    assert set(found) == {each.id for each in jobs}
    positions = sorted(each.position for each in found.values() if each.position is not None)
    assert positions == list(range(1, len(positions) + 1))
    given_away = {each.job_id for each in decide(jobs, workers, NOBODY, 1000.0)}
    assert all(found[each].starts == 1000.0 for each in given_away)


def test_what_starts_now_is_foreseen_to_start_now_whichever_worker_comes_first() -> None:
    jobs = [job("plain"), job("first", priority=1), job("large", need=SMALL, priority=1)]
    workers = [worker("big", 12.0), worker("small")]
    starts = {name: found.starts for name, found in outlook(jobs, workers, NOBODY, 1000.0).items()}
    assert [each.job_id for each in decide(jobs, workers, NOBODY, 1000.0)] == ["first", "large"]
    assert starts == {"first": 1000.0, "large": 1000.0, "plain": 1100.0}


@given(rooms())
@settings(max_examples=50, deadline=None)
def test_a_film_is_fair_within_one_job(room: tuple[list[Waiting], list[Worker]]) -> None:
    jobs, _ = room
    even = [replace(each, need=PREVIS, priority=0, place=1000.0, paused_by=None) for each in jobs]
    done: Counter[str] = Counter()
    left = Counter(each.user_id for each in even)
    for name in order(even, [worker()], now=1000.0):
        user = next(each.user_id for each in even if each.id == name)
        waiting = [each for each in left if left[each] > 0]
        assert done[user] == min(done[each] for each in waiting)
        done[user] += 1
        left[user] -= 1


@pytest.mark.parametrize("unlucky", [{"priority": -2}, {"priority": 0, "need": SMALL}])
def test_nobody_waits_for_ever_however_many_come_with_better_claims(unlucky: dict[str, Any]) -> None:
    waits = job("unlucky", **unlucky)
    now, usage = 0.0, Usage({"ana": 20_000.0})
    numbers = count()
    while True:
        fresh = job(f"n{next(numbers)}", f"u{next(numbers)}", LARGE, place=now, priority=2)
        if decide([waits, fresh], [worker(vram=24, model="ltx")], usage, now)[0].job_id == "unlucky":
            break
        now += 100.0
        assert now < 150_000


@pytest.mark.parametrize(
    ("fault", "before", "largest", "becomes"),
    [
        (Fault.PASSING, 0, 12.0, Again(5.0, 10.0)),
        (Fault.PASSING, 2, 12.0, Again(80.0, 10.0)),
        (Fault.PASSING, 3, 12.0, Over("It broke. It was tried 4 times.")),
        (Fault.MEMORY, 0, 24.0, Again(0.0, 12.5)),
        (
            Fault.MEMORY,
            0,
            12.0,
            Over(
                "Out of memory on 12 GB, and no larger worker is connected. Lower the quality or shorten the shot. "
                "It broke."
            ),
        ),
        (
            Fault.MEMORY,
            1,
            24.0,
            Over("Out of memory on a larger worker, too. Lower the quality or shorten the shot. It broke."),
        ),
        (Fault.INVALID, 0, 24.0, Over("It broke.")),
    ],
)
def test_what_becomes_of_a_fault_depends_on_its_kind(
    fault: Fault, before: int, largest: float, becomes: Again | Over
) -> None:
    assert after_fault(fault, "It broke.", before=before, need=10.0, had=12.0, largest=largest) == becomes
