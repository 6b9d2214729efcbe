"""`canvas schema`: the browser's types of the wire, from the messages that Python speaks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from production_canvas.local.clone import clone
from production_canvas.protocol.typescript import declarations

application = typer.Typer()


@application.command()
def schema(
    *, check: Annotated[bool, typer.Option("--check", help="Writes nothing; exit code 1 when the file is old.")] = False
) -> None:
    """Writes web/src/lib/protocol/schema.d.ts."""
    file = clone() / "web" / "src" / "lib" / "protocol" / "schema.d.ts"
    wanted = declarations()
    if file.exists() and file.read_text("utf-8") == wanted:
        return
    if check:
        sys.exit(f"{file.relative_to(clone())} is older than the messages: run ./canvas schema.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(wanted, encoding="utf-8")
    print(file.relative_to(clone()))
