"""A new draft of a film that is being made: nothing made is lost, and the canvas follows the script."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from production_canvas.errors import Conflict, Forbidden, Invalid, TooLarge
from production_canvas.graph.replay import replay
from production_canvas.store import takes
from production_canvas.store.database import Pool
from tests.core.film.drafts import Written, draft, film, revised
from tests.core.graphs import put, remove, state
from tests.services.conftest import HAY, MUD, ONE, RAIN, Room, begun, chain, shoot


async def test_a_revised_feature_is_brought_in_and_every_take_and_wire_stays(room: Room, db: Pool) -> None:
    first = film(190)
    await begun(room, first)
    before = await room.graph()
    taken = sorted(each for each, one in before.nodes.items() if one.type == "shot")
    await shoot(db, room, taken)
    second = revised(first)
    told = await room.bring(draft(second.scenes))
    assert told["pending"] == 26
    shown = await room.preview()
    assert shown.counts == {"kept": 167, "changed": 20, "moved": 1, "omitted": 2, "new": 3}
    assert state(await room.graph())["edges"] == state(before)["edges"]
    version = (await room.graph()).version
    assert await room.scripts.bring_in(room.project_id, room.actor, room.node_id, draft=shown.draft_id) == 26
    after = await room.graph()
    assert after.version == version + 1
    assert set(before.nodes) <= set(after.nodes)
    made = await takes.of_project(db, room.project_id)
    assert sorted(take.node_id for take in made if take.node_id in after.nodes) == taken
    kept = {entry.node_id or "" for entry in shown.scenes if entry.fate == "kept"}
    inside = {each for each, one in before.nodes.items() if one.parent_id in kept}
    assert all(
        {**before.nodes[each].data, "source": 0} == {**after.nodes[each].data, "source": 0} for each in kept | inside
    )
    assert {wire for wire, one in before.edges.items() if one.target in inside} <= set(after.edges)
    assert chain(after, room.node_id) == [entry.number for entry in shown.scenes if entry.fate != "omitted"]
    scenes = {one.id: one for one in after.nodes.values() if one.type == "scene_group"}
    lines = [scenes[each].data["source"] for each in kept]
    assert all(after.nodes[room.node_id].data["draft_id"] == shown.draft_id and each["line_from"] > 0 for each in lines)


async def test_an_unchanged_draft_changes_nothing_and_is_not_offered(room: Room) -> None:
    await begun(room, film(20))
    before = await room.graph()
    assert (await room.bring(draft(film(20))))["pending"] == 0
    after = await room.graph()
    script = after.nodes[room.node_id]
    assert (script.data["status"], script.data["pending"]) == ("broken_down", 0)
    assert {each: one for each, one in before.nodes.items() if each != script.id} == {
        each: one for each, one in after.nodes.items() if each != script.id
    }
    assert before.edges == after.edges
    assert await room.break_down() == 0
    assert (await room.graph()).version == after.version


async def test_blank_lines_and_notes_only_move_the_lines(room: Room) -> None:
    await begun(room, ONE)
    before = await room.shots("2")
    assert (await room.bring(draft([Written(ONE[0].heading, ["[[why\nso]]", *ONE[0].body]), *ONE[1:]])))["pending"] == 0
    [shot] = await room.shots("2")
    assert (shot.data["source"]["line_from"], shot.id) == (before[0].data["source"]["line_from"] + 3, before[0].id)
    assert "mark" not in shot.data["source"]


async def test_a_draft_in_another_order_moves_scenes_and_touches_no_word(room: Room) -> None:
    await begun(room, ONE)
    before = await room.graph()
    await room.bring(draft([ONE[2], ONE[0], ONE[1]]))
    assert await room.break_down() == 1
    after = await room.graph()
    assert await room.row() == ["3", "1", "2"]
    assert chain(after, room.node_id) == ["3", "1", "2"]
    del before.nodes[room.node_id], after.nodes[room.node_id]
    assert {each: {**one.data, "source": 0} for each, one in before.nodes.items()} == {
        each: {**one.data, "source": 0} for each, one in after.nodes.items()
    }
    moved = [
        each
        for each in before.nodes
        if (before.nodes[each].x, before.nodes[each].y) != (after.nodes[each].x, after.nodes[each].y)
    ]
    assert moved == [(await room.scene("3")).id]


async def test_a_changed_scene_keeps_the_shots_whose_lines_survive_and_gets_shots_for_new_ones(room: Room) -> None:
    await begun(room, ONE)
    before = await room.shots("1")
    cart = "A CART rolls through the yard, wheels screaming, and breaks."
    body = [RAIN, "MARA\nListen to that.", "TOMAS\nTo what?", cart, "NELL\nWhose cart is it?"]
    await room.bring(draft([Written(ONE[0].heading, body), *ONE[1:]]))
    shown = await room.preview()
    [entry] = [each for each in shown.scenes if each.fate == "changed"]
    assert (entry.kept, entry.gone, entry.new > 0) == (len(before), 0, True)
    assert [line.text for line in entry.lines if line.kind == "inserted"] == [*body[3:4], *body[4].split("\n")]
    await room.break_down()
    after = await room.shots("1")
    assert [each.id for each in after[: len(before)]] == [each.id for each in before]
    assert all("CART" not in each.data["prompt"] for each in before)
    assert any("cart" in each.data["prompt"].lower() for each in after[len(before) :])
    graph, scene = await room.graph(), await room.scene("1")
    wires = [wire for wire in graph.edges.values() if wire.target_handle in ("sequence_in", "sequence_out")]
    inside = {wire.source: wire.target for wire in wires if graph.nodes[wire.source].parent_id == scene.id}
    assert [inside[each.id] for each in after] == [*(each.id for each in after[1:]), scene.id]
    covered = await room.scripts.lines.coverage(room.project_id, room.node_id)
    assert covered.uncovered == []


async def test_shots_whose_lines_are_gone_are_marked_and_stay(room: Room) -> None:
    long = [Written("INT. BARN - DAY", [f"{word} walks slowly through the whole barn and looks at it." for word in
            ("Mara", "Tomas", "Nell", "Ivo", "Agnes", "Bert", "Cleo", "Dora", "Emil", "Frieda")] * 2)]  # fmt: skip
    await begun(room, long)
    before = await room.shots("1")
    await room.bring(draft([Written(long[0].heading, long[0].body[:6])]))
    await room.break_down()
    after = await room.shots("1")
    assert [each.id for each in after] == [each.id for each in before]
    marks = [each.data["source"].get("mark") for each in after]
    assert marks[0] is None
    assert marks[-1] == "gone"
    assert after[-1].data["source"]["line_from"] == 0
    assert {**before[-1].data, "source": 0} == {**after[-1].data, "source": 0}


async def test_an_omitted_scene_is_parked_on_a_frame_with_its_number_and_its_shots(room: Room) -> None:
    await begun(room, ONE)
    shots = await room.shots("2")
    await room.bring(draft([ONE[0], ONE[2]]))
    await room.break_down()
    scene = await room.scene("2")
    graph = await room.graph()
    [frame] = [each for each in graph.nodes.values() if each.type == "frame"]
    assert (scene.data["title"], scene.data["muted"], scene.data["source"]["mark"]) == (
        "OMITTED (EXT. YARD - DAY)",
        True,
        "omitted",
    )
    assert frame.x <= scene.x <= frame.x + frame.data["width"] - 300
    assert frame.y <= scene.y <= frame.y + frame.data["height"] - 300
    assert [each.id for each in await room.shots("2")] == [each.id for each in shots]
    assert chain(graph, room.node_id) == ["1", "3"]
    await room.bring(draft([ONE[0]]))
    await room.break_down()
    again = await room.graph()
    assert [each.type for each in again.nodes.values()].count("frame") == 1
    assert (await room.scene("3")).x == scene.x + 360


async def test_an_omitted_scene_that_comes_back_word_for_word_is_the_same_scene(room: Room) -> None:
    await begun(room, ONE)
    before, [shot] = await room.scene("2"), await room.shots("2")
    await room.bring(draft([ONE[0], ONE[2]]))
    await room.break_down()
    await room.bring(draft([ONE[0], Written("EXT. SEA", ["Waves."]), ONE[1], ONE[2]]))
    shown = await room.preview()
    assert [(entry.number, entry.fate) for entry in shown.scenes] == [
        ("1", "kept"), ("1A", "new"), ("2", "new"), ("3", "kept"),
    ]  # fmt: skip
    await room.break_down()
    after, [again] = await room.scene("2"), await room.shots("2")
    assert (after.id, after.data["title"], after.data["muted"], again.id) == (
        before.id,
        "EXT. YARD - DAY",
        False,
        shot.id,
    )
    lines = await room.scripts.lines.of_node(room.project_id, shot.id)
    assert [each.text for each in lines.lines if each.text] == ["EXT. YARD - DAY", MUD]
    assert chain(await room.graph(), room.node_id) == ["1", "1A", "2", "3"]
    assert (await room.scripts.lines.coverage(room.project_id, room.node_id)).uncovered == []


async def test_one_undo_takes_a_draft_back(room: Room) -> None:
    await begun(room, ONE)
    await room.bring(draft([ONE[2], Written("EXT. SEA", ["Waves."]), ONE[0]]))
    before = await room.graph()
    await room.break_down()
    await room.steps.take_back(room.project_id, room.actor, "undo:1", redo=False)
    assert state(await room.graph()) == state(before)


async def test_what_somebody_wrote_stays_where_the_script_did_not_change_it(room: Room) -> None:
    await begun(room, ONE)
    scene = await room.scene("2")
    shot = (await room.shots("2"))[0]
    await room.edit(
        put(scene.id, "synopsis", value="They wait for the vet."),
        put(scene.id, "number", value="2X"),
        put(shot.id, "prompt", value="A yard under grey light."),
        actor=room.two,
    )
    await room.bring(draft([ONE[0], Written("EXT. YARD - NIGHT", [MUD]), ONE[2]]))
    await room.break_down()
    scene = await room.scene("2X")
    assert (scene.data["title"], scene.data["time"], scene.data["synopsis"]) == (
        "EXT. YARD - NIGHT",
        "NIGHT",
        "They wait for the vet.",
    )
    assert (await room.shots("2X"))[0].data["prompt"] == "A yard under grey light."


async def test_the_preview_names_what_would_be_written_over(room: Room) -> None:
    await begun(room, ONE)
    await room.edit(put((await room.scene("2")).id, "title", value="The yard"), actor=room.two)
    await room.bring(draft([ONE[0], Written("EXT. YARD - NIGHT", [MUD]), ONE[2]]))
    [entry] = [each for each in (await room.preview()).scenes if each.fate == "changed"]
    assert (entry.overwritten, entry.was, entry.heading) == (["title"], "EXT. YARD - DAY", "EXT. YARD - NIGHT")


async def test_listening_ends_equal_to_reloading(room: Room) -> None:
    await begun(room, film(12))
    await room.bring(draft(film(12)[3:] + film(3, 9)))
    before = await room.graph()
    await room.break_down()
    for row in await room.sync.since(room.project_id, before.version):
        replay(before, row.ops)
    assert state(before) == state(await room.graph())


async def test_people_who_edit_meanwhile_lose_nothing(room: Room) -> None:
    await begun(room, film(40))
    await room.bring(draft(film(40)[1:] + film(2, 9)))
    scenes = await room.scenes()

    async def edits() -> None:
        for number, scene in enumerate(scenes):
            await room.edit(put(scene.id, "note", value=f"note {number}"), actor=room.two)

    await asyncio.gather(room.break_down(), edits())
    notes = {each.id: each.data["note"] for each in await room.scenes() if "note" in each.data}
    assert notes == {scene.id: f"note {number}" for number, scene in enumerate(scenes)}


async def test_a_scene_that_somebody_removed_is_not_missed(room: Room) -> None:
    await begun(room, ONE)
    await room.edit(remove((await room.scene("2")).id))
    await room.bring(draft([ONE[0], Written("EXT. YARD - NIGHT", [MUD]), ONE[2]]))
    await room.break_down()
    assert chain(await room.graph(), room.node_id)[0] == "1"
    assert len(await room.scenes()) == 3


async def test_a_draft_of_more_scenes_than_a_canvas_takes_is_refused_and_the_film_stays(room: Room) -> None:
    await begun(room, ONE)
    before = await room.graph()
    with pytest.raises(TooLarge, match="takes 2,000 scenes of one script; this one has 2,001"):
        await room.bring(b".A\n\n" * 2001)
    assert state(await room.graph()) == state(before)


async def test_another_draft_that_has_come_since_is_looked_at_first(room: Room) -> None:
    await begun(room, ONE)
    await room.bring(draft(ONE[:2]))
    seen = (await room.preview()).draft_id
    await room.bring(draft(ONE[:1]))
    with pytest.raises(Conflict, match="another draft meanwhile"):
        await room.scripts.bring_in(room.project_id, room.actor, room.node_id, draft=seen)


async def test_who_may_not_edit_may_not_bring_in_a_draft(room: Room) -> None:
    await begun(room, ONE)
    room.actor = replace(room.actor, role="viewer")
    with pytest.raises(Forbidden):
        await room.scripts.bring_in(room.project_id, room.actor, room.node_id)
    with pytest.raises(Forbidden):
        await room.scripts.stop(room.project_id, room.actor, room.node_id)


async def test_from_a_shot_to_its_lines_and_back(room: Room) -> None:
    await begun(room, ONE)
    [shot] = await room.shots("2")
    lines = await room.scripts.lines.of_node(room.project_id, shot.id)
    assert [(each.kind, each.text) for each in lines.lines if each.text] == [
        ("heading", "EXT. YARD - DAY"),
        ("action", MUD),
    ]
    found = await room.scripts.lines.coverage(room.project_id, room.node_id)
    assert [each.node_id for each in found.shots if each.line_from <= lines.line_to <= each.line_to] == [shot.id]
    page = await room.scripts.lines.page(room.project_id, room.node_id, 1)
    assert page.lines[lines.line_from - 1].text == "EXT. YARD - DAY"
    with pytest.raises(Invalid, match="comes from no line"):
        await room.scripts.lines.of_node(room.project_id, room.node_id)


async def test_lines_of_a_removed_shot_are_covered_by_none(room: Room) -> None:
    await begun(room, ONE)
    [shot] = await room.shots("3")
    await room.edit(remove(shot.id))
    found = await room.scripts.lines.coverage(room.project_id, room.node_id)
    page = await room.scripts.lines.page(room.project_id, room.node_id, 1)
    assert [page.lines[first - 1].text for first, _ in found.uncovered] == [HAY]
    assert found.covered == found.lines - 1
