"""`canvas token`: an access token, for scripts."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from production_canvas.cli.options import Data, running_settings
from production_canvas.settings import Settings
from production_canvas.wiring import open_canvas

application = typer.Typer()


@application.command()
def token(
    *,
    user: Annotated[str | None, typer.Option("--user", help="E-mail of the user; without it the local owner.")] = None,
    data: Data = None,
) -> None:
    """Prints an access token of the running installation."""
    print(asyncio.run(_token(running_settings(data), user)))


async def _token(settings: Settings, email: str | None) -> str:
    async with open_canvas(settings) as canvas:
        if email is None:
            await canvas.accounts.local_owner()
        return await canvas.accounts.token_for(email)
