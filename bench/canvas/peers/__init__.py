"""Stock Svelte Flow and React Flow with cards of the same content, in the same browser and the same run.

They are no part of the product: `bench/canvas/peers/install FOLDER` builds them, and `CANVAS_BENCH_PEERS=FOLDER` says
where.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.canvas.screen import Screen, chromium, medians, opened
from production_canvas.cli.options import say

FOLDER = "CANVAS_BENCH_PEERS"
PAGES = {
    "Svelte Flow": "/svelte.html?visible=0",
    "Svelte Flow, visible only": "/svelte.html?visible=1",
    "React Flow": "/react.html?visible=0",
    "React Flow, visible only": "/react.html?visible=1",
}
SIZES = {"1,000 nodes": 1000, "10,000 nodes": 10_000}


def measure(times: int) -> dict[str, dict[str, float]]:
    """By peer; nothing where none is built."""
    given = os.environ.get(FOLDER)
    built = Path(given).resolve() / "dist" if given else None
    if built is None or not (built / "svelte.html").exists():
        return {}
    with _served(built) as url:
        return {peer: medians([_run(url, peer) for _ in range(times)]) for peer in PAGES}


def _run(url: str, peer: str) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, nodes in SIZES.items():
        say(f"{peer}: {name}")
        with chromium() as browser:
            screen = Screen(browser, url)
            figures |= opened(screen, f"{PAGES[peer]}&nodes={nodes}", name)
            figures[f"{name}: heap"] = screen.heap()
            screen.close()
    return figures


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
