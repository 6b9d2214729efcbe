"""What the clients of one run saw, and the figures that come out of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

NANO = 1e9


@dataclass(slots=True)
class Tally:
    """`latencies` in seconds, one per delivery: from the author's send to the reader's decode; `cursors` likewise, once
    `cursors_since`, a moment in nanoseconds, is set.
    """

    latencies: list[float] = field(default_factory=list)
    cursors: list[float] = field(default_factory=list)
    cursors_since: int | None = None
    refused: list[str] = field(default_factory=list)

    def arrived(self, sent_ns: int, now_ns: int) -> None:
        self.latencies.append((now_ns - sent_ns) / NANO)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `cpu`, the server's alone, and `seconds` from the first edit to the last delivery; `gaps` None where the
    protocol knows no versions.
    """

    latencies: list[float]
    expected: int
    cpu: float
    seconds: float
    gaps: int | None = None

    def figures(self, work: str) -> dict[str, float]:
        """By the name of the row."""
        delivered = len(self.latencies)
        figures = {
            f"{work}: CPU per delivery": self.cpu / max(1, delivered) * 1e6,
            f"{work}: p50": percentile(self.latencies, 0.5) * 1000,
            f"{work}: p95": percentile(self.latencies, 0.95) * 1000,
            f"{work}: p99": percentile(self.latencies, 0.99) * 1000,
            f"{work}: delivered": delivered / self.expected * 100,
            f"{work}: deliveries per second": delivered / self.seconds,
            f"{work}: server process": self.cpu / self.seconds * 100,
        }
        return figures if self.gaps is None else {**figures, f"{work}: gaps in versions": self.gaps}


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all values do not exceed; 0 without any."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]
