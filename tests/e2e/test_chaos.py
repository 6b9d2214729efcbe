"""A small disaster: people type on bad lines while processes are killed under them; then the log is read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.disaster import figures
from bench.disaster.act import Script, play
from bench.disaster.strikes import BESIDE, POSTGRES, VALKEY, WEB
from production_canvas.local.started import Started

STRIKES = {
    "one web process": [WEB, POSTGRES, WEB, VALKEY],
    "two web processes": [BESIDE, WEB, POSTGRES, BESIDE],
}


@pytest.mark.parametrize("name", STRIKES)
def test_what_was_acknowledged_outlives_kills_and_everybody_ends_with_the_same_film(
    installation: Started, name: str
) -> None:
    script = Script(seed=1, seats=6, strikes=STRIKES[name])
    # In a thread of its own: the browser's driver keeps a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        outcome = thread.submit(asyncio.run, play(installation, script)).result()
    assert figures.sentences([outcome]) == []
    assert [strike.name for strike in outcome.strikes] == script.strikes
    assert outcome.verdict.acknowledged > 100
    assert outcome.verdict.letters > 100
