"""One act of the disaster: a film, a crew on bad lines, strikes while they work; then quiet, and the log is read."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random

from bench.disaster.beside import Beside, beside
from bench.disaster.checker import LETTERS_FROM, Log, Verdict, check
from bench.disaster.crew import Crew, Diary, crew
from bench.disaster.film import Location, ask_film, read_log, scout, takes_many
from bench.disaster.lines import Lines, Tally, lines
from bench.disaster.strikes import BESIDE, Stalled, Strike, Striker
from production_canvas.cli.options import settings_of
from production_canvas.local.started import Started
from production_canvas.settings import Settings

AFTERWARDS = 2.0
SETTLE_LIMIT = 90.0
AGREE_LIMIT = 10.0


@dataclass(frozen=True, slots=True)
class Script:
    """`strikes` in their order; one on the web process beside has one started. `pace`: what a seat does a second."""

    seed: int
    seats: int
    strikes: Sequence[str]
    pace: float = 5.0


@dataclass(slots=True)
class Outcome:
    """`settled`: whether everybody's work was answered at the end; `waits`: what was not."""

    verdict: Verdict
    told: Diary
    strikes: list[Strike]
    tally: Tally
    log: Log
    settled: bool
    waits: list[str] = field(default_factory=list)


async def play(it: Started, script: Script) -> Outcome:
    """Plays the act on a film of its own. Where the canvas does not come back from a strike, there are no more."""
    settings = settings_of(it.now())
    location = await scout(settings, f"Disaster {script.seed}", script.seats)
    async with AsyncExitStack() as stack:
        second = await stack.enter_async_context(beside(it)) if BESIDE in script.strikes else None
        urls = [it.url, *([second.url] if second else [])]
        doors = [url.replace("http", "ws", 1) for url in urls]
        carried, origin = await stack.enter_async_context(lines(script.seed, doors))
        people = await stack.enter_async_context(
            crew(
                seats=location.tokens,
                seed=script.seed,
                url=it.url,
                line=origin,
                project=location.project_id,
                pace=script.pace,
                fields=location.fields,
                keep=location.keep,
                first=LETTERS_FROM,
            )
        )
        await people.order("work")
        striker = await _strike(it, script, second, people, carried)
        await asyncio.sleep(AFTERWARDS)
        carried.calm()
        await people.order("rest")
        settled = await people.until_settled(SETTLE_LIMIT)
        verdict, log = await _read(settings, location, people, urls)
        waits = [*striker.stalled, *people.waits]
        return Outcome(verdict, people.told, striker.done, carried.tally, log, settled, waits)


async def _strike(it: Started, script: Script, second: Beside | None, people: Crew, carried: Lines) -> Striker:
    striker = Striker(
        it,
        second,
        roll=Random(script.seed),
        seats=script.seats,
        on_their_way=carried.tally.on_their_way,
        acknowledged=lambda: len(people.told.seen),
    )
    with contextlib.suppress(Stalled):
        await striker.strike(script.strikes)
        await striker.until_it_flows()
    return striker


async def _read(settings: Settings, location: Location, people: Crew, urls: list[str]) -> tuple[Verdict, Log]:
    end = time.monotonic() + AGREE_LIMIT
    while True:
        shown = [(f"seat {film['seat']}", film) for film in await people.films()]
        shown += [(f"GET of {url}", await ask_film(url, location)) for url in urls]
        log = await read_log(settings, location.project_id)
        # A process that the bus has not told looks into the log every few seconds.
        if all(film["version"] == log.version for _, film in shown) or time.monotonic() > end:
            break
        await asyncio.sleep(0.2)
    return check(log, people.told, shown, first=location.first, many=takes_many), log
