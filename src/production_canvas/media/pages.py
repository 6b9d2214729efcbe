"""The words of a PDF and where they stand, read by a process that may be lost.

`python -m production_canvas.media.pages` reads the file on its input and prints JSON: either `refused`, a sentence, or
`pages`, each with its height and its runs of words.
"""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import sys
from typing import Any, TypeAlias

import pypdfium2
from pypdfium2 import raw

from production_canvas.film.reading import LARGEST

COMPUTING = 1.6
"""Seconds of computing; a feature film's pages take a fifth of one."""
MEMORY = 1024**3
MOST_PAGES = 1000
MOST_LETTERS = 4_000_000
SAME_LINE = 3.0
GAP = 24.0
"""Points from one letter's beginning to the next one's: further apart they stand in columns of their own."""
Run: TypeAlias = tuple[float, float, float, str]
"""Left and right end and height of the line in points, and the words."""
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
    pages: list[tuple[float, list[Run]]] = []
    left = MOST_LETTERS
    for page in document:
        text = page.get_textpage()
        left -= text.count_chars()
        if left < 0:
            return {"refused": LOST}
        pages.append((page.get_height(), _runs(text)))
    return {"pages": pages}


def _runs(text: pypdfium2.PdfTextPage) -> list[Run]:
    """Letter by letter: what stands in a box may be half of a neighbour's letter where the face has kerning."""
    runs: list[Run] = []
    words, start, base, at = "", 0.0, 0.0, 0.0
    across, up = ctypes.c_double(), ctypes.c_double()

    def close(last: int) -> None:
        if words.strip():
            _left, _foot, right, _top = text.get_charbox(last, loose=True)
            runs.append((round(start, 1), round(right, 1), round(base, 1), words.rstrip()))

    last = -1
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter in "\r\n":
            close(last)
            words = ""
            continue
        raw.FPDFText_GetCharOrigin(text, index, across, up)
        if words and (abs(up.value - base) > SAME_LINE or not -SAME_LINE < across.value - at < GAP):
            close(last)
            words = ""
        if letter != " ":
            last, at = index, across.value
            if not words:
                start, base = across.value, up.value
        if words or letter != " ":
            words += letter
    close(last)
    return runs


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
