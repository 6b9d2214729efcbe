"""`canvas script`: what a screenplay holds. Needs no server."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from production_canvas.cli.options import Json
from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import LARGEST, read_script
from production_canvas.film.summary import summary
from production_canvas.media.pdf import is_pdf, text_of

application = typer.Typer()


@application.command()
def script(
    file: Path,
    *,
    json_: Json = False,
    shots: Annotated[bool, typer.Option("--shots", help="Adds the proposed shots of every scene.")] = False,
) -> None:
    """Format, title, scenes, characters, locations, pages."""
    try:
        told = summary(read_script(_content(file), file.name), shots=shots)
    except (OSError, UnreadableScript) as error:
        sentence = f"{file} cannot be read: {error.strerror}." if isinstance(error, OSError) else str(error)
        print(json.dumps({"error": sentence}) if json_ else sentence, file=sys.stdout if json_ else sys.stderr)
        sys.exit(1)
    if json_:
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print(told)


def _content(file: Path) -> bytes:
    """What stands in the file, no more of it than the reader takes; of a PDF its text."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    return asyncio.run(text_of(content)) if is_pdf(content) else content


def _print(told: dict[str, Any]) -> None:
    scenes, characters = told["scenes"], told["characters"]
    print(f"{told['title'] or 'Untitled'} · {told['format']} · {told['pages']} pages · {len(scenes)} scenes")
    for scene in scenes:
        print(f"{scene['number']:>6}  {scene['heading']}  {_eighths(scene['eighths'])}")
    print(f"{len(characters)} characters: " + ", ".join(f"{one['name']} {one['cues']}" for one in characters))
    print(f"{len(told['locations'])} locations: {', '.join(told['locations'])}")
    print(f"{told['cues']} cues, {told['dual_dialogues']} dual dialogues")
    for shot in told.get("shots", ()):
        print("  ".join(str(value) for value in shot.values()))


def _eighths(count: int) -> str:
    """A scene's length as a breakdown sheet writes it: 11 eighths are "1 3/8"."""
    pages, rest = divmod(count, 8)
    return " ".join(part for part in (str(pages) if pages else "", f"{rest}/8" if rest else "") if part) or "0"
