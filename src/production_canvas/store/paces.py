"""How long jobs took, of late and here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from production_canvas.store.database import Database

LATELY = 200
"""Takes of a kind that its pace is learnt from."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of work, per second of the result or per job: median, and deviation of one from another; that is 0 where
    only one was made.
    """

    median: float
    deviation: float


Paces: TypeAlias = Mapping[tuple[str, str, str], Pace]
"""By backend, kind and quality, of whatever was made here."""


async def learn(db: Database, by_length: Collection[str]) -> Paces:
    """The paces of the last takes of everything: of the kinds `by_length` per second of the result, else per job."""
    rows = await db.fetch(
        """
        SELECT made.backend, made.kind, made.quality, percentile_cont(0.5) WITHIN GROUP (ORDER BY pace) AS median,
               coalesce(stddev_samp(pace), 0) AS deviation
        FROM (
            SELECT DISTINCT backend, kind, quality FROM node_executions
            WHERE status = 'success' AND started_at IS NOT NULL
        ) made
        CROSS JOIN LATERAL (
            SELECT extract(epoch FROM finished_at - started_at)::float
                   / CASE WHEN made.kind = ANY($1::text[]) THEN (results ->> 'duration')::float ELSE 1 END AS pace
            FROM node_executions e
            WHERE status = 'success' AND started_at IS NOT NULL
              AND e.backend = made.backend AND e.kind = made.kind AND e.quality = made.quality
              AND (made.kind <> ALL($1::text[]) OR (results ->> 'duration')::float > 0)
            ORDER BY finished_at DESC LIMIT $2
        ) lately GROUP BY made.backend, made.kind, made.quality
        """,
        list(by_length),
        LATELY,
    )
    return {
        (row["backend"], row["kind"], row["quality"]): Pace(float(row["median"]), float(row["deviation"]))
        for row in rows
    }
