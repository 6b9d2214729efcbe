"""Whether a value is one of a parameter."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from production_canvas.errors import Invalid, UnknownParameter
from production_canvas.nodes import node_type


@cache
def _validators(kind: str) -> dict[str, tuple[str, jsonschema_rs.Validator]]:
    parameters = node_type(kind).parameters
    return {each.key: (each.title, jsonschema_rs.validator_for(dict(each.schema))) for each in parameters}


def check_value(kind: str, key: str, value: Any) -> None:
    """Raises UnknownParameter, or Invalid with what the value should be."""
    found = _validators(kind).get(key)
    if found is None:
        raise UnknownParameter(kind, key)
    title, validator = found
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        raise Invalid(f"“{title}”: {error.message}.") from None
