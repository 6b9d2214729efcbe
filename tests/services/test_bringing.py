"""What a take is made of comes from the store: pictures of the library, and the end of the shot before."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from pydantic import SecretStr

from production_canvas.backends.backend import BackendFailed, Backends, given
from production_canvas.backends.previs.backend import Previs
from production_canvas.files.store import FileStore
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.services.bringing import bring
from production_canvas.services.rendering import Rendering
from production_canvas.settings import Settings
from production_canvas.store import assets, takes
from production_canvas.store.database import new_id
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node, put, wire

SHOT: dict[str, Any] = {"quality": "low", "duration": 0.5}


@dataclass
class Film:
    canvas: Canvas
    project_id: str
    actor: Actor

    async def edit(self, *ops: dict[str, Any]) -> None:
        version = (await self.canvas.sync.graph(self.project_id)).version
        batch = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": version, "ops": list(ops)}
        await self.canvas.sync.submit(self.project_id, self.actor, Batch.model_validate(batch))

    async def make(self, node_id: str) -> list[Any]:
        """The frames of a new take, RGB."""
        canvas = self.canvas
        rendering = Rendering(canvas.db, canvas.files, canvas.generation, Backends(Previs()), canvas.staleness)
        await rendering.run(await canvas.batch.start(self.project_id, self.actor, node_id), "a", str(uuid.uuid4()))
        last = (await takes.of_node(canvas.db, self.project_id, node_id))[-1]
        clip = (await canvas.assets.file_of(last.asset_id)).object_hash
        assert clip is not None
        with av.open(BytesIO(await canvas.files.read(clip)), "r") as file:
            return [frame.to_ndarray(format="rgb24").astype(int) for frame in file.decode(video=0)]

    async def picture(self, color: tuple[int, int, int]) -> str:
        """The id of a picture of the library."""
        out, asset_id = BytesIO(), new_id()
        Image.new("RGB", (640, 360), color).save(out, "PNG")
        await assets.insert(
            self.canvas.db,
            asset_id=asset_id,
            project_id=self.project_id,
            kind="image",
            name="Pier",
            object_hash=await self.canvas.files.put(out.getvalue()),
        )
        return asset_id


@pytest.fixture
async def film(database_url: str, broker_url: str, tmp_path: Path) -> AsyncIterator[Film]:
    settings = Settings(data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32))
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, "The Last Ferry")
        yield Film(canvas, project.id, await canvas.projects.actor(project.id, owner))


async def test_the_places_picture_of_the_library_is_seen_in_the_take(film: Film) -> None:
    place = new_id()
    await assets.insert(
        film.canvas.db,
        asset_id=place,
        project_id=film.project_id,
        kind="environment",
        name="Pier",
        reference_ids=[await film.picture((180, 30, 20))],
    )
    await film.edit(
        node("pier", "environment", asset_id=place),
        node("shot", "shot", number="SH010", **SHOT),
        wire("w", "pier", "environment", "shot", "environment"),
    )
    middle = (await film.make("shot"))[3][120:200, 200:400].mean((0, 1))
    assert middle[0] > 3 * middle[1]


async def test_a_shot_begins_where_the_one_wired_to_it_ends_and_is_stale_when_that_ends_otherwise(film: Film) -> None:
    await film.edit(
        node("one", "shot", number="SH010", prompt="A beach at dusk.", **SHOT),
        node("two", "shot", number="SH020", prompt="A city street at night.", **SHOT),
    )
    alone = (await film.make("two"))[0]
    await film.edit(wire("w", "one", "last_frame", "two", "references"))
    before = await film.make("one")
    assert await takes.stale(film.canvas.db, film.project_id) == {"two"}
    await film.make("two")
    assert await takes.stale(film.canvas.db, film.project_id) == set()
    after = (await film.make("two"))[0]
    above = slice(40, 290)
    assert np.abs(after[above] - before[-1][above]).mean() < 6
    assert np.abs(alone[above] - before[-1][above]).mean() > 15
    await film.edit(put("one", "prompt", value="A beach at dawn."))
    assert await takes.stale(film.canvas.db, film.project_id) == set()


async def test_files_lie_where_the_backend_looks_and_what_is_lost_stays_away(tmp_path: Path) -> None:
    files = FileStore.local(tmp_path / "store")
    kept, lost = await files.put(b"a picture"), "0" * 64
    job = {"parameters": {"first_frame": kept}, "inputs": {"styles": [{"asset": {"references": [lost]}}]}}
    await bring(files, job, tmp_path)
    assert given(tmp_path, kept).read_bytes() == b"a picture"
    assert not given(tmp_path, lost).exists()


async def test_a_store_that_does_not_answer_ends_the_job_with_a_sentence(tmp_path: Path) -> None:
    files = FileStore.s3(endpoint="http://127.0.0.1:1", bucket="b", region="r", access_key="a", secret_key="s")
    with pytest.raises(BackendFailed, match="their store does not answer"):
        async with asyncio.timeout(100):
            await bring(files, {"parameters": {"first_frame": "0" * 64}, "inputs": {}}, tmp_path)
