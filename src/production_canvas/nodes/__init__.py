"""The catalogue of node types. Every module of this package but `spec` declares one and registers it by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from production_canvas.errors import UnknownNodeType
from production_canvas.graph.sockets import REFUSAL, SENTENCES, TITLES, Socket, rule_table
from production_canvas.nodes.spec import NodeType
from production_canvas.nodes.tiers import TIERS

CATEGORIES = ("Film", "Assets", "Picture and sound", "Pipelines", "Conversions", "Values", "Canvas")
"""In the order in which people are offered them."""


@cache
def types() -> Mapping[str, NodeType]:
    """Every node type by its kind."""
    found: dict[str, NodeType] = {}
    for module in pkgutil.iter_modules(__path__):
        declared = getattr(importlib.import_module(f"{__name__}.{module.name}"), "NODE", None)
        if isinstance(declared, NodeType):
            found[declared.kind] = declared
    return MappingProxyType(found)


def node_type(kind: str) -> NodeType:
    """The type of that kind. Raises UnknownNodeType."""
    try:
        return types()[kind]
    except KeyError:
        raise UnknownNodeType(kind) from None


def _socket(socket: Socket) -> dict[str, Any]:
    return {
        "name": socket.name,
        "types": [str(kind) for kind in socket.types],
        "title": socket.title,
        "many": socket.many,
        "item": socket.item and str(socket.item),
        "integer": socket.integer,
        "by": socket.by,
        "wired": socket.wired,
        "reference": socket.reference,
    }


def _described(node: NodeType) -> dict[str, Any]:
    return {
        "kind": node.kind,
        "title": node.title,
        "help": node.help,
        "component": node.component,
        "category": node.category,
        "icon": node.icon,
        "levels": [str(level) for level in node.levels],
        "inputs": [_socket(socket) for socket in node.inputs],
        "outputs": [_socket(socket) for socket in node.outputs],
        "parameters": [
            {
                "key": parameter.key,
                "title": parameter.title,
                "schema": dict(parameter.schema),
                "default": parameter.default,
                "merge": str(parameter.merge),
                "unit": parameter.unit,
                "help": parameter.help,
                "control": parameter.control,
                "server": parameter.server,
            }
            for parameter in node.parameters
        ],
        "container": node.container and str(node.container),
        "width": node.width,
        "version": node.version,
        "runnable": node.plan is not None,
    }


def _place(node: NodeType) -> tuple[int, str]:
    return CATEGORIES.index(node.category), node.title


def catalogue() -> dict[str, Any]:
    """All node types, the socket rules and the quality tiers, as data for the browser."""
    return {
        "node_types": [_described(node) for node in sorted(types().values(), key=_place)],
        "socket_titles": TITLES,
        "socket_rules": rule_table(),
        "refusal": REFUSAL,
        "wire_sentences": SENTENCES,
        "tiers": list(TIERS),
    }
