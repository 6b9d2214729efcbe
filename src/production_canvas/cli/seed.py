"""`canvas seed`: films of any size to try the installation with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from uuid_utils.compat import uuid7

from production_canvas.cli.options import Data, running_settings
from production_canvas.cli.stress import StressFilm, of_nodes, of_scenes
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch
from production_canvas.store import assets
from production_canvas.wiring import open_canvas

if TYPE_CHECKING:
    from production_canvas.services.pending import Pending
    from production_canvas.store.users import User
    from production_canvas.wiring import Canvas

application = typer.Typer(no_args_is_help=True, help="Films to try the installation with.")
MOST_NODES = 20_000
AT_ONCE = 4


@application.callback()
def _seed() -> None:
    """Films to try the installation with."""


@application.command()
def stress(
    *,
    scenes: Annotated[int, typer.Option(min=1, max=2000, help="Scenes on the film's own level.")] = 120,
    shots: Annotated[int, typer.Option(min=0, max=MOST_NODES, help="Shots inside them, together.")] = 1200,
    nodes: Annotated[
        int | None, typer.Option(min=1, max=MOST_NODES, help="Exactly so many nodes, instead of scenes and shots.")
    ] = None,
    flat: Annotated[bool, typer.Option("--flat", help="With --nodes: all on the film's own level.")] = False,
    name: Annotated[str, typer.Option(help="The film's name; without it, its size.")] = "",
    data: Data = None,
) -> None:
    """Makes a film of that size of the local owner and prints its project's id."""
    if flat and nodes is None:
        raise typer.BadParameter("--flat goes with --nodes.")
    film = of_scenes(scenes, shots) if nodes is None else of_nodes(nodes, flat=flat)
    count = sum(op["op"] == "node.add" for op in film.ops)
    print(asyncio.run(_seeded(data, name or f"{count:,} nodes", film)))


async def _seeded(data: Data, name: str, film: StressFilm) -> str:
    async with open_canvas(running_settings(data)) as canvas:
        return await put(canvas, await canvas.accounts.local_owner(), name, film)


async def put(canvas: Canvas, user: User, name: str, film: StressFilm) -> str:
    """The id of a new project of `user` that holds the film, through the same door as every edit."""
    project = await canvas.projects.create(user, name)
    actor = await canvas.projects.actor(project.id, user)
    await assets.insert_many(canvas.db, project.id, user.id, film.assets)
    step = f"stress:{uuid7()}"
    waiting: list[Pending] = []
    for start in range(0, len(film.ops), OPERATIONS_PER_BATCH):
        ops = film.ops[start : start + OPERATIONS_PER_BATCH]
        told = {
            "client_op_id": f"stress:{uuid7()}",
            "base_version": 0,
            "ops": ops,
            "label": "Stress film",
            "step": step,
        }
        waiting.append(await canvas.sync.enqueue(project.id, actor, Batch.model_validate(told)))
        if len(waiting) >= AT_ONCE:
            await canvas.sync.answer(waiting.pop(0))
    for pending in waiting:
        await canvas.sync.answer(pending)
    return project.id
