from __future__ import annotations

import pytest

from production_canvas.graph.sockets import Socket, SocketType, Verdict, answer, label, rule_table

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


def test_the_browsers_table_gives_the_same_verdicts() -> None:
    table = rule_table()
    for source in T:
        for target in T:
            row = table.get(f"{label(source)}>{label(target)}")
            assert (row["verdict"] if row else "no") == answer(socket(source), socket(target)).verdict
