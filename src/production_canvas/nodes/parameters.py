"""Parameters that several node types share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from production_canvas.nodes.spec import Merge, Parameter


def line(
    key: str,
    title: str,
    *,
    default: str = "",
    limit: int = 200,
    hint: str = "",
    server: bool = False,
    control: str = "line",
    pattern: str = "",
) -> Parameter:
    """One line of text, at most `limit` characters; the later write wins whole."""
    schema: dict[str, Any] = {"type": "string", "maxLength": limit} | ({"pattern": pattern} if pattern else {})
    return Parameter(key, title, schema, default, help=hint, control=control, server=server)


def prose(key: str, title: str, *, hint: str = "", limit: int = 20_000) -> Parameter:
    """Several lines of text, merged by characters."""
    return Parameter(key, title, {"type": "string", "maxLength": limit}, "", Merge.TEXT, help=hint, control="text")


def choice(
    key: str,
    title: str,
    options: Iterable[str],
    *,
    default: str,
    hint: str = "",
    titles: Mapping[str, str] | None = None,
    control: str = "choice",
    server: bool = False,
) -> Parameter:
    """One of `options`; `titles` are the words for those that do not read as words themselves."""
    schema: dict[str, Any] = {"type": "string", "enum": list(options)} | ({"titles": dict(titles)} if titles else {})
    return Parameter(key, title, schema, default, help=hint, control=control, server=server)


def number(
    key: str,
    title: str,
    low: float,
    high: float,
    *,
    default: float,
    unit: str = "",
    step: float = 0.1,
    hint: str = "",
    control: str = "number",
) -> Parameter:
    """A number from `low` to `high`."""
    schema = {"type": "number", "minimum": low, "maximum": high}
    return Parameter(key, title, {**schema, "step": step}, default, unit=unit, help=hint, control=control)


def whole(
    key: str,
    title: str,
    low: int,
    high: int,
    *,
    default: int,
    unit: str = "",
    hint: str = "",
    control: str = "number",
) -> Parameter:
    """A whole number from `low` to `high`."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Parameter(key, title, schema, default, unit=unit, help=hint, control=control)


def seconds(key: str, title: str, low: float, high: float, *, default: float, hint: str = "") -> Parameter:
    """A length of time, in quarters of a second."""
    return number(key, title, low, high, default=default, unit="s", step=0.25, hint=hint, control="duration")


def flag(key: str, title: str, *, default: bool = False, hint: str = "") -> Parameter:
    """True or false."""
    return Parameter(key, title, {"type": "boolean"}, default, help=hint, control="switch")


def names(
    key: str,
    title: str,
    *,
    server: bool = False,
    limit: int = 2000,
    letters: int = 200,
    hint: str = "",
    control: str = "tags",
) -> Parameter:
    """A list of distinct texts of at most so many letters, merged element by element; what the server writes is kept
    whole.
    """
    item = {"type": "string", "minLength": 1, "maxLength": letters}
    schema: dict[str, Any] = {"type": "array", "maxItems": limit, "items": item, "uniqueItems": not server}
    merge = Merge.ATOMIC if server else Merge.IDLIST
    return Parameter(key, title, schema, [], merge, help=hint, control=control, server=server)


def several(key: str, title: str, options: Iterable[str], *, hint: str = "") -> Parameter:
    """Any of `options`, merged element by element."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(options)}, "uniqueItems": True}
    return Parameter(key, title, schema, [], Merge.IDLIST, help=hint, control="checks")


def count(key: str, title: str, *, server: bool = True) -> Parameter:
    """A whole number from zero."""
    schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000_000}
    return Parameter(key, title, schema, 0, control="number", server=server)


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


def table(key: str, title: str, columns: dict[str, Any], *, limit: int, control: str, hint: str = "") -> Parameter:
    """Rows by an id of their own, each cell a register: two people in one table, even in one row, keep both edits.

    A cell that is not set has the `default` of its column.
    """
    row = {"type": "object", "properties": columns, "additionalProperties": False}
    schema = {
        "type": "object",
        "maxProperties": limit,
        "propertyNames": {"pattern": IDENTIFIER},
        "additionalProperties": row,
    }
    return Parameter(key, title, schema, {}, Merge.OBJECT, help=hint, control=control)


def values(key: str, title: str, *, hint: str = "", server: bool = False) -> Parameter:
    """Short values by name, each a register of its own: what a workflow lets people set."""
    value = {"type": ["string", "number", "boolean"], "maxLength": 4000}
    schema = {
        "type": "object",
        "maxProperties": 200,
        "propertyNames": {"maxLength": 200},
        "additionalProperties": value,
    }
    return Parameter(key, title, schema, {}, Merge.OBJECT, help=hint, control="values", server=server)


def file_facts(**properties: dict[str, Any]) -> Parameter:
    """What the server found in the file itself, whole: name, format and bytes of every file, and `properties`."""
    every = {
        "name": {"type": "string", "maxLength": 200},
        "format": {"type": "string", "maxLength": 40},
        "bytes": {"type": "integer", "minimum": 0},
    }
    return record("file", "File", {**every, **properties}, {}, server=True, merge=Merge.ATOMIC, control="file")


COLOR = {"type": ["string", "null"], "pattern": "^#[0-9a-fA-F]{6}$"}
IDENTIFIER = r"^[A-Za-z0-9_:.-]{1,64}$"
LINE = {"type": "integer", "minimum": 0, "maximum": 100_000_000}
PIXELS = {"type": "integer", "minimum": 1, "maximum": 65_536}
LENGTH = {"type": "number", "minimum": 0, "maximum": 86_400}
TEXT_SHORT = {"type": "string", "maxLength": 40}
UPLOADS = ("empty", "uploading", "ready", "failed")
RESOLUTIONS = ("project", "640x360", "854x480", "1280x720", "1920x1080", "2560x1440", "3840x2160")
EASINGS = ("linear", "ease_in", "ease_out", "ease_in_out", "hold")
VOICES = ("narrator", "woman", "man", "girl", "boy", "old_woman", "old_man")

ASSET_ID = line("asset_id", "Asset", limit=64, hint="The library asset this node stands for.", control="asset")
ASSET_VERSION = whole(
    "asset_version", "Version kept", 0, 1_000_000, default=0, control="hidden",
    hint="The version of the asset that this node keeps; 0 follows the asset.",
)  # fmt: skip
SEED = whole("seed", "Seed", 0, 4_294_967_295, default=0, control="seed")
SEED_LOCKED = flag("seed_locked", "Lock seed", hint="Every take with this seed.")
QUALITY = choice("quality", "Quality", ("low", "standard", "high"), default="standard")
COMMON: tuple[Parameter, ...] = (
    prose("note", "Note", limit=2000),
    Parameter("color", "Colour", COLOR, None, control="color"),
    flag("collapsed", "Collapsed"),
    flag("bypassed", "Bypassed", hint="Hands its inputs on as if it were not there."),
    flag("muted", "Muted", hint="Hands nothing on."),
)
MARKS = ("changed", "gone", "omitted")
"""What a new draft did to the lines of a shot or a scene."""
SOURCE = record(
    "source",
    "Script lines",
    {
        "line_from": LINE,
        "line_to": LINE,
        "rule": {"type": "string", "maxLength": 200},
        "reason": {"type": "string", "maxLength": 2000},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "id": {"type": "string", "maxLength": 200},
        "script": {"type": "string", "maxLength": 64},
        "mark": {"type": "string", "enum": list(MARKS)},
    },
    {},
    merge=Merge.ATOMIC,
    control="hidden",
)
