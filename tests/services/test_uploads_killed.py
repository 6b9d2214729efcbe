"""Web processes and workers killed without warning, and a store that does not answer: files arrive whole, and once."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

import production_canvas
from production_canvas.files.store import FileStore, StoreAway
from production_canvas.local.ports import free_port
from production_canvas.settings import Settings
from production_canvas.wiring import Canvas, open_canvas
from tests.files import samples

SECRET = "s" * 32
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = TUS | {"Content-Type": "application/offset+octet-stream"}
SOUND = samples.sound(3.0)
NAMED = {"Upload-Metadata": "filename " + base64.b64encode(b"Sea.wav").decode()}
OPEN_ONE = "import sys; from production_canvas.worker.app import take_in; take_in(sys.argv[1])"


@dataclass
class Film:
    canvas: Canvas
    project_id: str
    cookie: str

    async def asset(self) -> dict[str, object]:
        """The one asset that there is."""
        rows = await self.canvas.db.fetch("SELECT * FROM assets")
        assert len(rows) == 1
        return dict(rows[0])

    def left(self) -> list[Path]:
        """What lies about of files that have not been opened."""
        folder = self.canvas.settings.data / "objects" / "uploads"
        return [each for each in folder.rglob("*") if each.is_file()]


@pytest.fixture
async def film(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Film]:
    settings = Settings(
        data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr(SECRET),
        web_build=tmp_path / "build",
    )  # fmt: skip
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.add("owner@film.test", "Owner")
        project = await canvas.projects.create(owner, "Nightfall")
        yield Film(canvas, project.id, canvas.accounts.session_token(owner))


@contextmanager
def process(film: Film, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process on the film's servers; it is gone when the block ends."""
    settings = film.canvas.settings
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(production_canvas.__file__).parents[1]),
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.broker_url,
        "CANVAS_DATA": str(settings.data),
        "CANVAS_WEB_BUILD": str(settings.web_build),
        "CANVAS_SECRET_KEY": SECRET,
    }
    with (settings.data / "log").open("ab") as log:
        started = subprocess.Popen([sys.executable, *command], env=environment, stdout=log, stderr=log)
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            started.kill()
        started.wait()


@contextmanager
def web(film: Film) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """A web process that answers, and the owner's way to it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    uvicorn = ("-m", "uvicorn", "production_canvas.web.app:create", "--factory", "--port", str(port))
    with (
        process(film, *uvicorn) as started,
        httpx.Client(base_url=address, cookies={"canvas_session": film.cookie}, headers={"Origin": address}) as client,
    ):
        until(lambda: answers(client))
        yield started, client


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/livez").status_code == 200
    except httpx.TransportError:
        return False


def until(holds: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def openers(parent: int) -> list[int]:
    """Processes of a worker that open files of strangers."""
    with suppress(FileNotFoundError, ProcessLookupError):
        tasks = list(Path(f"/proc/{parent}/task").iterdir())
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]
    return []


def standing(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_a_file_goes_on_after_its_web_process_was_killed(film: Film) -> None:
    half = len(SOUND) // 2
    with web(film) as (first, client):
        announced = client.post(
            f"/api/v1/projects/{film.project_id}/uploads", headers=TUS | NAMED | {"Upload-Length": str(len(SOUND))}
        )
        place = announced.headers["Location"]
        sent = client.patch(place, headers=OCTETS | {"Upload-Offset": "0"}, content=SOUND[:half])
        assert sent.headers["Upload-Offset"] == str(half)
        first.kill()
        first.wait()
    with web(film) as (_second, client):
        assert client.head(place, headers=TUS).headers["Upload-Offset"] == str(half)
        done = client.patch(place, headers=OCTETS | {"Upload-Offset": str(half)}, content=SOUND[half:])
        assert done.status_code == 204
    with process(film, "-c", OPEN_ONE, place[-36:]) as worker:
        assert worker.wait(60) == 0
    asset = await film.asset()
    assert (asset["status"], str(asset["id"])) == ("ready", done.headers["Canvas-Asset"])
    assert await film.canvas.files.read(str(asset["object_hash"])) == SOUND
    assert film.left() == []


async def arrived(film: Film, content: bytes) -> str:
    """The id of a file that has arrived whole."""
    canvas = film.canvas
    owner = await canvas.accounts.authenticate(film.cookie)
    actor = await canvas.projects.actor(film.project_id, owner)
    upload = await canvas.uploads.begin(film.project_id, actor, "Pier.mov", len(content))

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    await canvas.uploads.add(film.project_id, actor, upload.id, 0, pieces())
    return upload.id


def folders(upload_id: str) -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"canvas-file-{upload_id}-*"))


async def test_a_worker_killed_in_the_middle_leaves_one_asset_and_nothing_beside_it(film: Film, tmp_path: Path) -> None:
    long = samples.clip(tmp_path / "clip", codec="mpeg4", form="mov", audio=None, size=(1280, 720), frames=300)
    upload_id = await arrived(film, long.read_bytes())
    with process(film, "-c", OPEN_ONE, upload_id) as worker:
        until(lambda: bool(openers(worker.pid)))
        (opener,) = openers(worker.pid)
        await asyncio.sleep(0.3)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        until(lambda: not standing(opener))
    assert (await film.asset())["status"] == "processing"
    assert len(folders(upload_id)) == 1
    await film.canvas.db.execute("UPDATE uploads SET lease_until = now() - interval '1 second'")
    with process(film, "-c", OPEN_ONE, upload_id) as second, process(film, "-c", OPEN_ONE, upload_id) as third:
        assert (second.wait(120), third.wait(120)) == (0, 0)
    asset = await film.asset()
    facts = asset["facts"]
    assert isinstance(facts, dict)
    assert (asset["status"], facts["frames"]) == ("ready", 300)
    assert (folders(upload_id), film.left()) == ([], [])


async def test_what_a_killed_process_left_of_uploads_that_are_gone_is_swept_away(film: Film) -> None:
    canvas = film.canvas
    upload_id = await arrived(film, SOUND)
    await canvas.files.put_part("0198f6a0-0000-7000-8000-000000000000", b"left behind")
    await canvas.uploads.sweep()
    assert [each.parent.name for each in film.left()] == [upload_id]


async def test_a_store_that_does_not_answer_is_said_and_ends_nothing() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    away = FileStore.s3(endpoint=nobody, bucket="b", region="r", access_key="a", secret_key="s")
    for asked in (away.put_part("u", b"a"), away.size("0" * 64), away.arriving()):
        with pytest.raises(StoreAway, match="does not answer"):
            await asked
