"""What people do to a film at random: every operation, sense and nonsense."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from production_canvas.graph import text
from production_canvas.graph.state import Graph, Overlay
from tests.simulation.journal import UNSTORABLE
from tests.simulation.ledger import Edit, Ledger, Op, is_text

WALL = "wall"
"""The note on which nothing is ever deleted."""
LETTERS = "abcdefghijklmnopqrstuvwxyzäß 🎬🙂👩‍🚀日本\n"
KINDS = ("shot", "note", "character", "environment", "style", "text", "scene_group")
TEXTS = {"shot": "prompt", "note": "text", "text": "text", "scene_group": "synopsis", "character": "personality"}
LISTS = {"shot": "cast", "style": "keywords"}
NAMES = ("anna", "ben", "chloé", "dora", "🎭")
WIRES = (
    ("character", "character", "shot", "characters"),
    ("environment", "environment", "shot", "environment"),
    ("style", "style", "shot", "styles"),
    ("text", "text", "shot", "prompt_text"),
    ("shot", "sequence_out", "shot", "sequence_in"),
    ("scene_group", "sequence_out", "scene_group", "sequence_in"),
    ("environment", "environment", "scene_group", "assets"),
)
FOLLOWED = {"characters", "styles"}
"""Where a wire arrives that has a weight."""

View: TypeAlias = Overlay


def film() -> dict[str, Any]:
    """The record every simulation begins with."""
    nodes = [
        _node("one", "scene_group", None, {"title": "INT. KITCHEN - DAY", "synopsis": "She waits 🙂"}),
        _node("two", "scene_group", None, {"title": "EXT. PIER - DUSK"}),
        _node(WALL, "note", None, {"text": ""}),
        _node("pier", "environment", None, {"name": "Pier"}),
        _node("sh010", "shot", "one", {"prompt": "Wide 🎬 on the table.", "cast": ["anna"]}),
        _node("sh020", "shot", "one", {"prompt": ""}),
        _node("anna", "character", "one", {"name": "Anna", "personality": "Quiet."}),
        _node("look", "style", None, {"keywords": ["grain", "teal"]}),
    ]
    edges = [
        _edge("follow", "one", "sequence_out", "two", "sequence_in"),
        _edge("place", "pier", "environment", "one", "assets"),
        _edge("inner", "one", "place", "sh010", "environment"),
        _edge("cut", "sh010", "sequence_out", "sh020", "sequence_in"),
        _edge("cast", "anna", "character", "sh010", "characters"),
    ]
    return {"nodes": nodes, "edges": edges, "settings": {"rate": 24}}


class Hand:
    """One person's hand. `keeps`: writes on the wall and never undoes."""

    def __init__(self, rng: random.Random, name: str, *, keeps: bool) -> None:
        self._rng = rng
        self._name = name
        self._keeps = keeps
        self._count = 0
        self._removed: list[tuple[str, str]] = []

    def edit(self, ledger: Ledger) -> Edit:
        """The next thing to do, upon what is shown."""
        view = ledger.shown()
        nodes = sorted(_all(ledger, view))
        choices: list[tuple[int, Callable[[View, list[str], Ledger], list[Op]]]] = [
            (34, self._type), (8, self._set), (7, self._move), (5, self._reparent), (10, self._add), (6, self._remove),
            (7, self._wire), (3, self._unwire), (6, self._list), (3, self._film_setting), (3, self._restore),
            (3, self._rewrite), (3, self._paste), (2, self._nonsense), (1, self._unstorable),
        ]  # fmt: skip
        if self._keeps:
            choices.append((16, self._sign))
        else:
            choices += [(14, lambda *_: [{"op": "undo"}]), (6, lambda *_: [{"op": "redo"}])]
        ops: list[Op] = []
        while not ops:
            do = self._rng.choices([each for _, each in choices], [weight for weight, _ in choices])[0]
            ops = do(view, nodes, ledger)
        if ops[0]["op"] in {"undo", "redo"}:
            return Edit(ops[0]["op"])
        step = f"{self._name}-step-{self._count // 3}" if self._rng.random() < 0.5 else None
        return Edit("ops", ops, step)

    def _new(self, what: str) -> str:
        self._count += 1
        return f"{self._name}-{what}{self._count}"

    def _run(self, longest: int = 6) -> str:
        return "".join(self._rng.choice(LETTERS) for _ in range(self._rng.randint(1, longest)))

    def _some(self, view: View, nodes: list[str], kinds: Any) -> Any:
        found = [node for node_id in nodes if (node := view.node(node_id)) is not None and node.type in kinds]
        found = [node for node in found if node.id != WALL]
        return self._rng.choice(found) if found else None

    def _type(self, view: View, nodes: list[str], ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, TEXTS)
        if node is None:
            return []
        place = (node.id, TEXTS[node.type])
        before = ledger.letters(place)
        start = self._rng.choice([0, len(before), self._rng.randint(0, len(before))])
        gone = before[start : start + self._rng.choice([0, 0, 0, 1, 3, 30])]
        run = self._run() if not gone or self._rng.random() < 0.4 else ""
        delta = text.completed(before, [start, run, *([{"d": len(gone)}] if gone else [])] if start else
                               [run, *([{"d": len(gone)}] if gone else [])])  # fmt: skip
        if self._rng.random() < 0.5:
            delta = [{"d": len(part["d"])} if isinstance(part, dict) else part for part in delta]
        return [{"op": "node.text", "id": node.id, "path": [place[1]], "delta": delta}] if delta else []

    def _sign(self, view: View, _nodes: list[str], ledger: Ledger) -> list[Op]:
        if view.node(WALL) is None:
            return []
        start = self._rng.randint(0, len(ledger.letters((WALL, "text"))))
        return [
            {"op": "node.text", "id": WALL, "path": ["text"], "delta": [*([start] if start else []), self._run(10)]}
        ]

    def _rewrite(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, TEXTS)
        if node is None:
            return []
        path = [TEXTS[node.type]]
        if self._rng.random() < 0.3:
            return [{"op": "node.unset", "id": node.id, "path": path}]
        return [{"op": "node.set", "id": node.id, "path": path, "value": self._run(12)}]

    def _set(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, KINDS)
        if node is None:
            return []
        rng = self._rng
        choices: list[tuple[list[str], Any]] = [(["color"], f"#{rng.randrange(16**6):06x}"), (["muted"], True)]
        if node.type == "shot":
            choices += [(["camera", "amount"], round(rng.random(), 3)), (["camera", "move"], "dolly_in")]
            choices += [(["title"], self._run()), (["duration"], rng.choice([1, 2.5]))]
        path, value = rng.choice(choices)
        if rng.random() < 0.15:
            return [{"op": "node.unset", "id": node.id, "path": path}]
        return [{"op": "node.set", "id": node.id, "path": path, "value": value}]

    def _move(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        chosen = self._rng.sample(nodes, min(len(nodes), self._rng.randint(1, 3)))
        moves: list[Op] = []
        for node_id in chosen:
            node = view.node(node_id)
            if node is not None:
                level = {"in": node.parent_id} if self._rng.random() < 0.6 else {}
                moves.append({"id": node_id, "x": self._rng.randint(-900, 900), "y": 10.5, **level})
        return [{"op": "node.move", "moves": moves}] if moves else []

    def _container(self, view: View, nodes: list[str]) -> str | None:
        scene = self._some(view, nodes, {"scene_group"})
        return None if scene is None or self._rng.random() < 0.25 else str(scene.id)

    def _reparent(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, KINDS)
        if node is None:
            return []
        order = {"order": self._rng.choice("abc")} if self._rng.random() < 0.5 else {}
        parent = self._container(view, nodes)
        return [
            {"op": "node.reparent", "id": node.id, "parent_id": parent, "x": self._rng.randint(0, 99), "y": 0, **order}
        ]

    def _add(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        kind = self._rng.choice(KINDS)
        data = {TEXTS[kind]: self._run()} if kind in TEXTS and self._rng.random() < 0.6 else {}
        new = self._new("n")
        ops = [{"op": "node.add", "node": _node(new, kind, self._container(view, nodes), data)}]
        if kind == "scene_group" and self._rng.random() < 0.7:
            inner = self._new("n")
            ops.append({"op": "node.add", "node": _node(inner, "shot", new, {})})
            ops.append({"op": "node.text", "id": inner, "path": ["prompt"], "delta": [self._run()]})
        return ops

    def _remove(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, ("scene_group",) if self._rng.random() < 0.4 else KINDS)
        if node is None or (len(nodes) < 8 and self._rng.random() < 0.7):
            return []
        self._removed.append(("node", node.id))
        return [{"op": "node.remove", "id": node.id, "children": self._rng.choice(["delete", "delete", "lift"])}]

    def _restore(self, *_: Any) -> list[Op]:
        if not self._removed:
            return []
        kind, gone = self._rng.choice(self._removed)
        return [{"op": f"{kind}.restore", "id": gone}]

    def _wire(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        kind, leaving, other, arriving = self._rng.choice(WIRES)
        source, target = self._some(view, nodes, {kind}), self._some(view, nodes, {other})
        if source is None or target is None or source.id == target.id:
            return []
        if source.parent_id != target.parent_id and self._rng.random() < 0.9:
            return []
        return [{"op": "edge.add", "edge": _edge(self._new("e"), source.id, leaving, target.id, arriving)}]

    def _unwire(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        wires = sorted({wire for node_id in nodes for wire in view.wires(node_id)})
        if not wires:
            return []
        wire = self._rng.choice(wires)
        if self._rng.random() < 0.4:
            followed = [each for each in wires if (edge := view.edge(each)) and edge.target_handle in FOLLOWED]
            wire = followed[wires.index(wire) % len(followed)] if followed else wire
            return [{"op": "edge.set", "id": wire, "path": ["weight"], "value": round(self._rng.random(), 2)}]
        self._removed.append(("edge", wire))
        return [{"op": "edge.remove", "id": wire}]

    def _list(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, LISTS)
        if node is None:
            return []
        rng = self._rng
        ins = [{"value": value, "after": rng.choice([None, *NAMES])} for value in rng.sample(NAMES, rng.randint(0, 2))]
        gone = rng.sample(NAMES, rng.randint(0, 1))
        op = {"op": "node.list", "id": node.id, "path": [LISTS[node.type]], "ins": ins, "del": gone}
        return [op] if ins or gone else []

    def _film_setting(self, *_: Any) -> list[Op]:
        key, value = self._rng.choice([("rate", 25), ("rate", 30), ("title", self._run()), ("title", None)])
        return [{"op": "graph.set", "path": [key], "value": value}]

    def _paste(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        parent = self._container(view, nodes)
        many = self._rng.randint(5, 25)
        return [{"op": "node.add", "node": _node(self._new("n"), "note", parent, {"text": "p"})} for _ in range(many)]

    def _nonsense(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        node = self._some(view, nodes, {"scene_group"})
        shot = self._some(view, nodes, {"shot"})
        if node is None or shot is None:
            return []
        good = {"op": "node.set", "id": shot.id, "path": ["title"], "value": "half"}
        return self._rng.choice([
            [good, {"op": "node.reparent", "id": node.id, "parent_id": node.id, "x": 0, "y": 0}],
            [good, {"op": "node.set", "id": shot.id, "path": ["magic"], "value": 1}],
            [good, {"op": "edge.add", "edge": _edge(self._new("e"), shot.id, "video", shot.id, "sequence_in")}],
            [{"op": "node.add", "node": _node(self._new("n"), "spaceship", None, {})}],
        ])  # fmt: skip

    def _unstorable(self, view: View, nodes: list[str], _ledger: Ledger) -> list[Op]:
        shot = self._some(view, nodes, {"shot"})
        return [] if shot is None else [
            {"op": "node.set", "id": shot.id, "path": ["title"], "value": f"x{UNSTORABLE}"}
        ]  # fmt: skip


def _all(ledger: Ledger, view: View) -> Iterator[str]:
    known = set(ledger.graph.nodes) if ledger.graph is not None else set()
    for edit in ledger.unsent:
        known |= {op["node"]["id"] for op in edit.ops if op["op"] == "node.add"}
    if ledger.flight is not None:
        known |= {op["node"]["id"] for op in ledger.flight.shown if op["op"] == "node.add"}
    return (node_id for node_id in known if view.node(node_id) is not None)


def texts_of(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Every text of the graph: node, key, letters."""
    for node in graph.nodes.values():
        for key, value in node.data.items():
            if is_text(node.type, key) and isinstance(value, str):
                yield node.id, key, value


def _node(node_id: str, kind: str, parent: str | None, data: dict[str, Any]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    return {"id": node_id, "type": kind, "parent_id": parent, "position": place, "order": "", "data": data}


def _edge(edge_id: str, source: str, leaving: str, target: str, arriving: str) -> dict[str, Any]:
    return {"id": edge_id, "source": source, "source_handle": leaving, "target": target, "target_handle": arriving,
            "data": {}}  # fmt: skip
