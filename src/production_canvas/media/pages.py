"""The words of a PDF and where they stand, read by a process that may be lost.

`python -m production_canvas.media.pages` reads the file on its input and prints JSON: either `refused`, a sentence, or
`pages`, each with its height and its runs of words.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from typing import Any

import pypdfium2

from production_canvas.film.reading import LARGEST

COMPUTING = 1.6
"""Seconds of computing; a feature film's pages take a fifth of one."""
MEMORY = 1024**3
MOST_PAGES = 1000
MOST_RUNS = 400_000
LOST = "This PDF could not be read: it takes more time or memory than a screenplay's should."
LOCKED = "This PDF is locked with a password; save it without one, or export Final Draft, Fountain or plain text."
DAMAGED = "This PDF is damaged; export it anew, or as Final Draft, Fountain or plain text."


def read(content: bytes) -> dict[str, Any]:
    """Pages as height and runs, or why there are none."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"refused": LOCKED if "password" in str(error).lower() else DAMAGED}
    if len(document) > MOST_PAGES:
        return {"refused": f"This PDF has more than {MOST_PAGES:,} pages; that is no screenplay."}
    pages: list[tuple[float, list[tuple[float, float, float, str]]]] = []
    left = MOST_RUNS
    for page in document:
        text = page.get_textpage()
        count = text.count_rects()
        left -= count
        if left < 0:
            return {"refused": LOST}
        boxes = [text.get_rect(index) for index in range(count)]
        runs = [
            (round(start, 1), round(end, 1), round(foot, 1), text.get_text_bounded(start, foot, end, top))
            for start, foot, end, top in boxes
        ]
        pages.append((page.get_height(), runs))
    return {"pages": pages}


def main() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, 2),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # Fractions of a second of computing: the signal ends the process.
    signal.setitimer(signal.ITIMER_PROF, COMPUTING)
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        told = read(content)
    except (pypdfium2.PdfiumError, MemoryError):
        told = {"refused": DAMAGED}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
