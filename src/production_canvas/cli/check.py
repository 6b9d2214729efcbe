"""`canvas check`: what machines can judge without running the product."""

from __future__ import annotations

import sys

import typer

from production_canvas.cli.options import say
from production_canvas.cli.runner import Verdict, checks
from production_canvas.local import node
from production_canvas.local.clone import clone

application = typer.Typer()


@application.command()
def check() -> None:
    """Lint, types, import contracts, generated files."""
    node.install_packages(clone() / "web", clone() / ".canvas-env", say)
    verdict = Verdict()
    checks(verdict)
    sys.exit(verdict.close())
