"""`canvas schema`: what is written from the code itself: types of the wire, the page of node types, their catalogue."""

from __future__ import annotations

import sys
from typing import Annotated

import orjson
import typer

from production_canvas.local.clone import clone
from production_canvas.nodes import catalogue
from production_canvas.nodes.reference import reference
from production_canvas.protocol.typescript import declarations

application = typer.Typer()


def catalogue_text() -> str:
    """What `GET /api/v1/node-types` answers, for the browser's own tests."""
    return orjson.dumps(catalogue(), option=orjson.OPT_INDENT_2).decode() + "\n"


WRITTEN = {
    "web/src/lib/protocol/schema.d.ts": declarations,
    "docs/nodes.md": reference,
    "tests/data/catalogue.json": catalogue_text,
}


@application.command()
def schema(
    *, check: Annotated[bool, typer.Option("--check", help="Writes nothing; exit code 1 when a file is old.")] = False
) -> None:
    """Writes web/src/lib/protocol/schema.d.ts, docs/nodes.md and tests/data/catalogue.json."""
    old = [(name, wanted()) for name, wanted in WRITTEN.items() if not _holds(name, wanted())]
    if check and old:
        sys.exit(f"{', '.join(name for name, _ in old)} older than the code: run ./canvas schema.")
    for name, text in old:
        file = clone() / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(name)


def _holds(name: str, text: str) -> bool:
    file = clone() / name
    return file.exists() and file.read_text("utf-8") == text
