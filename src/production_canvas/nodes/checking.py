"""Whether a value is one of a parameter."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Any

import jsonschema_rs

from production_canvas.errors import Invalid, UnknownParameter
from production_canvas.graph.apply import FILM
from production_canvas.nodes import node_type
from production_canvas.nodes.parameters import line, number
from production_canvas.nodes.spec import Parameter

WORDS = 240
"""Characters of what is wrong with a value, at most."""
RATIO = r"^[1-9]\d{0,2}(\.\d{1,3})?:[1-9]\d{0,2}$"
FILM_SETTINGS = (
    line("title", "Title"),
    line("description", "Description", limit=5000),
    number("rate", "Frame rate", 1, 240, default=24, unit="fps"),
    Parameter("aspect_ratio", "Aspect ratio", {"type": "string", "pattern": RATIO}),
)


@cache
def _validators(kind: str) -> dict[str, tuple[str, jsonschema_rs.Validator]]:
    parameters = FILM_SETTINGS if kind == FILM else node_type(kind).parameters
    # Whoever is refused knows what they wrote; a page of it would hide what is wrong.
    return {
        each.key: (each.title, jsonschema_rs.validator_for(dict(each.schema), mask="the value")) for each in parameters
    }


def check_value(kind: str, key: str, value: Any) -> None:
    """Raises UnknownParameter, or Invalid with what the value should be."""
    found = _validators(kind).get(key)
    if found is None:
        raise UnknownParameter(kind, key)
    title, validator = found
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        raise Invalid(f"“{title}”: {_sentence(error)}.") from None


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    if error.kind.name == "maxLength":
        return f"it takes {error.kind.value:,} characters at most, and this has {len(str(error.instance)):,}"
    return textwrap.shorten(error.message, WORDS, placeholder=" …")
