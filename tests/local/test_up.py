"""A whole installation, started as a person starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from production_canvas.local.ports import free_port
from production_canvas.local.postgres import Postgres
from production_canvas.local.started import Started, started
from production_canvas.local.valkey import Valkey
from tests.local.conftest import box
from tests.local.test_servers import ended_within

SECOND_START = 8.0


def canvas(*words: str | Path, given: str = "") -> str:
    command = [sys.executable, "-P", "-m", "production_canvas", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def holds(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def running() -> Iterator[Started]:
    """One for the tests that leave it running."""
    with box() as data, started(data) as it:
        yield it


def test_the_first_start_signs_its_owner_into_the_sample_film(running: Started) -> None:
    link = next(line for line in running.log.read_text("utf-8").splitlines() if line.startswith("sign in, once: "))
    with httpx.Client(base_url=running.url) as browser:
        entered = browser.get(link.removeprefix("sign in, once: "))
        page = browser.get(entered.headers["location"])
        assert browser.get("/api/v1/session").json()["user"]["is_owner"]
        assert "Low Tide" in page.text

    films = {
        one["name"]: one["nodes"] for one in json.loads(canvas("project", "list", "--json", "--data", running.data))
    }
    assert films["Low Tide"] > 10


def test_scripts_get_in_by_token_and_people_by_password(running: Started) -> None:
    new = canvas("user", "add", "ada@film.example", "--password-stdin", "--data", running.data, given="a long one\n")
    told = httpx.post(
        f"{running.url}/auth/token", json={"username": "ada@film.example", "password": "a long one"}
    ).json()
    token = canvas("token", "--data", running.data).strip()
    film = canvas("project", "new", "Night Ferry", "--data", running.data).strip()
    mine = httpx.get(f"{running.url}/api/v1/projects", headers={"Authorization": f"Bearer {token}"}).json()
    hers = httpx.get(
        f"{running.url}/api/v1/projects", headers={"Authorization": f"Bearer {told['access_token']}"}
    ).json()
    assert film in {project["id"] for project in mine}
    assert hers == []
    assert new.strip() in canvas("user", "list", "--data", running.data)


@pytest.mark.parametrize("name", ["web", "pages", "worker-1", "postgres", "valkey"])
def test_whatever_is_killed_comes_back(running: Started, name: str) -> None:
    dead = running.kill(name)
    assert holds(lambda: running.now().processes.get(name, dead) != dead, 15)
    assert holds(lambda: answers(running.url), 15)
    assert holds(lambda: httpx.get(f"{running.url}/login").status_code == httpx.codes.OK, 15)


def test_it_ends_clean_and_goes_on_where_it_was_in_seconds(data: Path) -> None:
    with started(data, "--empty") as first:
        pids = [first.process.pid, *first.now().processes.values()]
        film = canvas("project", "new", "Kept", "--data", data).strip()
        assert first.stop() == 0
        assert ended_within(2, *pids)

    begun = time.monotonic()
    with started(data) as second:
        assert time.monotonic() - begun < SECOND_START
        assert [project["id"] for project in json.loads(canvas("project", "list", "--json", "--data", data))] == [film]
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(30) == 0


def test_nothing_outlives_an_installation_that_is_killed(data: Path) -> None:
    with started(data, "--empty") as it:
        pids = list(it.now().processes.values())
        os.kill(it.process.pid, signal.SIGKILL)
        it.process.wait(5)
        assert ended_within(25, *pids)


def test_servers_started_apart_replace_our_own(data: Path) -> None:
    postgres, valkey = Postgres(data.parent / "apart"), Valkey(data.parent / "apart")
    postgres.start()
    valkey.start()
    try:
        apart = {"DATABASE_URL": postgres.url, "BROKER_URL": valkey.url}
        with started(data, environment=apart) as it:
            assert set(it.now().processes) == {"web", "pages", "worker-1"}
            assert not (data / "servers").exists()
    finally:
        valkey.stop()
        postgres.stop()


def test_a_second_one_on_the_same_folder_or_port_is_refused_in_words(running: Started) -> None:
    port = running.url.rpartition(":")[2]
    for words, sentence in (
        (("--data", str(running.data), "--port", str(free_port())), "is in use by an installation that runs already"),
        (("--data", str(running.data.parent / "other"), "--port", port), f"Port {port} is taken"),
    ):
        command = [sys.executable, "-P", "-m", "production_canvas", "up", "--no-open", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
