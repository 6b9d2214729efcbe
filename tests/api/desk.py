"""A film on somebody's desk: edits go in by sync, answers come from the doors."""

from __future__ import annotations

from itertools import count
from typing import Any

import httpx

from production_canvas.graph.model import Edge, Node
from production_canvas.graph.state import Graph
from production_canvas.protocol.operations import Batch
from tests.api.conftest import Film, House
from tests.core.graphs import node, wire

_numbers = count(1)


def read(record: dict[str, Any]) -> Graph:
    nodes, edges = map(Node.read, record["nodes"]), map(Edge.read, record["edges"])
    return Graph(record["id"], record["epoch"], record["version"], nodes, edges, record["settings"])


def ordered(record: dict[str, Any]) -> dict[str, Any]:
    by_id = {key: sorted(record[key], key=lambda each: each["id"]) for key in ("nodes", "edges")}
    return {**by_id, "settings": record["settings"]}


class Desk:
    def __init__(self, house: House, film: Film, client: httpx.AsyncClient) -> None:
        self.house = house
        self.film = film
        self.client = client
        self.path = f"/api/v1/projects/{film.id}"

    async def edit(
        self, *ops: dict[str, Any], label: str | None = None, by: str = "owner", trusted: bool = False
    ) -> int:
        """The version that the operations became."""
        sync = self.house.canvas.sync
        actor = await self.house.canvas.projects.actor(self.film.id, self.film.crew[by])
        version = (await sync.graph(self.film.id)).version
        batch = {"client_op_id": f"desk:{next(_numbers)}", "base_version": version, "ops": list(ops), "label": label}
        return (await sync.submit(self.film.id, actor, Batch.model_validate(batch), trusted=trusted)).version

    async def get(self, path: str, **asked: Any) -> Any:
        answer = await self.client.get(self.path + path, params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.client.post(self.path + path, json=body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def refused(self, method: str, path: str, **body: Any) -> tuple[int, str, str]:
        answer = await self.client.request(method, self.path + path, json=body or None)
        return answer.status_code, answer.json()["error"]["code"], answer.json()["error"]["detail"]

    async def now(self) -> dict[str, Any]:
        graph: dict[str, Any] = (await self.get(""))["graph"]
        return graph

    async def at(self, version: int) -> dict[str, Any]:
        graph: dict[str, Any] = (await self.get(f"/history/{version}"))["graph"]
        return graph

    async def make_scene(self) -> int:
        """A scene with two shots in a row and a place that reaches the first from outside."""
        return await self.edit(
            node("one", "scene_group", title="INT. KITCHEN - DAY"),
            node("pier", "environment", name="Pier"),
            node("a", "shot", "one", prompt="Wide.", number="SH010"),
            node("b", "shot", "one"),
            wire("place", "pier", "environment", "one", "assets"),
            wire("inner", "one", "place", "a", "environment"),
            wire("cut", "a", "sequence_out", "b", "sequence_in"),
            label="A scene",
        )
