"""What takes are called, and what makes another version."""

from __future__ import annotations

import re
from typing import Any

import pytest

from production_canvas.graph.naming import named, stem
from production_canvas.services.planning import job_key, setup_key


def job(kind: str = "shot", **parameters: Any) -> dict[str, Any]:
    return {"kind": kind, "seed": 1, "parameters": parameters, "inputs": {}}


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        (job(number="SH010"), "SHOT-010"),
        (job(number="shot 10A"), "SHOT-10A"),
        (job(number="010"), "SHOT-010"),
        (job(number="PICKUP 3"), "SHOT-PICKUP-3"),
        (job(number="../../etc/passwd"), "SHOT-etc-passwd"),
        (job(number="", title="Fähre legt ab"), "Fähre-legt-ab"),
        (job(number="", title=" "), "SHOT"),
        (job("transition", number="7"), "SHOT"),
        (job("transition", title="Dissolve to dusk"), "Dissolve-to-dusk"),
        (job(title="_v01_take02"), "v01-take02"),
    ],
)
def test_a_take_is_called_by_its_shots_number_else_by_what_its_card_is_called(
    asked: dict[str, Any], called: str
) -> None:
    assert stem(asked, "Shot") == called


def test_version_and_take_are_counted_in_two_digits_or_more() -> None:
    assert [named("SHOT-010", 1, 1), named("SHOT-010", 12, 140)] == ["SHOT-010_v01_take01", "SHOT-010_v12_take140"]
    assert re.fullmatch(r"\S+_v\d{2,}_take\d{2,}", named(stem(job(title="x" * 500), "Shot"), 1, 1))


def test_a_version_is_all_that_determines_the_picture_but_its_seed_and_its_slate() -> None:
    one = job(number="SH010", prompt="Fog.", scene={"number": "1", "time": "DUSK"})
    again = {**job(number="SH015", prompt="Fog.", scene={"number": "2", "time": "DUSK"}), "seed": 9, "take": 4}
    other = job(number="SH010", prompt="Rain.", scene={"number": "1", "time": "DUSK"})
    assert setup_key(one) == setup_key(again) != setup_key(other)
    assert job_key(one) != job_key(again)
