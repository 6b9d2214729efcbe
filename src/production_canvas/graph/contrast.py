"""What is different between jobs, for people: values side by side, only of what differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from production_canvas.graph.carried import ARRIVALS, Types
from production_canvas.graph.fingerprint import BROUGHT, SET_ASIDE
from production_canvas.graph.model import Node
from production_canvas.graph.node_type import Merge, Parameter
from production_canvas.graph.wording import Wording

Job: TypeAlias = Mapping[str, Any]
Row: TypeAlias = dict[str, Any]

MAKING = {
    "quality": "Quality",
    "seed": "Seed",
    "backend": "Backend",
    "pipeline_id": "Pipeline",
    "pipeline_version": "Pipeline version",
    "node_type_version": "Node type version",
}
TITLES = {
    "rate": "Frame rate",
    "aspect_ratio": "Aspect ratio",
    "first_frame": "First frame",
    "scene.number": "Scene number",
    "scene.title": "Scene title",
    "scene.place": "Scene place",
    "scene.time": "Scene time of day",
    "scene.int_ext": "Interior or exterior",
}
NAMING = frozenset({"asset_id", "name", "number", "title", "color", *SET_ASIDE})
"""What of a wired card says which one it is; its asset and its name tell that already."""
_FILE = re.compile(r"[0-9a-f]{64}|execution:.+")
_CONTENT = ("name", "data", "object_hash", "references", "pictures")


def contrast(jobs: Sequence[Job], types: Types, nodes: Mapping[str, Node]) -> list[Row]:
    """Rows in which the jobs are not all alike: `{what, title, subject, path, unit, values, spans}`, a value per job
    and None where it has none. `what`: parameter, making, wire (the name of what is wired), version (of the wired
    asset), weight, input (a value of a wired card), take (of a wired shot). `spans` per job, where texts differ from
    the first one's.
    """
    kind = types.get(jobs[0].get("kind", ""))
    named = {each.key: each for each in kind.parameters} if kind else {}
    rows = [
        _row("making", [key], title, [job.get(key) for job in jobs])
        for key, title in MAKING.items()
        if len({str(job.get(key)) for job in jobs}) > 1
    ]
    sides = [dict(_leaves(job["parameters"])) for job in jobs]
    for path in _every(sides):
        spec = named.get(path[0])
        whole = spec is not None and len(path) == 1
        title = TITLES.get(".".join(path)) or " · ".join(
            [spec.title if spec else _words(path[0]), *map(_words, path[1:])]
        )
        for row in _differing("parameter", path, title, sides, unit=spec.unit if spec and whole else ""):
            if spec is not None and whole:
                _tell(row, spec)
            rows.append(row)
    rows += _inputs(jobs, types, nodes)
    return rows


def _tell(row: Row, spec: Parameter) -> None:
    """Choices as they are titled, free texts word by word."""
    if spec.merge is Merge.TEXT or (spec.schema.get("type") == "string" and "enum" not in spec.schema):
        wording = Wording()
        row["spans"] = [_spans(wording, row["values"][0], value) for value in row["values"]]
    titles = spec.schema.get("titles") or {}
    row["values"] = [titles.get(value, value) if isinstance(value, str) else value for value in row["values"]]


def told(value: Any) -> Any:
    """The value as people may see it: of a file, that there is one."""
    if isinstance(value, str):
        return "file" if _FILE.fullmatch(value) else value
    if isinstance(value, Mapping):
        return {key: told(entry) for key, entry in value.items()}
    return [told(each) for each in value] if isinstance(value, list | tuple) else value


def given(job: Job) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Socket, what tells it from others there, and value of all that the job was given over wires."""
    for socket, values in job.get("inputs", {}).items():
        for value in values if socket != ARRIVALS else ():
            yield socket, str(value["data"].get("asset_id") or value["node_id"]), value


def called(value: Mapping[str, Any], types: Types, nodes: Mapping[str, Node]) -> str:
    """What people call a thing that is wired; of what the job does not say, what its card in `nodes` is called now."""
    node = nodes.get(value["node_id"])
    data, asset, now = value["data"], value["asset"] or {}, node.data if node else {}
    kind = types.get(value["kind"])
    said = (asset.get("name"), *(each.get(key) for each in (data, now) for key in ("number", "name", "title")))
    return next((str(each) for each in said if each), kind.title if kind else value["kind"])


def _inputs(jobs: Sequence[Job], types: Types, nodes: Mapping[str, Node]) -> Iterable[Row]:
    sides = [{(socket, which): value for socket, which, value in given(job)} for job in jobs]
    kind = types.get(jobs[0].get("kind", ""))
    titles = {socket.name: socket.title for socket in kind.inputs} if kind else {}
    for socket, which in _every(sides):
        values = [side.get((socket, which)) for side in sides]
        there = [value for value in values if value is not None]
        subject, path = called(there[0], types, nodes), [socket, which]
        if len(there) < len(values):
            names = [None if value is None else called(value, types, nodes) for value in values]
            yield _row("wire", path, titles.get(socket, _words(socket)), names, subject)
        yield from _of_one(there, values, path, subject, types)


def _of_one(
    there: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any] | None], path: list[str], subject: str,
    types: Types,
) -> Iterable[Row]:  # fmt: skip
    contents = [[(value["asset"] or {}).get(key) for key in _CONTENT] for value in there]
    if any(each != contents[0] for each in contents):
        versions = [value and (value["asset"] or {}).get("version") for value in values]
        yield _row("version", path, "Version", versions, subject)
    yield from _differing("weight", ["weight"], "Weight", [_some(value, "weight") for value in values], subject, path)
    for key in BROUGHT:
        what = "take" if key == "take" else "input"
        yield from _differing(what, [key], _words(key), [_some(value, key) for value in values], subject, path)
    kind = types.get(there[0]["kind"])
    named = {each.key: each.title for each in kind.parameters} if kind else {}
    sides = [dict(_leaves(_plain(value["data"]))) if value else {} for value in values]
    for key in _every([side for side, value in zip(sides, values, strict=True) if value]):
        title = " · ".join([named.get(key[0], _words(key[0])), *map(_words, key[1:])])
        yield from _differing("input", key, title, sides, subject, path)


def _differing(
    what: str, key: Any, title: str, sides: Sequence[Mapping[Any, Any]], subject: str = "",
    before: Sequence[str] = (), unit: str = "",
) -> Iterable[Row]:  # fmt: skip
    """The row of one value, where those that have what it is of do not agree."""
    key = tuple(key)
    had = [side.get(key) for side in sides if side or not before]
    if any(each != had[0] for each in had):
        values = _lettered([side.get(key) for side in sides])
        yield _row(what, [*before, *key], title, values, subject, unit)


def _some(value: Mapping[str, Any] | None, key: str) -> dict[tuple[str, ...], Any]:
    return {} if value is None else {(key,): value.get(key)}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in NAMING}


def _row(what: str, path: Sequence[str], title: str, values: Sequence[Any], subject: str = "", unit: str = "") -> Row:
    return {
        "what": what,
        "path": list(path),
        "title": title,
        "subject": subject,
        "unit": unit,
        "values": [told(value) for value in values],
        "spans": [None for _ in values],
    }


def _lettered(values: Sequence[Any]) -> list[Any]:
    """Files by letters: which of them is the same matters, what its hash is does not."""
    files = list(dict.fromkeys(value for value in values if isinstance(value, str) and _FILE.fullmatch(value)))
    letters = {name: chr(ord("A") + at) for at, name in enumerate(files)}
    return [letters.get(value, value) if isinstance(value, str) else value for value in values]


def _leaves(parameters: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], Any]]:
    """Values by path; of tables within tables only that they differ is told."""
    for key, value in parameters.items():
        if isinstance(value, Mapping):
            yield from (((key, str(inner)), entry) for inner, entry in value.items())
        else:
            yield (key,), value


def _every(sides: Iterable[Mapping[Any, Any]]) -> list[Any]:
    return list(dict.fromkeys(key for side in sides for key in side))


def _spans(wording: Wording, first: Any, other: Any) -> list[dict[str, str]] | None:
    """Word by word, where both are texts of several words and differ."""
    texts = isinstance(first, str) and isinstance(other, str) and first != other
    return wording.spans(first, other) if texts and " " in first + other else None


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
