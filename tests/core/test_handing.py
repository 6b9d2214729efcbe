"""What cards hand on over their wires, and that who takes it gets it as its own type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from production_canvas.errors import NotRunnable
from production_canvas.graph.batch import line_up, made_of
from production_canvas.graph.handing import number, written
from production_canvas.graph.node_type import Job
from production_canvas.graph.plan import plan, taken
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from tests.core.graphs import edit, node, put, wire

SETTINGS = {"rate": 24.0, "aspect_ratio": "16:9"}
LIBRARY: dict[str, dict[str, Any]] = {
    name: {"name": name, "kind": "image", "object_hash": f"hash-{name}", "data": {}} for name in ("red", "blue")
}
CLIP: dict[str, dict[str, Any]] = {"clip": {"name": "Clip", "kind": "video", "object_hash": "hash-clip", "data": {}}}


BOTH = [
    node("clip", "video_import", asset_id="clip"),
    wire("from", "clip", "video", "next", "from"),
    wire("to", "clip", "video", "next", "to"),
]


def scene(*ops: dict[str, Any]) -> Graph:
    graph = Graph("graph", "epoch")
    edit(graph, node("shot", "shot", prompt="Rain."), *ops)
    return graph


def job(graph: Graph, node_id: str = "shot", assets: Mapping[str, Mapping[str, Any]] | None = None) -> Job:
    return plan(graph, node_id, types(), assets or {}, settings=SETTINGS, seed=7)


def picture(name: str) -> dict[str, Any]:
    return node(name, "image_import", asset_id=name)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (node("card", "text", text="Night."), "Night."),
        (node("card", "number", value=3), "3"),
        (node("card", "number", value=2.5), "2.5"),
        (node("card", "boolean", value=True), "true"),
        (node("card", "metadata", facts={"Client": "Ferry & Co.", "Age": "12"}), "Age: 12\nClient: Ferry & Co."),
    ],
)
def test_a_value_stands_in_the_prompt_as_people_write_it(card: dict[str, Any], words: str) -> None:
    output = {"number": "number", "boolean": "boolean"}.get(card["node"]["type"], "text")
    graph = scene(card, wire("w", "card", output, "shot", "prompt_text"))
    assert job(graph).parameters["prompt"] == f"Rain. {words}"


def test_a_picked_picture_of_collected_ones_is_the_shots_reference() -> None:
    graph = scene(
        picture("red"), picture("blue"), node("all", "collect"), node("one", "pick", index=-1),
        wire("a", "red", "image", "all", "items"), wire("b", "blue", "image", "all", "items"),
        wire("c", "all", "list", "one", "list"), wire("d", "one", "item", "shot", "references", weight=0.4),
    )  # fmt: skip
    (given,) = job(graph, assets=LIBRARY).inputs["references"]
    assert (given["node_id"], given["asset"]["object_hash"], given["weight"]) == ("blue", "hash-blue", 0.4)
    edit(graph, put("one", "index", value=2))
    with pytest.raises(NotRunnable, match="2 elements; there is none with the number 2"):
        job(graph, assets=LIBRARY)
    edit(graph, node("n", "number", value=0, whole=True), wire("e", "n", "number", "one", "number"))
    (given,) = job(graph, assets=LIBRARY).inputs["references"]
    assert given["node_id"] == "red"


def test_an_element_of_a_list_of_texts_is_read_as_a_number_where_one_is_taken() -> None:
    graph = scene(
        node("list", "array", values=["12", "many"]), node("one", "pick", item_type="text"),
        node("read", "convert_text_number"), node("frame", "convert_video_frame"),
        node("clip", "video_import", asset_id="clip"), wire("v", "clip", "video", "frame", "video"),
        wire("a", "list", "list", "one", "list"), wire("b", "one", "item", "read", "text"),
        wire("c", "read", "number", "frame", "number"),
    )  # fmt: skip
    assert job(graph, "frame", CLIP).parameters["frame"] == 12
    edit(graph, put("one", "index", value=1))
    with pytest.raises(NotRunnable, match="“many” is no number"):
        job(graph, "frame", CLIP)
    edit(graph, put("read", "replace", value=True), put("read", "otherwise", value=4))
    assert job(graph, "frame", CLIP).parameters["frame"] == 4


def test_a_text_wired_to_a_number_is_read_or_the_node_says_so() -> None:
    graph = scene(
        node("words", "text", text=" 1,5 "), node("frame", "convert_video_frame"),
        node("clip", "video_import", asset_id="clip"), wire("v", "clip", "video", "frame", "video"),
        wire("n", "words", "text", "frame", "number"),
    )  # fmt: skip
    assert job(graph, "frame", CLIP).parameters["frame"] == 2
    edit(graph, {"op": "node.remove", "id": "words", "children": "delete"}, node("no", "text", text="none"))
    edit(graph, wire("n2", "no", "text", "frame", "number"))
    with pytest.raises(NotRunnable, match="“Frame” takes a number; “none” is none"):
        job(graph, "frame", CLIP)


def test_the_last_frame_of_a_clip_that_was_brought_is_that_of_the_stretch_that_is_kept() -> None:
    graph = scene(
        node("clip", "video_import", asset_id="clip", trim_in=1.0, trim_out=2.5),
        wire("w", "clip", "last_frame", "shot", "references"),
    )
    asked = job(graph, assets=CLIP)
    assert asked.parameters["first_frame"] == "hash-clip"
    assert asked.parameters["first_frame_at"] == {"frame": -1, "start": 1.0, "end": 2.5}
    assert list(asked.inputs.get("references", ())) == []


def test_of_what_was_made_the_take_alone_counts() -> None:
    graph = scene(
        node("next", "transition"), picture("red"), wire("a", "shot", "video", "next", "from"),
        node("clip", "video_import", asset_id="clip"), wire("b", "clip", "video", "next", "to"),
    )  # fmt: skip
    asked = job(graph, "next", {**CLIP, taken("shot"): {"object_hash": "take-1"}})
    (first,), (second,) = asked.inputs["from"], asked.inputs["to"]
    assert (first["take"], first["data"], first["asset"]) == ("take-1", {}, None)
    assert second["asset"]["object_hash"] == "hash-clip"
    assert (asked.backend, asked.seed) == ("media", 0)
    edit(graph, put("shot", "prompt", value="Snow."))
    assert job(graph, "next", {**CLIP, taken("shot"): {"object_hash": "take-1"}}) == asked


@pytest.mark.parametrize(
    ("ops", "sentence"),
    [
        ([], "needs a clip at “From”"),
        ([wire("a", "shot", "video", "next", "from")], "needs a clip at “To”|nothing to give yet"),
        (
            [
                wire("a", "shot", "video", "next", "from"),
                node("b", "video_import"),
                wire("c", "b", "video", "next", "to"),
            ],
            "nothing to give yet",
        ),
    ],
)
def test_a_transition_says_what_it_waits_for(ops: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(NotRunnable, match=sentence):
        job(scene(node("next", "transition"), *ops), "next")


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("if(while(1, 1), A, B)", r"may not use while\(\): it might never end"),
        ("A*P+B*(1-P)+wh ile (1,1)", r"may not use while\(\)"),
        ("if(gt(random(0),P),B,A)", r"may not use random\(\): the same card"),
        ("if(lt(mod(time(0), 2), 1), A, B)", r"may not use time\(\): the same card"),
        ("print(A)", r"may not use print\(\)"),
    ],
)
def test_a_formula_that_might_not_end_or_draws_lots_is_refused_with_the_reason(formula: str, sentence: str) -> None:
    graph = scene(node("next", "transition", transition="custom", formula=formula), *BOTH)
    with pytest.raises(NotRunnable, match=sentence):
        job(graph, "next", CLIP)
    edit(graph, put("next", "formula", value="if(gt(X,W*P),B,A)"))
    assert job(graph, "next", CLIP).parameters["formula"] == "if(gt(X,W*P),B,A)"


def test_a_batch_makes_first_what_reaches_a_node_through_cards_that_hand_on() -> None:
    graph = scene(
        node("two", "shot"), node("all", "collect"), node("one", "pick"), node("third", "shot"),
        wire("a", "shot", "last_frame", "all", "items"), wire("b", "two", "last_frame", "all", "items"),
        wire("c", "all", "list", "one", "list"), wire("d", "one", "item", "third", "references"),
    )  # fmt: skip
    assert set(made_of(graph, types(), "third")) == {"shot", "two"}
    assert list(line_up(graph, types(), ["third"]))[-1] == "third"
    asked = job(graph, "third", {taken("shot"): {"object_hash": "take-1"}})
    assert asked.parameters["first_frame"] == "take-1"


def test_cards_that_hand_on_in_many_ways_are_each_looked_at_once_and_a_line_too_long_is_told() -> None:
    ops = [picture("red"), node("c0", "collect"), wire("w", "red", "image", "c0", "items")]
    for level in range(1, 40):
        ops += [
            node(f"p{level}", "pick"), node(f"c{level}", "collect"),
            wire(f"a{level}", f"c{level - 1}", "list", f"p{level}", "list"),
            wire(f"b{level}", f"p{level}", "item", f"c{level}", "items"),
            wire(f"d{level}", f"p{level}", "item", f"c{level}", "items"),
        ]  # fmt: skip
    graph = scene(
        *ops, wire("end", "p39", "item", "shot", "references"), wire("mid", "p20", "item", "shot", "references")
    )
    with pytest.raises(NotRunnable, match="too long a line"):
        job(graph, assets=LIBRARY)
    edit(graph, {"op": "edge.remove", "id": "end"})
    assert [each["node_id"] for each in job(graph, assets=LIBRARY).inputs["references"]] == ["red"]


@pytest.mark.parametrize(
    ("text", "read"),
    [("12", 12.0), (" -3.5 ", -3.5), ("1,5", 1.5), ("\u22122", -2.0), ("1e3", 1000.0), ("", None), ("abc", None),
     ("nan", None), ("inf", None), ("1,2,3", None), (True, 1.0)],
)  # fmt: skip
def test_what_reads_as_a_number(text: Any, read: float | None) -> None:
    assert number(text) == read


def test_numbers_are_written_as_people_write_them() -> None:
    assert [written(value) for value in (3.0, 2.5, -1, False, 1e20)] == ["3", "2.5", "-1", "false", "1e+20"]


def composite(first: str, second: str, mask: str, **rows: Any) -> Graph:
    return scene(
        node("clip", "video_import", asset_id="clip"),
        picture("red"),
        picture("blue"),
        node("mix", "composite", layers=rows),
        wire(first, "clip", "video", "mix", "layers"),
        wire(second, "red", "image", "mix", "layers"),
        wire(mask, "blue", "image", "mix", "masks"),
    )


def test_a_composite_has_its_layers_from_below_and_knows_no_wires() -> None:
    _over, _under = {"order": 2}, {"blend": "screen"}
    made = job(
        composite("w1", "w2", "w3", w1={"order": 2, "mask": "w3"}, w2={"blend": "screen"}), "mix", LIBRARY | CLIP
    )
    assert [value["node_id"] for value in made.inputs["layers"]] == ["red", "clip"]
    below, above = made.parameters["layers"]
    assert (below["blend"], below["mask"], above["mask"], above["values"]) == ("screen", None, 0, 1)
    again = job(
        composite("x1", "x2", "x3", x1={"order": 9, "mask": "x3"}, x2={"blend": "screen"}), "mix", LIBRARY | CLIP
    )
    assert (again.parameters, again.inputs) == (made.parameters, made.inputs)


def test_a_hidden_layer_is_not_in_the_job_and_one_must_be_seen() -> None:
    rows: dict[str, Any] = {"w1": {"hidden": True, "mask": "w3"}}
    made = job(composite("w1", "w2", "w3", **rows), "mix", LIBRARY | CLIP)
    assert [value["node_id"] for value in made.inputs["layers"]] == ["red"]
    assert "masks" not in made.inputs
    with pytest.raises(NotRunnable, match="hidden"):
        job(composite("w1", "w2", "w3", **rows, w2={"hidden": True}), "mix", LIBRARY | CLIP)
    with pytest.raises(NotRunnable, match="at “Layers”"):
        job(scene(node("mix", "composite")), "mix")
    with pytest.raises(NotRunnable, match="nothing to give yet"):
        job(composite("w1", "w2", "w3"), "mix", LIBRARY)


def test_a_sound_card_says_its_text_or_plays_its_file_and_what_is_wired_goes_first() -> None:
    sea = {"sea": {"name": "Sea", "kind": "audio", "object_hash": "hash-sea", "data": {}}}
    own = job(scene(node("card", "audio", asset_id="sea", effects=["echo", "limiter"], volume=-3)), "card", sea)
    assert (own.inputs["file"][0]["asset"]["object_hash"], own.parameters["volume"]) == ("hash-sea", -3)
    assert own.parameters["effects"] == ["limiter", "echo"], "in one order, however they were ticked"
    spoken = node("card", "audio", source="voice", text="Ahoy.", asset_id="sea")
    said = job(scene(spoken), "card", sea)
    assert (said.parameters["text"], dict(said.inputs)) == ("Ahoy.", {})
    wired = scene(spoken, node("line", "text", text="Land!"), wire("w", "line", "text", "card", "text"))
    assert job(wired, "card", sea).parameters["text"] == "Land!"
    for empty, sentence in ((node("card", "audio"), "no sound yet"), (node("card", "audio", source="voice"), "to say")):
        with pytest.raises(NotRunnable, match=sentence):
            job(scene(empty), "card", sea)
