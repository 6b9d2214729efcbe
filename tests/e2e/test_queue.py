"""The queue as two people see it: why each shot waits, how many are ahead, what raising and pausing do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.canvases import card, film, on_card, seat, wire
from tests.e2e.test_axe import violations

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


def opened(one: Seat) -> Locator:
    """The line below its canvas, as tall as it gets."""
    one.page.set_viewport_size({"width": 1500, "height": 1300})
    one.page.keyboard.press("q")
    dock = one.page.get_by_test_id("queue-dock")
    dock.wait_for()
    one.page.get_by_test_id("splitter-queue").press("End")
    return dock


def line(one: Seat) -> list[str]:
    """What waits, by node, in the order shown."""
    rows = one.page.get_by_test_id("queue-row").all()
    return [row.get_attribute("data-node") or "" for row in rows if not row.get_by_role("progressbar").count()]


def row(one: Seat, key: str) -> Locator:
    return one.page.locator(f'[data-testid="queue-row"][data-node="{key}"]')


def stands(seats: tuple[Seat, ...], keys: list[str]) -> None:
    """Both see these in that order before all else that waits."""
    for one in seats:
        one.page.wait_for_function(
            """(keys) => {
              const rows = [...document.querySelectorAll('[data-testid="queue-row"]')];
              const waiting = rows.filter((row) => !row.querySelector('[role="progressbar"]'));
              return keys.every((key, at) => waiting[at]?.dataset.node === key);
            }""",
            arg=keys,
            timeout=SOON,
        )


def put_in_order(seats: tuple[Seat, Seat]) -> tuple[str, str]:
    """By keys one place up, by mouse all the way, the same for both: the job that was before the last, and that one."""
    ann, bob = seats
    mine = [key for key in line(ann) if key.startswith("a")]
    last, before, third = mine[-1], mine[-2], mine[2]
    row(ann, last).click()
    ann.page.get_by_test_id("queue-list").focus()
    ann.page.keyboard.press("Alt+ArrowUp")
    expect(row(ann, before)).to_contain_text("20 jobs ahead", timeout=SOON)
    expect(row(bob, before)).to_contain_text("20 jobs ahead", timeout=SOON)
    row(ann, last).drag_to(row(ann, third), target_position={"x": 300, "y": 4})
    for one in seats:
        expect(row(one, last)).to_contain_text(re.compile(r"\b[1-6] jobs? ahead"), timeout=SOON)
        assert [key for key in line(one) if key in (last, third)] == [last, third]
    return before, last


def stop_and_try_again(seats: tuple[Seat, Seat], before: str, last: str) -> None:
    """What is stopped is told with the way back; in the end all is stopped."""
    ann, bob = seats
    row(ann, before).click()
    row(ann, last).click(modifiers=["Control"])
    ann.page.get_by_test_id("queue-tools").get_by_role("button", name="Cancel").click()
    for key in (before, last):
        expect(row(bob, key)).to_have_count(0, timeout=SOON)
    ann.page.get_by_role("tab", name="Failed and cancelled").click()
    ann.page.get_by_role("button", name=f"Try {last.upper()} again").click()
    expect(row(bob, last)).to_be_visible(timeout=SOON)
    ann.page.get_by_role("tab", name="Queue", exact=True).click()
    for one, count in ((ann, 19), (bob, 2)):
        one.page.get_by_test_id("queue-list").press("Control+a")
        expect(one.page.get_by_test_id("queue-dock")).to_contain_text(f"{count} selected")
        one.page.get_by_test_id("queue-list").press("Delete")
    expect(ann.page.get_by_test_id("queue-dock")).to_contain_text("Nothing waits", timeout=SOON)


def test_the_line_is_put_in_order_held_stopped_and_tried_again_by_hand(installation: Started, browser: Browser) -> None:
    many = [f"a{at:02}" for at in range(20)]
    shots = [*many, "b1", "b2"]
    path = film(
        installation,
        "By hand",
        (ANN, BOB),
        *(card(key, "shot", 380.0 * (at % 6), 560.0 * (at // 6), number=key.upper(), order=str(at), quality="high",
               duration=60, prompt="Fog over the pier.") for at, key in enumerate(shots)),
    )  # fmt: skip
    project = path.removeprefix("/project/")
    seats = ann, bob = seat(browser, installation, ANN, path), seat(browser, installation, BOB, path)
    for one in seats:
        expect(opened(one)).to_contain_text("Nothing waits")
        one.page.get_by_role("button", name="Pause mine").click()
        expect(one.page.get_by_role("button", name="Resume mine")).to_be_visible()
    asked(ann, "POST", f"/projects/{project}/generate", {"node_ids": many})
    asked(bob, "POST", f"/projects/{project}/generate", {"node_ids": ["b1", "b2"]})
    for one in seats:
        expect(one.page.get_by_test_id("queue-sum")).to_contain_text("0 running · 22 waiting")
        expect(row(one, "a19")).to_contain_text("Paused by Ann")
        expect(row(one, "b1")).to_contain_text("Paused by Bob")
    bob.page.get_by_label("Of whom").select_option("Ann (20)")
    expect(bob.page.get_by_test_id("queue-sum")).to_contain_text("20 of 22")
    expect(row(bob, "b1")).to_have_count(0)
    bob.page.get_by_label("Of whom").select_option("Everybody")

    for one in seats:
        one.page.get_by_role("button", name="Resume mine").click()
    expect(ann.page.get_by_test_id("queue-sum")).to_contain_text("1 running")
    # Bob raises his last: all see it as the next; nothing of Ann's can be moved by him.
    row(bob, "b2").get_by_label("Priority").select_option("First")
    stands(seats, ["b2"])
    expect(row(ann, "b2")).to_contain_text("Is next")
    assert line(ann) == line(bob)

    for part in ("queue-dock", "inspector", "library"):
        assert violations(ann.page, f"[data-testid={part}]") == []
    before, last = put_in_order(seats)
    row(ann, before).get_by_role("button", name=re.compile("Pause")).click()
    for one in seats:
        expect(row(one, before)).to_contain_text("Paused by Ann", timeout=SOON)
    row(ann, before).get_by_role("button", name=re.compile("Resume")).click()
    for one in seats:
        expect(row(one, before)).to_contain_text("jobs ahead", timeout=SOON)

    stop_and_try_again(seats, before, last)
    assert ann.complaints == bob.complaints == []


def clips(installation: Started) -> set[Path]:
    """Stored files that are MP4 by their content."""
    files = (each for each in (installation.data / "objects").rglob("*") if each.is_file())
    return {each for each in files if each.read_bytes()[4:8] == b"ftyp"}


def test_what_failed_is_told_with_its_cause_and_tried_again_in_one_click(
    installation: Started, browser: Browser
) -> None:
    path = film(
        installation,
        "The file that was away",
        (ANN, BOB),
        card("clip", "shot", 0, 0, number="CLIP", quality="low", duration=1, prompt="Fog."),
        card("still", "convert_video_frame", 500, 0),
        wire("w", "clip.video", "still.video"),
    )
    project = path.removeprefix("/project/")
    seats = ann, bob = seat(browser, installation, ANN, path), seat(browser, installation, BOB, path)
    for one in seats:
        opened(one)
    before = clips(installation)
    asked(ann, "POST", f"/projects/{project}/generate", {"node_ids": ["clip"]})
    expect(words(ann, "clip").locator("[data-state=success]").first).to_be_attached(timeout=SOON)
    (file,) = clips(installation) - before
    away = file.rename(file.with_suffix(".away"))
    asked(bob, "POST", f"/projects/{project}/generate", {"node_ids": ["still"]})
    for one in seats:
        one.page.get_by_role("tab", name="Failed and cancelled").click()
        failed = one.page.locator('[data-testid="ended-row"][data-node="still"]')
        expect(failed).to_contain_text("no file any more", timeout=SOON)
    away.rename(file)
    bob.page.locator('[data-testid="ended-row"][data-node="still"]').get_by_role("button", name="Try").click()
    expect(ann.page.locator('[data-testid="ended-row"][data-node="still"]')).to_contain_text(
        "Asked for again", timeout=SOON
    )
    ann.page.get_by_role("tab", name="Workers").click()
    ann.page.wait_for_function(
        "() => document.querySelectorAll('[data-testid=timeline] .success').length === 2", timeout=SOON
    )
    assert ann.complaints == bob.complaints == []
