"""Values at a path of keys in plain data; every write is a copy, what it does not touch is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def has_at(data: Mapping[str, Any], path: list[str]) -> bool:
    """Whether there is a value at the path."""
    here: Any = data
    for key in path:
        if not isinstance(here, Mapping) or key not in here:
            return False
        here = here[key]
    return True


def get_at(data: Mapping[str, Any], path: list[str]) -> Any:
    """The value at the path; KeyError without one."""
    here: Any = data
    for key in path:
        here = here[key]
    return here


def put_at(data: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy of `data` with the value at the path; what stands in the way becomes an object."""
    copy = dict(data)
    if len(path) == 1:
        copy[path[0]] = value
    else:
        inner = copy.get(path[0])
        copy[path[0]] = put_at(inner if isinstance(inner, Mapping) else {}, path[1:], value)
    return copy


def drop_at(data: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    """A copy of `data` without the value at the path."""
    copy = dict(data)
    if len(path) == 1:
        copy.pop(path[0], None)
    elif isinstance(copy.get(path[0]), Mapping):
        copy[path[0]] = drop_at(copy[path[0]], path[1:])
    return copy
