"""The media benchmark: what previs makes in a second of one core, what memory it takes, how fast it speaks, and how
many of a thousand varied shots it makes at the first attempt.

Every clip is made by a process that has made one before. Frames per second are told by computing time, painting of the
set included.
"""

from __future__ import annotations

import json as encoding
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.report import Row, machine, report
from bench.workloads.previs import pictures, varied
from production_canvas.backends.previs.backend import Previs
from production_canvas.cli.options import say
from production_canvas.errors import CanvasError
from production_canvas.media.probe import probe
from production_canvas.media.speech import RATE, VOICES, speak

TIERS = ("low", "standard", "high")
BAR = {"standard": 20.0}
"""Frames per second of one core."""
SUCCESS = 99.5
_LINE = (
    "I have walked this pier every night since you left, and not once did I think that you would be the one waiting."
)
_CHILD = """
import json, sys, time
from pathlib import Path
from bench.workloads.previs import pictures, whole
from production_canvas.backends.previs.backend import Previs
folder = Path(sys.argv[3])
Previs().run(whole("low", 0.2, pictures(folder), drawn=True), folder, lambda percent, step: None, lambda: False)
job = whole(sys.argv[1], float(sys.argv[4]), pictures(folder), drawn=sys.argv[2] == "drawn")
started = time.process_time()
made = Previs().run(job, folder, lambda percent, step: None, lambda: False)
took = time.process_time() - started
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([made.media.frames / took, peak / 1024]))
"""


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    seconds, shots, times = (2.0, 40, 1) if quick else (4.0, 1000, 3)
    settings = {"seconds a clip": seconds, "clips of a kind": times, "varied shots": shots}
    rows = [*_tiers(seconds, times), *_speech(times), *_attempts(shots)]
    return report("media", machine(), settings, rows, as_json=json)


def _tiers(seconds: float, times: int) -> Iterator[Row]:
    for tier in TIERS:
        for kind in ("pictured", "drawn"):
            say(f"{tier}, {kind}")
            made = [_clip(tier, kind, seconds) for _ in range(times)]
            speed, memory = (median(figures) for figures in zip(*made, strict=True))
            yield Row(f"{tier}, {kind}: frames a second of one core", speed, "fps", BAR.get(tier), at_least=True)
            yield Row(f"{tier}, {kind}: memory", memory, "MB")


def _clip(tier: str, kind: str, seconds: float) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _CHILD, tier, kind, folder, str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    speed, memory = encoding.loads(done.stdout)
    return speed, memory


def _speech(times: int) -> Iterator[Row]:
    started = time.process_time()
    speak("One.", VOICES["narrator"])
    yield Row("speech: until the first word can be said", time.process_time() - started, "s")
    speeds = []
    for _ in range(times):
        started = time.process_time()
        samples = speak(_LINE, VOICES["man"])
        speeds.append(len(samples) / RATE / (time.process_time() - started))
    yield Row("speech: times as fast as it is heard", median(speeds), "×")


def _attempts(shots: int) -> Iterator[Row]:
    made, took, why = 0, [], set()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = pictures(folder)
        for number in range(shots):
            if number % 100 == 0:
                say(f"varied shots: {number} of {shots}")
            started = time.process_time()
            try:
                clip = Previs().run(varied(number, files), folder, lambda _percent, _step: None, lambda: False)
                made += probe(clip.path).frames == clip.media.frames
            except (CanvasError, ValueError, ArithmeticError, LookupError, TypeError, OSError) as error:
                why.add(f"{number}: {error!r}"[:200])
            took.append(time.process_time() - started)
    for each in sorted(why):
        say(each)
    yield Row("varied shots: made at the first attempt", 100 * made / shots, "%", SUCCESS, at_least=True)
    yield Row("varied shots: each", median(took) * 1000, "ms")
