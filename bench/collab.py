"""The collaboration benchmark: what editing together costs the web process, and how long it takes everybody.

The web process has one core, the load the other; PostgreSQL, durable, Valkey and the rest share what is left of both.
A delivery is one edit reaching one person, its author included; every edit is in PostgreSQL before anybody hears of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop

from bench import bars
from bench.load import crowd, joins
from bench.load.crowd import A, C, D
from bench.load.machine import FILES_NEEDED, SERVER_CORE, allow_files, on_load_core, pin
from bench.peers import beside
from bench.report import machine, report
from bench.workloads import crowds, presence, reconnect, stuck
from bench.workloads.films import Film, make_films
from bench.workloads.person import Stage
from production_canvas.cli.options import say, settings_of
from production_canvas.local.started import Started, started

LARGE = 10_000
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of each run, and how often one joins."""

    a: float = 60.0
    c: float = 30.0
    d: float = 30.0
    presence: float = 15.0
    stuck: float = 25.0
    joins: int = 40
    peers: float = 15.0


QUICK = Lengths(a=6.0, c=5.0, d=5.0, presence=3.0, stuck=5.0, joins=8, peers=5.0)


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar of `quality.md` does not hold."""
    lengths = QUICK if quick else Lengths()
    state, files = machine(), allow_files()
    if files < FILES_NEEDED:
        say(f"D needs {FILES_NEEDED} open files and may have {files} (ulimit -n): it may fail")
    figures = {**_open_films(lengths), **_edited_films(lengths)}
    peers = beside.measure(lengths.peers, lengths.joins)
    settings = {
        "seconds": f"A {lengths.a:g}, C {lengths.c:g}, D {lengths.d:g}, presence {lengths.presence:g}, "
        f"stuck reader {lengths.stuck:g} each, peers {lengths.peers:g}",
        "joins": lengths.joins,
        "open files": files,
        "peers": ", ".join(peers) or "none installed",
    }
    return report("collab", state, settings, bars.rows(figures, peers), as_json=json)


def _open_films(lengths: Lengths) -> dict[str, float]:
    """D, in a web process of its own: memory that other work has left free would hide what a film takes."""
    with _installation() as it:
        say(f"{D.rooms} films of {D.nodes} nodes")
        warming, *films = _films(it, D.rooms + 1, nodes=D.nodes, seats=D.people)
        _measure(lambda: crowds.warm(_stage(it, [warming]), D))
        return _measure(lambda: crowds.open_films(_stage(it, films), D, lengths.d))


def _edited_films(lengths: Lengths) -> dict[str, float]:
    with _installation() as it:
        say("A, presence, stuck reader")
        stage = _stage(it, _films(it, 1, nodes=A.nodes, seats=A.people))
        figures = _measure(lambda: crowd.run(stage, A, lengths.a))
        figures |= _measure(lambda: presence.run(stage, lengths.presence))
        figures |= _measure(lambda: stuck.run(stage, lengths.stuck))
        say(f"C, {C.rooms} films")
        films = _films(it, C.rooms, nodes=C.nodes, seats=C.people)
        figures |= _measure(lambda: crowd.run(_stage(it, films), C, lengths.c))
        say(f"joins and coming back, {LARGE:,} nodes")
        films = [*_films(it, 1, nodes=A.nodes, seats=A.people), *_films(it, 1, nodes=LARGE, seats=A.people)]
        stage = _stage(it, films)
        figures |= _measure(lambda: joins.run(stage, {A.nodes: 0, LARGE: 1}, lengths.joins))
        figures |= _measure(lambda: reconnect.run(stage, 1, lengths.joins))
    return figures


@contextlib.contextmanager
def _installation() -> Iterator[Started]:
    """A new one, its web process on the server's core."""
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's own account has to reach its files.
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty") as it:
            httpx.get(f"{it.url}/livez").raise_for_status()
            pin(it.now().processes["web"], SERVER_CORE)
            yield it


def _films(it: Started, count: int, *, nodes: int, seats: int) -> list[Film]:
    return asyncio.run(make_films(settings_of(it.now()), count, nodes=nodes, seats=seats))


def _stage(it: Started, films: list[Film]) -> Stage:
    return Stage(it.url, it.now().processes["web"], films)


def _measure(work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """What `work` gives, done on the load's core."""
    # What the clients decode is let go by count; walking all of it would delay the very reads that are timed.
    gc.collect()
    gc.disable()
    try:
        with on_load_core(), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work())
    finally:
        gc.enable()
