"""A scene that workers make by themselves: two shots, one of them spoken in, dissolved, wiped to a third, and the first
laid over it all through a mask.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from pydantic import SecretStr

from production_canvas.protocol.operations import Batch
from production_canvas.settings import Settings
from production_canvas.store import assets, executions, takes
from production_canvas.wiring import Canvas, open_canvas
from tests.core.graphs import node, wire
from tests.services.workers import worker

RATE, FRAMES, OVERLAP = 24, 24, 8
TOTAL = 3 * FRAMES - 2 * OVERLAP
MIX: dict[str, Any] = {"duration": OVERLAP / RATE, "overlap": OVERLAP, "quality": "low"}
NOISE = 6.0
"""Of 255: what coding and grain may change."""
PLACES = {"a": "Snow on a white field, day.", "b": "A black tunnel, night.", "c": "A red brick wall, day."}
SCENE = [
    *(
        node(name, "shot", number=name.upper(), prompt=prompt, quality="low", duration=FRAMES / RATE)
        for name, prompt in PLACES.items()
    ),
    node("line", "text", text="Nobody leaves the island tonight."),
    node("voice", "audio", source="voice"),
    node("dissolve", "transition", transition="fade", **MIX),
    node("wipe", "transition", transition="wipeleft", **MIX),
    wire("1", "line", "text", "voice", "text"),
    wire("2", "voice", "audio", "b", "audio"),
    wire("3", "a", "video", "dissolve", "from"),
    wire("4", "b", "video", "dissolve", "to"),
    wire("5", "dissolve", "video", "wipe", "from"),
    wire("6", "c", "video", "wipe", "to"),
    node("still", "convert_video_frame"),
    node("mix", "composite", quality="low", layers={"8": {"order": 0}, "9": {"order": 1, "mask": "10"}}),
    wire("7", "c", "video", "still", "video"),
    wire("8", "wipe", "video", "mix", "layers"),
    wire("9", "a", "video", "mix", "layers"),
    wire("10", "still", "image", "mix", "masks"),
]


@pytest.fixture
def settings(database_url: str, broker_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=database_url, broker_url=broker_url, secret_key=SecretStr("s" * 32))


@pytest.fixture
async def canvas(settings: Settings) -> AsyncIterator[Canvas]:
    async with open_canvas(settings, serve=True) as opened:
        yield opened


def seen(path: Path) -> list[npt.NDArray[np.float64]]:
    """Frames without what is burnt in at their edges."""
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24")[80:280].astype(float) for frame in file.decode(video=0)]


def loudness(path: Path) -> npt.NDArray[np.float64]:
    """Of each frame's time, as root of the mean square."""
    with av.open(str(path)) as file:
        parts = [frame.to_ndarray().mean(axis=0) for frame in file.decode(audio=0)]
        per_frame = file.streams.audio[0].rate // RATE
    samples = np.concatenate(parts)[: TOTAL * per_frame].reshape(TOTAL, per_frame)
    return np.asarray(np.sqrt((samples.astype(float) ** 2).mean(axis=1)))


def shown(frame: npt.NDArray[np.float64]) -> float:
    """How bright it is, of 255."""
    return float(frame.mean())


def apart(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(np.abs(one - other).mean())


async def test_a_scene_of_shots_a_voice_a_dissolve_and_a_wipe_is_made_to_the_frame(
    canvas: Canvas, settings: Settings, tmp_path: Path
) -> None:
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, "The Last Ferry")
    actor = await canvas.projects.actor(project.id, owner)
    added = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": 0, "ops": SCENE}
    await canvas.sync.submit(project.id, actor, Batch.model_validate(added))
    with worker(settings, tmp_path / "worker.log"):
        last = await canvas.batch.start(project.id, actor, "mix")
        async with asyncio.timeout(100):
            while (told := await executions.get(canvas.db, last)) is None or told.finished_at is None:
                await asyncio.sleep(0.2)
    assert (told.status, told.error) == ("success", None)

    paths = {}
    for take in await takes.of_project(canvas.db, project.id):
        asset = await assets.get(canvas.db, take.asset_id)
        assert asset is not None
        assert asset.object_hash is not None
        paths[take.node_id] = tmp_path / take.node_id
        paths[take.node_id].write_bytes(await canvas.files.read(asset.object_hash))
    assert set(paths) == {"a", "b", "c", "voice", "dissolve", "wipe", "still", "mix"}

    frames = seen(paths["wipe"])
    a, b, c = (shown(seen(paths[name])[index]) for name, index in (("a", 0), ("b", 5), ("c", -1)))
    assert len(frames) == TOTAL
    assert min(abs(a - b), abs(b - c), abs(a - c)) > 5 * NOISE
    assert shown(frames[0]) == pytest.approx(a, abs=NOISE)
    assert shown(frames[FRAMES]) == pytest.approx(b, abs=NOISE)
    assert shown(frames[-1]) == pytest.approx(c, abs=NOISE)

    middle = FRAMES - OVERLAP // 2
    assert apart(frames[middle], frames[0]) > NOISE < apart(frames[middle], frames[FRAMES])
    assert apart(frames[middle], (frames[FRAMES - OVERLAP - 1] + frames[FRAMES]) / 2) < 2 * NOISE
    middle = 2 * FRAMES - OVERLAP - OVERLAP // 2
    left, right = np.split(frames[middle], 2, axis=1)
    assert shown(left[:, :200]) == pytest.approx(shown(frames[FRAMES][:, :200]), abs=2 * NOISE)
    assert shown(right[:, -200:]) == pytest.approx(shown(frames[-1][:, -200:]), abs=2 * NOISE)

    mixed, over, index = seen(paths["mix"]), seen(paths["a"]), FRAMES - 2
    light = seen(paths["still"])[0] @ (0.299, 0.587, 0.114) / 255
    # A draft has fewer frames a second.
    wanted = frames[index] + (over[index * len(over) // FRAMES] - frames[index]) * light[..., None]
    assert len(mixed) == TOTAL
    assert apart(mixed[index], wanted) < NOISE < apart(mixed[index], frames[index])
    assert apart(mixed[-1], frames[-1]) < NOISE, "the layer is over"

    loud = loudness(paths["wipe"])
    begins, ends = FRAMES - OVERLAP, 2 * (FRAMES - OVERLAP)
    assert loud[begins + OVERLAP : ends].mean() > 4 * loud[2 : begins - 2].mean()
    assert loud[begins + OVERLAP : ends].mean() > 4 * loud[ends + OVERLAP + 2 :].mean()
