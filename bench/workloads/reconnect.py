"""Coming back after two hundred edits that were missed."""

from __future__ import annotations

import asyncio

from bench.load import crowd
from bench.load.tally import Tally, percentile
from bench.workloads.person import Stage

MISSED = 200
EDITORS = 4
PAUSE = 0.05


async def run(stage: Stage, room: int, times: int) -> dict[str, float]:
    """Bytes on the wire and time until the client is where everybody is; both p50 of `times`."""
    tally = Tally()
    gone = await stage.enter(room, 0, tally)
    place = gone.place
    await gone.close()
    editors = [await stage.enter(room, seat, tally) for seat in range(1, EDITORS + 1)]
    await crowd.edit_steadily(editors, rate=50, seconds=MISSED / EDITORS / 50)
    reached = await crowd.until(lambda: min(editor.version for editor in editors) >= place.version + MISSED, crowd.LATE)
    assert reached, tally.refused[:1]
    taken, sizes = [], []
    for _ in range(times):
        back = await stage.enter(room, 0, tally, since=place)
        assert back.version == place.version + MISSED
        taken.append(back.joined_in)
        sizes.append(float(back.received_to_join))
        await back.close()
        await asyncio.sleep(PAUSE)
    await crowd.leave_all([editors])
    name = f"reconnect after {MISSED} missed edits at {stage.films[room].nodes:,} nodes"
    return {f"{name}: bytes": percentile(sizes, 0.5) / 1000, f"{name}: time": percentile(taken, 0.5) * 1000}
