"""Runs the tools that judge the clone, shows what they print as it comes, and keeps their own last words."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from production_canvas.local import node
from production_canvas.local.clone import clone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# pytest closes with "12 passed, 1 failed in 3.40s", between rules or bare; vitest with "Tests  12 passed (12)".
SUMMARY = re.compile(
    r"^(=+ )?(\d+ (passed|failed|errors?|skipped|warnings?)|no tests ran)\b.* in [\d.]+s|^\s*Tests\s+\d+ \w+"
)
COUNT = re.compile(r"(\d+) (passed|failed|errors?)\b")


@dataclass(slots=True)
class Verdict:
    """`passed` and `failed` count tests of the runners that tell them."""

    failed_parts: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    passed: int = 0
    failed: int = 0

    def run(
        self, part: str, command: Sequence[str | Path], *, folder: Path, variables: Mapping[str, str] | None = None
    ) -> None:
        """Runs one tool to its end, shown as it goes."""
        print(f"── {part}", flush=True)
        environment = {**node.environment(), **(variables or {})}
        with subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                self._remember(part, COLOURS.sub("", line).rstrip())
        if process.returncode:
            self.failed_parts.append(part)

    def _remember(self, part: str, line: str) -> None:
        if not SUMMARY.match(line):
            return
        self.summaries.append(f"{part}: {line.strip('= ')}")
        for count, what in COUNT.findall(line):
            if what == "passed":
                self.passed += int(count)
            else:
                self.failed += int(count)

    def close(self) -> int:
        """The exit code, after the runners' last words are printed once more together."""
        for summary in self.summaries:
            print(summary)
        if self.failed_parts:
            print(f"failed: {', '.join(self.failed_parts)}")
        if self.passed or self.failed:
            print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed_parts else 0


def python(*words: str) -> list[str]:
    """A command of the environment's own Python tools."""
    return [sys.executable, "-m", *words]


def npm(*words: str) -> list[str | Path]:
    return [node.node(), node.npm_program(), *words]


def checks(verdict: Verdict) -> None:
    """Lint, types, import contracts, generated files, in Python and in the web app."""
    root = clone()
    verdict.run("ruff", python("ruff", "check", "."), folder=root)
    verdict.run("ruff format", python("ruff", "format", "--check", "--quiet", "."), folder=root)
    verdict.run("mypy", python("mypy"), folder=root)
    verdict.run("import contracts", [Path(sys.executable).with_name("lint-imports"), "--no-logo"], folder=root)
    verdict.run("wire types", python("production_canvas", "schema", "--check"), folder=root)
    verdict.run("eslint and prettier", npm("run", "--silent", "lint"), folder=root / "web")
    verdict.run("svelte-check", npm("run", "--silent", "check"), folder=root / "web")
