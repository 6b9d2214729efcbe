"""PDFs of strangers are read by a process that may be lost: in time, within its memory, with a sentence."""

from __future__ import annotations

import re
import time
import zlib

import pytest

from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import read_script
from production_canvas.media.pdf import is_pdf, text_of
from tests.core.film.drafts import draft, film
from tests.core.film.printed import pages_of, pdf

LIMIT = 2.0
SLOW = 4.0
"""Times that a busy machine may take longer than a free one to start a process."""


def bomb() -> bytes:
    """A page whose words unpack to two hundred megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT (fog) Tj ET " * 70_000) for _ in range(200)) + packer.flush()
    whole = pdf([[(108, 700, "here")]])
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    return re.sub(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", lambda _: stream, whole, count=1, flags=re.DOTALL)


HOSTILE = {
    "a bomb": bomb,
    "its head alone": lambda: b"%PDF-1.7\n",
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000,
    "towers of brackets": lambda: b"%PDF-1.4\n1 0 obj\n" + b"[" * 3_000_000,
    "pages that hold themselves": lambda: pdf([[(1, 1, "x")]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
    "a scan": lambda: pdf([[], []]),
    "no scene": lambda: pdf([[(108, 700, "Dear Mara, nothing happens here.")]]),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_pdf_is_refused_in_time_with_a_sentence(name: str) -> None:
    content = HOSTILE[name]()
    assert is_pdf(content)
    begun = time.perf_counter()
    with pytest.raises(UnreadableScript, match=r"PDF") as refused:
        read_script(await text_of(content), "a.pdf")
    assert str(refused.value).endswith((".", "DAY."))
    assert time.perf_counter() - begun < LIMIT * SLOW


async def test_a_printed_feature_is_read() -> None:
    written = read_script(draft(film(190)), "film.fountain")
    again = read_script(await text_of(pdf(pages_of(written, numbered=True))), "film.pdf")
    assert [scene.heading for scene in again.scenes] == [scene.heading for scene in written.scenes]
    assert abs(again.pages - written.pages) <= max(1.0, 0.05 * written.pages)


async def test_letters_that_reach_into_their_neighbours_are_read_once_and_in_their_words() -> None:
    lines = ["EXT. AVALON TOWN - DAY", "The officer finally waits for fifty waves.", "OLD PETE takes the fish away."]
    drawn_together = [
        (108 + at * 6.7, 700 - 24.0 * row, line[at : at + 3])
        for row, line in enumerate(lines)
        for at in range(0, len(line), 3)
    ]
    assert (await text_of(pdf([drawn_together]))).decode().split() == " ".join(lines).split()
