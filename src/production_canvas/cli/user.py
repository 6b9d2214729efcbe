"""`canvas user`: accounts of the running installation."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from production_canvas.cli.options import Data, Json, running_settings
from production_canvas.errors import Invalid
from production_canvas.wiring import open_canvas

if TYPE_CHECKING:
    from production_canvas.settings import Settings
    from production_canvas.store.users import User

application = typer.Typer(no_args_is_help=True, help="Accounts.")


@application.command()
def add(
    email: str,
    *,
    name: Annotated[str, typer.Option(help="Shown to others; without it the part before the @.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="The password is the first line of the input.")
    ],
    data: Data = None,
) -> None:
    """Adds an account and prints its id."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if not password:
        raise Invalid("Give the password on the input: … | canvas user add EMAIL --password-stdin")
    user = asyncio.run(_add(running_settings(data), email, name or email.partition("@")[0], password))
    print(user.id)


@application.command("list")
def list_(*, data: Data = None, json_: Json = False) -> None:
    """Everybody who has an account."""
    users = asyncio.run(_list(running_settings(data)))
    if json_:
        print(json.dumps([{"id": user.id, "email": user.email, "name": user.name} for user in users]))
        return
    for user in users:
        print(f"{user.id}  {user.email}  {user.name}")


async def _add(settings: Settings, email: str, name: str, password: str) -> User:
    async with open_canvas(settings) as canvas:
        return await canvas.accounts.add(email, name, password)


async def _list(settings: Settings) -> list[User]:
    async with open_canvas(settings) as canvas:
        return list(await canvas.accounts.list())
