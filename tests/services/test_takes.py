"""Takes kept for ever: their names, their jobs, what differs, what comes back, what is made again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from production_canvas.backends.backend import Media, Rendered, Report, Stop
from production_canvas.backends.previs.backend import Previs
from production_canvas.errors import Conflict, Invalid, NotFound
from production_canvas.protocol.library import AssetChange
from production_canvas.services.numbering import place_of
from production_canvas.services.planning import planner_of
from production_canvas.store import assets, executions, takes
from production_canvas.store.database import new_id, transaction
from tests.core.graphs import node, put, remove, wire
from tests.services.floor import Floor


class Stand:
    """A backend that writes down the jobs it gets; equal jobs give equal files."""

    name = "previs"

    def __init__(self) -> None:
        self.jobs: list[Mapping[str, Any]] = []

    def run(self, job: Mapping[str, Any], folder: Path, report: Report, stop: Stop) -> Rendered:
        assert not stop()
        report(50.0, "Half of it")
        self.jobs.append(job)
        clip, still = folder / "clip.mp4", folder / "poster.jpg"
        clip.write_bytes(json.dumps(job, sort_keys=True).encode())
        still.write_bytes(b"a picture")
        return Rendered(clip, still, Media(0.5, 6, 12.0, 640, 360))


async def make(floor: Floor, stand: Stand, shot: str = "s1") -> takes.Take:
    """One more take of the shot."""
    (execution_id,) = await floor.queue(floor.ana, shot)
    await floor.run(execution_id, stand)
    return (await takes.of_node(floor.canvas.db, floor.project_id, shot))[-1]


async def test_versions_count_setups_and_takes_within_them(floor: Floor) -> None:
    stand = Stand()
    named = [(await make(floor, stand)).name]
    named += [(await make(floor, stand)).name]
    await floor.edit(put("s1", "motion", value=0.9))
    named += [(await make(floor, stand)).name]
    await floor.edit(put("s1", "number", value="SH015"))
    named += [(await make(floor, stand)).name]
    await floor.edit(put("s1", "motion", value=0.5))
    named += [(await make(floor, stand)).name]
    assert named == [
        "SHOT-010_v01_take01", "SHOT-010_v01_take02", "SHOT-010_v02_take01", "SHOT-015_v02_take02",
        "SHOT-015_v01_take03",
    ]  # fmt: skip
    kept = await takes.of_node(floor.canvas.db, floor.project_id, "s1")
    assert [take.name for take in kept] == named
    slates = [(job["version"], job["take"]) for job in stand.jobs]
    assert slates == [(take.version, take.take) for take in kept] == [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3)]
    rows = [await executions.get(floor.canvas.db, take.execution_id) for take in kept]
    assert [row.job for row in rows if row] == stand.jobs


async def test_two_takes_that_end_at_once_have_two_names(floor: Floor) -> None:
    planner = await planner_of(floor.canvas.db, floor.canvas.sync, floor.project_id)
    job = json.loads(json.dumps(asdict(planner.job("s1", 1))))

    async def keep() -> None:
        made_by, asset_id = new_id(), new_id()
        await executions.insert(
            floor.canvas.db, execution_id=made_by, project_id=floor.project_id, node_id=f"other{made_by}",
            user_id=floor.ana.user_id, job=job, job_key="k", graph_version=1,
        )  # fmt: skip
        async with transaction(floor.canvas.db) as db:
            await takes.hold(db, floor.project_id, "s1")
            place = await place_of(db, floor.project_id, "s1", job)
            await assets.insert(db, asset_id=asset_id, project_id=floor.project_id, kind="video", name=place.name)
            await takes.append(
                db, take_id=new_id(), project_id=floor.project_id, node_id="s1", execution_id=made_by,
                asset_id=asset_id, media={}, quality="low", seed=1, user_id=floor.ana.user_id, place=place,
            )  # fmt: skip

    await asyncio.gather(*(keep() for _ in range(8)))
    named = [take.name for take in await takes.of_node(floor.canvas.db, floor.project_id, "s1")]
    assert named == [f"SHOT-010_v01_take{number:02d}" for number in range(1, 9)]


async def test_takes_of_before_there_were_versions_go_on_being_counted(floor: Floor) -> None:
    stand = Stand()
    for _ in range(2):
        await make(floor, stand)
    await floor.canvas.db.execute(
        "UPDATE takes SET setup = '0:' || md5('of before') WHERE project_id = $1", floor.project_id
    )
    assert (await make(floor, stand)).name == "SHOT-010_v01_take03"
    await floor.edit(put("s1", "prompt", value="Rain."))
    assert (await make(floor, stand)).name == "SHOT-010_v02_take01"


async def film(floor: Floor) -> str:
    """The first shot with Mara and a harbour; the id of Mara's asset."""
    mara = await assets.insert(
        floor.canvas.db, asset_id=new_id(), project_id=floor.project_id, kind="character", name="Mara",
        data={"look": "red oilskin"},
    )  # fmt: skip
    await floor.edit(
        node("mara", "character", asset_id=mara.id),
        node("quay", "environment", name="Quay", time="DAY"),
        wire("w1", "mara", "character", "s1", "characters"),
        wire("w2", "quay", "environment", "s1", "environment"),
    )
    return mara.id


def told(rows: list[Any]) -> set[tuple[Any, ...]]:
    return {(row.what, row.subject, row.title, *row.values) for row in rows}


async def test_a_take_tells_the_whole_job_it_was_made_by(floor: Floor) -> None:
    await film(floor)
    take = await make(floor, Stand())
    await floor.edit(put("s1", "prompt", value="Rain."))
    detail = await floor.canvas.reviewing.detail(floor.project_id, take.id)
    assert {each.key: each.value for each in detail.parameters}["prompt"] == "Fog over the pier."
    assert [(each.title, each.name, each.asset_version, each.weight) for each in detail.inputs] == [
        ("Characters", "Mara", 1, 1.0), ("Place", "Quay", None, 1.0),
    ]  # fmt: skip
    assert (detail.take.name, detail.take.created_by, detail.backend, detail.worker, detail.attempts) == (
        "SHOT-010_v01_take01", "Ana", "previs", "one", 1,
    )  # fmt: skip
    assert detail.registers == {
        "prompt": "Fog over the pier.", "quality": "low", "duration": 0.5, "seed": take.seed, "seed_locked": True,
    }  # fmt: skip
    assert {"camera", "motion", "size"} <= set(detail.unset)
    assert not {"number", "note"} & set(detail.unset)
    assert (detail.no_restore, detail.no_remake) == ("", "")
    with pytest.raises(NotFound):
        await floor.canvas.reviewing.detail(floor.project_id, new_id())


async def test_what_differs_is_told_of_parameters_wires_and_assets(floor: Floor) -> None:
    mara, stand = await film(floor), Stand()
    one = await make(floor, stand)
    compare = floor.canvas.reviewing.difference
    assert (await compare(floor.project_id, [one.id, "now"])).rows == []
    await floor.canvas.assets.change(floor.project_id, floor.ana, mara, AssetChange(data={"look": "grey coat"}))
    await floor.edit(
        put("s1", "prompt", value="Fog over the long pier."), put("s1", "camera", value={"move": "pan_left"}),
        put("quay", "time", value="NIGHT"), node("style", "style", name="Noir"),
        wire("w3", "style", "style", "s1", "styles"), put("s1", "note", value="Say it twice."),
    )  # fmt: skip
    now = await compare(floor.project_id, [one.id, "now"])
    assert told(now.rows) == {
        ("parameter", "", "Prompt", "Fog over the pier.", "Fog over the long pier."),
        ("parameter", "", "Camera · Move", "static", "pan_left"),
        ("version", "Mara", "Version", 1, 2),
        ("input", "Quay", "Time of day", "DAY", "NIGHT"),
        ("wire", "Noir", "Styles", None, "Noir"),
    }
    prompt = next(row for row in now.rows if row.title == "Prompt")
    assert [(span.kind, span.text) for span in prompt.spans[1] or ()] == [
        ("same", "Fog over the "), ("inserted", "long "), ("same", "pier."),
    ]  # fmt: skip
    two = await make(floor, stand)
    three = await make(floor, stand)
    assert told((await compare(floor.project_id, [two.id, three.id])).rows) == {
        ("making", "", "Seed", two.seed, three.seed)
    }
    assert len((await compare(floor.project_id, [one.id, two.id, three.id, "now"])).rows) == 6
    other = await make(floor, stand, "s2")
    for sides in ([one.id], [one.id, one.id], [one.id, other.id]):
        with pytest.raises(Invalid):
            await compare(floor.project_id, sides)


async def test_what_a_restore_writes_gives_the_job_of_the_take_again(floor: Floor) -> None:
    take = await make(floor, Stand())
    await floor.edit(
        put("s1", "prompt", value="Rain."), put("s1", "motion", value=0.9), put("s1", "number", value="SH011"),
        put("s1", "camera", value={"move": "pan_left"}), put("s1", "size", value="CLOSE UP"),
    )  # fmt: skip
    detail = await floor.canvas.reviewing.detail(floor.project_id, take.id)
    await floor.edit(
        *(put("s1", key, value=value) for key, value in detail.registers.items()),
        *({"op": "node.unset", "id": "s1", "path": [key]} for key in detail.unset),
    )
    left = await floor.canvas.reviewing.difference(floor.project_id, [take.id, "now"])
    assert told(left.rows) == {("parameter", "", "Number", "SH010", "SH011")}


async def test_the_very_job_is_made_again_to_the_byte(floor: Floor) -> None:
    """By previs itself, from a take whose card has changed since."""
    (first,) = await floor.queue(floor.ana, "s1")
    await floor.run(first, Previs())
    (one,) = await takes.of_node(floor.canvas.db, floor.project_id, "s1")
    await floor.edit(put("s1", "prompt", value="Rain."), put("s1", "number", value="SH099"))
    again = await floor.canvas.reviewing.remake(floor.project_id, floor.ben, one.id)
    with pytest.raises(Conflict):
        await floor.canvas.reviewing.remake(floor.project_id, floor.ben, one.id)
    await takes.mark_stale(floor.canvas.db, floor.project_id, [one.id], stale=True)
    await floor.run(again, Previs())
    first_take, two = await takes.of_node(floor.canvas.db, floor.project_id, "s1")
    assert (first_take.active, two.active) == (True, False)
    assert (two.name, two.remake_of, two.identical_to) == ("SHOT-010_v01_take02", one.id, one.id)
    hashes = [(await floor.canvas.assets.file_of(take.asset_id)).object_hash for take in (one, two)]
    assert hashes[0] == hashes[1]
    await make(floor, Stand())
    assert (await takes.of_node(floor.canvas.db, floor.project_id, "s1"))[-1].identical_to is None


async def test_a_take_whose_files_are_gone_says_so_and_is_not_made_again(floor: Floor) -> None:
    picture = await floor.canvas.files.put(b"a portrait")
    portrait = await assets.insert(
        floor.canvas.db, asset_id=new_id(), project_id=floor.project_id, kind="image", name="Portrait",
        object_hash=picture,
    )  # fmt: skip
    await floor.edit(node("ref", "image_import", asset_id=portrait.id), wire("w", "ref", "image", "s1", "references"))
    take = await make(floor, Stand())
    path = next(
        each for each in floor.canvas.settings.data.rglob("*") if each.name == picture or picture[4:] in each.name
    )
    path.unlink()
    sentence = "It cannot be made exactly again: the files of Portrait that it was made of are no longer kept."
    assert (await floor.canvas.reviewing.detail(floor.project_id, take.id)).no_remake == sentence
    with pytest.raises(Conflict, match="files of Portrait"):
        await floor.canvas.reviewing.remake(floor.project_id, floor.ana, take.id)


async def test_of_a_card_that_is_gone_nothing_is_restored_or_made_again(floor: Floor) -> None:
    take = await make(floor, Stand())
    await floor.edit(remove("s1"))
    detail = await floor.canvas.reviewing.detail(floor.project_id, take.id)
    assert detail.registers == {}
    assert "no longer in the film" in detail.no_restore
    assert (
        "no longer in the film" in (await floor.canvas.reviewing.difference(floor.project_id, [take.id, "now"])).refusal
    )
    with pytest.raises(Conflict, match="no longer in the film"):
        await floor.canvas.reviewing.remake(floor.project_id, floor.ana, take.id)
