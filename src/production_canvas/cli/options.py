"""Options that several commands share, and the installation they speak of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from production_canvas.local import runtime
from production_canvas.local.clone import default_data
from production_canvas.local.keys import key
from production_canvas.settings import Settings

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of everything local; without it .canvas in the clone.")
]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def data_folder(given: Path | None) -> Path:
    return (given or default_data()).resolve()


def settings_of(told: runtime.Runtime) -> Settings:
    """The settings that the running web process has."""
    data = Path(told.data)
    return Settings(
        data=data,
        public_url=told.url,
        database_url=told.database_url,
        broker_url=told.broker_url,
        secret_key=SecretStr(key(data, "secret")),
    )


def running_settings(given: Path | None) -> Settings:
    """Of the installation that runs on that folder. Raises NotRunning."""
    return settings_of(runtime.read(data_folder(given)))


def say(step: str) -> None:
    """One quiet line of progress, beside the output."""
    print(f"{step} …", file=sys.stderr, flush=True)
