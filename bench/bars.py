"""Every figure of the collaboration benchmark in the order of the table: its unit and its bar."""

from __future__ import annotations

from dataclasses import dataclass

from bench.report import Row


@dataclass(frozen=True, slots=True)
class Bar:
    """`most` or `least` is what the figure must keep to; neither: told, not judged."""

    unit: str
    most: float | None = None
    least: float | None = None


COLLABORATION = {
    "A: CPU per delivery": Bar("µs", most=40),
    "A: p50": Bar("ms"),
    "A: p95": Bar("ms", most=50),
    "A: p99": Bar("ms", most=100),
    "A: delivered": Bar("%", least=100),
    "A: gaps in versions": Bar("", most=0),
    "A: deliveries per second": Bar("/s"),
    "A: server process": Bar("% of a core"),
    "C: CPU per delivery": Bar("µs"),
    "C: p50": Bar("ms"),
    "C: p95": Bar("ms", most=75),
    "C: p99": Bar("ms"),
    "C: delivered": Bar("%", least=100),
    "C: gaps in versions": Bar("", most=0),
    "C: deliveries per second": Bar("/s"),
    "C: server process": Bar("% of a core"),
    "D: CPU per delivery": Bar("µs"),
    "D: p50": Bar("ms"),
    "D: p95": Bar("ms", most=75),
    "D: p99": Bar("ms"),
    "D: delivered": Bar("%", least=100),
    "D: gaps in versions": Bar("", most=0),
    "D: server process": Bar("% of a core"),
    "D: memory per open graph with its 2 connections": Bar("KB", most=400),
    "join, 1,000 nodes, p50": Bar("ms", most=20),
    "join, 1,000 nodes, edited before each, p50": Bar("ms"),
    "join, 10,000 nodes, p50": Bar("ms", most=80),
    "join, 10,000 nodes, edited before each, p50": Bar("ms"),
    "50 joins at once, 10,000 nodes": Bar("s", most=3),
    "50 joins at once, 10,000 nodes: joined": Bar("of 50", least=50),
    "presence, 50 × 20/s: server process": Bar("% of a core", most=20),
    "presence, 50 × 20/s: p95 of a cursor": Bar("ms", most=80),
    "presence, 50 × 20/s: cursors shown": Bar("%"),
    "reconnect after 200 missed edits at 10,000 nodes: bytes": Bar("KB", most=100),
    "reconnect after 200 missed edits at 10,000 nodes: time": Bar("ms", most=100),
    "stuck reader: others' p95": Bar("ms"),
    "stuck reader: others' p95 with everybody reading": Bar("ms"),
    "stuck reader: others' p95 beside that": Bar("%", most=10),
    "stuck reader: others' delivered": Bar("%", least=100),
    "stuck reader: closed after": Bar("s", most=10),
    "stuck reader: sent towards it until then": Bar("KiB", most=1024),
}


def rows(figures: dict[str, float], peers: dict[str, dict[str, float]]) -> list[Row]:
    """A row for every figure that was measured, with what the peers had in the same run."""
    return [_row(name, bar, figures[name], peers) for name, bar in COLLABORATION.items() if name in figures]


def _row(name: str, bar: Bar, value: float, peers: dict[str, dict[str, float]]) -> Row:
    beside = {peer: measured[name] for peer, measured in peers.items() if name in measured}
    limit = bar.most if bar.least is None else bar.least
    return Row(name, value, bar.unit, limit, at_least=bar.least is not None, peers=beside)
