"""Files that come into a folder or take the place of another one; many at once; a store and a line that fail."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from production_canvas.files.store import FileStore, StoreAway
from production_canvas.services.intake import ATTEMPTS, Intake
from production_canvas.store import uploads
from tests.api.conftest import Film, House
from tests.api.test_uploads import OCTETS, TUS, Sender, left, opened, told
from tests.files import samples

PIER, MOON = samples.picture("PNG", (640, 360)), samples.picture("PNG", (320, 200))


@pytest.fixture
def ed(house: House, film: Film) -> Sender:
    return Sender(house, film.crew["editor"], f"projects/{film.id}")


async def begin(sender: Sender, size: int, **into: str) -> httpx.Response:
    words = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in into.items())
    metadata = f"{told('new.png')['Upload-Metadata']},{words}"
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": metadata}
    return await sender.client.post(sender.path, headers=headers)


async def bring(sender: Sender, content: bytes, **into: str) -> httpx.Response:
    place = (await begin(sender, len(content), **into)).headers["Location"]
    return await sender.add(place, 0, content)


async def known(sender: Sender, asset_id: str) -> dict[str, Any]:
    found = await sender.asset(asset_id)
    assert found is not None
    return found


async def ready(house: House, sender: Sender, content: bytes = PIER) -> dict[str, Any]:
    asset_id = await sender.send("Pier.png", content)
    await opened(house)
    return await known(sender, asset_id)


async def test_a_new_file_takes_the_place_of_the_old_one_as_a_version(house: House, ed: Sender) -> None:
    before = await ready(house, ed)
    answer = await bring(ed, MOON, asset_id=before["id"])
    assert answer.headers["Canvas-Asset"] == before["id"]
    waiting = await known(ed, before["id"])
    assert (waiting["status"], waiting["version"], waiting["facts"]) == ("processing", 1, before["facts"])
    assert (await ed.client.get(waiting["url"])).status_code == 200
    await opened(house)
    after = await known(ed, before["id"])
    assert (after["status"], after["version"], after["name"]) == ("ready", 2, "Pier.png")
    assert (after["facts"]["width"], after["thumb"] == before["thumb"]) == (320, False)
    assert await left(house) == (0, 0, 0)

    path = f"{ed.path.replace('/uploads', '/assets')}/{before['id']}"
    versions = (await ed.client.get(f"{path}/versions")).json()
    assert [(each["version"], each["user"]["name"]) for each in versions] == [(2, "Editor"), (1, "Editor")]
    restored = (await ed.client.post(f"{path}/versions/1/restore")).json()
    assert (restored["version"], restored["status"], restored["facts"]) == (3, "ready", before["facts"])
    assert restored["thumb"] == before["thumb"]


async def test_the_same_file_again_changes_nothing(house: House, ed: Sender) -> None:
    before = await ready(house, ed)
    await bring(ed, PIER, asset_id=before["id"])
    await opened(house)
    after = await known(ed, before["id"])
    assert (after["status"], after["version"], after["problem"]) == ("ready", 1, None)
    assert after["updated_at"] > before["updated_at"]


async def test_a_new_file_that_cannot_be_used_leaves_the_old_one(house: House, ed: Sender) -> None:
    before = await ready(house, ed)
    clip = await bring(ed, samples.sound(1.0), asset_id=before["id"])
    assert clip.status_code == 422
    assert clip.json()["error"]["detail"] == "Pier.png is a picture; the new file is a sound and cannot take its place."
    await bring(ed, MOON[: len(MOON) // 2], asset_id=before["id"])
    await opened(house)
    after = await known(ed, before["id"])
    assert (after["status"], after["version"], after["facts"]) == ("ready", 1, before["facts"])
    assert after["problem"].startswith("The new file was not taken.")
    assert (await ed.client.get(after["url"])).status_code == 200
    assert await left(house) == (0, 0, 0)
    await bring(ed, MOON, asset_id=before["id"])
    await opened(house)
    assert (await known(ed, before["id"]))["problem"] is None


async def test_two_who_replace_a_file_at_once_both_leave_a_version(house: House, film: Film, ed: Sender) -> None:
    before = await ready(house, ed)
    owner = Sender(house, film.crew["owner"], f"projects/{film.id}")
    await asyncio.gather(
        bring(ed, MOON, asset_id=before["id"]), bring(owner, samples.picture(size=(200, 300)), asset_id=before["id"])
    )
    await opened(house)
    path = f"{ed.path.replace('/uploads', '/assets')}/{before['id']}/versions"
    versions = (await ed.client.get(path)).json()
    assert [each["version"] for each in versions] == [3, 2, 1]
    assert sorted(each["user"]["name"] for each in versions[:2]) == ["Editor", "Owner"]


async def test_what_has_no_file_of_its_own_is_not_replaced(house: House, film: Film, ed: Sender) -> None:
    library = ed.path.replace("/uploads", "/assets")
    june = (await ed.client.post(library, json={"kind": "character", "name": "June"})).json()
    assert (await begin(ed, 500, asset_id=june["id"])).status_code == 422
    assert (await begin(ed, 500, asset_id="../../etc/passwd")).status_code == 404
    team = Sender(house, film.crew["owner"], "library")
    logo = await ready(house, team)
    assert (await begin(ed, 500, asset_id=logo["id"])).status_code == 409
    pier = await ready(house, ed, MOON)
    other = Sender(house, film.outsider, f"projects/{film.id}")
    assert (await begin(other, 500, asset_id=pier["id"])).status_code == 404
    await bring(ed, PIER, asset_id=pier["id"])
    await ed.client.patch(f"{library}/{pier['id']}", json={"archived": True})
    await opened(house)
    kept = (await ed.client.get(f"{library}/{pier['id']}/versions")).json()
    assert [each["version"] for each in kept] == [1]
    assert (await begin(ed, 500, asset_id=pier["id"])).status_code == 409
    assert await left(house) == (0, 0, 0)


async def test_a_file_comes_into_the_folder_it_was_brought_to(house: House, film: Film, ed: Sender) -> None:
    folders = ed.path.replace("/uploads", "/asset-folders")
    made = (await ed.client.post(folders, json={"name": "Stills"})).json()
    folder = made["id"] if isinstance(made, dict) else next(each["id"] for each in made if each["name"] == "Stills")
    answer = await bring(ed, PIER, folder_id=folder)
    assert (await known(ed, answer.headers["Canvas-Asset"]))["folder_id"] == folder
    team = Sender(house, film.crew["owner"], "library")
    assert [(await begin(each, 500, folder_id=into)).status_code for each, into in ((team, folder), (ed, "x"))] == [
        404,
        404,
    ]


async def test_two_workers_with_the_very_same_file_end_in_one_asset(house: House, ed: Sender) -> None:
    one, two = await ed.send("a.png", PIER), await ed.send("b.png", PIER)
    canvas = house.canvas
    waiting = [row["id"] for row in await canvas.db.fetch("SELECT id FROM uploads")]
    workers = [Intake(canvas.db, canvas.bus, canvas.files, canvas.assets) for _ in waiting]
    await asyncio.gather(*(worker.run(each) for worker, each in zip(workers, waiting, strict=True)))
    found = [asset for each in (one, two) if (asset := await ed.asset(each))]
    assert [each["status"] for each in found] == ["ready"]
    assert await left(house) == (0, 0, 0)


async def test_many_who_announce_at_once_do_not_overfill_the_library(house: House, film: Film) -> None:
    taken = await uploads.taken(house.canvas.db, film.id)
    house.canvas.uploads.limits = replace(house.canvas.uploads.limits, library=taken + 10_000, at_once=3)
    people = [Sender(house, film.crew[who], f"projects/{film.id}") for who in ("owner", "editor")]
    answers = await asyncio.gather(*(each.begin("a.png", 2500) for each in people for _ in range(6)))
    assert sorted(each.status_code for each in answers).count(201) == 4
    of = [[each.status_code for each in answers[at : at + 6]].count(201) for at in (0, 6)]
    assert max(of) <= 3


async def test_a_sender_that_falls_silent_is_given_up_and_goes_on_later(house: House, ed: Sender) -> None:
    house.canvas.uploads.limits = replace(house.canvas.uploads.limits, stall=0.2)
    place = (await ed.begin("Sea.wav", 50_000)).headers["Location"]
    content = samples.sound(1.0)[:50_000]

    async def silent() -> AsyncIterator[bytes]:
        yield content[:20_000]
        await asyncio.sleep(30)

    answer = await ed.client.patch(place, headers=OCTETS | {"Upload-Offset": "0"}, content=silent())
    assert answer.status_code == 408
    assert await ed.offset(place) == 20_000
    assert (await ed.add(place, 20_000, content[20_000:])).headers.get("Canvas-Asset")


async def test_a_store_that_is_away_while_a_file_is_opened_ends_nothing(
    house: House, ed: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset_id = await ed.send("a.png", PIER)

    async def away(*_: Any) -> bytes:
        raise StoreAway

    with monkeypatch.context() as broken:
        broken.setattr(FileStore, "part", away)
        for _ in range(ATTEMPTS + 2):
            await opened(house)
            await house.canvas.db.execute("UPDATE uploads SET lease_until = now() - interval '1 second'")
    assert (await known(ed, asset_id))["status"] == "processing"
    await opened(house)
    assert (await known(ed, asset_id))["status"] == "ready"
