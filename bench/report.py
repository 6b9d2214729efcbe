"""A benchmark's rows, as a table for people and JSON for machines."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `bar` is what it must not exceed (None: told, not judged); `peers` were measured in the same run."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    at_least: bool = False
    peers: dict[str, float] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def record(self) -> dict[str, Any]:
        return {**{key: value for key, value in asdict(self).items() if key != "at_least"}, "holds": self.holds}


def percentile(values: list[float], share: float = 0.95) -> float:
    """The value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def machine() -> dict[str, Any]:
    """What the figures were measured on; `load` is the machine's one-minute load before the run."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 1024**2, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


def report(name: str, state: dict[str, Any], settings: dict[str, Any], rows: list[Row], *, as_json: bool) -> int:
    """Prints the report; 1 where a bar does not hold, else 0."""
    if as_json:
        body = {"bench": name, "machine": state, "settings": settings, "rows": [row.record() for row in rows]}
        sys.stdout.write(json.dumps(body, indent=2) + "\n")
    else:
        sys.stdout.write(_table(name, state, settings, rows))
    return 0 if all(row.holds for row in rows) else 1


def _table(name: str, state: dict[str, Any], settings: dict[str, Any], rows: list[Row]) -> str:
    lines = [f"# {name}", ""]
    lines += [", ".join(f"{key} {value}" for key, value in facts.items()) for facts in (state, settings)]
    peers = sorted({peer for row in rows for peer in row.peers})
    lines += ["", f"| {' | '.join(('figure', 'value', 'bar', '', *peers))} |", "|---" * (4 + len(peers)) + "|"]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        bar = "" if row.bar is None else f"{sign} {row.bar:g} {row.unit}"
        verdict = "" if row.bar is None else "holds" if row.holds else "**fails**"
        beside = [f"{row.peers[peer]:.4g}" if peer in row.peers else "" for peer in peers]
        lines.append(f"| {' | '.join((row.name, f'{row.value:.4g} {row.unit}', bar, verdict, *beside))} |")
    return "\n".join(lines) + "\n"
