"""Shots of every kind are made, and made the same by every process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bench.workloads.previs import pictures, varied, whole
from production_canvas.backends.previs.backend import Previs
from production_canvas.media.probe import probe


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=some.integers(0, 2**32))
def test_any_shot_is_made_at_the_first_attempt(tmp_path: Path, number: int) -> None:
    made = Previs().run(varied(number, pictures(tmp_path)), tmp_path, lambda _percent, _step: None, lambda: False)
    clip = probe(made.path)
    assert (clip.frames, clip.width, clip.height, clip.sound) == (made.media.frames, 640, 360, "aac")


CHILD = """
import sys
from pathlib import Path
import cv2
from bench.workloads.previs import pictures, whole
from production_canvas.backends.previs.backend import Previs
cv2.setNumThreads(int(sys.argv[3]))
folder = Path(sys.argv[1])
job = whole("low", 1.0, pictures(folder), drawn=sys.argv[2] == "drawn")
Previs().run(job, folder, lambda percent, step: None, lambda: False)
"""


@pytest.mark.parametrize("kind", ["drawn", "pictured"])
def test_every_process_makes_the_same_bytes_with_any_number_of_threads(tmp_path: Path, kind: str) -> None:
    found = set()
    for threads in ("1", "3"):
        folder = tmp_path / threads
        folder.mkdir()
        several = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        environment = os.environ | several | {"PYTHONHASHSEED": threads, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", CHILD, str(folder), kind, threads], check=True, env=environment)
        found.add(hashlib.sha256((folder / "clip.mp4").read_bytes()).hexdigest())
    job = whole("low", 1.0, pictures(tmp_path), drawn=kind == "drawn")
    own = Previs().run(job, tmp_path, lambda _percent, _step: None, lambda: False)
    assert found == {hashlib.sha256(own.path.read_bytes()).hexdigest()}
