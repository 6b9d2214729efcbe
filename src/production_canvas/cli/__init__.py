"""The command line. Each command stands in a module of its own, which is imported when it is called."""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

import structlog
import typer
from typer.core import TyperGroup
from typer.main import get_command

from production_canvas.errors import CanvasError

COMMANDS = {
    "up": "up",
    "test": "test",
    "check": "check",
    "fix": "fix",
    "schema": "schema",
    "migrate": "migrate",
    "doctor": "doctor",
    "token": "token",
    "user": "user",
    "project": "project",
    "script": "script",
    "generate": "generate",
    "seed": "seed",
    "bench": "bench",
}


class Commands(TyperGroup):
    """Looks a command up by importing its module: `script` does not wait for the imports of `up`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is typer's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is typer's
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"production_canvas.cli.{COMMANDS[cmd_name]}")
        command = get_command(module.application)
        command.name = cmd_name
        return command


application = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@application.callback()
def _canvas() -> None:
    """Production Canvas: a film crew plans and generates its film on one shared canvas."""


def main() -> None:
    """Runs one command. What went wrong ends as one sentence and exit code 1."""
    # Output belongs to the command; what the services log goes beside it, and only when it matters.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        application(prog_name="canvas")
    except CanvasError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
