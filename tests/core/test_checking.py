"""What a person reads whose value is refused."""

from __future__ import annotations

from typing import Any

import pytest

from production_canvas.errors import Invalid
from production_canvas.nodes.checking import check_value


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("prompt", "fog " * 9000, "“Prompt”: it takes 20,000 characters at most, and this has 36,000."),
        ("motion", 2, "“Motion”: the value is greater than the maximum of 1."),
        ("quality", "x" * 5000, '“Quality”: the value is not one of "low", "standard" or "high".'),
        ("camera", {"mode": "2d", "fly": "x" * 5000}, "“Camera”: Additional properties are not allowed"),
    ],
)
def test_a_refused_value_is_told_in_a_sentence_that_does_not_hold_it(key: str, value: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_value("shot", key, value)
    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value)) < 300
