"""Edits of an ordered list of distinct texts: `{"ins": [{"value", "after"}], "del": [value]}`.

Deletions come first; each insertion then goes behind `after` (None: to the front), one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Edit: TypeAlias = dict[str, list[Any]]


def apply(before: Sequence[str], edit: Edit) -> list[str]:
    """The list after the edit. An element that is there already moves; behind an unknown one means: at the end."""
    gone = set(edit["del"])
    after = [value for value in before if value not in gone]
    for each in edit["ins"]:
        _insert(after, each["value"], each["after"])
    return after


def resolved(before: Sequence[str], edit: Edit) -> Edit:
    """The edit as it takes effect: only what is there is deleted, every `after` is where the element comes to stand."""
    gone = [value for value in dict.fromkeys(edit["del"]) if value in before]
    after = [value for value in before if value not in gone]
    placed = []
    for each in edit["ins"]:
        place = _insert(after, each["value"], each["after"])
        placed.append({"value": each["value"], "after": after[place - 1] if place else None})
    return {"ins": placed, "del": gone}


def back(before: Sequence[str], edit: Edit) -> Edit:
    """What takes a resolved edit of `before` back."""
    touched = {*edit["del"], *(each["value"] for each in edit["ins"])}
    return {
        "ins": [
            {"value": value, "after": before[place - 1] if place else None}
            for place, value in enumerate(before)
            if value in touched
        ],
        "del": [value for value in dict.fromkeys(each["value"] for each in edit["ins"]) if value not in before],
    }


def between(before: Any, after: Any) -> Edit | None:
    """The edit from one list to the other, or None where elements change their order or are no distinct texts."""
    both = isinstance(before, list) and isinstance(after, list)
    if not both or not all(isinstance(value, str) for value in (*before, *after)):
        return None
    was, becomes = set(before), set(after)
    kept = [value for value in after if value in was]
    if len(becomes) != len(after) or kept != [value for value in before if value in becomes]:
        return None
    return {
        "ins": [
            {"value": value, "after": after[place - 1] if place else None}
            for place, value in enumerate(after)
            if value not in was
        ],
        "del": [value for value in before if value not in becomes],
    }


def _insert(values: list[str], value: str, after: str | None) -> int:
    if value in values:
        values.remove(value)
    place = 0 if after is None else values.index(after) + 1 if after in values else len(values)
    values.insert(place, value)
    return place
