"""The film told anew from its log, by none of the product's own code, with every rule of its structure looked at.

What an entry says is taken at its word: `node.text` must find the very letters it deletes, nothing is added twice,
nothing is removed that is not there.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Op = dict[str, Any]
DEEPEST = 16


class Untrue(ValueError):
    """An entry of the log that cannot have happened; says why."""


@dataclass(slots=True)
class Film:
    """`nodes` and `edges` by id, as records of the wire. `many(type, handle)`: whether a socket takes many wires."""

    many: Callable[[str, str], bool]
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def begin(self, nodes: list[dict[str, Any]], edges: list[dict[str, Any]], settings: dict[str, Any]) -> None:
        """The film as it was made, before its first version."""
        for held, records in ((self.nodes, nodes), (self.edges, edges)):
            for record in records:
                self._fresh(held, record)
        self.settings.update(settings)

    def tell(self, ops: list[Op]) -> None:
        """Takes one batch in. Raises Untrue."""
        for op in ops:
            kind, _, deed = op["op"].partition(".")
            if kind == "node":
                self._node(deed, op)
            elif kind == "edge":
                self._edge(deed, op)
            else:
                self._setting(op)
        if any(op["op"] in _STRUCTURE for op in ops):
            self._look()

    def state(self) -> dict[str, Any]:
        """Nodes and edges by id, and the settings."""
        return {"nodes": self.nodes, "edges": self.edges, "settings": self.settings}

    def _node(self, deed: str, op: Op) -> None:
        if deed == "add":
            self._fresh(self.nodes, op["node"])
        elif deed == "remove":
            self._there(self.nodes, op["id"])
            del self.nodes[op["id"]]
        elif deed == "move":
            for move in op["moves"]:
                self._there(self.nodes, move["id"])["position"] = {"x": move["x"], "y": move["y"]}
        elif deed == "reparent":
            node = self._there(self.nodes, op["id"])
            order = node["order"] if op.get("order") is None else op["order"]
            node |= {"parent_id": op["parent_id"], "position": {"x": op["x"], "y": op["y"]}, "order": order}
        else:
            self._data(deed, self._there(self.nodes, op["id"])["data"], op)

    def _data(self, deed: str, data: dict[str, Any], op: Op) -> None:
        *way, last = op["path"]
        for key in way:
            if deed == "unset" and not isinstance(data.get(key), dict):
                return
            if not isinstance(data.get(key), dict):
                data[key] = {}
            data = data[key]
        if deed == "set":
            data[last] = copy.deepcopy(op["value"])
        elif deed == "unset":
            data.pop(last, None)
        elif deed == "text":
            data[last] = typed(data.get(last, ""), op["delta"])
        elif deed == "list":
            data[last] = listed(data.get(last) or [], op)
        else:
            raise Untrue(f"nobody knows {op['op']}")

    def _edge(self, deed: str, op: Op) -> None:
        if deed == "add":
            self._fresh(self.edges, op["edge"])
        elif deed == "remove":
            self._there(self.edges, op["id"])
            del self.edges[op["id"]]
        else:
            self._data(deed, self._there(self.edges, op["id"])["data"], op)

    def _setting(self, op: Op) -> None:
        if op["value"] is None:
            self.settings.pop(op["path"][0], None)
        else:
            self.settings[op["path"][0]] = op["value"]

    def _fresh(self, held: dict[str, dict[str, Any]], record: dict[str, Any]) -> None:
        if record["id"] in held:
            raise Untrue(f"{record['id']} is added a second time")
        held[record["id"]] = copy.deepcopy(record)

    def _there(self, held: dict[str, dict[str, Any]], one: str) -> dict[str, Any]:
        if one not in held:
            raise Untrue(f"{one} is edited and is not there")
        return held[one]

    def _look(self) -> None:
        for node in self.nodes.values():
            self._depth(node)
        arrivals: Counter[tuple[str, str, bool]] = Counter()
        for edge in self.edges.values():
            source, target = self.nodes.get(edge["source"]), self.nodes.get(edge["target"])
            if source is None or target is None:
                raise Untrue(f"wire {edge['id']} hangs in the air")
            out = source["parent_id"] == target["id"]
            if not self.many(target["type"], edge["target_handle"]):
                arrivals[edge["target"], edge["target_handle"], out] += 1
        if crowded := [where for where, count in arrivals.items() if count > 1]:
            raise Untrue(f"more than one wire arrives at {crowded[0]}")

    def _depth(self, node: dict[str, Any]) -> None:
        above, depth = node["parent_id"], 0
        while above is not None:
            depth += 1
            if above not in self.nodes or depth > DEEPEST:
                raise Untrue(f"{node['id']} stands nowhere, or in itself")
            above = self.nodes[above]["parent_id"]


_STRUCTURE = frozenset({"node.add", "node.remove", "node.reparent", "edge.add", "edge.remove"})


def typed(before: str, delta: list[Any]) -> str:
    """The text after a logged delta. Raises Untrue where it is not the text that the delta was logged for."""
    made, place = [], 0
    for part in delta:
        if isinstance(part, str):
            made.append(part)
        elif isinstance(part, int):
            made.append(before[place : place + part])
            place += part
        else:
            gone = part["d"]
            if not isinstance(gone, str) or before[place : place + len(gone)] != gone:
                raise Untrue(f"{gone!r} is deleted where {before[place : place + 20]!r} stands")
            place += len(gone)
        if place > len(before):
            raise Untrue("a text is skipped beyond its end")
    return "".join(made) + before[place:]


def listed(before: list[str], op: Op) -> list[str]:
    """The list after a logged edit."""
    after = [value for value in before if value not in op.get("del", ())]
    for each in op.get("ins", ()):
        if each["value"] in after:
            after.remove(each["value"])
        behind = each.get("after")
        after.insert(0 if behind is None else after.index(behind) + 1, each["value"])
    return after
