"""How long a job takes, give or take: from what this installation has made, before that from the tiers."""

from __future__ import annotations

import time
from dataclasses import dataclass

from production_canvas.graph.node_type import Job
from production_canvas.nodes.tiers import TIERS
from production_canvas.store import paces
from production_canvas.store.database import Database
from production_canvas.store.executions import Asks
from production_canvas.store.paces import Paces

FRESH = 30.0
BY_LENGTH = frozenset({"shot"})
"""Kinds whose `duration` tells how long the result is; what others give lies in files that nobody opens for a guess."""
GUESS_SECONDS = 4.0
"""Of a result whose length nobody knows, as long as nothing was measured."""
AT_LEAST = 1.0
"""Seconds to start and to keep a take, which a tier does not tell; what was measured has them in it."""
BUILT_IN = frozenset({"previs", "media"})


@dataclass(frozen=True, slots=True)
class Learned:
    """What the takes of this installation teach."""

    paces: Paces

    def seconds(self, job: Job) -> tuple[float, float]:
        """Of worker time, give or take how many; 0 where nothing tells by how much it may be off."""
        told = job.parameters.get("duration") if job.kind in BY_LENGTH else None
        length = float(told or GUESS_SECONDS)
        pace = self.paces.get((job.backend, job.kind, job.quality))
        if pace is not None:
            amount = length if job.kind in BY_LENGTH else 1.0
            return pace.median * amount, pace.deviation * amount
        tier = next((each for each in TIERS if each["id"] == job.quality), TIERS[1])
        return AT_LEAST + tier["seconds"] * length, 0.0


class Estimates:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._learned = Learned({})
        self._read_at = -FRESH

    async def learned(self) -> Learned:
        """As of now, or of a moment ago."""
        if time.monotonic() - self._read_at > FRESH:
            self._learned = Learned(await paces.learn(self._db, BY_LENGTH))
            self._read_at = time.monotonic()
        return self._learned

    async def asks(self, job: Job, *, depends_on: tuple[str, ...] = ()) -> Asks:
        """What the job needs and how long it is likely to take."""
        seconds, spread = (await self.learned()).seconds(job)
        return Asks(
            backend=job.backend,
            quality=job.quality,
            # What a pipeline loads is told apart by its name and version; the built-in ones load nothing.
            model="" if job.backend in BUILT_IN else f"{job.pipeline_id}@{job.pipeline_version}",
            seconds=seconds,
            spread=spread,
            depends_on=depends_on,
        )
