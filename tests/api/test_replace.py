from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import Film, House
from tests.core.graphs import node


def graph_of(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": [each["node"] for each in nodes], "edges": [], "settings": {}}


@pytest.fixture
def owner(house: House, film: Film) -> httpx.AsyncClient:
    return house.as_user(film.crew["owner"])


async def test_a_changed_graph_is_saved_as_its_difference(owner: httpx.AsyncClient, film: Film) -> None:
    path = f"/api/v1/projects/{film.id}"
    async with owner:
        read = (await owner.get(path)).json()
        read["graph"]["nodes"] = [node("n", "note", text="a\\u0000 is no NUL")["node"]]
        read["graph"]["edges"] = []
        answer = await owner.put(path, json={"graph": read["graph"], "version": read["graph"]["version"]})
        assert (answer.status_code, answer.json()) == (200, {"status": "saved"})
        after = (await owner.get(path)).json()["graph"]
        assert [each["data"] for each in after["nodes"]] == [{"text": "a\\u0000 is no NUL"}]
        assert after["version"] == read["graph"]["version"] + 1


async def test_who_saw_an_old_version_is_told_what_happened_since(owner: httpx.AsyncClient, film: Film) -> None:
    path = f"/api/v1/projects/{film.id}"
    async with owner:
        version = (await owner.get(path)).json()["graph"]["version"]
        await owner.put(path, json={"graph": graph_of(node("n", "note", text="first")), "version": version})
        late = await owner.put(path, json={"graph": graph_of(node("m", "note")), "version": version})
        assert late.status_code == 409
        assert late.json()["error"]["code"] == "graph_moved"
        assert late.json()["version"] == version + 1
        assert [each["version"] for each in late.json()["batches"]] == [version + 1]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
async def test_what_cannot_be_stored_is_refused_and_nothing_else_suffers(
    owner: httpx.AsyncClient, film: Film, text: str
) -> None:
    path = f"/api/v1/projects/{film.id}"
    async with owner:
        before = (await owner.get(path)).json()["graph"]
        hostile = (
            b'{"version": %d, "graph": {"edges": [], "nodes": [{"id": "n", "type": "note", '
            b'"position": {"x": 0, "y": 0}, "data": {"text": "%s"}}]}}'
        ) % (before["version"], text.encode("unicode_escape").replace(b"\\x00", b"\\u0000"))
        answer = await owner.put(path, content=hostile, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
        assert (await owner.get(path)).json()["graph"] == before


def wire(edge_id: str, source: str, target: str) -> dict[str, Any]:
    ends = {"source": source, "source_handle": "sequence_out", "target": target, "target_handle": "sequence_in"}
    return {"id": edge_id, **ends}


async def test_what_is_called_saved_is_what_was_given(owner: httpx.AsyncClient, film: Film) -> None:
    path = f"/api/v1/projects/{film.id}"
    async with owner:
        version = (await owner.get(path)).json()["graph"]["version"]
        apart = graph_of(node("scene", "scene_group"), node("a", "shot"), node("b", "shot"))
        apart["edges"] = [wire("cut", "a", "b")]
        assert (await owner.put(path, json={"graph": apart, "version": version})).status_code == 200
        inside = graph_of(node("scene", "scene_group"), node("a", "shot", "scene"), node("b", "shot", "scene"))
        inside["edges"] = apart["edges"]
        assert (await owner.put(path, json={"graph": inside, "version": version + 1})).status_code == 200
        stored = (await owner.get(path)).json()["graph"]
        assert [each["id"] for each in stored["edges"]] == ["cut"]
        assert {each["id"]: each["parent_id"] for each in stored["nodes"]}["a"] == "scene"
        nowhere = graph_of(node("lost", "shot", "no-such-scene"))
        assert (await owner.put(path, json={"graph": nowhere, "version": version + 2})).status_code == 422
