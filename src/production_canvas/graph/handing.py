"""Values on the wires: what a card hands on by itself, and how one type of value becomes another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from production_canvas.errors import NotRunnable
from production_canvas.graph.node_type import Inputs
from production_canvas.graph.sockets import Socket, SocketType

Value: TypeAlias = Mapping[str, Any]
"""What one wire brings: `node_id` and `kind` of the card that gives it, `weight` of the wire, and of these what there
is: `data` of the card, its `asset`; `take`, the content hash of what was made of it; `value`, a text, number or switch.
Of a clip, `frame` says that it is only that picture, counted from 0, below 0 from the end; `start` and `end` that it is
only that stretch of it, in seconds; `each` that it stands for its frames, one after the other, as a list of pictures.
`wire` is the one that brings it: what is made never depends on it.
"""
LAST_FRAME = "last_frame"
_DIGITS = 1e15


def converted(value: Any, socket: Socket) -> Any:
    """The value as that input takes it. Raises NotRunnable for a text that is no number."""
    if SocketType.TEXT in socket.types and not isinstance(value, str):
        return written(value)
    if SocketType.NUMBER in socket.types:
        found = number(value)
        if found is None:
            raise NotRunnable(f"“{socket.title}” takes a number; “{str(value)[:60]}” is none.")
        return round(found) if socket.integer else found
    return value


def chosen(inputs: Inputs, socket: str, otherwise: Any) -> Any:
    """The first value that is wired to that input, else the other."""
    return next((each["value"] for each in inputs.sockets.get(socket, ()) if "value" in each), otherwise)


def file_of(value: Value) -> str:
    """The content hash of what it brings: a take, or the file of an asset; empty where there is none."""
    return str(value.get("take") or (value.get("asset") or {}).get("object_hash") or "")


def written(value: Any) -> str:
    """The number or switch as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _DIGITS:
        return str(int(value))
    return str(value)


def number(value: Any) -> float | None:
    """The number that the value is, or that it reads as; None where it is none. A comma may stand for the point."""
    if isinstance(value, bool | int | float):
        return float(value)
    text = str(value).strip().replace("\u2212", "-").replace("\u00a0", "")
    try:
        found = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def picked(values: Sequence[Value], index: int) -> Value:
    """One element of a list, from the end where `index` is below 0. Raises NotRunnable where there is none."""
    if len(values) == 1 and values[0].get("each"):
        return {key: each for key, each in values[0].items() if key != "each"} | {"frame": index}
    if any(value.get("each") for value in values):
        raise NotRunnable(
            "Pick takes its element from one clip's pictures, or from a list of single ones, not from both."
        )
    if not -len(values) <= index < len(values):
        raise NotRunnable(f"The list has {len(values)} elements; there is none with the number {index}.")
    return values[index]
