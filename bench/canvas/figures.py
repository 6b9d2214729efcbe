"""Every figure of the canvas benchmark in the order of the table: its unit and its bar."""

from __future__ import annotations

from bench.bars import Bar
from bench.report import Row

CANVAS = {
    "1,000 nodes: first card": Bar("ms", most=1000),
    "1,000 nodes: load, main CPU": Bar("ms"),
    "1,000 nodes: pan p95": Bar("ms"),
    "1,000 nodes: pan main per frame": Bar("ms"),
    "10,000 nodes: load, main CPU": Bar("ms", most=1500),
    "10,000 nodes: first card": Bar("ms"),
    "10,000 nodes: pan p50": Bar("ms"),
    "10,000 nodes: pan p95": Bar("ms", most=20),
    "10,000 nodes: pan main per frame": Bar("ms", most=10),
    "10,000 nodes: zoom p50": Bar("ms"),
    "10,000 nodes: zoom p95": Bar("ms", most=50),
    "10,000 nodes: zoom main per frame": Bar("ms"),
    "10,000 nodes: one remote edit, script": Bar("ms", most=2),
    "10,000 nodes: heap": Bar("MB", most=60),
    "10,000 nodes: mounted nodes": Bar(""),
    "10,000 nodes: DOM elements": Bar(""),
    "10,000 nodes over levels: open": Bar("ms", most=2000),
    "10,000 nodes over levels: load, main CPU": Bar("ms"),
    "10,000 nodes over levels: pan p95": Bar("ms", most=50),
    "10,000 nodes over levels: zoom p95": Bar("ms", most=50),
    "10,000 nodes over levels: heap": Bar("MB"),
    "100 level changes: heap grows by": Bar("MB", most=5),
    "50 cursors: main per second": Bar("ms"),
    "50 cursors: frame p95": Bar("ms"),
}


def rows(figures: dict[str, float], peers: dict[str, dict[str, float]]) -> list[Row]:
    """A row for every figure that was measured, with what the peers had in the same run."""
    return [
        Row(
            name,
            figures[name],
            bar.unit,
            bar.most,
            peers={peer: measured[name] for peer, measured in peers.items() if name in measured},
        )
        for name, bar in CANVAS.items()
        if name in figures
    ]
