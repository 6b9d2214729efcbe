"""The queue as two people see it: why each shot waits, how many are ahead, what raising and pausing do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat

ANN, BOB = "ann@queue.example", "bob@queue.example"
ANNS, BOBS = tuple(f"a{at}" for at in range(1, 5)), ("b1", "b2")
SOON = 20_000

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def asked(one: Seat, method: str, path: str, body: Any = None) -> Any:
    """What the server answers this person; it must take it."""
    sent = {"method": method, "headers": {"content-type": "application/json"}}
    if body is not None:
        sent["body"] = json.dumps(body)
    script = "([path, sent]) => fetch(path, sent).then(async (it) => [it.ok, await it.json().catch(() => null)])"
    ok, answer = one.page.evaluate(script, [f"/api/v1{path}", sent])
    assert ok, answer
    return answer


def words(one: Seat, key: str) -> Locator:
    return on_card(one.page, key)


def all_say(seats: tuple[Seat, ...], keys: tuple[str, ...], pattern: str) -> None:
    for one in seats:
        for key in keys:
            expect(words(one, key)).to_contain_text(re.compile(pattern), timeout=SOON)


def ahead(one: Seat, key: str) -> int:
    """How many jobs its card says are ahead of it."""
    found = re.search(r"(\d+) jobs? ahead", words(one, key).inner_text())
    assert found, words(one, key).inner_text()
    return int(found[1])


def test_two_people_see_why_each_shot_waits_and_what_raising_pausing_and_stopping_do(
    installation: Started, browser: Browser
) -> None:
    shots = (*ANNS, *BOBS)
    path = film(
        installation,
        "The line",
        (ANN, BOB),
        *(card(key, "shot", 380.0 * (at % 3), 560.0 * (at // 3), number=key.upper(), order=str(at), quality="high",
               duration=60, prompt="Fog over the pier.") for at, key in enumerate(shots)),
    )  # fmt: skip
    project = path.removeprefix("/project/")
    seats = ann, bob = seat(browser, installation, ANN, path), seat(browser, installation, BOB, path)
    for one in seats:
        one.page.keyboard.press("Shift+1")

    # Both hold their own before they queue it: everybody is told by whom.
    for one in seats:
        asked(one, "POST", f"/projects/{project}/queue/pause", {"scope": "mine"})
    plan = asked(ann, "POST", f"/projects/{project}/generate", {"node_ids": list(ANNS)})
    task = {step["node_id"]: step["task_id"] for step in plan["steps"]}
    plan = asked(bob, "POST", f"/projects/{project}/generate", {"node_ids": list(BOBS)})
    task |= {step["node_id"]: step["task_id"] for step in plan["steps"]}
    all_say(seats, ANNS, "Paused by Ann")
    all_say(seats, BOBS, "Paused by Bob")

    # Let go, all but what has begun says how many are ahead, the same to both.
    for one in seats:
        asked(one, "POST", f"/projects/{project}/queue/resume", {"scope": "mine"})
    all_say(seats, ("a4", "b2"), r"\d+ jobs? ahead")
    before = {key: ahead(ann, key) for key in ("a4", "b2")}
    assert before == {key: ahead(bob, key) for key in ("a4", "b2")}

    # Bob raises his last: it is nearer than all that wait, for both.
    asked(bob, "PUT", f"/executions/{task['b2']}/priority", {"priority": 2})
    all_say(seats, ("b2",), "Is next")
    # Ann's own is held, goes on, and is stopped; nobody else's is touched.
    asked(ann, "POST", f"/executions/{task['a4']}/pause")
    all_say(seats, ("a4",), "Paused by Ann")
    asked(ann, "POST", f"/executions/{task['a4']}/resume")
    all_say(seats, ("a4",), r"\d+ jobs? ahead")

    # Who comes later is told as well.
    bob.page.reload()
    all_say((bob,), ("b2",), "Is next")
    all_say((bob,), ("a4",), r"\d+ jobs? ahead")

    asked(ann, "POST", f"/projects/{project}/generate/cancel", {"task_ids": [task[key] for key in ANNS]})
    all_say(seats, ("a4",), "Cancelled|cancelled")
    told = asked(bob, "GET", f"/projects/{project}/queue/ended")
    stopped = {each["node_id"] for each in told["jobs"] if each["state"] == "cancelled"}
    assert "a4" in stopped <= set(ANNS)
    again = asked(ann, "POST", f"/executions/{task['a4']}/retry")["task_id"]
    all_say(seats, ("a4",), r"ahead|next|starting|Rendering|%")
    everything = [again, *(task[key] for key in BOBS)]
    asked(ann, "POST", f"/projects/{project}/generate/cancel", {"task_ids": everything})
    assert ann.complaints == bob.complaints == []
