from __future__ import annotations

import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from production_canvas.store import history
from tests.api.conftest import Film, House
from tests.api.desk import Desk
from tests.core.graphs import node, put, remove, write


@pytest.fixture
async def desk(house: House, film: Film) -> AsyncIterator[Desk]:
    async with house.as_user(film.crew["editor"]) as client:
        yield Desk(house, film, client)


async def test_the_history_says_who_did_what_to_which_nodes(desk: Desk) -> None:
    await desk.make_scene()
    await desk.edit(put("a", "seed", value=3), write("a", "prompt", 5, "!"), by="editor")
    await desk.edit(remove("one"), {"op": "graph.set", "path": ["rate"], "value": 25})
    told = await desk.get("/history")
    people = {role: {"id": user.id, "name": user.name, "color": user.color} for role, user in desk.film.crew.items()}
    assert [entry.pop("created_at")[:2] for entry in told["entries"]] == ["20"] * 4
    plain = {"result": "accepted", "undo_of": None, "step": None, "name": None, "label": None}
    none: dict[str, Any] = {"added": [], "removed": [], "moved": [], "changed": [], "settings": [], "wires": 0}
    assert told == {
        "before": None,
        "entries": [
            {
                **plain, "version": 4, "user": people["owner"], "result": "adjusted",
                "touched": {**none, "removed": ["a", "b", "one"], "settings": ["rate"], "wires": 3,
                            "counts": {"removed": 3, "settings": 1}},
            },
            {
                **plain, "version": 3, "user": people["editor"],
                "touched": {**none, "changed": ["a"], "counts": {"changed": 1}},
            },
            {
                **plain, "version": 2, "user": people["owner"], "label": "A scene",
                "touched": {**none, "added": ["one", "pier", "a", "b"], "wires": 3, "counts": {"added": 4}},
            },
            {
                **plain, "version": 1, "user": people["owner"],
                "touched": {**none, "added": [desk.film.shot_id], "counts": {"added": 1}},
            },
        ],
    }  # fmt: skip


async def test_the_history_comes_in_pages_and_of_one_node(desk: Desk) -> None:
    await desk.make_scene()
    for x in range(30):
        await desk.edit({"op": "node.move", "moves": [{"id": f"{'ab'[x % 2]}", "x": x, "y": 0}]})
    await desk.edit({"op": "edge.remove", "id": "cut"})
    page = await desk.get("/history", limit=10)
    assert ([entry["version"] for entry in page["entries"]], page["before"]) == (list(range(33, 23, -1)), 24)
    last = await desk.get("/history", limit=100, before=24)
    assert ([entry["version"] for entry in last["entries"]], last["before"]) == (list(range(23, 0, -1)), None)
    of_b = await desk.get("/history", node_id="b", limit=100)
    assert [entry["version"] for entry in of_b["entries"]] == [33, *range(32, 2, -2), 2]
    assert of_b["before"] is None
    assert await desk.get("/history", node_id="nobody") == {"entries": [], "before": None}
    for first in (0, 1):
        assert await desk.get("/history", before=first) == {"entries": [], "before": None}


async def test_one_node_is_looked_for_a_stretch_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("production_canvas.services.history.LOOKED_THROUGH", 4)
    await desk.make_scene()
    for x in range(6):
        await desk.edit({"op": "node.move", "moves": [{"id": "a", "x": x, "y": 0}]})
    pages: list[tuple[list[int], int | None]] = []
    asked: dict[str, Any] = {"node_id": "b"}
    while not pages or pages[-1][1] is not None:
        page = await desk.get("/history", **asked)
        pages.append(([entry["version"] for entry in page["entries"]], page["before"]))
        asked["before"] = page["before"]
    assert pages == [([], 5), ([2], None)]


async def test_a_large_batch_names_its_first_nodes_and_counts_the_rest(desk: Desk) -> None:
    await desk.edit(*(node(f"n{number:03}", "note") for number in range(300)))
    touched = (await desk.get("/history", limit=1))["entries"][0]["touched"]
    assert (touched["added"], touched["counts"]) == ([f"n{number:03}" for number in range(20)], {"added": 300})


async def test_every_version_is_what_it_was(desk: Desk) -> None:
    seen = [await desk.now()]
    await desk.make_scene()
    seen.append(await desk.now())
    for ops in (
        [write("a", "prompt", 4, ", from above", {"d": 1})],
        [put("a", "camera", value={"mode": "3d"}), put("a", "camera", "move", value="orbit_left")],
        [{"op": "node.reparent", "id": "b", "parent_id": None, "x": 7, "y": 8}],
        [remove("one", "lift")],
        [{"op": "graph.set", "path": ["title"], "value": "Nightfall"}],
    ):
        await desk.edit(*ops)
        seen.append(await desk.now())
    assert [await desk.at(graph["version"]) for graph in seen] == seen
    assert (await desk.at(0))["nodes"] == []


async def test_what_has_not_happened_is_not_there(desk: Desk) -> None:
    missing = (404, "not_found", "There is no version 2 here.")
    assert await desk.refused("GET", "/history/2") == missing
    assert await desk.refused("GET", "/diff?from=0&to=2") == missing
    assert await desk.refused("GET", "/diff?from=2&to=0") == missing
    assert await desk.refused("POST", "/rollback", version=2) == missing
    assert await desk.refused("POST", "/versions", version=2, name="Later") == missing
    assert (await desk.refused("GET", "/history/-1"))[:2] == (404, "not_found")
    assert (await desk.refused("GET", "/history/one"))[:2] == (404, "not_found")
    assert (await desk.refused("GET", "/history?limit=101"))[:2] == (422, "invalid")
    assert (await desk.refused("GET", "/diff?from=0"))[:2] == (422, "invalid")


async def test_two_versions_differ_by_what_happened_between_them(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.edit(write("a", "prompt", 4, ", from above"), put("a", "seed", value=3))
    end = await desk.edit(remove("b"))
    told = await desk.get("/diff", **{"from": start, "to": end})
    before = {each["id"]: each for key in ("nodes", "edges") for each in (await desk.at(start))[key]}
    spans = [("same", "Wide"), ("inserted", ", from above"), ("same", ".")]
    prompt = {
        "path": ["prompt"], "before": "Wide.", "after": "Wide, from above.",
        "spans": [{"kind": kind, "text": text} for kind, text in spans],
    }  # fmt: skip
    changed = {"id": "a", "type": "shot", "registers": [prompt, {"path": ["seed"], "after": 3}]}
    assert told == {
        "from": start,
        "to": end,
        "nodes": {"added": [], "removed": [before["b"]], "moved": [], "changed": [changed]},
        "edges": {"added": [], "removed": [before["cut"]], "changed": []},
        "settings": [],
    }
    back = await desk.get("/diff", **{"from": end, "to": start})
    assert (back["nodes"]["added"], back["edges"]["added"]) == ([before["b"]], [before["cut"]])
    nothing = await desk.get("/diff", **{"from": end, "to": end})
    assert nothing["nodes"] == {"added": [], "removed": [], "moved": [], "changed": []}


async def test_a_name_keeps_a_version_at_hand(desk: Desk) -> None:
    start = await desk.make_scene()
    graph = await desk.at(start)
    await desk.edit(remove("one"))
    made = await desk.post("/versions", name=" Locked cut ", version=start)
    assert made.pop("created_at").startswith("20")
    editor = desk.film.crew["editor"]
    person = {"id": editor.id, "name": "Editor", "color": editor.color}
    assert made == {"version": start, "name": "Locked cut", "user": person}
    newest = await desk.post("/versions", name="Without the kitchen")
    told = await desk.get("/versions")
    assert [(each["version"], each["name"]) for each in told] == [
        (newest["version"], "Without the kitchen"), (start, "Locked cut"),
    ]  # fmt: skip
    assert {entry["version"]: entry["name"] for entry in (await desk.get("/history"))["entries"]} == {
        1: None, start: "Locked cut", start + 1: "Without the kitchen",
    }  # fmt: skip
    kept = await desk.house.canvas.db.fetch(
        "SELECT nodes, edges, settings FROM graph_states WHERE project_id = $1 AND version = $2", desk.film.id, start
    )
    assert [dict(row) for row in kept] == [{key: graph[key] for key in ("nodes", "edges", "settings")}]
    assert await desk.refused("POST", "/versions", name="Again", version=start) == (
        409, "conflict", f"Version {start} has a name already.",
    )  # fmt: skip


async def test_a_name_that_is_taken_away_leaves_the_version(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.post("/versions", name="Locked cut")
    answer = await desk.client.delete(f"{desk.path}/versions/{start}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert await desk.get("/versions") == []
    assert (await desk.at(start))["version"] == start
    assert await desk.refused("DELETE", f"/versions/{start}") == (
        404, "not_found", f"There is no named version {start} here.",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
async def test_a_version_wants_a_name_of_its_own(desk: Desk, name: str) -> None:
    assert (await desk.refused("POST", "/versions", name=name))[:2] == (422, "invalid")


async def test_pruning_leaves_named_versions_alone(desk: Desk) -> None:
    start = await desk.make_scene()
    await desk.post("/versions", name="Locked cut")
    for x in range(4):
        version = await desk.edit({"op": "node.move", "moves": [{"id": "a", "x": x, "y": 1}]})
        await desk.post("/versions", name=f"Draft {x}")
        await desk.client.delete(f"{desk.path}/versions/{version}")
    graph = await desk.house.canvas.sync.graph(desk.film.id)
    await desk.house.canvas.sync._journal.prune(graph.id, newest=1, stretch=1000)
    rows = await desk.house.canvas.db.fetch("SELECT version FROM graph_states WHERE graph_id = $1", graph.id)
    assert sorted(row["version"] for row in rows) == [0, start, graph.version]


async def logged(desk: Desk, batches: list[list[dict[str, Any]]]) -> tuple[str, str]:
    """A new project whose log holds the batches, and its graph."""
    db, owner = desk.house.canvas.db, desk.film.crew["owner"]
    project = await desk.house.canvas.projects.create(owner, "Epic")
    graph_id = await db.fetchval("SELECT id FROM graphs WHERE project_id = $1", project.id)
    await db.executemany(
        "INSERT INTO graph_ops (graph_id, version, user_id, client_op_id, base_version, ops, inverse, result)"
        " VALUES ($1, $2, $3, $4, 0, $5, '[]', 'accepted')",
        [(graph_id, version, owner.id, f"log:{version}", ops) for version, ops in enumerate(batches, start=1)],
    )
    await db.execute("UPDATE graphs SET version = $2 WHERE id = $1", graph_id, len(batches))
    return project.id, graph_id


async def test_a_long_log_is_read_piece_by_piece(desk: Desk) -> None:
    shots = [node(f"n{number}", "shot", number=f"SH{number}") for number in range(100)]
    moves = [[{"op": "node.move", "moves": [{"id": f"n{x % 100}", "x": x, "y": 1}]}] for x in range(1300)]
    project_id, graph_id = await logged(desk, [shots, *moves])
    graph = await desk.house.canvas.history.graph(project_id, 1250)
    assert graph.version == 1250
    assert {each.id: each.x for each in graph.nodes.values()} == {f"n{x % 100}": x for x in range(1149, 1249)}
    assert len(await history.log_between(desk.house.canvas.db, graph_id, 0, 1250)) == history.BATCHES_AT_ONCE


async def test_of_large_batches_few_are_read_at_once(desk: Desk) -> None:
    # Random letters: what PostgreSQL keeps is as large as what is read.
    letters = random.Random(3)
    texts = ["".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000)) for _ in range(70)]
    notes = [[put("n", "text", value=text) for text in texts] for _ in range(8)]
    project_id, graph_id = await logged(desk, [[node("n", "note")], *notes])
    read = await history.log_between(desk.house.canvas.db, graph_id, 0, 9)
    assert 1 < len(read) < 9
    assert sum(map(len, read)) < 3 * history.BYTES_AT_ONCE
    assert (await desk.house.canvas.history.graph(project_id, 9)).nodes["n"].data == {"text": texts[-1]}
