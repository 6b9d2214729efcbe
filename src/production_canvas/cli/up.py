"""`canvas up`: everything of an installation, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from production_canvas.cli.film import SAMPLE, SAMPLE_NAME, Screenplay, new_film
from production_canvas.cli.options import Data, data_folder, say, settings_of
from production_canvas.local import runtime
from production_canvas.local.clone import clone
from production_canvas.local.installation import Installation, Plan, default_workers
from production_canvas.local.node import build_app
from production_canvas.settings import Settings
from production_canvas.wiring import open_canvas

if TYPE_CHECKING:
    from types import FrameType

application = typer.Typer()
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@application.command()
def up(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Public port.")] = 8000,
    data: Data = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Opens no browser.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Generations at the same time.")] = default_workers(),
    empty: Annotated[bool, typer.Option("--empty", help="Begins without the sample film.")] = False,
) -> None:
    """Starts all; Ctrl-C ends all."""
    for number in ENDINGS:
        signal.signal(number, _interrupt)
    given = Settings()
    try:
        plan = Plan(
            data=data_folder(data),
            port=port,
            workers=workers,
            web_build=build_app(clone() / "web", clone() / ".canvas-env", say),
            database_url=given.database_url,
            broker_url=given.broker_url,
        )
        with Installation(plan) as installation:
            try:
                _serve(installation, browser=not no_open, sample=not empty)
            finally:
                # Ending in order takes a few seconds; a second Ctrl-C must not leave half of it behind.
                for number in ENDINGS:
                    signal.signal(number, signal.SIG_IGN)
    except KeyboardInterrupt:
        sys.exit(0)


def _serve(installation: Installation, *, browser: bool, sample: bool) -> None:
    installation.start(say)
    settings = settings_of(runtime.read(installation.data))
    link = asyncio.run(_sign_in_link(settings, sample=sample and installation.is_new))
    print(f"sign in, once: {link}")
    print(f"ready {installation.url}", flush=True)
    if browser and _has_screen():
        webbrowser.open(link)
    installation.tend_until(lambda: False)


async def _sign_in_link(settings: Settings, *, sample: bool) -> str:
    """Of the local owner, who is made at the first start; into the sample film, when one is made."""
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.local_owner()
        link = f"{settings.public_url}/enter?code={await canvas.accounts.one_use_link(owner)}"
        if not sample or await canvas.projects.list(owner):
            return link
        film = await new_film(canvas, owner, SAMPLE_NAME, Screenplay.of(SAMPLE))
    return f"{link}&to=/project/{film}"


def _has_screen() -> bool:
    """A browser without one would take the terminal."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
