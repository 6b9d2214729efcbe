"""What the acts come to, as rows of the report."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from bench.disaster.act import Outcome
from bench.disaster.strikes import BESIDE, POSTGRES, VALKEY, WEB, Strike
from bench.load.tally import percentile
from bench.report import Row

# A commit that was on its way to the database when the web process died is logged by then.
UNDERWAY = 0.25


def rows(outcomes: Sequence[Outcome], *, web: int, postgres: int) -> list[Row]:
    """Every figure; `web` and `postgres`: how many kills there have to be."""
    strikes = [strike for outcome in outcomes for strike in outcome.strikes]
    webs = [strike for strike in strikes if strike.name in {WEB, BESIDE}]
    verdicts = [outcome.verdict for outcome in outcomes]
    windows = [(outcome, strike) for outcome in outcomes for strike in outcome.strikes if strike in webs]
    return [
        Row("kill -9 of a web process", len(webs), "", web, at_least=True),
        Row("kill -9 of PostgreSQL", sum(strike.name == POSTGRES for strike in strikes), "", postgres, at_least=True),
        Row("kill -9 of Valkey", sum(strike.name == VALKEY for strike in strikes), ""),
        Row("batches on their way at a kill", statistics.fmean(len(each.on_their_way) for each in strikes), "mean"),
        Row("kills of web between a commit and its answer", sum(_untold(*each) > 0 for each in windows), ""),
        Row("acknowledged edits", sum(verdict.acknowledged for verdict in verdicts), ""),
        Row("acknowledged edits lost", sum(len(verdict.lost) for verdict in verdicts), "", 0),
        Row("acknowledged edits doubled", sum(len(verdict.doubled) for verdict in verdicts), "", 0),
        Row("entries of the log that cannot be", sum(len(verdict.untrue) for verdict in verdicts), "", 0),
        Row("divergence", sum(len(verdict.differing) for verdict in verdicts), "", 0),
        Row("unanswered in the end", sum(len(outcome.waits) for outcome in outcomes), "", 0),
        Row("errors in the crew's pages", sum(len(outcome.told.complaints) for outcome in outcomes), "", 0),
        Row("letters typed into shared texts", sum(verdict.letters for verdict in verdicts), ""),
        Row("batches sent again", sum(outcome.told.again for outcome in outcomes), ""),
        Row("frames delivered twice", sum(outcome.tally.twice for outcome in outcomes), ""),
        Row("lines broken by the weather", sum(sum(outcome.tally.ends.values()) for outcome in outcomes), ""),
        *_returns(outcomes),
    ]


def sentences(outcomes: Iterable[Outcome]) -> list[str]:
    """What is wrong, in words."""
    return [
        sentence
        for outcome in outcomes
        for found in (
            outcome.verdict.lost,
            outcome.verdict.doubled,
            outcome.verdict.untrue,
            outcome.verdict.differing,
            outcome.waits,
            outcome.told.complaints,
        )
        for sentence in found
    ]


def _returns(outcomes: Sequence[Outcome]) -> list[Row]:
    """Times to the first edit that is made and answered after a kill, of strikes that hit nothing but one process."""
    found: dict[str, list[float]] = {}
    for outcome in outcomes:
        beside = any(strike.name == BESIDE for strike in outcome.strikes)
        for strike in outcome.strikes:
            seconds = _back_after(outcome, strike)
            if strike.alone and seconds is not None:
                name = "a web process with another beside it" if beside and strike.name != POSTGRES else strike.name
                found.setdefault(name, []).append(seconds)
    return [
        Row(f"first acknowledged edit after a kill of {name}, {word}", percentile(found[name], share), "s")
        for name in (WEB, "a web process with another beside it", POSTGRES)
        if name in found
        for word, share in (("p50", 0.5), ("p95", 0.95))
    ]


def _back_after(outcome: Outcome, strike: Strike) -> float | None:
    before = max(
        (entry.version for entry in outcome.log.entries if entry.created_at.timestamp() <= strike.at), default=0
    )
    answers = (at for at, _, version in outcome.told.seen if at > strike.at and version > before)
    first = min(answers, default=None)
    return None if first is None else first - strike.at


def _untold(outcome: Outcome, strike: Strike) -> int:
    """Batches that were logged when the process died and whose authors had not been told."""
    logged = {entry.client_op_id: entry.created_at.timestamp() for entry in outcome.log.entries}
    return sum(logged.get(one, float("inf")) <= strike.at + UNDERWAY for one in strike.on_their_way)
