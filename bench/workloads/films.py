"""Films and people for the workloads, made beside the web process: nothing of them is in its memory yet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bench.load import shots
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.settings import Settings
from production_canvas.store.users import User
from production_canvas.wiring import Canvas, open_canvas

PEOPLE = 10
NODES_PER_BATCH = 250
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Film:
    """`tokens` of its people; seats beyond them are second windows, as nobody may have a film open six times."""

    project_id: str
    nodes: int
    tokens: list[str]

    def token(self, seat: int) -> str:
        return self.tokens[seat % len(self.tokens)]


async def make_films(settings: Settings, count: int, *, nodes: int, seats: int) -> list[Film]:
    """That many films with that many shots, for at most ten people with `seats` windows together."""
    async with open_canvas(settings) as canvas:
        people = await _people(canvas, min(PEOPLE, seats))
        gate = asyncio.Semaphore(AT_ONCE)

        async def make() -> Film:
            async with gate:
                return await _film(canvas, people, nodes)

        return list(await asyncio.gather(*(make() for _ in range(count))))


async def _people(canvas: Canvas, count: int) -> list[tuple[User, str]]:
    """The owner and the next ones, each with a token."""
    known = {user.email: user for user in await canvas.accounts.list()}
    owner = await canvas.accounts.local_owner()
    users = [owner]
    for index in range(1, count):
        email = f"person{index}@bench.example"
        users.append(known.get(email) or await canvas.accounts.add(email, f"Person {index}"))
    return [(user, await canvas.accounts.token_for(user.email)) for user in users]


async def _film(canvas: Canvas, people: list[tuple[User, str]], nodes: int) -> Film:
    owner = people[0][0]
    project = await canvas.projects.create(owner, "A film to measure")
    actor = await canvas.projects.actor(project.id, owner)
    for user, _ in people[1:]:
        await canvas.projects.put_member(project.id, actor, user.email, "editor")
    await _fill(canvas, project.id, actor, nodes)
    return Film(project.id, nodes, [token for _, token in people])


async def _fill(canvas: Canvas, project_id: str, actor: Actor, nodes: int) -> None:
    for start in range(0, nodes, NODES_PER_BATCH):
        ops = [{"op": "node.add", "node": shot(index)} for index in range(start, min(nodes, start + NODES_PER_BATCH))]
        batch = Batch.model_validate({"client_op_id": f"films:{start}", "base_version": 0, "ops": ops})
        await canvas.sync.submit(project_id, actor, batch)


def shot(index: int) -> dict[str, Any]:
    """A shot as crews have them, on a grid of forty columns."""
    position = {"x": index % 40 * 340, "y": index // 40 * 480}
    data = {"number": f"SH{index:04d}", "title": shots.title(index), "prompt": shots.prompt(index)}
    return {"id": f"shot-{index}", "type": "shot", "parent_id": None, "position": position, "order": "", "data": data}
