"""The messages of the wire as TypeScript declarations, from the JSON Schema of their models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from production_canvas.protocol import library, messages, queue, reviewing, scripts

SERVED_APART: tuple[type[BaseModel], ...] = (
    messages.FullSyncMeta,
    messages.TaskProgressMeta,
    scripts.RevisionPreview,
    scripts.ScriptPage,
    library.AssetVersion,
    library.AssetUsage,
    library.AssetImpact,
    reviewing.TakeDetail,
    reviewing.TakesDifference,
    queue.BatchPlan,
    queue.EndedJobs,
    queue.QueuePage,
    queue.WorkerRuns,
)
_HEAD = "// Generated from production_canvas/protocol/messages.py by `./canvas schema`; a test compares it."
_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
_BARE = re.compile(r"[A-Za-z_$][\w$]*\Z")


def declarations() -> str:
    """The text of `schema.d.ts`: an interface per model, the operations, and the two tables of events."""
    listed = dict.fromkeys([*messages.SERVER_EVENTS.values(), *SERVED_APART])
    written = _definitions([*dict.fromkeys(messages.CLIENT_EVENTS.values()), messages.Meta], "validation")
    read = _definitions([model for model in listed if model not in messages.CLIENT_EVENTS.values()], "serialization")
    for name, schema in read.items():
        # The server writes every key of what it alone sends, defaults included; a client may leave out what has one.
        if name not in written or name.endswith("Record"):
            schema["required"] = list(schema.get("properties", ()))
    models = {**written, **read}
    parts = [_HEAD, _named("NodeState", {"enum": list(get_args(messages.NodeState))})]
    parts += [_interface(name, models[name]) for name in sorted(models)]
    parts.append("export type Operation =" + "".join(f"\n  | {name}" for name in _operations(models)) + ";")
    parts.append(_events("ClientEvents", messages.CLIENT_EVENTS))
    parts.append(_events("ServerEvents", messages.SERVER_EVENTS))
    return "\n\n".join(parts) + "\n"


def _definitions(models: list[type[BaseModel]], mode: Any) -> dict[str, dict[str, Any]]:
    _, schema = models_json_schema([(model, mode) for model in models], ref_template="{model}")
    found: dict[str, dict[str, Any]] = schema["$defs"]
    return found


def _operations(models: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [name for name, schema in sorted(models.items()) if "op" in schema.get("properties", {})]


def _named(name: str, schema: Mapping[str, Any]) -> str:
    return f"export type {name} = {_type(schema)};"


def _interface(name: str, schema: Mapping[str, Any]) -> str:
    lines = [_remark(schema["description"])] if "description" in schema else []
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    if not properties:
        return "\n".join([*lines, f"export type {name} = Record<string, never>;"])
    required = schema.get("required", ())
    lines.append(f"export interface {name} {{")
    for key, value in properties.items():
        # The operation's own name is what tells operations apart: never left out.
        mark = "" if key in required or key == "op" else "?"
        lines.append(f"  {_key(key)}{mark}: {_type(value)};")
    return "\n".join([*lines, "}"])


def _remark(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */"
    return "\n".join(["/**", *(f" * {line.strip()}".rstrip() for line in lines), " */"])


def _key(key: str) -> str:
    return key if _BARE.match(key) else f"'{key}'"


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


def _type(schema: Mapping[str, Any]) -> str:
    if "const" in schema or "enum" in schema:
        return " | ".join(_literal(value) for value in schema.get("enum", [schema.get("const")]))
    if "discriminator" in schema:
        return "Operation"
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return " | ".join(_type(choice) for choice in choices)
    return str(schema["$ref"]) if "$ref" in schema else _value(schema)


def _value(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if kind == "array":
        item = _type(schema.get("items", {}))
        return f"({item})[]" if "|" in item else f"{item}[]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"Record<string, {_type(values) if isinstance(values, Mapping) else 'any'}>"
    return _PLAIN.get(str(kind), "any")


def _events(name: str, events: Mapping[str, type[BaseModel]]) -> str:
    lines = [f"  '{event}': {model.__name__};" for event, model in events.items()]
    return "\n".join([f"export interface {name} {{", *lines, "}"])
