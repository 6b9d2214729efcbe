from __future__ import annotations

import pytest

from production_canvas.graph.carried import told
from production_canvas.graph.sockets import (
    SHAPES,
    Shape,
    Socket,
    SocketType,
    Verdict,
    answer,
    common_source,
    rule_table,
    shapes,
    weighs,
)
from production_canvas.nodes import types

T = SocketType


def socket(kind: SocketType, item: SocketType | None = None) -> Socket:
    return Socket("s", (kind,), "S", item=item)


@pytest.mark.parametrize(
    ("source", "target", "verdict"),
    [
        (socket(T.VIDEO), socket(T.VIDEO), Verdict.YES),
        (socket(T.ARRAY, T.IMAGE), socket(T.VIDEO), Verdict.CONVERTS),
        (socket(T.IMAGE), socket(T.ARRAY, T.IMAGE), Verdict.YES),
        (socket(T.IMAGE), socket(T.MASK), Verdict.CONVERTS),
        (socket(T.IMAGE), socket(T.CONTROL_MAP), Verdict.CONVERTS),
        (socket(T.NUMBER), socket(T.TEXT), Verdict.CONVERTS),
        (socket(T.TEXT), socket(T.NUMBER), Verdict.CONVERTS),
        (socket(T.BOOLEAN), socket(T.NUMBER), Verdict.CONVERTS),
        (socket(T.BOOLEAN), socket(T.TEXT), Verdict.CONVERTS),
        (socket(T.VIDEO), socket(T.IMAGE), Verdict.CONVERSION_NODE),
        (socket(T.VIDEO), socket(T.AUDIO), Verdict.CONVERSION_NODE),
        (socket(T.VIDEO), socket(T.ARRAY, T.IMAGE), Verdict.CONVERSION_NODE),
        (socket(T.TEXT), socket(T.AUDIO), Verdict.CONVERSION_NODE),
        (socket(T.ARRAY, T.IMAGE), socket(T.IMAGE), Verdict.CONVERSION_NODE),
        (socket(T.CHARACTER), socket(T.STYLE), Verdict.NO),
        (socket(T.CHARACTER), socket(T.TEXT), Verdict.NO),
        (socket(T.AUDIO), socket(T.VIDEO), Verdict.NO),
        (socket(T.NUMBER), socket(T.BOOLEAN), Verdict.NO),
        (socket(T.ARRAY, T.IMAGE), socket(T.ARRAY, T.TEXT), Verdict.NO),
    ],
)
def test_the_table_of_connections(source: Socket, target: Socket, verdict: Verdict) -> None:
    assert answer(source, target).verdict is verdict


@pytest.mark.parametrize("kind", [T.CHARACTER, T.STYLE, T.ENVIRONMENT, T.PIPELINE, T.CAMERA])
def test_references_connect_to_their_own_type_alone(kind: SocketType) -> None:
    taken = {target for target in T if answer(socket(kind), socket(target)).verdict is not Verdict.NO}
    assert taken == {kind}


def test_a_socket_of_several_types_takes_the_best_fit() -> None:
    assets = Socket("assets", (T.ENVIRONMENT, T.STYLE), "Assets", many=True)
    assert answer(socket(T.STYLE), assets).verdict is Verdict.YES


def test_every_refusal_has_a_sentence() -> None:
    refused = answer(socket(T.CHARACTER), socket(T.VIDEO))
    assert refused.reason == "Character does not connect to Video."


def of(shape: Shape) -> Socket:
    return Socket("s", (shape.kind,), "S", item=shape.item, integer=shape.integer)


def test_the_browsers_table_gives_the_same_answers() -> None:
    table = rule_table()
    for source in SHAPES:
        for target in SHAPES:
            given, taken = (
                Socket("s", (each.kind,), "S", item=each.item, integer=each.integer) for each in (source, target)
            )
            found, row = answer(given, taken), table.get(f"{source}>{target}")
            if row is None:
                assert (found.verdict, found.insert) == (Verdict.NO, "")
            else:
                told = (found.verdict, found.reason, found.insert, dict(found.data))
                assert told == (row["verdict"], row["reason"], row.get("insert", ""), row.get("data", {}))


def test_the_node_that_converts_takes_the_one_and_gives_the_other() -> None:
    offered = [(pair, row) for pair, row in rule_table().items() if row["verdict"] == Verdict.CONVERSION_NODE]
    assert {row["insert"] for _, row in offered} == {
        "convert_video_frame",
        "convert_video_images",
        "convert_video_audio",
        "convert_text_audio",
        "pick",
    }
    by_name = {str(shape): shape for shape in SHAPES}
    for pair, row in offered:
        given, taken = (by_name[name] for name in pair.split(">"))
        node = types()[row["insert"]]
        into, out = (told(node, sockets[0], row["data"]) for sockets in (node.inputs, node.outputs))
        assert answer(of(given), into).connects, pair
        assert answer(out, of(taken)).connects, pair


def test_a_number_that_may_be_broken_is_rounded_for_a_socket_of_whole_ones() -> None:
    whole = Socket("frame", (T.NUMBER,), "Frame", integer=True)
    assert answer(socket(T.NUMBER), whole).reason == "The number is rounded to a whole one."
    assert answer(whole, whole).verdict is answer(whole, socket(T.NUMBER)).verdict is Verdict.YES


def test_only_what_is_to_be_followed_has_a_weight() -> None:
    pictures = Socket("pictures", (T.IMAGE,), "Pictures", reference=True)
    assert weighs(socket(T.CHARACTER), socket(T.CHARACTER))
    assert weighs(socket(T.STYLE), Socket("assets", (T.ENVIRONMENT, T.STYLE), "Assets"))
    assert weighs(socket(T.CONTROL_MAP), socket(T.CONTROL_MAP))
    assert weighs(socket(T.IMAGE), pictures)
    assert not weighs(socket(T.IMAGE), socket(T.IMAGE))
    assert not weighs(socket(T.ENVIRONMENT), Socket("assets", (T.ENVIRONMENT, T.STYLE), "Assets"))
    assert not weighs(Socket("any", (T.STYLE, T.IMAGE), "Any"), socket(T.IMAGE))
    assert not weighs(socket(T.SEQUENCE), socket(T.SEQUENCE))


def test_what_feeds_several_sockets_has_to_fit_each() -> None:
    assert common_source([socket(T.NUMBER), socket(T.TEXT)])
    assert not common_source([socket(T.MASK), socket(T.TEXT)])
    assert [str(shape) for shape in shapes(Socket("n", (T.NUMBER, T.TEXT), "N", integer=True))] == [
        "number:integer",
        "text",
    ]
