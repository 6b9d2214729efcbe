"""`canvas fix`: repairs what a machine can repair."""

from __future__ import annotations

import sys

import typer

from production_canvas.cli.options import say
from production_canvas.cli.runner import Verdict, npm, python
from production_canvas.local import node
from production_canvas.local.clone import clone

application = typer.Typer()


@application.command()
def fix() -> None:
    """Formatting and what the linters mend themselves."""
    root = clone()
    node.install_packages(root / "web", root / ".canvas-env", say)
    verdict = Verdict()
    verdict.run("ruff", python("ruff", "check", "--fix", "."), folder=root)
    verdict.run("ruff format", python("ruff", "format", "."), folder=root)
    verdict.run("wire types", python("production_canvas", "schema"), folder=root)
    verdict.run("prettier", npm("run", "--silent", "format"), folder=root / "web")
    sys.exit(verdict.close())
