"""The files that a job is made of, brought from the store to where its backend finds them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from production_canvas.backends.backend import GIVEN, Passing, given, named
from production_canvas.errors import NotFound
from production_canvas.files.store import FileStore, StoreAway

log = structlog.get_logger()


async def bring(files: FileStore, job: Mapping[str, Any], folder: Path) -> None:
    """Lays them into `folder`. One that the store has lost stays away, and the backend does without it. Raises
    Passing with a sentence where the store does not answer.
    """
    (folder / GIVEN).mkdir()
    for name in sorted(named(job)):
        path = given(folder, name)
        try:
            with path.open("wb") as file:
                async for piece in files.stream(name):
                    file.write(piece)
        except NotFound:
            path.unlink()
            log.warning("bringing.file_missing", file=name)
        except StoreAway as error:
            raise Passing(str(error)) from error
