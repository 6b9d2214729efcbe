"""Several people in one film at once: texts merge, losses are told, undo is one's own, deletes spare the unseen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from production_canvas.graph import text
from production_canvas.protocol.operations import Batch
from production_canvas.services import recent
from production_canvas.store.users import User
from tests.core.graphs import listed, node, put, remove, wire, write
from tests.sync.conftest import Client, House, housed


class Crew:
    """Ana and Ben, each with an account and a socket of their own on one film."""

    def __init__(self, project_id: str, people: tuple[User, User], ana: Client, ben: Client, tokens: list[str]) -> None:
        self.project_id = project_id
        self.people = people
        self.ana = ana
        self.ben = ben
        self.tokens = tokens

    async def both(self, version: int) -> None:
        for client in (self.ana, self.ben):
            await client.until("server:ops", to_version=version)

    async def data(self, node_id: str) -> dict[str, Any]:
        graph = await self.ana.graph()
        return next(each["data"] for each in graph["nodes"] if each["id"] == node_id)


@pytest.fixture
async def crew(house: House) -> AsyncIterator[Crew]:
    project_id = await house.project()
    ana, ana_token = await house.person("ana@example.org", project_id)
    ben, ben_token = await house.person("ben@example.org", project_id)
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(house.socket(project_id, token)) for token in (ana_token, ben_token)]
        made = Crew(project_id, (ana, ben), sockets[0], sockets[1], [ana_token, ben_token])
        for client in (made.ana, made.ben):
            await client.until("server:full_sync")
        await made.ana.batch("ana:1", node("s", "shot", prompt="The lamp turns.", title="Lamp"))
        await made.both(1)
        yield made


async def test_two_who_type_in_one_prompt_at_once_keep_every_letter(crew: Crew) -> None:
    await crew.ana.batch("ana:2", write("s", "prompt", 4, "old 👩‍🚀 "), base_version=1)
    await crew.ben.batch("ben:1", write("s", "prompt", 14, " slowly", {"d": "."}), base_version=1)
    await crew.both(3)
    assert (await crew.data("s"))["prompt"] == "The old 👩‍🚀 lamp turns slowly"


async def test_of_two_who_type_at_one_place_the_first_in_the_log_stands_left(crew: Crew) -> None:
    for step, client in enumerate((crew.ana, crew.ben, crew.ana)):
        await client.batch(f"tie:{step}", write("s", "prompt", 3, f"<{step}>"), base_version=1)
    await crew.both(4)
    assert sorted((await crew.data("s"))["prompt"][3:12]) == sorted("<0><1><2>")
    logged = [batch for frame in crew.ben.seen for batch in frame["payload"].get("batches", ())]
    texts = ["The lamp turns."]
    for batch in logged[-3:]:
        texts.append(text.apply(texts[-1], batch["ops"][0]["delta"]))
    assert texts[-1] == (await crew.data("s"))["prompt"]


async def test_two_changes_of_one_text_in_one_batch_follow_each_other(crew: Crew) -> None:
    await crew.ben.batch("ben:1", write("s", "prompt", "It: "), base_version=1)
    await crew.ana.batch("ana:2", write("s", "prompt", 3, "!"), write("s", "prompt", 4, "?"), base_version=1)
    await crew.both(3)
    assert (await crew.data("s"))["prompt"] == "It: The!? lamp turns."


async def test_a_text_edit_from_long_ago_finds_its_place_by_the_log(
    crew: Crew, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "REMEMBERED_BATCHES", 5)
    for step in range(20):
        await crew.ben.batch(f"ben:{step}", write("s", "prompt", "x"), base_version=step + 1)
    await crew.both(21)
    room = await house.canvas.sync.room(crew.project_id)
    assert not room.recent.reaches(1)
    await crew.ana.batch("ana:2", write("s", "prompt", 15, " Always."), base_version=1)
    await crew.both(22)
    assert (await crew.data("s"))["prompt"] == "x" * 20 + "The lamp turns. Always."


async def test_a_change_made_for_another_text_is_refused_with_nothing_lost(crew: Crew) -> None:
    await crew.ana.batch("ana:2", write("s", "prompt", 99, "x"), base_version=1)
    refused = (await crew.ana.until("server:rejected"))["payload"]
    assert (refused["client_op_id"], refused["code"]) == ("ana:2", "text_mismatch")
    await crew.ana.batch("ana:3", write("s", "prompt", "x"), base_version=7)
    assert (await crew.ana.until("server:rejected"))["payload"]["code"] == "graph_moved"
    assert (await crew.data("s"))["prompt"] == "The lamp turns."


async def test_a_client_that_knows_only_values_merges_too(crew: Crew) -> None:
    await crew.ben.batch("ben:1", write("s", "prompt", "Night. "), base_version=1)
    await crew.both(2)
    meta = {"base_version": 1}
    await crew.ana.send("client:update_node_data", {"node_id": "s", "data": {"prompt": "The red lamp turns."}}, **meta)
    await crew.both(3)
    assert (await crew.data("s"))["prompt"] == "Night. The red lamp turns."


async def test_elements_of_a_list_meet_without_loss(crew: Crew) -> None:
    await crew.ana.batch("ana:2", listed("s", "cast", ("Anna", None)), base_version=1)
    await crew.ben.batch("ben:1", listed("s", "cast", ("Ben", None)), base_version=1)
    await crew.both(3)
    assert sorted((await crew.data("s"))["cast"]) == ["Anna", "Ben"]


async def test_whose_value_was_written_over_unseen_is_told_both(crew: Crew) -> None:
    await crew.ana.batch("ana:2", put("s", "title", value="Lantern"), base_version=1)
    await crew.both(2)
    await crew.ben.batch("ben:1", put("s", "title", value="Light"), base_version=1)
    told = (await crew.ana.until("server:conflict"))["payload"]
    assert told == {
        "kind": "overwritten",
        "node_id": "s",
        "title": "Light",
        "path": ["title"],
        "yours": "Lantern",
        "theirs": "Light",
        "user_id": crew.people[1].id,
        "name": crew.people[1].name,
        "version": 3,
    }
    await crew.ana.batch("ana:3", put("s", "title", value="Lantern"), base_version=3)
    await crew.both(4)
    assert not [frame for frame in crew.ben.seen if frame["event"] == "server:conflict"]


async def test_who_edits_a_removed_node_is_told_by_whom_and_can_have_it_back(crew: Crew) -> None:
    await crew.ben.batch("ben:1", remove("s"), base_version=1)
    await crew.both(2)
    await crew.ana.batch("ana:2", put("s", "title", value="Mine"), base_version=1)
    told = (await crew.ana.until("server:conflict"))["payload"]
    assert (told["kind"], told["path"], told["yours"], told["name"]) == ("deleted", ["title"], "Mine", "ben")
    await crew.ana.batch("ana:3", {"op": "node.restore", "id": "s"}, put("s", "title", value="Mine"), base_version=3)
    await crew.both(4)
    assert await crew.data("s") == {"prompt": "The lamp turns.", "title": "Mine"}


async def test_a_restored_scene_brings_its_inside_and_the_wires_that_still_fit(crew: Crew) -> None:
    await crew.ana.batch(
        "ana:2",
        node("scene", "scene_group"),
        node("a", "shot", "scene"),
        node("b", "shot", "scene"),
        node("pier", "environment"),
        wire("cut", "a", "sequence_out", "b", "sequence_in"),
        wire("place", "pier", "environment", "scene", "assets"),
        base_version=1,
    )
    await crew.ana.batch("ana:3", remove("scene"), base_version=2)
    await crew.ana.batch("ana:4", remove("pier"), base_version=3)
    await crew.both(4)
    await crew.ben.batch("ben:1", {"op": "node.restore", "id": "scene"}, base_version=4)
    await crew.both(5)
    graph = await crew.ana.graph()
    assert {each["id"] for each in graph["nodes"]} == {"s", "scene", "a", "b"}
    assert [each["id"] for each in graph["edges"]] == ["cut"]
    await crew.ben.batch("ben:2", {"op": "node.restore", "id": "never"}, base_version=5)
    assert (await crew.ben.until("server:rejected"))["payload"]["code"] == "not_found"


async def test_a_batch_that_removes_and_restores_a_node_keeps_what_others_typed_into_it(crew: Crew) -> None:
    back = {"op": "node.restore", "id": "s"}
    await crew.ana.batch("ana:2", remove("s"), base_version=1)
    await crew.both(2)
    await crew.ana.batch("ana:3", back, base_version=2)
    await crew.both(3)
    await crew.ben.batch("ben:1", write("s", "prompt", 14, " slowly"), base_version=3)
    await crew.both(4)
    await crew.ana.batch("ana:4", remove("s"), back, write("s", "prompt", "Now: "), base_version=3)
    await crew.both(5)
    assert (await crew.data("s"))["prompt"] == "Now: The lamp turns slowly."


async def test_typing_lands_in_a_node_that_was_removed_and_brought_back_meanwhile(crew: Crew) -> None:
    await crew.ben.batch("ben:1", write("s", "prompt", "Look: "), remove("s"), base_version=1)
    await crew.both(2)
    await crew.ben.batch("ben:2", {"op": "node.restore", "id": "s"}, base_version=2)
    await crew.both(3)
    await crew.ana.batch("ana:2", write("s", "prompt", 14, " slowly"), base_version=1)
    await crew.both(4)
    assert (await crew.data("s"))["prompt"] == "Look: The lamp turns slowly."


@pytest.mark.parametrize("forgotten", [False, True])
async def test_what_is_typed_into_a_node_that_was_gone_is_told_and_lands_nowhere_though_it_is_back(
    crew: Crew, monkeypatch: pytest.MonkeyPatch, *, forgotten: bool
) -> None:
    if forgotten:
        monkeypatch.setattr(recent, "REMEMBERED_BATCHES", 1)
    await crew.ben.batch("ben:1", remove("s"), base_version=1)
    await crew.both(2)
    await crew.ben.batch("ben:2", {"op": "node.restore", "id": "s"}, base_version=2)
    await crew.ben.batch("ben:3", put("s", "title", value="Lantern"), base_version=3)
    await crew.both(4)
    await crew.ana.batch("ana:2", write("s", "prompt", 40, "!"), put("s", "motion", value=0.2), base_version=2)
    told = (await crew.ana.until("server:conflict"))["payload"]
    assert (told["kind"], told["title"], told["path"], told["yours"]) == ("deleted", "Lantern", ["prompt"], "!")
    assert await crew.data("s") == {"prompt": "The lamp turns.", "title": "Lantern", "motion": 0.2}


async def test_a_delete_spares_what_its_author_had_not_seen(crew: Crew) -> None:
    await crew.ana.batch("ana:2", node("scene", "scene_group"), node("old", "shot", "scene"), base_version=1)
    await crew.both(2)
    await crew.ben.batch("ben:1", node("new", "shot", "scene"), base_version=2)
    await crew.ana.batch("ana:3", remove("scene"), base_version=2)
    await crew.both(4)
    nodes = {each["id"]: each["parent_id"] for each in (await crew.ana.graph())["nodes"]}
    assert nodes == {"s": None, "new": None}
    await crew.ana.batch("ana:4", node("scene", "scene_group"), node("own", "shot", "scene"), base_version=2)
    await crew.ana.batch("ana:5", remove("scene"), base_version=2)
    await crew.both(6)
    assert "own" not in {each["id"] for each in (await crew.ana.graph())["nodes"]}


async def test_undo_and_redo_are_ones_own_and_survive_a_new_process(
    crew: Crew, database_url: str, broker_url: str, tmp_path: Path
) -> None:
    await crew.ana.batch("ana:2", put("s", "title", value="A"), put("s", "motion", value=0.3), base_version=1)
    await crew.ben.batch("ben:1", put("s", "title", value="B"), base_version=2)
    await crew.both(3)
    async with (
        housed(database_url, broker_url, tmp_path) as later,
        later.socket(crew.project_id, crew.tokens[0]) as ana,
    ):
        await ana.send("client:undo", {"client_op_id": "ana:3"})
        assert (await ana.until("server:ops"))["payload"]["batches"][0]["undo_of"] == 2
        told = (await ana.until("server:undone"))["payload"]
        assert (told["undone"], told["of"], told["can_undo"], told["can_redo"]) == (1, 2, True, True)
        assert told["detail"] == "1 of 2 undone; ben changed the title since."
        await ana.send("client:undo", {"client_op_id": "ana:3"})
        again = (await ana.until("server:undone"))["payload"]
        assert (again["client_op_id"], again["version"]) == ("ana:3", 4)
        await ana.send("client:redo", {"client_op_id": "ana:4"})
        await ana.until("server:undone", redo=True)
        await ana.send("client:redo", {"client_op_id": "ana:5"})
        assert (await ana.until("server:rejected"))["payload"]["code"] == "nothing_to_undo"
        graph = await ana.graph()
        assert (graph["version"], graph["nodes"][0]["data"]["title"]) == (5, "B")
        assert graph["nodes"][0]["data"]["motion"] == 0.3


async def test_two_windows_that_undo_at_once_take_back_two_steps(crew: Crew, house: House) -> None:
    for step in range(2):
        await crew.ana.batch(f"ana:{step + 2}", put("s", "title", value=str(step)), base_version=step + 1)
    await crew.both(3)
    async with house.socket(crew.project_id, crew.tokens[0]) as other:
        await other.until("server:full_sync")
        await asyncio.gather(
            crew.ana.send("client:undo", {"client_op_id": "ana:9"}),
            other.send("client:undo", {"client_op_id": "other:9"}),
        )
        await crew.ana.until("server:ops", to_version=5)
    assert (await crew.data("s"))["title"] == "Lamp"


async def test_typing_behind_a_value_written_in_the_same_batch_stays_in_that_value(crew: Crew) -> None:
    await crew.ben.batch("ben:1", write("s", "prompt", "Ben says: "), base_version=1)
    await crew.both(2)
    await crew.ana.batch("ana:2", put("s", "prompt", value="New"), write("s", "prompt", 3, "!"), base_version=1)
    await crew.both(3)
    assert (await crew.data("s"))["prompt"] == "New!"


async def test_whose_edit_goes_with_a_node_that_is_removed_unseen_is_told(crew: Crew) -> None:
    await crew.ben.batch("ben:1", put("s", "title", value="Ben's"), base_version=1)
    await crew.ana.batch("ana:2", remove("s"), base_version=1)
    told = (await crew.ben.until("server:conflict"))["payload"]
    assert (told["kind"], told["path"], told["yours"], told["name"]) == ("deleted", ["title"], "Ben's", "ana")


async def test_an_id_that_somebody_else_has_used_swallows_nothing(crew: Crew) -> None:
    await crew.ben.batch("ana:2", put("s", "title", value="Ben's"), base_version=1)
    await crew.both(2)
    await crew.ana.batch("ana:2", put("s", "motion", value=0.2), base_version=2)
    assert (await crew.ana.until("server:rejected"))["payload"]["code"] == "id_taken"


async def test_a_colleagues_drag_hides_no_node_from_a_delete(crew: Crew) -> None:
    await crew.ana.batch("ana:2", node("scene", "scene_group"), node("in", "shot", "scene"), base_version=1)
    await crew.both(2)
    await crew.ben.batch("ben:1", {"op": "node.move", "moves": [{"id": "in", "x": 5, "y": 5}]}, base_version=2)
    await crew.ana.batch("ana:3", remove("scene"), base_version=2)
    await crew.both(4)
    assert {each["id"] for each in (await crew.ana.graph())["nodes"]} == {"s"}


async def test_a_script_that_was_read_can_be_restored_by_a_person(crew: Crew, house: House) -> None:
    owner = await house.canvas.accounts.local_owner()
    actor = await house.canvas.projects.actor(crew.project_id, owner)
    made = node("script", "script", status="broken_down")
    batch = Batch.model_validate({"client_op_id": "server:1", "base_version": 1, "ops": [made]})
    await house.canvas.sync.submit(crew.project_id, actor, batch, trusted=True)
    await crew.ana.batch("ana:2", remove("script"), base_version=2)
    await crew.both(3)
    await crew.ana.batch("ana:3", {"op": "node.restore", "id": "script"}, base_version=3)
    await crew.both(4)
    assert (await crew.data("script"))["status"] == "broken_down"
    flood = [{"op": "node.restore", "id": "script"}] * 2
    await crew.ana.batch("ana:4", *flood, base_version=4)
    assert (await crew.ana.until("server:rejected"))["payload"]["code"] == "invalid"


async def test_a_batch_that_would_take_the_loop_for_seconds_is_refused(crew: Crew) -> None:
    for step in range(300):
        await crew.ben.batch(f"ben:{step}", write("s", "note", "x"), base_version=1 + step)
    await crew.ben.until("server:ops", to_version=301)
    await crew.ana.batch("ana:2", *[write("s", "note", "y")] * 500, base_version=1)
    assert (await crew.ana.until("server:rejected"))["payload"]["code"] == "text_mismatch"
