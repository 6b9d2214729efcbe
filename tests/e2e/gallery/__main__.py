"""`python -m tests.e2e.gallery`: docs/gallery.md with a picture of every card in both themes."""

from __future__ import annotations

import argparse
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize

from production_canvas.local.runtime import Runtime, read
from production_canvas.local.started import started
from production_canvas.wiring import Canvas
from tests.e2e.browser import chromium
from tests.e2e.conftest import Told, ask
from tests.e2e.gallery.cards import FILMS, Card, Film
from tests.e2e.gallery.film import Standing, stand

HOUSE = Path(__file__).parents[3]
DOCS = HOUSE / "docs"
TOKENS = HOUSE / "web" / "src" / "styles" / "tokens.css"
ROOM: ViewportSize = {"width": 2000, "height": 2000}
AROUND = 24
COLORS = 256
THEMES = ("dark", "light")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, help="folder of a running installation; without it, one is started")
    given.add_argument("--only", default="", help="title of the one film whose cards are pictured")
    options = given.parse_args()
    films = [film for film in FILMS if options.only in ("", film.title)]
    with installation(options.data) as it, chromium() as browser:
        for film in films:
            standing = ask(it, partial(stand, film=film))
            token = ask(it, sign_in)
            for theme in THEMES:
                picture(browser, it.url, token, film, standing, theme)
    (DOCS / "gallery.md").write_text(page(), encoding="utf-8")


@contextmanager
def installation(data: Path | None) -> Iterator[Told]:
    if data:
        yield Running(data)
        return
    with (
        tempfile.TemporaryDirectory(prefix="canvas-gallery-") as folder,
        started(Path(folder) / "data", "--empty") as it,
    ):
        yield it


class Running:
    """An installation that somebody else started and ends."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @property
    def url(self) -> str:
        return self.now().url

    def now(self) -> Runtime:
        return read(self._data)


async def sign_in(canvas: Canvas) -> str:
    return canvas.accounts.session_token(await canvas.accounts.local_owner())


def picture(browser: Browser, url: str, token: str, film: Film, standing: Standing, theme: str) -> None:
    """A file for each card of the film."""
    context = browser.new_context(base_url=url, viewport=ROOM, device_scale_factor=2, reduced_motion="reduce")
    host = url.partition("://")[2].partition(":")[0]
    context.add_cookies(
        [
            {"name": "canvas_session", "value": token, "domain": host, "path": "/"},
            {"name": "canvas_theme", "value": theme, "domain": host, "path": "/"},
        ]
    )
    project = standing.project_id
    context.request.put(
        f"/api/v1/projects/{project}/place",
        data={"level": None, "viewport": {"x": 48, "y": 48, "zoom": 1}},
        headers={"origin": url},
    )
    page = context.new_page()
    page.goto(f"/project/{project}")
    page.locator(f'[data-node-id="{standing.nodes[film.cards[0].name]}"]').wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    for card in film.cards:
        shoot(page, standing.nodes[card.name], DOCS / "gallery" / f"{card.name}-{theme}.png")
    context.close()


def shoot(page: Page, node_id: str, file: Path) -> None:
    box = page.locator(f'[data-node-id="{node_id}"]').bounding_box()
    assert box is not None, f"{file.stem} is not on the screen"
    clip: FloatRect = {
        "x": box["x"] - AROUND,
        "y": box["y"] - AROUND,
        "width": box["width"] + 2 * AROUND,
        "height": box["height"] + 2 * AROUND,
    }
    content = page.screenshot(clip=clip)
    file.parent.mkdir(parents=True, exist_ok=True)
    reduced(Image.open(io.BytesIO(content)).convert("RGB")).save(file, optimize=True)


def reduced(picture: Image.Image) -> Image.Image:
    """The picture in few colours: those of the design, which mark small things, and the most of its own."""
    design = sorted({color.lower() for color in re.findall(r"#[0-9a-fA-F]{6}\b", TOKENS.read_text("utf-8"))})
    own = picture.quantize(COLORS - len(design)).getpalette() or []
    palette = Image.new("P", (1, 1))
    marks = [channel for color in design for channel in bytes.fromhex(color[1:])]
    palette.putpalette([*own[: 3 * (COLORS - len(design))], *marks])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def page() -> str:
    """The page of the gallery: every card by film, dark beside light."""
    parts = [
        "# Gallery of cards",
        "",
        "Every node type, filled, in both themes. Written by `python -m tests.e2e.gallery`.",
        "",
    ]
    for film in FILMS:
        parts += [f"## {film.title}", "", "| card | dark | light |", "|---|---|---|"]
        parts += [row(card) for card in film.cards]
        parts.append("")
    return "\n".join(parts)


def row(card: Card) -> str:
    return (
        f"| {card.name} | "
        + " | ".join(f"![{card.name}, {theme}](gallery/{card.name}-{theme}.png)" for theme in THEMES)
        + " |"
    )


if __name__ == "__main__":
    main()
