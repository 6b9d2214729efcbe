"""How long a job takes, give or take: from what this installation has made, before that from the tiers."""

from __future__ import annotations

import time
from collections.abc import Mapping

from production_canvas.graph.node_type import Job
from production_canvas.nodes.tiers import TIERS
from production_canvas.store import executions
from production_canvas.store.database import Database
from production_canvas.store.executions import Asks

FRESH = 30.0
SHOT_SECONDS = 4.0
UNSURE = 0.5
"""Of what a tier tells: as much it may be off, as long as nothing was measured."""
BUILT_IN = frozenset({"previs", "media"})
AT_LEAST = 1.0
"""Seconds to start and to keep a take, which no pace tells."""


class Estimates:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._paces: Mapping[tuple[str, str], tuple[float, float]] = {}
        self._read_at = -FRESH

    async def asks(self, job: Job, *, depends_on: tuple[str, ...] = ()) -> Asks:
        """What the job needs and how long it is likely to take."""
        if time.monotonic() - self._read_at > FRESH:
            self._paces = await executions.paces(self._db)
            self._read_at = time.monotonic()
        pace, deviation = self._paces.get((job.backend, job.quality)) or _by_tier(job.quality)
        duration = float(job.parameters.get("duration") or SHOT_SECONDS)
        return Asks(
            backend=job.backend,
            quality=job.quality,
            # What a pipeline loads is told apart by its name and version; the built-in ones load nothing.
            model="" if job.backend in BUILT_IN else f"{job.pipeline_id}@{job.pipeline_version}",
            seconds=AT_LEAST + pace * duration,
            spread=deviation * duration,
            depends_on=depends_on,
        )


def _by_tier(quality: str) -> tuple[float, float]:
    tier = next((each for each in TIERS if each["id"] == quality), TIERS[1])
    return tier["seconds"], tier["seconds"] * UNSURE
