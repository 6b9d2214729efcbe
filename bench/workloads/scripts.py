"""Screenplays of every size, and files that mean harm."""

from __future__ import annotations

import random
from collections.abc import Callable

from production_canvas.film.reading import LARGEST

PAGE = "INT. BARN - DAY\n\nRain on the roof, and nobody under it.\n\nMARA\nListen to that.\n\nTOMAS ^\nNo.\n\n"
MEGABYTE = 1_000_000
RANDOM = random.Random(1)
FDX = b'<FinalDraft><Content><Paragraph Type="Action"><Text>%s</Text></Paragraph></Content></FinalDraft>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: b" " * 200_000,
    "spaces between letters": lambda: b"a" + b" " * 200_000 + b"b",
    "open notes": lambda: b"[[" * 200_000,
    "open notes, closed once": lambda: b"[[\n\n" * 200_000 + b"]]",
    "open boneyards": lambda: b"/*" * 200_000,
    "boneyards": lambda: b"/**/" * 200_000,
    "unclosed boneyard": lambda: b"INT. A - DAY\n\n/* " + b"word\n\n" * 100_000,
    "one long line": lambda: b"A" * MEGABYTE,
    "one long heading": lambda: b"INT. " + b"A - " * 250_000,
    "one long number": lambda: b"INT. A " + b"#" * MEGABYTE,
    "one long emphasis": lambda: b"*_" * MEGABYTE,
    "one long extension": lambda: b"MARA " + b"(" * MEGABYTE + b"\nYes.",
    "blank lines": lambda: b"\n" * 200_000 + b"A",
    "two-space lines": lambda: b"MARA\nYes.\n" + b"  \n" * 200_000,
    "notes under cues": lambda: b"MARA\n[[a]]\n[[b]]\n" * 50_000,
    "cues": lambda: b"MARA\nYes.\n\n" * 100_000,
    "headings": lambda: b".A\n\n" * 300_000,
    "parentheticals": lambda: b"MARA\n" + b"(a)\n" * 300_000,
    "random bytes": lambda: RANDOM.randbytes(MEGABYTE),
    "random UTF-16": lambda: b"\xff\xfe" + RANDOM.randbytes(MEGABYTE),
    "brackets": lambda: b"[(<{" * (LARGEST // 4),
    "one line of five megabytes": lambda: b"word " * MEGABYTE,
    "a million cues": lambda: b"A\nb\n\n" * MEGABYTE,
    "nested notes": lambda: b"[[" * 500_000 + b"a" + b"]]" * 500_000,
    "numbers": lambda: b"1 INT. A 1\n\n" * 300_000,
    "tags within tags": lambda: b"<FinalDraft>" + b"<a>" * MEGABYTE,
    "one attribute of nine megabytes": lambda: b'<FinalDraft a="' + b"a" * (9 * MEGABYTE) + b'"/>',
    "attributes": lambda: b"<FinalDraft " + b" ".join(b'a%d=""' % each for each in range(300_000)) + b"/>",
    "a Final Draft file of texts": lambda: FDX % (b"</Text><Text>a" * 500_000),
    "Final Draft paragraphs": lambda: FDX % (b'</Text></Paragraph><Paragraph Type="Character"><Text>A' * 150_000),
    "open Final Draft paragraphs": lambda: FDX % (b"<Paragraph>" * 500_000),
    "a billion laughs": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY b%d "%s">' % (each, b"&a;" * 10) for each in range(9))
        + b"]><FinalDraft>&b8;</FinalDraft>"
    ),
    "NULs": lambda: b"\0" * MEGABYTE,
    "lone surrogates": lambda: "INT. A - DAY\n\n\ud800".encode("utf-8", "surrogatepass") * 20_000,
}
