"""`canvas bench`: the product's own benchmarks, from the clone's `bench` folder."""

from __future__ import annotations

import importlib
import sys
from enum import StrEnum
from typing import Annotated

import typer

from production_canvas.cli.options import Json
from production_canvas.local.clone import clone

application = typer.Typer()


class Bench(StrEnum):
    COLLAB = "collab"
    CHAOS = "chaos"
    CANVAS = "canvas"
    SCRIPT = "script"
    LIBRARY = "library"
    FILES = "files"
    MEDIA = "media"
    DISPATCH = "dispatch"


@application.command()
def bench(
    name: Bench,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Shorter, for a first look.")] = False,
    json_: Json = False,
) -> None:
    """Measures, prints a table; exit code 1 when a bar fails."""
    sys.path.insert(0, str(clone()))
    sys.exit(importlib.import_module(f"bench.{name.value}").main(quick=quick, json=json_))
