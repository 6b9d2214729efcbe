"""What every answer carries, and what the process tells about itself."""

from __future__ import annotations

import pytest

from production_canvas.web.app import create


async def test_the_process_is_ready_once_database_and_broker_answer(house):
    async with house.client() as nobody:
        assert (await nobody.get("/livez")).json() == {"status": "alive"}
        await house.broker_connected()
        answer = await nobody.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ready", "database": "answers", "broker": "answers"},
    )


async def test_without_its_broker_people_go_on_editing(settings, open_house):
    away = settings.model_copy(update={"broker_url": "redis://127.0.0.1:9/0"})
    async with open_house(away) as house, house.client() as nobody:
        answer = await nobody.get("/readyz")
        owner = await house.canvas.accounts.local_owner()
        made = await house.canvas.projects.create(owner, "Nightfall")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert made.name == "Nightfall"


async def test_without_its_database_the_process_is_not_ready(house, servers, database_url):
    await house.canvas.db.close()
    async with house.client() as nobody:
        answer = await nobody.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "away", "database": "does not answer"})


async def test_answers_are_counted_by_door_never_by_path(house, film):
    async with house.as_user(film.crew["owner"]) as browser:
        await browser.get(f"/api/v1/projects/{film.id}")
        await browser.get("/api/v1/projects/nothing")
        await browser.request("BREW", "/")
        text = (await browser.get("/metrics")).text
    door = 'door="/api/v1/projects/{project_id}"'
    assert f'canvas_requests_total{{{door},method="GET",status="200"}} 1.0' in text
    assert f'canvas_requests_total{{{door},method="GET",status="404"}} 1.0' in text
    assert "canvas_sockets 0.0" in text
    assert 'method="other"' in text
    assert film.id not in text


async def test_data_runs_nothing_and_is_not_kept(house):
    async with house.client() as nobody:
        headers = (await nobody.get("/livez")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_a_body_over_the_limit_is_refused_announced_or_not(settings, open_house):
    async with open_house(settings.model_copy(update={"upload_limit": 1024})) as house:
        owner = await house.canvas.accounts.local_owner()

        async def pieces():
            for _ in range(100):
                yield b" " * 1024

        async with house.as_user(owner) as browser:
            announced = await browser.post("/api/v1/projects", content=b" " * 100_000)
            streamed = await browser.post(
                "/api/v1/projects", content=pieces(), headers={"Content-Type": "application/json"}
            )
    assert (announced.status_code, announced.json()["error"]["code"]) == (413, "too_large")
    assert streamed.status_code in {400, 413}


async def test_the_catalogue_of_nodes_is_data(house):
    owner = await house.canvas.accounts.local_owner()
    async with house.as_user(owner) as browser:
        told = (await browser.get("/api/v1/node-types")).json()
    assert {"shot", "scene_group", "script"} <= {each["kind"] for each in told["node_types"]}
    assert told["socket_rules"]["image>mask"]["verdict"] == "converts"
    assert [tier["id"] for tier in told["tiers"]] == ["low", "standard", "high"]


def test_without_a_real_secret_nothing_is_served(settings):
    with pytest.raises(ValueError, match="at least 32 characters"):
        create(settings.model_copy(update={"secret_key": type(settings.secret_key)("short")}))
