"""The catalogue as a page for people: `docs/nodes.md`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from production_canvas.graph.sockets import TITLES
from production_canvas.nodes import CATEGORIES, types
from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import NodeType, Parameter, Socket

_HEAD = """# Node types

Written by `./canvas schema` from `src/production_canvas/nodes/`, one file per type. Every type also has the
parameters of the first table. `merge`: scalar and atomic – the later write wins whole; object – each leaf is a
register of its own; text – merged by characters; idlist – merged by elements. *Server* values are written by the
server alone. `control` names what the browser draws. A socket `by` a parameter is what that parameter says.
"""


def reference() -> str:
    """The whole page in Markdown."""
    parts = [_HEAD, "## Every node", "\n".join(_parameters(COMMON))]
    for category in CATEGORIES:
        parts.append(f"## {category}")
        parts += [_node(node) for node in types().values() if node.category == category]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _node(node: NodeType) -> str:
    own = [parameter for parameter in node.parameters if parameter not in COMMON]
    facts = [
        f"`{node.component}`",
        f"stands on: {', '.join(node.levels)}",
        f"holds: {node.container}" if node.container else "",
        "runs" if node.plan else "",
    ]
    lines = [f"### {node.title} · `{node.kind}`", "", node.help, "", " · ".join(filter(None, facts)), ""]
    lines += [f"- in: {_sockets(node.inputs)}"] if node.inputs else []
    lines += [f"- out: {_sockets(node.outputs)}"] if node.outputs else []
    return "\n".join([*lines, "", *(_parameters(own) if own else [])])


def _sockets(sockets: Iterable[Socket]) -> str:
    return ", ".join(f"`{socket.name}` {_socket(socket)}" for socket in sockets)


def _socket(socket: Socket) -> str:
    if socket.wired:
        return "whatever is wired to it"
    words = "/".join(TITLES[kind] for kind in socket.types)
    words += f" of {TITLES[socket.item]}" if socket.item else ""
    words += " (whole)" if socket.integer else ""
    words += f" by `{socket.by}`" if socket.by else ""
    return words + (" *" if socket.many else "")


def _parameters(parameters: Iterable[Parameter]) -> Iterable[str]:
    yield "| parameter | what | value | merge | control |"
    yield "|---|---|---|---|---|"
    for each in parameters:
        title = f"{each.title}{', *server*' if each.server else ''}{f' – {each.help}' if each.help else ''}"
        value = f"{_value(each.schema)}{f' {each.unit}' if each.unit else ''}"
        yield f"| {' | '.join(_cell(cell) for cell in (f'`{each.key}`', title, value, each.merge, each.control))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _value(schema: Any) -> str:
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_value(schema['items'])}, at most {schema.get('maxItems', 'one of each')}"
    if kind == "object":
        return _object(schema)
    if kind in ("number", "integer"):
        return f"{'whole ' if kind == 'integer' else ''}{schema.get('minimum', '')} … {schema.get('maximum', '')}"
    return f"text, at most {schema['maxLength']}" if "maxLength" in schema else str(kind)


def _object(schema: Any) -> str:
    rows = schema.get("additionalProperties")
    if isinstance(rows, dict):
        cells = f" of {', '.join(rows['properties'])}" if "properties" in rows else ""
        return f"at most {schema['maxProperties']} by name{cells}"
    return ", ".join(schema.get("properties", ()))
