"""Screenplays that come as PDF: their words are read by a process of its own, with limits, and become plain text."""

from __future__ import annotations

import asyncio
import json
import signal
import sys

from production_canvas.errors import UnreadableScript
from production_canvas.film.pdf import Page, Run, typed
from production_canvas.film.reading import LARGEST

PATIENCE = 15.0
LOST = "This PDF could not be read: it takes more time or memory than a screenplay's should."
EMPTY = "There are no words in this PDF, only pictures of pages: export the screenplay itself instead of a scan."


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF")


async def text_of(content: bytes) -> bytes:
    """The screenplay in a PDF as plain text. Raises UnreadableScript with a sentence for people."""
    if len(content) > LARGEST:
        raise UnreadableScript("This PDF is larger than 10 MB; that is no screenplay this reader takes.")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "production_canvas.media.pages",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        told, _ = await asyncio.wait_for(process.communicate(content), PATIENCE)
    except TimeoutError as error:
        raise UnreadableScript(LOST) from error
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
    if process.returncode != 0:
        raise UnreadableScript(LOST)
    answer = json.loads(told)
    if "refused" in answer:
        raise UnreadableScript(answer["refused"])
    pages = [Page(height, [Run(*run) for run in runs]) for height, runs in answer["pages"]]
    text = await asyncio.to_thread(typed, pages)
    if not text.strip():
        raise UnreadableScript(EMPTY)
    return text.encode()
