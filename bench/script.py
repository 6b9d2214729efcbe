"""The script benchmark: how long screenplays take to read, break down and revise, and what hostile files cost.

Each hostile file is read by a process of its own, whose time and memory are told. `CANVAS_BENCH_SCRIPTS=FOLDER` adds
the screenplays of a folder.
"""

from __future__ import annotations

import json as encoding
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.report import Row, machine, report
from bench.workloads.scripts import HOSTILE, MEGABYTE, PAGE
from production_canvas.cli.options import say
from production_canvas.film.breakdown import break_down
from production_canvas.film.reading import read_script
from production_canvas.film.revision import compare

FEATURE = 146_000
"""Bytes of a feature film."""
MEMORY = 512.0
_CHILD = """
import json, sys, time
from contextlib import suppress
from bench.workloads.scripts import HOSTILE
from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import read_script
content = HOSTILE[sys.argv[1]]()
started = time.process_time()
with suppress(UnreadableScript):
    read_script(content, "a.fountain")
took = time.process_time() - started
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([took, peak / 1024]))
"""


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    times = 3 if quick else 9
    rows = [*_sizes(times), *_folder(times), *_revision(times), *_hostile()]
    return report("script", machine(), {"times": times, "of them": "the median"}, rows, as_json=json)


def _sizes(times: int) -> Iterator[Row]:
    feature = (PAGE * (FEATURE // len(PAGE) + 1)).encode()[:FEATURE]
    yield Row("feature, 146 KB: read", _milliseconds(lambda: read_script(feature, "a.fountain"), times), "ms", 50)
    script = read_script(feature, "a.fountain")
    yield Row("feature, 146 KB: broken down", _milliseconds(lambda: break_down(script), times), "ms")
    large = (PAGE * (5 * MEGABYTE // len(PAGE) + 1)).encode()[: 5 * MEGABYTE]
    say("5 MB")
    yield Row("5 MB: read", _milliseconds(lambda: read_script(large, "a.fountain"), 3) / 1000, "s", 2)


def _folder(times: int) -> Iterator[Row]:
    folder = os.environ.get("CANVAS_BENCH_SCRIPTS", "")
    for file in sorted(Path(folder).iterdir()) if folder else ():
        content = file.read_bytes()
        bar = 50 if len(content) <= FEATURE * 2 else None
        yield Row(f"{file.name}: read", _milliseconds(lambda: read_script(content, file.name), times), "ms", bar)  # noqa: B023  # measured at once


def _revision(times: int) -> Iterator[Row]:
    text = "\n\n".join(f"INT. ROOM {at % 40} - DAY\n\n{_words(at)}\n\nMARA\n{_words(at + 1)}" for at in range(500))
    old = read_script(text.encode(), "a.fountain")
    new = read_script(text.replace("MARA\n", "MARA\nWell, ").encode(), "a.fountain")
    standing = {scene.index: scene.number for scene in old.scenes}
    took = _milliseconds(lambda: compare(old, new, standing), times)
    yield Row("500 scenes, all of them changed: compared", took, "ms", 1000)
    yield Row(
        "500 scenes, none of them changed: compared", _milliseconds(lambda: compare(old, old, standing), times), "ms"
    )


def _words(at: int) -> str:
    return " ".join(f"w{(at * 31 + step * step * 7) % 977}" for step in range(24))


def _hostile() -> Iterator[Row]:
    say(f"{len(HOSTILE)} hostile files")
    for name in HOSTILE:
        ended = subprocess.run([sys.executable, "-c", _CHILD, name], capture_output=True, check=True, text=True)
        seconds, megabytes = encoding.loads(ended.stdout)
        yield Row(f"hostile, {name}: read or refused", seconds, "s", 2)
        yield Row(f"hostile, {name}: memory", megabytes, "MB", MEMORY)


def _milliseconds(work: Callable[[], Any], times: int) -> float:
    """The median of the processor time of some runs."""
    took = []
    for _ in range(times):
        started = time.process_time()
        work()
        took.append((time.process_time() - started) * 1000)
    return median(took)
