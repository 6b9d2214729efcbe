"""The film that the crew works on, and what the database says of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

import httpx

from bench.disaster.checker import Entry, Log
from production_canvas.nodes import types
from production_canvas.protocol.operations import Batch
from production_canvas.settings import Settings
from production_canvas.store.database import connect
from production_canvas.wiring import open_canvas

SHOTS = 4
ANSWER_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Location:
    """`tokens` by seat; `fields`: shared texts as {id, key}; `keep`: nodes that stay; `first`: version at the start."""

    project_id: str
    tokens: list[str]
    fields: list[dict[str, str]]
    keep: list[str]
    first: int


async def scout(settings: Settings, name: str, seats: int) -> Location:
    """A new film: a scene with shots whose prompts everybody writes, a note, and a person for every seat."""
    async with open_canvas(settings) as canvas:
        emails = [f"seat{seat}@chaos.example" for seat in range(seats)]
        known = {user.email for user in await canvas.accounts.list()}
        for email in emails:
            if email not in known:
                await canvas.accounts.add(email, email.partition("@")[0].title())
        owner = await canvas.accounts.local_owner()
        project = await canvas.projects.create(owner, name)
        actor = await canvas.projects.actor(project.id, owner)
        for email in emails:
            await canvas.projects.put_member(project.id, actor, email, "editor")
        batch = Batch.model_validate({"client_op_id": "scout:1", "base_version": 0, "ops": _ops()})
        row = await canvas.sync.submit(project.id, actor, batch)
        tokens = [await canvas.accounts.token_for(email) for email in emails]
    prompts = [{"id": f"shot-{shot}", "key": "prompt"} for shot in range(SHOTS)]
    fields = [*prompts, {"id": "shot-0", "key": "note"}, {"id": "memo", "key": "text"}]
    return Location(project.id, tokens, fields, ["scene", *(field["id"] for field in fields)], row.version)


def _ops() -> list[dict[str, Any]]:
    def add(node_id: str, kind: str, parent: str | None, place: int, **data: Any) -> dict[str, Any]:
        position = {"x": place * 340.0, "y": 0.0}
        record = {"id": node_id, "type": kind, "parent_id": parent, "position": position, "order": "", "data": data}
        return {"op": "node.add", "node": record}

    shots = [
        add(f"shot-{shot}", "shot", "scene", shot, title="A shot", prompt="The lamp turns. 💡") for shot in range(SHOTS)
    ]
    return [add("scene", "scene_group", None, 0, title="EXT. PIER"), *shots, add("memo", "note", None, 1, text="")]


def takes_many(kind: str, handle: str) -> bool:
    """Whether wires may meet at that input; an output, seen from inside its container, takes one."""
    return any(socket.many for socket in types()[kind].inputs if socket.name == handle)


async def read_log(settings: Settings, project_id: str) -> Log:
    """The film's log and snapshots, as they stand in the database."""
    pool = await connect(settings.database_url, size=1)
    try:
        graph = await pool.fetchrow("SELECT id, version FROM graphs WHERE project_id = $1", project_id)
        assert graph is not None
        rows = await pool.fetch(
            "SELECT version, client_op_id, ops, result, undo_of, created_at FROM graph_ops WHERE graph_id = $1 "
            "ORDER BY version",
            graph["id"],
        )
        kept = await pool.fetch(
            "SELECT version, nodes, edges, settings FROM graph_states WHERE graph_id = $1 ORDER BY version", graph["id"]
        )
    finally:
        await pool.close()
    snapshots = [(row["version"], row["nodes"], row["edges"], row["settings"]) for row in kept]
    return Log(graph["version"], [Entry(**dict(row)) for row in rows], snapshots)


async def ask_film(url: str, location: Location) -> dict[str, Any]:
    """The film as the REST door shows it, once it answers."""
    headers = {"Authorization": f"Bearer {location.tokens[0]}"}
    async with asyncio.timeout(ANSWER_LIMIT), httpx.AsyncClient(headers=headers, timeout=ANSWER_LIMIT) as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                answer = await client.get(f"{url}/api/v1/projects/{location.project_id}")
                graph: dict[str, Any] = answer.raise_for_status().json()["graph"]
                return graph
            await asyncio.sleep(0.1)
