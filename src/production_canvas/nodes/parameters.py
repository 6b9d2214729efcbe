"""Parameters that several node types share."""

from __future__ import annotations

from typing import Any

from production_canvas.nodes.spec import Merge, Parameter


def line(
    key: str, title: str, *, default: str = "", limit: int = 200, hint: str = "", server: bool = False
) -> Parameter:
    """One line of text, at most `limit` characters; the later write wins whole."""
    schema = {"type": "string", "maxLength": limit}
    return Parameter(key, title, schema, default, help=hint, control="line", server=server)


def prose(key: str, title: str, *, hint: str = "", limit: int = 20_000) -> Parameter:
    """Several lines of text, merged by characters."""
    return Parameter(key, title, {"type": "string", "maxLength": limit}, "", Merge.TEXT, help=hint, control="text")


def choice(key: str, title: str, options: tuple[str, ...], *, default: str, hint: str = "") -> Parameter:
    """One of `options`."""
    return Parameter(key, title, {"type": "string", "enum": list(options)}, default, help=hint, control="choice")


def number(
    key: str,
    title: str,
    low: float,
    high: float,
    *,
    default: float,
    unit: str = "",
    step: float = 0.1,
    control: str = "number",
) -> Parameter:
    """A number from `low` to `high`."""
    schema = {"type": "number", "minimum": low, "maximum": high}
    return Parameter(key, title, {**schema, "step": step}, default, unit=unit, control=control)


def flag(key: str, title: str, *, default: bool = False, hint: str = "") -> Parameter:
    """True or false."""
    return Parameter(key, title, {"type": "boolean"}, default, help=hint, control="switch")


def names(key: str, title: str, *, server: bool = False) -> Parameter:
    """A list of distinct short texts, merged element by element; what the server writes is kept whole."""
    item = {"type": "string", "minLength": 1, "maxLength": 200}
    schema: dict[str, Any] = {"type": "array", "maxItems": 2000, "items": item, "uniqueItems": not server}
    merge = Merge.ATOMIC if server else Merge.IDLIST
    return Parameter(key, title, schema, [], merge, control="tags", server=server)


def count(key: str, title: str, *, server: bool = True) -> Parameter:
    """A whole number from zero."""
    return Parameter(key, title, {"type": "integer", "minimum": 0}, 0, control="number", server=server)


def record(
    key: str,
    title: str,
    properties: dict[str, Any],
    default: dict[str, Any],
    *,
    server: bool = False,
    merge: Merge = Merge.OBJECT,
    control: str = "object",
) -> Parameter:
    """A small object; with `Merge.OBJECT` each property is a register of its own."""
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return Parameter(key, title, schema, default, merge, control=control, server=server)


ASSET_ID = line("asset_id", "Asset", limit=64, hint="The library asset this node stands for.")
COMMON: tuple[Parameter, ...] = (
    prose("note", "Note", limit=2000),
    Parameter("color", "Colour", {"type": ["string", "null"], "pattern": "^#[0-9a-fA-F]{6}$"}, None, control="color"),
    flag("collapsed", "Collapsed"),
    flag("bypassed", "Bypassed", hint="Hands its inputs on as if it were not there."),
    flag("muted", "Muted", hint="Hands nothing on."),
)
SOURCE = record(
    "source",
    "Script lines",
    {
        "line_from": {"type": "integer"},
        "line_to": {"type": "integer"},
        "rule": {"type": "string"},
        "reason": {"type": "string"},
        "confidence": {"type": "number"},
        "id": {"type": "string"},
    },
    {},
    merge=Merge.ATOMIC,
    control="hidden",
)
