"""The doors of scripts: read, broken down, revised, looked up line by line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Film, House
from tests.api.desk import Desk
from tests.core.film.drafts import draft, film
from tests.core.graphs import node


@pytest.fixture
async def desk(house: House, film: Film):
    async with house.as_user(film.crew["editor"]) as client:
        desk = Desk(house, film, client)
        await desk.edit(node("script", "script"))
        yield desk


async def upload(desk: Desk, content: bytes, name: str = "film.fountain") -> dict[str, Any]:
    answer = await desk.client.post(f"{desk.path}/nodes/script/script", files={"file": (name, content)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def break_down(desk: Desk, **body: Any) -> int:
    answer = await desk.client.post(f"{desk.path}/nodes/script/breakdown", json=body or None)
    assert answer.status_code == 202, answer.text
    return int(answer.json()["total"])


async def test_a_script_is_read_broken_down_and_not_broken_down_twice(desk: Desk) -> None:
    assert (await upload(desk, draft(film(4))))["pending"] == 4
    assert await break_down(desk, shots_per_page=12) == 4
    assert await break_down(desk) == 0


async def test_a_new_draft_is_shown_and_brought_in(desk: Desk) -> None:
    await upload(desk, draft(film(6)))
    await break_down(desk)
    told = await upload(desk, draft([*film(6)[1:], *film(1, 9)]))
    assert told["pending"] == 2
    shown = await desk.get("/nodes/script/revision")
    assert shown["counts"] == {"kept": 5, "changed": 0, "moved": 0, "omitted": 1, "new": 1}
    assert next((entry["number"], entry["fate"]) for entry in shown["scenes"]) == ("1", "omitted")
    assert (await desk.post("/nodes/script/revision", draft_id=shown["draft_id"]))["total"] == 2
    assert (await desk.get("/nodes/script/revision"))["pending"] == 0
    stale = await desk.refused("POST", "/nodes/script/revision", draft_id="another")
    assert stale == (409, "conflict", "Somebody has brought in another draft meanwhile; look at that one first.")


async def test_the_text_its_coverage_and_the_lines_of_a_shot_are_told(desk: Desk) -> None:
    await upload(desk, draft(film(3)))
    await break_down(desk)
    page = await desk.get("/nodes/script/script", **{"from": 3})
    assert (page["lines"][0]["line"], page["format"], page["next"]) == (3, "fountain", None)
    told = await desk.get("/nodes/script/coverage")
    assert (told["covered"], told["uncovered"]) == (told["lines"], [])
    shot = told["shots"][0]
    lines = await desk.get(f"/nodes/{shot['node_id']}/lines")
    assert (lines["script_id"], lines["line_from"], lines["lines"][0]["kind"]) == (
        "script",
        shot["line_from"],
        "heading",
    )
    one = await desk.get("/nodes/script/coverage", scene=shot["scene_id"])
    assert {each["scene_id"] for each in one["shots"]} == {shot["scene_id"]}


async def test_what_cannot_be_is_refused_in_a_sentence(desk: Desk) -> None:
    assert await desk.refused("GET", "/nodes/script/script") == (
        422,
        "invalid",
        "There is no script here yet; drop a screenplay onto the node first.",
    )
    assert (await desk.refused("GET", f"/nodes/{desk.film.shot_id}/lines"))[:2] == (422, "invalid")
    assert (await desk.refused("GET", "/nodes/nothing/coverage"))[:2] == (404, "not_found")
    assert (await desk.refused("POST", "/nodes/script/breakdown", shots_per_page=0))[:2] == (422, "invalid")
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><FinalDraft>&b;</FinalDraft>'
    answer = await desk.client.post(f"{desk.path}/nodes/script/script", files={"file": ("a.fdx", bomb)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unreadable_script")


async def test_stopping_what_does_not_run_is_no_error(desk: Desk) -> None:
    assert (await desk.client.delete(f"{desk.path}/nodes/script/breakdown")).status_code == 204
    await upload(desk, draft(film(2)))
    assert await break_down(desk) == 2
