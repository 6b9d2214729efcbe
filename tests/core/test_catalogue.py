"""The catalogue of node types: what each declares holds together, and keeps what films already hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av.filter
import pytest

from production_canvas.backends.media.kinds import RENDERS
from production_canvas.errors import Invalid
from production_canvas.graph.node_type import Merge
from production_canvas.nodes import catalogue, types
from production_canvas.nodes.checking import check_value
from production_canvas.nodes.reference import reference
from production_canvas.nodes.spec import NodeType, Parameter, SocketType
from production_canvas.nodes.transition import TRANSITIONS

HOUSE = Path(__file__).parents[2]
KINDS = {
    "api_request", "array", "assembler", "asset", "audio", "boolean", "camera_control", "character", "collect",
    "comfyui_workflow", "composite", "convert_images_video", "convert_text_audio", "convert_text_number",
    "convert_video_audio", "convert_video_frame", "convert_video_images", "environment", "frame", "function_runner",
    "image_import", "metadata", "note", "number", "pick", "pipeline", "reroute", "scene_group", "script", "shot",
    "style", "text", "transition", "video_import", "wan2gp",
}  # fmt: skip
PARAMETERS = [
    pytest.param(node, parameter, id=f"{node.kind}-{parameter.key}")
    for node in types().values()
    for parameter in node.parameters
]
NODES = [pytest.param(node, id=node.kind) for node in types().values()]


def test_every_file_that_declares_a_type_is_in_the_catalogue() -> None:
    folder = HOUSE / "src" / "production_canvas" / "nodes"
    declaring = {file.stem for file in folder.glob("*.py") if "\nNODE = " in file.read_text("utf-8")}
    assert set(types()) == KINDS == declaring


@pytest.mark.parametrize("node", NODES)
def test_the_names_of_a_node_are_its_own_and_its_words_are_there(node: NodeType) -> None:
    for names in (
        [socket.name for socket in node.inputs],
        [socket.name for socket in node.outputs],
        [parameter.key for parameter in node.parameters],
    ):
        assert len(names) == len(set(names))
    assert all((node.title, node.help, node.component, node.icon, node.levels))
    assert all(socket.title and socket.types for socket in (*node.inputs, *node.outputs))
    assert all(parameter.title for parameter in node.parameters)


@pytest.mark.parametrize("node", NODES)
def test_what_says_a_sockets_type_is_a_choice_among_its_types(node: NodeType) -> None:
    by_key = {parameter.key: parameter for parameter in node.parameters}
    for socket in (*node.inputs, *node.outputs):
        if not socket.by:
            continue
        told = by_key[socket.by].schema
        if socket.types == (SocketType.NUMBER,):
            assert told == {"type": "boolean"}
        elif socket.types == (SocketType.ARRAY,):
            assert set(told["enum"]) <= {str(kind) for kind in SocketType}
        else:
            assert set(told["enum"]) - {"any"} <= {str(kind) for kind in socket.types}


@pytest.mark.parametrize(("node", "parameter"), PARAMETERS)
def test_a_default_is_a_value_of_its_parameter(node: NodeType, parameter: Parameter) -> None:
    check_value(node.kind, parameter.key, parameter.default)


@pytest.mark.parametrize(("node", "parameter"), PARAMETERS)
def test_no_value_can_grow_without_end(node: NodeType, parameter: Parameter) -> None:
    assert _unbounded(parameter.schema, parameter.key, numbers=not parameter.server) == [], node.kind


def _unbounded(schema: Any, place: str, *, numbers: bool) -> list[str]:
    """Places in the schema whose value may be as large as one likes."""
    if "enum" in schema:
        return []
    found = []
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "string" in kinds and not ({"maxLength", "pattern"} & set(schema)):
        found.append(place)
    if numbers and schema["type"] in ("number", "integer") and not {"minimum", "maximum"} <= set(schema):
        found.append(place)
    if "array" in kinds:
        found += [] if "maxItems" in schema or "enum" in schema["items"] else [place]
        found += _unbounded(schema["items"], f"{place}[]", numbers=numbers)
    if "object" in kinds:
        found += [
            hit for key, part in schema.get("properties", {}).items() for hit in _unbounded(part, key, numbers=numbers)
        ]
        rest = schema.get("additionalProperties")
        if rest is not False:
            names = schema.get("propertyNames", {})
            found += [] if "maxProperties" in schema and {"maxLength", "pattern"} & set(names) else [place]
            found += _unbounded(rest, f"{place}{{}}", numbers=numbers)
    return found


@pytest.mark.parametrize(("node", "parameter"), PARAMETERS)
def test_the_merge_of_a_value_suits_its_shape(node: NodeType, parameter: Parameter) -> None:
    kind = parameter.schema["type"]
    assert {Merge.TEXT: "string", Merge.OBJECT: "object", Merge.IDLIST: "array"}.get(parameter.merge, kind) == kind
    assert parameter.control != "text" or parameter.merge is Merge.TEXT, node.kind


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("composite", "layers", {"w": {"opacity": 1.5}}),
        ("composite", "layers", {"w": {"blend": "glow"}}),
        ("composite", "layers", {"no such id!": {"opacity": 1}}),
        ("composite", "layers", {f"w{index}": {} for index in range(33)}),
        ("camera_control", "keyframes", {"k": {"channel": "dolly", "time": 2, "value": 1}}),
        ("camera_control", "keyframes", {"k": {"channel": "fly"}}),
        ("audio", "markers", {"m": {"time": -1}}),
        ("audio", "effects", ["louder"]),
        ("transition", "transition", "star_wipe"),
        ("array", "values", ["x"] * 1001),
        ("array", "values", [{}]),
        ("api_request", "url", "file:///etc/passwd"),
        ("api_request", "headers", {"X-Line": "a\r\nb: c"}),
        ("frame", "width", -5),
        ("number", "whole", "yes"),
        ("asset", "asset_kind", "pipeline"),
    ],
)
def test_what_breaks_a_limit_is_refused(kind: str, key: str, value: Any) -> None:
    with pytest.raises(Invalid):
        check_value(kind, key, value)


@pytest.mark.parametrize("name", ["Authorization", "authorization", "X-Api-Key", "Cookie", "X-Auth-Token"])
def test_a_secret_stands_in_no_film_but_by_its_name(name: str) -> None:
    check_value("api_request", "headers", {name: "Bearer {secret:openai}", "Accept": "image/png"})
    check_value("api_request", "headers", {name: "{secret:openai}"})
    with pytest.raises(Invalid):
        check_value("api_request", "headers", {name: "Bearer sk-123456"})


def test_only_what_really_runs_today_says_so() -> None:
    assert {node["kind"] for node in catalogue()["node_types"] if node["runnable"]} == {"shot", *RENDERS}


def test_the_transitions_are_those_of_the_renderer() -> None:
    graph = av.filter.Graph()
    for name in TRANSITIONS:
        if name not in ("cut", "custom"):
            graph.add("xfade", f"transition={name}")
    assert len(TRANSITIONS) - len(["cut"]) == 59


def test_every_icon_is_drawn_in_the_browser() -> None:
    drawn = (HOUSE / "web" / "src" / "lib" / "nodes" / "parts" / "icons.js").read_text("utf-8")
    assert [node.icon for node in types().values() if f"icons/{node.icon}'" not in drawn] == []


def test_the_catalogue_is_plain_data() -> None:
    assert json.loads(json.dumps(catalogue())) == catalogue()


def test_the_page_of_node_types_is_written_from_them() -> None:
    assert (HOUSE / "docs" / "nodes.md").read_text("utf-8") == reference(), "run ./canvas schema"


OLD_FILM: dict[str, dict[str, Any]] = {
    "shot": {"number": "SH010", "prompt": "Wide.", "duration": 4.0, "seed": 7, "seed_locked": True, "quality": "low"},
    "camera_control": {"camera": {"mode": "3d", "move": "orbit_left", "amount": 0.3}},
    "environment": {"name": "Pier", "int_ext": "EXT", "time": "DUSK", "space": "2d"},
    "pipeline": {"name": "Previs", "backend": "previs", "pipeline_id": "previs", "version": "1"},
    "scene_group": {"number": "12A", "eighths": 5},
    "style": {"keywords": ["noir"], "palette": ["#112233"]},
    "asset": {"asset_id": "a", "name": "Photo"},
    "number": {"value": 2.5},
    "metadata": {"facts": {"client": "Lighthouse"}},
}


@pytest.mark.parametrize("kind", OLD_FILM)
def test_what_films_hold_already_is_still_valid(kind: str) -> None:
    for key, value in OLD_FILM[kind].items():
        check_value(kind, key, value)
