"""From the bytes of a socket to a message, or to the sentence that says why not."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from production_canvas.errors import Invalid
from production_canvas.protocol.messages import CLIENT_EVENTS, Meta

MAXIMUM_DEPTH = 32


def read_frame(text: str) -> tuple[str, BaseModel, Meta]:
    """Event name, payload and meta. Raises Invalid with what is wrong."""
    try:
        body = orjson.loads(text)
    except ValueError as error:
        raise Invalid(f"The frame is no JSON: {error}.") from None
    if not isinstance(body, dict) or not isinstance(body.get("event"), str):
        raise Invalid("A frame is an object with “event” and “payload”.")
    if _deeper_than(body, MAXIMUM_DEPTH):
        raise Invalid(f"JSON nests at most {MAXIMUM_DEPTH} deep here.")
    event = body["event"]
    model = CLIENT_EVENTS.get(event)
    if model is None:
        raise Invalid(f"There is no event “{event[:60]}”.")
    try:
        return event, model.model_validate(body.get("payload", {})), Meta.model_validate(body.get("meta") or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "payload"
        raise Invalid(f"{event}: {where}: {first['msg']}.") from None


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, (dict, list))]
    if isinstance(value, list):
        return [inner for inner in value if isinstance(inner, (dict, list))]
    return []
