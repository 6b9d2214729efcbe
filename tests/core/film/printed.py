"""A screenplay printed as programs print it: Courier 12, each kind of line in its column, numbers at the edges."""

from __future__ import annotations

from production_canvas.film.script import Script

COLUMNS = {
    "action": (108, 60),
    "heading": (108, 60),
    "cue": (266, 38),
    "dialogue": (180, 35),
    "parenthetical": (223, 25),
}
TOP, PITCH, LINES = 720, 12, 54
Placed = tuple[float, float, str]


def wrapped(text: str, columns: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > columns:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pages_of(script: Script, *, numbered: bool = False) -> list[list[Placed]]:
    """Words with their places, page by page; a title page first."""
    pages: list[list[Placed]] = [[(270, 500, script.title)], []]
    at = scene = 0
    for element in script.elements:
        if element.kind not in COLUMNS:
            continue
        left, columns = COLUMNS[element.kind]
        lines = wrapped(element.text, columns)
        above = element.kind in ("action", "heading", "cue")
        if at + above + len(lines) + (2 if element.kind in ("heading", "cue") else 0) > LINES:
            pages.append([(500, 756, f"{len(pages)}.")])
            at = 0
        at += above if at else 0
        for place, line in enumerate(lines):
            base = TOP - at * PITCH
            pages[-1].append((left, base, line))
            if element.kind == "heading" and numbered and not place:
                scene += 1
                pages[-1] += [(60, base, str(scene)), (540, base, str(scene))]
            at += 1
    return pages


def pdf(pages: list[list[Placed]]) -> bytes:
    """A PDF file of those words."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    kids = []
    for page in pages:
        words = "".join(f"BT /F1 12 Tf {x:g} {y:g} Td ({_escaped(text)}) Tj ET\n" for x, y, text in page).encode(
            "cp1252", "replace"
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return content + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
