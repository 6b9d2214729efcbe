"""Shots: by which rule, how many, how long, and the same again."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production_canvas.film.beats import Beat
from production_canvas.film.breakdown import Breakdown, Shot, break_down, merge
from production_canvas.film.hierarchy import Film, operations
from production_canvas.film.reading import read_script
from production_canvas.film.summary import summary
from production_canvas.graph.apply import Applier
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.nodes.checking import check_value

FERRY = Path(__file__).resolve().parents[2] / "data" / "the-last-ferry.fountain"
LINES = st.lists(
    st.sampled_from(
        [
            "INT. BARN - DAY",
            "EXT. YARD",
            ".EYES",
            "MARA",
            "TOMAS ^",
            "MARA AND TOMAS",
            "Listen.",
            "Mara takes a BRASS KEY.",
            "A BELL RINGS.",
            "",
            "",
            "",
        ]
    ),
    max_size=60,
)


def broken_down(text: str, density: float = 1000) -> Breakdown:
    return break_down(read_script(text.encode(), "a.fountain"), density=density)


def shots(text: str, density: float = 1000) -> list[Shot]:
    return [shot for scene in broken_down(text, density).scenes for shot in scene.shots]


def rules(text: str) -> list[str]:
    return [shot.rule for shot in shots(text)]


def ferry() -> Breakdown:
    return break_down(read_script(FERRY.read_bytes(), FERRY.name))


def test_a_place_is_established_once_and_then_has_a_master() -> None:
    text = "INT. BARN - DAY\n\nRain.\n\nEXT. YARD - DAY\n\nMud.\n\nINT. BARN - NIGHT\n\nDark."
    assert rules(text) == ["ESTABLISHING", "ESTABLISHING", "MASTER"]


def test_talk_is_covered_by_a_two_shot_and_over_the_shoulder_and_alone_by_a_close_up() -> None:
    talk = "INT. BARN - DAY\n\nRain.\n\nMARA\nA.\n\nTOMAS\nB.\n\nMARA\nC.\n\nTOMAS\nD."
    assert rules(talk) == ["ESTABLISHING", "TWO_SHOT", "OVER_THE_SHOULDER", "OVER_THE_SHOULDER"]
    assert rules("INT. BARN - DAY\n\nRain.\n\nMARA\nA.") == ["ESTABLISHING", "CLOSE_UP"]


def test_a_voice_over_shows_nobody() -> None:
    heard = shots("INT. BARN - DAY\n\nRain.\n\nMARA (V.O.)\nA.")[1]
    assert (heard.rule, heard.characters, heard.dialogue) == ("VOICE_OVER", (), "A.")


def test_a_thing_in_capitals_is_an_insert_and_a_sound_in_capitals_a_cut() -> None:
    text = "INT. BARN - DAY\n\nRain.\n\nShe turns. A BRASS KEY lies there.\n\nA gun FIRES and the door SLAMS."
    text += "\n\nMARA\nA.\n\nHere is MARA BELL."
    found = shots(text)
    assert [(shot.rule, shot.title) for shot in found[1:4]] == [
        ("ACTION", "She turns"),
        ("INSERT", "Insert, brass key"),
        ("SOUND", "A gun FIRES and the door SLAMS"),
    ]
    assert [shot.rule for shot in found].count("INSERT") == 1


def test_durations_follow_the_words() -> None:
    found = shots("INT. BARN - DAY\n\n" + "word " * 20 + "\n\nMARA\n" + "word " * 10)
    assert [shot.duration for shot in found] == [4.5, 4.0]


def test_a_shot_says_why_from_which_lines_and_what_is_seen() -> None:
    shot = shots("INT. BARN LOFT - NIGHT\n\nMARA VOSS, 30, lifts a lantern.\n\nMARA\nYes.")[0]
    assert (shot.number, shot.line_from, shot.line_to, shot.size) == ("SH010", 1, 3, "EXTREME WIDE")
    assert shot.reason.startswith("The film comes to BARN LOFT for the first time")
    assert shot.prompt == (
        "Extreme wide establishing shot, inside Barn Loft, night, deep shadows and pools of light."
        " Mara Voss, 30, lifts a lantern."
    )


def test_the_library_knows_people_and_places_from_the_action() -> None:
    found = ferry()
    assert {name: person.age for name, person in found.people.items()} == {"MARA": "61", "TOMAS": "24", "IVO": "70"}
    assert [(place.name, place.int_ext, place.weather) for place in found.places.values()][:2] == [
        ("HARBOUR", "EXT", "fog"),
        ("TICKET OFFICE", "INT", ""),
    ]


def test_a_look_is_suggested_where_two_words_call_for_it_and_says_which() -> None:
    text = "EXT. PIER - DAY #4#\n\nWaves hit the boat.\n\nINT. BARN - DAY #5#\n\nA boat of paper."
    found = broken_down(text)
    assert [scene.look for scene in found.scenes] == ["By the sea", ""]
    assert found.looks["By the sea"].reason == "By the sea is suggested by words of scene 4 (pier, waves, boat)."


def test_a_look_is_wired_to_its_scenes_once() -> None:
    graph = canvas_with(
        broken_down("EXT. PIER - DAY\n\nWaves.\n\nEXT. BEACH - DAY\n\nA boat.\n\nINT. BARN - DAY\n\nDark.")
    )
    [style] = [node for node in graph.nodes.values() if node.type == "style"]
    titles = [graph.nodes[wire.target].data["title"] for wire in graph.edges.values() if wire.source == style.id]
    assert (sorted(titles), style.data["name"], len(style.data["palette"])) == (
        ["EXT. BEACH - DAY", "EXT. PIER - DAY"],
        "By the sea",
        4,
    )


def test_density_is_six_to_eight_shots_a_page() -> None:
    script = read_script(FERRY.read_bytes(), FERRY.name)
    assert 6 <= sum(len(scene.shots) for scene in break_down(script).scenes) / script.pages <= 8


def test_ids_stay_where_words_stay_and_change_with_them() -> None:
    text = "INT. BARN - DAY\n\nRain.\n\nMARA\nYes.\n\nEXT. YARD - DAY\n\nMud."
    before, after = shots(text), shots("# A new act\n\n" + text.replace("Mud.", "Snow."))
    assert before[0].id != after[0].id or before[0].line_from == after[0].line_from - 2
    assert len({shot.id for shot in before}) == len(before)
    assert shots(text) == before
    assert before[-1].id != after[-1].id


def test_merging_keeps_every_word_and_the_asked_number() -> None:
    beats = [Beat("ACTION", "why", 0.7, line, line, f"w{line}") for line in range(1, 40)]
    merged = merge(beats, 7)
    assert len(merged) == 7
    assert " ".join(beat.text for beat in merged).split() == [f"w{line}" for line in range(1, 40)]
    assert max(len(beat.text.split()) for beat in merged) < 12


def test_the_summary_has_the_shape_others_read() -> None:
    told = summary(read_script(FERRY.read_bytes(), FERRY.name), shots=True)
    shots_told = told.pop("shots")
    assert len(shots_told) == sum(len(scene.shots) for scene in ferry().scenes)
    assert told.pop("scenes")[6] == {
        "number": "6A",
        "heading": "SEEN FROM THE BRIDGE",
        "int_ext": "",
        "place": "SEEN FROM THE BRIDGE",
        "time": "",
        "eighths": 1,
        "line": 166,
    }
    assert told == {
        "format": "fountain",
        "title": "The Last Ferry",
        "pages": pytest.approx(3.7, abs=0.3),
        "characters": [{"name": "MARA", "cues": 11}, {"name": "TOMAS", "cues": 11}, {"name": "IVO", "cues": 6}],
        "locations": ["HARBOUR", "TICKET OFFICE", "WHEELHOUSE", "ENGINE ROOM", "OPEN WATER"],
        "cues": 28,
        "dual_dialogues": 1,
    }


def canvas_with(found: Breakdown) -> Graph:
    """A graph with a script node and the whole breakdown applied, every operation checked as the server checks it."""
    graph = Graph("g", "e", nodes=[Node("script", "script", 0.0, 0.0)])
    numbers = count()
    people = {name: f"asset-{name}" for name in found.people}
    places = {name: f"asset-{name}" for name in found.places}
    styles = {name: f"asset-{name}" for name in found.looks}
    film = Film("script", 0.0, 0.0, people, places, styles=styles)
    for scene in operations(found, film, lambda: f"n{next(numbers)}"):
        overlay, _ = Applier(types(), check_value).apply(graph, scene.ops)
        overlay.fold()
    return graph


def test_the_hierarchy_stands_on_the_canvas_as_the_rules_of_the_graph_ask() -> None:
    found = ferry()
    graph = canvas_with(found)
    kinds: dict[str, int] = {}
    for node in graph.nodes.values():
        kinds[node.type] = kinds.get(node.type, 0) + 1
    assert kinds == {
        "script": 1,
        "scene_group": 9,
        "environment": 5,
        "style": 1,
        "shot": sum(len(scene.shots) for scene in found.scenes),
        "character": sum(len(scene.characters) for scene in found.scenes),
    }
    assert _overlaps(graph) == []
    first = next(node for node in graph.nodes.values() if node.type == "scene_group")
    inside = [graph.nodes[child] for child in graph.children(first.id)]
    chain = [(wire["source_handle"], wire["target_handle"]) for wire in _wires(graph, first.id) if wire["boundary"]]
    assert sorted(chain) == [("sequence_in", "sequence_in"), ("sequence_out", "sequence_out")]
    assert sorted(node.data["number"] for node in inside if node.type == "shot") == ["SH010", "SH020"]


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_any_script_breaks_down_to_a_graph_that_the_rules_accept(lines: list[str]) -> None:
    text = "INT. BARN - DAY\n\n" + "\n".join(lines)
    found = broken_down(text, 7.0)
    graph = canvas_with(found)
    assert all(scene.shots for scene in found.scenes)
    assert sum(node.type == "scene_group" for node in graph.nodes.values()) == len(found.scenes)
    assert broken_down(text, 7.0) == found


def _wires(graph: Graph, scene_id: str) -> list[dict[str, Any]]:
    inside = graph.children(scene_id)
    return [
        {**edge.record(), "boundary": scene_id in (edge.source, edge.target)}
        for edge in graph.edges.values()
        if edge.source in inside or edge.target in inside
    ]


def _overlaps(graph: Graph) -> list[tuple[str, str]]:
    sizes = {
        "shot": (300, 440),
        "scene_group": (280, 250),
        "script": (320, 280),
        "environment": (200, 240),
        "character": (200, 240),
        "style": (200, 240),
    }
    nodes = list(graph.nodes.values())
    return [
        (one.id, two.id)
        for index, one in enumerate(nodes)
        for two in nodes[index + 1 :]
        if one.parent_id == two.parent_id
        and one.x < two.x + sizes[two.type][0]
        and two.x < one.x + sizes[one.type][0]
        and one.y < two.y + sizes[two.type][1]
        and two.y < one.y + sizes[one.type][1]
    ]
