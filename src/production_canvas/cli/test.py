"""`canvas test`: all tests, or a part of them."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from production_canvas.cli.options import say
from production_canvas.cli.runner import Verdict, checks, npm, python
from production_canvas.local import browser, node
from production_canvas.local.clone import clone

if TYPE_CHECKING:
    from collections.abc import Callable

application = typer.Typer()
QUIET = ("-q", "--no-header")


class Part(StrEnum):
    FAST = "fast"
    CORE = "core"
    WEB = "web"
    E2E = "e2e"


@application.command()
def run_tests(
    part: Annotated[
        Part | None, typer.Argument(help="fast: no server, no browser; without a part: everything.")
    ] = None,
) -> None:
    """Lint, types, unit tests, real servers, real browsers."""
    root = clone()
    if part is not Part.CORE:
        node.install_packages(root / "web", root / ".canvas-env", say)
    verdict = Verdict()
    for run in _PARTS[part]:
        run(verdict)
    sys.exit(verdict.close())


def _core(verdict: Verdict) -> None:
    verdict.run("core tests", python("pytest", *QUIET, "tests/core"), folder=clone())


def _python(verdict: Verdict) -> None:
    command = python("pytest", *QUIET, "-n", "2", "--dist", "loadfile", "tests", "--ignore", "tests/e2e")
    verdict.run("python tests", command, folder=clone())


def _web(verdict: Verdict) -> None:
    verdict.run("web tests", npm("run", "--silent", "test:unit"), folder=clone() / "web")


def _e2e(verdict: Verdict) -> None:
    root = clone()
    program = browser.chromium(root / ".canvas-env" / "chromium", say)
    node.build_app(root / "web", root / ".canvas-env", say)
    verdict.run(
        "browser tests", python("pytest", *QUIET, "tests/e2e"), folder=root, variables={"CHROMIUM": str(program)}
    )


_PARTS: dict[Part | None, tuple[Callable[[Verdict], None], ...]] = {
    Part.FAST: (_core, _web),
    Part.CORE: (_core,),
    Part.WEB: (_web,),
    Part.E2E: (_e2e,),
    None: (checks, _web, _python, _e2e),
}
