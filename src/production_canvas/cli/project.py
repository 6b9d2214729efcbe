"""`canvas project`: projects of the running installation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from production_canvas.cli.film import Screenplay, new_film
from production_canvas.cli.options import Data, Json, running_settings
from production_canvas.wiring import open_canvas

if TYPE_CHECKING:
    from production_canvas.settings import Settings

application = typer.Typer(no_args_is_help=True, help="Projects.")


@application.command()
def new(
    name: str,
    *,
    script: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, readable=True, help="A screenplay, read in and broken down to shots."
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Makes a project of the local owner and prints its id."""
    print(asyncio.run(_new(running_settings(data), name, Screenplay.of(script) if script else None)))


@application.command("list")
def list_(*, data: Data = None, json_: Json = False) -> None:
    """Every project of the local owner."""
    projects = asyncio.run(_list(running_settings(data)))
    if json_:
        print(json.dumps(projects))
        return
    for project in projects:
        print(f"{project['id']}  {project['nodes']:>6} nodes  {project['name']}")


async def _new(settings: Settings, name: str, screenplay: Screenplay | None) -> str:
    async with open_canvas(settings) as canvas:
        return await new_film(canvas, await canvas.accounts.local_owner(), name, screenplay)


async def _list(settings: Settings) -> list[dict[str, Any]]:
    async with open_canvas(settings) as canvas:
        projects = await canvas.projects.list(await canvas.accounts.local_owner())
    return [{"id": one.id, "name": one.name, "nodes": one.nodes, "version": one.version} for one in projects]
