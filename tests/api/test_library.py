"""The library through its doors: what is made, found, changed, shared, and who hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import httpx
import orjson
import pytest

from production_canvas.store import assets
from production_canvas.store.database import new_id
from tests.api.conftest import Film, House


class Shelf:
    """The library of a film, seen by its editor; `told` is what their canvas heard."""

    def __init__(self, house: House, film: Film, client: httpx.AsyncClient) -> None:
        self.house, self.film, self.client = house, film, client
        self.path = f"/api/v1/projects/{film.id}"
        self.told: list[dict[str, Any]] = []
        for topic, mine in (("events", film.id), ("team", "all")):
            house.canvas.bus.subscribe(topic, partial(self._hear, mine))

    def _hear(self, mine: str, told_to: str, body: bytes) -> None:
        if told_to == mine:
            self.told.append(orjson.loads(body))

    async def call(self, method: str, path: str, body: Any = None, *, team: bool = False, **asked: Any) -> Any:
        start = "/api/v1/library" if team else self.path
        answer = await self.client.request(method, start + path, json=body, params=asked)
        if answer.status_code >= 400:
            return answer.status_code, answer.json()["error"]["detail"]
        return answer.json() if answer.content else None

    async def add(
        self, kind: str = "character", name: str = "Anna", *, team: bool = False, **more: Any
    ) -> dict[str, Any]:
        made: dict[str, Any] = await self.call("POST", "/assets", {"kind": kind, "name": name, **more}, team=team)
        assert isinstance(made, dict), made
        return made

    async def names(self, **asked: Any) -> list[str]:
        return [each["name"] for each in await self.call("GET", "/assets", **asked)]

    async def picture(self, *, project: bool = True) -> str:
        stored = await assets.insert(
            self.house.canvas.db,
            asset_id=new_id(),
            project_id=self.film.id if project else None,
            kind="image",
            name="Portrait",
            object_hash=await self.house.canvas.files.put(b"a portrait"),
            mime="image/png",
            size=10,
        )
        return stored.id

    def heard(self) -> dict[str, Any]:
        """The library of who loaded nothing and only listened."""
        found: dict[str, Any] = {"folders": [], "team": []}
        for each in self.told:
            if each["event"] == "server:asset_updated":
                found[each["payload"]["asset"]["id"]] = each["payload"]["asset"]
            if each["event"] == "server:asset_folders_updated":
                found["folders" if each["payload"]["project_id"] else "team"] = each["payload"]["folders"]
        return found

    async def reloaded(self) -> dict[str, Any]:
        """The library of who loads it now, as far as anything was told of it."""
        rows = {each["id"]: each for each in await self.call("GET", "/assets") if each["id"] in self.heard()}
        folders = await self.call("GET", "/asset-folders")
        return {"folders": folders, "team": await self.call("GET", "/asset-folders", team=True), **rows}


@pytest.fixture
async def shelf(house: House, film: Film) -> AsyncIterator[Shelf]:
    async with house.as_user(film.crew["editor"]) as client:
        yield Shelf(house, film, client)


async def test_a_character_is_made_with_all_it_holds(shelf: Shelf) -> None:
    portrait = await shelf.picture()
    data = {"age": "34", "role": "Ferry pilot", "traits": ["stubborn"], "voice": "woman", "personality": "Says little."}
    made = await shelf.add(data=data, tags=["#Lead ", "lead", "Day  1"], reference_ids=[portrait])
    assert (made["kind"], made["name"], made["version"], made["archived"]) == ("character", "Anna", 1, False)
    assert (made["data"], made["tags"], made["reference_ids"]) == (data, ["lead", "day 1"], [portrait])
    assert made in await shelf.call("GET", "/assets")


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("character", {"voice": "robot"}, "The voice of a character cannot be that: one of narrator, woman"),
        ("style", {"palette": ["red"]}, "The palette of a style cannot be that: string should match"),
        ("environment", {"space": "4d"}, "The space of a place cannot be that: input should be '2d' or '3d'."),
        ("environment", {"angles": ["inside"]}, "The angles of a place cannot be that: one of front"),
    ],
)
async def test_what_an_asset_cannot_hold_is_refused_in_words(shelf: Shelf, kind: str, data: Any, says: str) -> None:
    status, detail = await shelf.call("POST", "/assets", {"kind": kind, "name": "X", "data": data})
    assert (status, detail.startswith(says)) == (422, True), detail
    assert await shelf.names() == ["Rushes, day 1"]


async def test_a_reference_has_to_be_a_picture_of_the_library(shelf: Shelf) -> None:
    wanted = {"kind": "style", "name": "Noir", "reference_ids": [shelf.film.asset_id]}
    assert (await shelf.call("POST", "/assets", wanted))[0] == 422
    wanted["reference_ids"] = [await shelf.picture()] * 2
    assert await shelf.call("POST", "/assets", wanted) == (422, "A picture is among the references twice.")


async def test_it_is_found_as_one_types_without_accents_and_capitals(shelf: Shelf) -> None:
    await shelf.add(name="Zoë Łukasz", data={"traits": ["Brüsk"]})
    await shelf.add("style", "Noir", data={"keywords": ["chiaroscuro"]}, tags=["night"])
    await shelf.add("environment", "Ligne Zoo", data={"mood": "50% fog"})
    assert await shelf.names(q="ZOE") == ["Zoë Łukasz"]
    assert await shelf.names(q="zo") == ["Zoë Łukasz", "Ligne Zoo"]
    assert await shelf.names(q="l") == ["Ligne Zoo", "Zoë Łukasz"]
    assert await shelf.names(q="lukasz brusk") == ["Zoë Łukasz"]
    assert await shelf.names(q="chiaro") == ["Noir"]
    assert await shelf.names(q="night") == ["Noir"]
    assert await shelf.names(q="50%") == ["Ligne Zoo"]
    assert await shelf.names(q="chiarroscuro") == ["Noir"]
    assert await shelf.names(q="zzz") == []
    assert await shelf.names(kind="style") == ["Noir"]
    assert await shelf.names(tag="#Night") == ["Noir"]


async def test_every_change_of_what_it_is_makes_a_version_and_each_comes_back(shelf: Shelf) -> None:
    anna = await shelf.add(data={"age": "34"})
    path = f"/assets/{anna['id']}"
    await shelf.call("PATCH", path, {"name": "Anne", "data": {"role": "Pilot"}})
    await shelf.call("PATCH", path, {"tags": ["lead"]})
    await shelf.call("PATCH", path, {"data": {"age": None}})
    versions = await shelf.call("GET", f"{path}/versions")
    assert [(each["version"], each["name"], each["data"]) for each in versions] == [
        (3, "Anne", {"role": "Pilot"}),
        (2, "Anne", {"age": "34", "role": "Pilot"}),
        (1, "Anna", {"age": "34"}),
    ]
    assert {each["user"]["name"] for each in versions} == {"Editor"}
    restored = await shelf.call("POST", f"{path}/versions/1/restore")
    assert (restored["version"], restored["name"], restored["data"]) == (4, "Anna", {"age": "34"})
    assert restored["tags"] == ["lead"]
    assert (await shelf.call("POST", f"{path}/versions/1/restore"))["version"] == 4
    assert (await shelf.call("POST", f"{path}/versions/9/restore"))[0] == 404


async def test_who_saw_an_older_version_is_refused_with_the_newer_one(shelf: Shelf) -> None:
    anna = await shelf.add()
    path = f"{shelf.path}/assets/{anna['id']}"
    newer = (await shelf.client.patch(path, json={"data": {"age": "40"}, "expected_version": 1})).json()
    answer = await shelf.client.patch(path, json={"data": {"age": "20"}, "expected_version": 1})
    assert answer.status_code == 409
    assert answer.json() == {
        "error": {
            "code": "asset_moved",
            "detail": "You saw version 1 of Anna; somebody has made version 2 of it since.",
        },
        "asset": newer,
    }
    assert newer["data"] == {"age": "40"}


async def test_of_many_changes_at_once_none_is_lost(shelf: Shelf) -> None:
    anna = await shelf.add()
    path = f"/assets/{anna['id']}"
    await asyncio.gather(*(shelf.call("PATCH", path, {"data": {f"key{at}": at}}) for at in range(12)))
    (now,) = await shelf.call("GET", "/assets", q="anna")
    assert (now["version"], now["data"]) == (13, {f"key{at}": at for at in range(12)})
    assert shelf.heard()[anna["id"]] == now
    versions = await shelf.call("GET", f"{path}/versions")
    assert [each["version"] for each in versions] == list(range(13, 0, -1))


async def test_folders_nest_eight_deep_and_never_in_themselves(shelf: Shelf) -> None:
    parent, made = None, []
    for depth in range(8):
        made.append((await shelf.call("POST", "/asset-folders", {"name": f"f{depth}", "parent_id": parent}))["id"])
        parent = made[-1]
    deep = {"name": "f8", "parent_id": parent}
    assert await shelf.call("POST", "/asset-folders", deep) == (422, "Folders nest 8 deep at most.")
    loop = {"parent_id": made[5]}
    assert await shelf.call("PATCH", f"/asset-folders/{made[2]}", loop) == (422, "“f2” cannot stand in itself.")
    renamed = await shelf.call("PATCH", f"/asset-folders/{made[7]}", {"parent_id": None, "name": "Top"})
    assert (renamed["name"], renamed["parent_id"]) == ("Top", None)


async def test_of_two_moves_at_once_that_make_a_circle_one_is_refused(shelf: Shelf) -> None:
    one, two = [(await shelf.call("POST", "/asset-folders", {"name": name}))["id"] for name in "ab"]
    answers = await asyncio.gather(
        shelf.call("PATCH", f"/asset-folders/{one}", {"parent_id": two}),
        shelf.call("PATCH", f"/asset-folders/{two}", {"parent_id": one}),
    )
    assert sorted(isinstance(each, tuple) for each in answers) == [False, True]


async def test_what_is_in_a_folder_that_goes_moves_to_where_it_stood(shelf: Shelf) -> None:
    cast = (await shelf.call("POST", "/asset-folders", {"name": "Cast"}))["id"]
    extras = (await shelf.call("POST", "/asset-folders", {"name": "Extras", "parent_id": cast}))["id"]
    await shelf.add(folder_id=extras)
    assert await shelf.names(folder=cast) == []
    assert await shelf.names(folder=cast, q="ann") == ["Anna"]
    await shelf.call("DELETE", f"/asset-folders/{extras}")
    assert await shelf.names(folder=cast) == ["Anna"]
    await shelf.call("DELETE", f"/asset-folders/{cast}")
    assert await shelf.names(folder="") == ["Anna", "Rushes, day 1"]


async def test_what_is_archived_stays_and_is_listed_apart(shelf: Shelf) -> None:
    anna = await shelf.add()
    await shelf.call("PATCH", f"/assets/{anna['id']}", {"archived": True})
    assert await shelf.names(archived=True) == ["Anna"]
    assert "Anna" not in await shelf.names(archived=False)
    assert "Anna" in await shelf.names()


async def test_a_shared_asset_keeps_its_id_and_takes_its_pictures_along(shelf: Shelf) -> None:
    portrait = await shelf.picture()
    anna = await shelf.add(reference_ids=[portrait])
    shared = await shelf.call("POST", f"/assets/{anna['id']}/share")
    assert (shared["id"], shared["project_id"], shared["version"]) == (anna["id"], None, 1)
    assert {each["id"] for each in await shelf.call("GET", "/assets", team=True)} == {anna["id"], portrait}
    assert (await shelf.call("POST", f"/assets/{anna['id']}/share"))[0] == 409
    async with shelf.house.as_user(shelf.film.outsider) as stranger:
        assert (await stranger.get(f"/files/{portrait}")).status_code == 200
        listed = (await stranger.get("/api/v1/library/assets")).json()
        assert sorted(each["name"] for each in listed) == ["Anna", "Portrait"]


async def test_a_copy_is_the_projects_own_with_its_pictures(shelf: Shelf) -> None:
    portrait = await shelf.picture(project=False)
    noir = await shelf.add("style", "Noir", team=True, reference_ids=[portrait], data={"examples": [portrait]})
    copied = await shelf.call("POST", f"/assets/{noir['id']}/copy")
    assert (copied["project_id"], copied["name"], copied["version"]) == (shelf.film.id, "Noir", 1)
    assert copied["reference_ids"] == copied["data"]["examples"] != [portrait]
    await shelf.call("PATCH", f"/assets/{noir['id']}", {"name": "Neo-noir"}, team=True)
    assert await shelf.names(kind="style") == ["Neo-noir", "Noir"]


async def test_listening_ends_equal_to_reloading(shelf: Shelf) -> None:
    portrait = await shelf.picture()
    cast = (await shelf.call("POST", "/asset-folders", {"name": "Cast"}))["id"]
    team = (await shelf.call("POST", "/asset-folders", {"name": "Everybody"}, team=True))["id"]
    anna = await shelf.add(folder_id=cast, reference_ids=[portrait])
    noir = await shelf.add("style", "Noir", team=True)
    steps: list[tuple[str, str, Any, bool]] = [
        ("PATCH", f"/assets/{anna['id']}", {"name": "Anne", "tags": ["a"]}, False),
        ("PATCH", f"/assets/{noir['id']}", {"data": {"keywords": ["dark"]}, "folder_id": team}, True),
        ("POST", f"/assets/{anna['id']}/versions/1/restore", None, False),
        ("PATCH", f"/asset-folders/{cast}", {"name": "People"}, False),
        ("POST", f"/assets/{noir['id']}/copy", None, False),
        ("PATCH", f"/assets/{anna['id']}", {"archived": True}, False),
        ("POST", f"/assets/{anna['id']}/share", None, False),
        ("DELETE", f"/asset-folders/{team}", None, True),
        ("DELETE", f"/asset-folders/{cast}", None, False),
    ]
    for method, path, body, of_team in steps:
        answer = await shelf.call(method, path, body, team=of_team)
        assert not isinstance(answer, tuple), answer
        assert shelf.heard() == await shelf.reloaded(), (method, path)


async def test_an_asset_of_another_film_is_not_there(shelf: Shelf) -> None:
    other = await shelf.house.canvas.projects.create(shelf.film.outsider, "Elsewhere")
    foreign = await assets.insert(
        shelf.house.canvas.db, asset_id=new_id(), project_id=other.id, kind="character", name="Nobody"
    )
    path = f"/assets/{foreign.id}"
    for method, door in (("PATCH", path), ("GET", f"{path}/versions"), ("POST", f"{path}/share")):
        assert (await shelf.call(method, door, {"name": "Mine"} if method == "PATCH" else None))[0] == 404
    assert "Nobody" not in await shelf.names()
