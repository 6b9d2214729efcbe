"""`python -m production_canvas.backends.media.child FOLDER SECONDS`: one rendering, in a process with limits.

Reads the job as one line of JSON; any further line, or the end of what it reads, means to stop. Writes lines of JSON:
`progress`, at the end either `made`, or `failed` with a sentence.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
from av.error import FFmpegError

from production_canvas.backends.backend import BackendFailed, Cancelled, Rendered
from production_canvas.backends.media.kinds import RENDERS, TOO_LARGE
from production_canvas.media.clips import DAMAGED
from production_canvas.media.limits import end_with_parent, limit
from production_canvas.media.sniffing import NotMedia

TELL_EVERY = 0.1


def main() -> None:
    folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
    end_with_parent()
    limit(seconds)
    # What a library prints goes to the log; the lines of JSON have the true output to themselves.
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    teller = _Teller(told)
    job = json.loads(sys.stdin.readline())
    stopped = threading.Event()
    threading.Thread(target=_await_stop, args=(stopped,), daemon=True).start()
    cv2.setNumThreads(1)
    teller.tell(_outcome(job, folder, teller, stopped))


def _outcome(job: Mapping[str, Any], folder: Path, teller: _Teller, stopped: threading.Event) -> dict[str, Any]:
    render = import_module(f"production_canvas.backends.media.{RENDERS[job['kind']]}").render
    try:
        made = render(job, folder, teller.report, stopped.is_set)
    except Cancelled:
        return {"failed": "", "sort": "cancelled"}
    except (BackendFailed, NotMedia) as error:
        return {"failed": str(error), "sort": "input"}
    except FFmpegError:
        return {"failed": DAMAGED, "sort": "input"}
    except MemoryError:
        return {"failed": TOO_LARGE, "sort": "input"}
    return {"made": _told(made)}


def _told(made: Rendered) -> dict[str, Any]:
    media = made.media.record()
    return {"path": made.path.name, "poster": made.poster_path.name, "mime": made.mime, "media": media}


def _await_stop(stopped: threading.Event) -> None:
    sys.stdin.readline()
    stopped.set()


class _Teller:
    """`report` as backends have it; it tells at most ten times a second."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._told = -TELL_EVERY

    def report(self, percent: float, step: str) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY:
            self._told = now
            self.tell({"progress": [percent, step]})

    def tell(self, what: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(what) + "\n")
        self._out.flush()


if __name__ == "__main__":
    main()
