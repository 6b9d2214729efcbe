"""Projects through their doors."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.operations import Batch
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.store.graphs import Journal
from production_canvas.web.routes import projects as routes
from tests.core.graphs import node


async def test_a_new_project_has_its_maker_as_owner_and_an_empty_graph(house):
    ana = await house.canvas.accounts.add("ana@film.test", "Ana")
    async with house.as_user(ana) as browser:
        made = (await browser.post("/api/v1/projects", json={"name": "  Nightfall "})).json()
        graph = (await browser.get(f"/api/v1/projects/{made['id']}")).json()["graph"]
        people = (await browser.get(f"/api/v1/projects/{made['id']}/members")).json()
    assert made["name"] == "Nightfall"
    assert (graph["version"], graph["nodes"], graph["edges"]) == (0, [], [])
    assert people == [{"id": ana.id, "name": "Ana", "color": ana.color, "role": "owner"}]
    stored = await Journal(house.canvas.db).load(made["id"])
    assert stored is not None
    assert (stored.graph_id, stored.epoch, stored.snapshot_version) == (graph["id"], graph["epoch"], 0)


async def test_the_list_counts_scenes_shots_takes_and_people_as_they_are_now(house, film):
    await house.canvas.projects.create(film.crew["owner"], "Second film")
    async with house.as_user(film.crew["owner"]) as browser:
        listed = {line["name"]: line for line in (await browser.get("/api/v1/projects")).json()}
    first = listed["Nightfall"]
    assert (first["scenes"], first["shots"], first["takes"], first["people"]) == (0, 1, 0, 4)
    assert (first["role"], first["poster_url"]) == ("owner", None)
    assert (listed["Second film"]["shots"], listed["Second film"]["people"]) == (0, 1)
    async with house.as_user(film.outsider) as browser:
        assert (await browser.get("/api/v1/projects")).json() == []


async def test_the_page_holds_everything_the_canvas_shows_at_first(house, film):
    viewer = film.crew["viewer"]
    place = {"level": film.shot_id, "viewport": {"x": 10.5, "y": -3, "zoom": 0.5}}
    async with house.as_user(viewer) as browser:
        before = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()
        assert (await browser.put(f"/api/v1/projects/{film.id}/place", json=place)).status_code == 204
        page = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()
    assert before["place"] is None
    assert page["place"] == place
    assert page["project"] == {"id": film.id, "name": "Nightfall", "rate": 24.0, "aspect_ratio": "16:9"}
    assert (page["user"]["email"], page["role"]) == ("viewer@film.test", "viewer")
    assert (page["graph"]["version"], [node["id"] for node in page["graph"]["nodes"]]) == (1, [film.shot_id])
    assert [asset["name"] for asset in page["assets"]] == ["Rushes, day 1"]
    assert page["assets"][0]["url"] == f"/files/{film.asset_id}"
    assert [member["role"] for member in page["members"]] == ["owner", "editor", "commenter", "viewer"]
    assert (page["runtime"], page["takes"]) == ({}, {})


async def test_of_a_large_film_the_page_holds_the_level_that_is_shown(house, film, monkeypatch):
    monkeypatch.setattr(routes, "WHOLE_PAGE", 3)
    ops = [node("one", "scene_group"), node("two", "scene_group"), node("a", "shot", "one"), node("b", "shot", "two")]
    batch = Batch.model_validate({"client_op_id": "t:1", "base_version": 1, "ops": ops})
    editor = film.crew["editor"]
    await house.canvas.sync.submit(film.id, await house.canvas.projects.actor(film.id, editor), batch)
    async with house.as_user(editor) as browser:
        film_level = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()["graph"]
        place = {"level": "two", "viewport": {"x": 0, "y": 0, "zoom": 1}}
        await browser.put(f"/api/v1/projects/{film.id}/place", json=place)
        scene = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()["graph"]
    assert {each["id"] for each in film_level["nodes"]} == {film.shot_id, "one", "two"}
    assert {each["id"] for each in scene["nodes"]} == {film.shot_id, "one", "two", "b"}
    assert [(each["epoch"], each["version"]) for each in (film_level, scene)] == [("", 2), ("", 2)]


async def test_of_a_large_level_the_page_holds_what_is_nearest_to_the_view(house, film, monkeypatch):
    monkeypatch.setattr(routes, "WHOLE_PAGE", 3)
    ops = [node("hall", "scene_group"), *(node(f"s{at}", "shot", "hall") for at in range(8))]
    for at, op in enumerate(ops[1:]):
        op["node"]["position"]["x"] = at * 400
    batch = Batch.model_validate({"client_op_id": "t:1", "base_version": 1, "ops": ops})
    editor = film.crew["editor"]
    await house.canvas.sync.submit(film.id, await house.canvas.projects.actor(film.id, editor), batch)
    async with house.as_user(editor) as browser:
        place = {"level": "hall", "viewport": {"x": 800 - 2000, "y": 450, "zoom": 1}}
        await browser.put(f"/api/v1/projects/{film.id}/place", json=place)
        shown = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()["graph"]
    assert {each["id"] for each in shown["nodes"]} == {film.shot_id, "hall", "s4", "s5", "s6"}


async def test_a_queued_shot_shows_on_the_page_and_can_be_cancelled(house, film):
    async with house.as_user(film.crew["editor"]) as browser:
        answer = await browser.post(f"/api/v1/projects/{film.id}/nodes/{film.shot_id}/generate")
        task_id = answer.json()["task_id"]
        page = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()
        assert page["runtime"][film.shot_id]["state"] == "queued"
        assert page["runtime"][film.shot_id]["task_id"] == task_id
        assert (await browser.post(f"/api/v1/executions/{task_id}/cancel")).status_code == 202
        page = (await browser.get(f"/api/v1/projects/{film.id}/page")).json()
        assert page["runtime"][film.shot_id]["state"] == "cancelled"


async def test_an_owner_gives_roles_and_the_last_owner_stays(house, film):
    async with house.as_user(film.crew["owner"]) as browser:
        path = f"/api/v1/projects/{film.id}/members"
        people = (await browser.post(path, json={"email": "STRANGER@other.test", "role": "commenter"})).json()
        alone = await browser.post(path, json={"email": "owner@film.test", "role": "viewer"})
        unknown = await browser.post(path, json={"email": "who@film.test", "role": "viewer"})
        wrong = await browser.post(path, json={"email": "viewer@film.test", "role": "king"})
    assert people[-1]["role"] == "commenter"
    assert [answer.status_code for answer in (alone, unknown, wrong)] == [409, 404, 422]
    assert (await house.canvas.projects.actor(film.id, film.outsider)).role == "commenter"


async def test_a_changed_asset_reaches_every_open_canvas(house, film, broker_url):
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    elsewhere = Bus(broker_url, origin="another process")
    elsewhere.subscribe("events", lambda _project, body: heard.put_nowait(body))
    listening = asyncio.create_task(elsewhere.run(listen=True))
    async with house.as_user(film.crew["editor"]) as browser, asyncio.timeout(10):
        while not elsewhere.connected:
            await asyncio.sleep(0.01)
        path = f"/api/v1/projects/{film.id}/assets/{film.asset_id}"
        await browser.patch(path, json={"data": {"mood": "cold", "lens": 35}})
        changed = (await browser.patch(path, json={"name": " Day 1 ", "data": {"mood": "warm"}})).json()
        await heard.get()
        told = await heard.get()
        listed = (await browser.get(f"/api/v1/projects/{film.id}/assets")).json()
    listening.cancel()
    assert (changed["name"], changed["data"]) == ("Day 1", {"mood": "warm", "lens": 35})
    assert listed == [changed]
    assert b'"server:asset_updated"' in told
    assert b'"warm"' in told


@pytest.mark.parametrize(
    "body", [{"data": {"a": "\x00"}}, {"name": "a\x00b"}, {"name": "   "}, {"data": {"a": "x" * 70_000}}, {"color": 1}]
)
async def test_what_cannot_be_kept_is_refused_and_changes_nothing(house, film, body):
    async with house.as_user(film.crew["editor"]) as browser:
        answer = await browser.patch(f"/api/v1/projects/{film.id}/assets/{film.asset_id}", json=body)
    assert answer.status_code in {413, 422}
    kept = await assets.get(house.canvas.db, film.asset_id)
    assert kept is not None
    assert kept.name == "Rushes, day 1"


async def test_an_asset_of_another_project_is_not_found(house, film):
    other = await house.canvas.projects.create(film.outsider, "Other film")
    async with house.as_user(film.outsider) as browser:
        answer = await browser.patch(f"/api/v1/projects/{other.id}/assets/{film.asset_id}", json={"name": "Mine"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["1", "x" * 200, "{0}", "urn:uuid:0", "%00", "é"])
@pytest.mark.parametrize("door", ["", "/page", "/members", "/assets"])
async def test_an_id_that_is_none_is_not_found(house, film, name, door):
    async with house.as_user(film.crew["owner"]) as browser:
        answer = await browser.get(f"/api/v1/projects/{name}{door}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_broken_body_is_refused_in_words(house, film):
    async with house.as_user(film.crew["owner"]) as browser:
        path = f"/api/v1/projects/{film.id}/place"
        texts = [b"{", b"[]", b'{"viewport":{"x":NaN,"y":0,"zoom":1}}', b'{"viewport":{"x":0,"y":0,"zoom":0}}', b"\xff"]
        answers = [
            await browser.put(path, content=text, headers={"Content-Type": "application/json"}) for text in texts
        ]
        lone = await browser.post(
            "/api/v1/projects", content=b'{"name":"\\ud800"}', headers={"Content-Type": "application/json"}
        )
    assert [answer.status_code for answer in (*answers, lone)] == [422, 422, 422, 422, 400, 422]
    assert answers[3].json() == {
        "error": {"code": "invalid", "detail": "viewport.zoom: Input should be greater than 0."}
    }


async def test_assets_without_files_come_many_at_once(house, film):
    rows: list[tuple[str, assets.Kind, str, dict[str, Any]]]
    rows = [(new_id(), "character", name, {"cues": number}) for number, name in enumerate(("ANA", "BOB"))]
    await assets.insert_many(house.canvas.db, film.id, film.crew["owner"].id, rows)
    listed = await house.canvas.assets.of_project(film.id)
    assert [(asset.id, asset.name, asset.data, asset.url) for asset in listed[:2]] == [
        (rows[0][0], "ANA", {"cues": 0}, None),
        (rows[1][0], "BOB", {"cues": 1}, None),
    ]
