"""`canvas migrate`: brings a database up to date."""

from __future__ import annotations

import typer

from production_canvas.cli.options import Data, data_folder
from production_canvas.local import runtime
from production_canvas.settings import Settings
from production_canvas.store import migrate as tables

application = typer.Typer()


@application.command()
def migrate(*, data: Data = None) -> None:
    """The database of DATABASE_URL, or of the running installation. `up` does it by itself."""
    tables.upgrade(Settings().database_url or runtime.read(data_folder(data)).database_url)
    print("The database is up to date.")
