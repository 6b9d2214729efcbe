"""Jobs while everything they go through is killed: what becomes of each, how soon it runs again, how editing fares.

python -m bench.disaster.jobs [--quick]       this part of `canvas bench chaos` alone
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import redis

from bench.disaster.editor import Editor
from bench.disaster.strikes import alive, children
from bench.report import Row, machine, percentile, report
from production_canvas.cli.options import say, settings_of
from production_canvas.local.started import Started, started
from production_canvas.protocol.operations import Batch
from production_canvas.services.accounts import Actor
from production_canvas.store.database import SILENT, Pool
from production_canvas.wiring import Canvas, open_canvas

WORKER, CHILD, EMPTY, BROKER, WEB = "worker", "pool child", "broker emptied", "broker", "web"
WORKERS = 3
CHAINED = 10
"""Of so many shots one begins where the one before ends."""
PAUSE = (1.5, 6.0)
AWAY_LIMIT = 60.0
PATIENCE = 900.0
LOOK_EVERY = 0.1
CALM = 5.0
"""Seconds of editing beside the jobs before anything is killed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`faults`: how often each is struck."""

    jobs: int
    faults: dict[str, int]

    def order(self, seed: int) -> list[str]:
        targets = [name for name, count in self.faults.items() for _ in range(count)]
        return Random(seed).sample(targets, len(targets))


WHOLE = Plan(500, {WORKER: 14, CHILD: 14, EMPTY: 8, BROKER: 5, WEB: 4})
QUICK = Plan(40, {WORKER: 2, CHILD: 2, EMPTY: 2, BROKER: 1, WEB: 1})


@dataclass(slots=True)
class Watch:
    """What is measured beside it. `struck`: executions that lost their worker, with the moment by the database's clock;
    `emptied`: moments at which the broker was emptied; `requeued`: seconds until what it had held waited again or ran.
    """

    struck: list[tuple[str, float]] = field(default_factory=list)
    requeued: list[float] = field(default_factory=list)
    strikes: Counter[str] = field(default_factory=Counter)


async def rows(it: Started, plan: Plan, *, seed: int = 6) -> list[Row]:
    """Has all jobs made while everything is struck, and reads what became of them."""
    async with open_canvas(settings_of(it.now())) as canvas:
        actor, project_id, shots = await _film(canvas, plan.jobs)
        token = await canvas.accounts.token_for(None)
        editor = Editor(it.url, token, project_id)
        watch = Watch()
        async with asyncio.TaskGroup() as group:
            editing = group.create_task(editor.run())
            asked = await canvas.batch.generate(project_id, actor, shots)
            say(f"{asked.run} jobs queued")
            await asyncio.sleep(CALM)
            editor.phase = "struck"
            async with asyncio.TaskGroup() as inner:
                inner.create_task(_strike(it, canvas.db, plan.order(seed), Random(seed), watch, inner))
            rests = await _worked_off(canvas.db)
            editing.cancel()
        return await _read(canvas.db, plan, watch, editor, rests)


async def _film(canvas: Canvas, jobs: int) -> tuple[Actor, str, list[str]]:
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, "Jobs in a storm")
    actor = await canvas.projects.actor(project.id, owner)
    shots = [f"s{number}" for number in range(jobs)]
    ops = [_node("words", "text", {"text": ""})]
    ops += [_node(name, "shot", {"number": name, "prompt": "Fog over the pier.", "duration": 1.5})
            for name in shots]  # fmt: skip
    ops += [_wire(shots[at - 1], shots[at]) for at in range(1, jobs, CHAINED)]
    for start in range(0, len(ops), 200):
        batch = {"client_op_id": f"storm:{uuid.uuid4().hex}", "base_version": 0, "ops": ops[start : start + 200]}
        await canvas.sync.submit(project.id, actor, Batch.model_validate(batch))
    return actor, project.id, shots


def _node(node_id: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    record = {"id": node_id, "type": kind, "parent_id": None, "position": {"x": 0, "y": 0}, "order": "", "data": data}
    return {"op": "node.add", "node": record}


def _wire(source: str, target: str) -> dict[str, Any]:
    ends = {"source": source, "source_handle": "last_frame", "target": target, "target_handle": "references"}
    return {"op": "edge.add", "edge": {"id": f"{source}-{target}", **ends, "data": {}}}


async def _strike(
    it: Started, db: Pool, order: Sequence[str], drawn: Random, watch: Watch, group: asyncio.TaskGroup
) -> None:
    for name in order:
        await asyncio.sleep(drawn.uniform(*PAUSE))
        if not await _unfinished(db):
            return
        match name:
            case "worker" | "pool child":
                await _strike_worker(it, db, drawn, watch, child=name == CHILD)
            case "broker emptied":
                group.create_task(_empty(it, db, watch))
            case _:
                pid = await _pid(it, {BROKER: "valkey", WEB: "web"}[name])
                os.kill(pid, signal.SIGKILL)
                watch.strikes[name] += 1


async def _strike_worker(it: Started, db: Pool, drawn: Random, watch: Watch, *, child: bool) -> None:
    number = drawn.randint(1, WORKERS)
    pid = await _pid(it, f"worker-{number}")
    family = children(pid)
    rows = await db.fetch(
        """
        SELECT id, extract(epoch FROM clock_timestamp())::float AS now FROM node_executions
        WHERE status = 'generating' AND worker LIKE $1
        """,
        f"previs{number}@%",
    )
    if child and not family:
        return
    for each in family if child else [pid, *family]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    watch.struck += [(row["id"], row["now"]) for row in rows]
    watch.strikes[CHILD if child else WORKER] += 1


async def _empty(it: Started, db: Pool, watch: Watch) -> None:
    """Empties the broker, and sees after how long nothing waits any more for what it held."""
    held = await db.fetch("SELECT id FROM node_executions WHERE status = 'queued' AND worker IS NOT NULL")
    try:
        redis.Redis.from_url(it.now().broker_url, socket_timeout=5).flushall()
    except redis.RedisError:
        return
    watch.strikes[EMPTY] += 1
    began = time.monotonic()
    ids, sent = [row["id"] for row in held], None
    while ids and time.monotonic() - began < AWAY_LIMIT:
        with contextlib.suppress(*SILENT):
            sent = await db.fetchval(
                """
                SELECT count(*) FROM node_executions WHERE id = ANY($1::uuid[]) AND status = 'queued'
                  AND worker IS NOT NULL AND sent_at < now() - make_interval(secs => $2)
                """,
                ids,
                time.monotonic() - began,
            )
        if sent == 0:
            break
        await asyncio.sleep(LOOK_EVERY)
    watch.requeued.append(time.monotonic() - began)


async def _pid(it: Started, name: str) -> int:
    end = time.monotonic() + AWAY_LIMIT
    while time.monotonic() < end:
        pid = it.now().processes.get(name, 0)
        if alive(pid):
            return pid
        await asyncio.sleep(LOOK_EVERY)
    raise TimeoutError(f"{name} did not come back within {AWAY_LIMIT:g} s")


async def _unfinished(db: Pool) -> int:
    return int(await db.fetchval("SELECT count(*) FROM node_executions WHERE status IN ('queued', 'generating')"))


async def _worked_off(db: Pool) -> int:
    """How many jobs were not over when patience was."""
    end = time.monotonic() + PATIENCE
    while (left := await _unfinished(db)) and time.monotonic() < end:
        await asyncio.sleep(1.0)
    return left


async def _read(db: Pool, plan: Plan, watch: Watch, editor: Editor, rests: int) -> list[Row]:
    status = Counter(row["status"] for row in await db.fetch("SELECT status FROM node_executions"))
    nodes = int(await db.fetchval("SELECT count(DISTINCT node_id) FROM node_executions"))
    twice = await db.fetchval("SELECT count(*) - count(DISTINCT execution_id) FROM takes")
    without = await db.fetchval(
        """
        SELECT count(*) FROM node_executions e WHERE status = 'success'
          AND NOT EXISTS (SELECT FROM takes t WHERE t.execution_id = e.id)
        """
    )
    beside = await db.fetchval(
        "SELECT count(*) FROM takes t JOIN node_executions e ON e.id = t.execution_id WHERE e.status <> 'success'"
    )
    again = await _reruns(db, watch)
    calm, struck = editor.latencies["calm"], editor.latencies["struck"]
    return [
        *(Row(f"jobs: strikes on: {name}", count, "") for name, count in sorted(watch.strikes.items())),
        Row("jobs asked for", plan.jobs, ""),
        Row("jobs lost", plan.jobs - nodes + without, "", 0),
        Row("jobs without an end", rests, "", 0),
        Row("jobs with two takes, or a take beside another end", twice + beside, "", 0),
        Row("jobs that ended with a take", status["success"], ""),
        Row("jobs that failed with a sentence", status["error"], ""),
        Row("jobs that lost their worker", len(watch.struck), ""),
        Row("run again after the worker's death, p50", percentile(again, 0.5) if again else 0.0, "s"),
        Row("run again after the worker's death, longest", max(again, default=0.0), "s", 20),
        Row("queued again after the broker was emptied, longest", max(watch.requeued, default=0.0), "s", 15),
        Row("edits beside the jobs, before the strikes, p95", 1000 * percentile(calm) if calm else 0.0, "ms"),
        Row("edits beside the jobs, during them, p95", 1000 * percentile(struck) if struck else 0.0, "ms", 75),
        Row("edits acknowledged", len(calm) + len(struck), ""),
        Row("edits lost", editor.lost, "", 0),
        Row("edits sent again over a kill of web", editor.again, ""),
    ]


async def _reruns(db: Pool, watch: Watch) -> list[float]:
    """Seconds from each death to the next run of the job that was on its way; to its end where that came first."""
    took = []
    for execution_id, at in watch.struck:
        row = await db.fetchrow(
            """
            SELECT (SELECT min(extract(epoch FROM started_at))::float FROM worker_runs
                    WHERE execution_id = $1 AND extract(epoch FROM started_at) > $2) AS next,
                   (SELECT extract(epoch FROM finished_at)::float FROM node_executions WHERE id = $1) AS ended
            """,
            execution_id,
            at,
        )
        moments = [moment for moment in (row["next"], row["ended"]) if moment is not None] if row else []
        if moments:
            took.append(max(0.0, min(moments) - at))
    return took


def play(plan: Plan) -> list[Row]:
    """The rows of one storm over an installation of its own."""
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's own account has to reach its files.
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty", workers=WORKERS) as it:
            return asyncio.run(rows(it, plan))


def main() -> int:
    plan = QUICK if "--quick" in sys.argv else WHOLE
    state, began = machine(), time.monotonic()
    table = play(plan)
    settings = {"jobs": plan.jobs, "workers": WORKERS, "seconds": round(time.monotonic() - began)}
    return report("chaos: jobs", state, settings, table, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
