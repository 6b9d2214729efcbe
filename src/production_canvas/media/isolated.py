"""Files of strangers, opened by a process that may be lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from production_canvas.media.sniffing import NotMedia, Sort

SECONDS = 900
SLACK = 30
MADE = ("file", "thumb", "proxy", "waveform")
LOST = "The file could not be opened: it takes more time or memory than a file of its kind should."


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`made`: path by name, of `file`, `thumb`, `proxy` and `waveform` those that there are."""

    sort: Sort
    mime: str
    facts: dict[str, Any]
    made: dict[str, Path]


def take_in(source: Path, folder: Path, *, seconds: int = SECONDS) -> TakenIn:
    """What the file is, and what was made of it in the folder. Raises NotMedia with a sentence for people."""
    command = [sys.executable, "-P", "-m", "production_canvas.media.intake", str(source), str(folder), str(seconds)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            told, _ = process.communicate(timeout=seconds + SLACK)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise NotMedia(LOST) from error
            raise
    if process.returncode != 0:
        raise NotMedia(LOST)
    answer = json.loads(told)
    if "refused" in answer:
        raise NotMedia(answer["refused"])
    made = {name: folder / name for name in MADE if (folder / name).exists()}
    return TakenIn(answer["sort"], answer["mime"], answer["facts"], made)
