"""What people do with the queue: look at it, raise, move, pause, try again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from production_canvas.errors import Conflict, Forbidden, Invalid, NotFound
from production_canvas.protocol.queue import (
    EndedJob,
    EndedJobs,
    FindInQueue,
    QueuePage,
    QueuePerson,
    Resources,
    WorkerRecord,
    WorkerRun,
    WorkerRuns,
)
from production_canvas.services.accounts import RANKS, Actor, require
from production_canvas.services.forecast import Forecaster
from production_canvas.services.generation import MADE_ALREADY, Generation
from production_canvas.services.news import counted, pauses_of, worker_record
from production_canvas.store import executions, queue, workers
from production_canvas.store.database import Pool, is_id, new_id, transaction
from production_canvas.store.executions import Asks

DAY = 24.0


class Queue:
    def __init__(self, db: Pool, forecaster: Forecaster, generation: Generation) -> None:
        self._db = db
        self._forecaster = forecaster
        self._generation = generation

    async def page(self, project_id: str, asked: FindInQueue | None = None) -> QueuePage:
        """That part of the project's queue, in the order in which it will be made."""
        asked = asked or FindInQueue()
        seen = await self._forecaster.look()
        rows = seen.by_project.get(project_id, ())
        generating, waiting = counted(rows)
        names = {row["user_id"]: row["user_name"] for row in rows}
        people = Counter(row["user_id"] for row in rows)
        nodes = None if asked.node_ids is None else set(asked.node_ids)
        found = [
            row
            for row in rows
            if asked.user_id in {None, row["user_id"]}
            and asked.worker in {None, row["worker"]}
            and (nodes is None or row["node_id"] in nodes)
        ]
        return QueuePage(
            at=seen.now,
            total=len(rows),
            generating=generating,
            waiting=waiting,
            found=len(found),
            pauses=await pauses_of(self._db, project_id),
            people=[QueuePerson(user_id=each, user_name=names[each], count=people[each]) for each in sorted(names)],
            entries=seen.entries(found[asked.offset : asked.offset + asked.limit]),
        )

    async def ended(self, project_id: str, *, offset: int = 0, limit: int = 100) -> EndedJobs:
        """What failed or was cancelled in the last week, newest first."""
        rows = await queue.ended(self._db, project_id, offset=offset, limit=limit)
        return EndedJobs(
            total=rows[0]["total"] if rows else 0,
            jobs=[
                EndedJob(
                    **{key: value for key, value in row.items() if key not in {"total", "ended_at"}},
                    ended_at=row["ended_at"].isoformat(),
                )
                for row in rows
            ],
        )

    async def workers(self) -> list[WorkerRecord]:
        """All that are connected, by name."""
        return [worker_record(each) for each in await workers.connected(self._db)]

    async def runs(self, project_id: str, name: str) -> WorkerRuns:
        """What that worker did for the project in the last day; nothing where there is no such worker."""
        found = await workers.runs(self._db, project_id, name, hours=DAY)
        return WorkerRuns(
            runs=[
                WorkerRun(
                    task_id=run.execution_id,
                    node_id=run.node_id,
                    number=run.number,
                    attempt=run.attempt,
                    model=run.model,
                    loaded=run.loaded,
                    started_at=run.started_at.isoformat(),
                    ended_at=run.ended_at.isoformat() if run.ended_at else None,
                    outcome=run.outcome,
                    peak=None if run.peak is None else Resources(**run.peak),
                )
                for run in found
            ]
        )

    async def prioritise(self, project_id: str, actor: Actor, task_id: str, priority: int) -> None:
        """Raises or lowers a job that waits. Raises Forbidden for another's, NotFound where it waits no longer."""
        await self._waiting(project_id, actor, task_id, "raise or lower it")
        if not await queue.prioritise(self._db, task_id, priority):
            raise _gone()
        self._generation.changed()

    async def move(self, project_id: str, actor: Actor, task_id: str, *, before: str | None, after: str | None) -> None:
        """Puts a waiting job right before or after another one of the same person. Raises Invalid where that one is
        somebody else's, Forbidden, NotFound.
        """
        moved = await self._waiting(project_id, actor, task_id, "move it")
        other_id = before or after
        if other_id is None or (before and after) or other_id == task_id:
            raise Invalid("Say which job it goes before, or which it goes after.")
        other = await self._waiting(project_id, actor, other_id, "move another before it")
        if moved["user_id"] != other["user_id"]:
            raise Invalid("Jobs of different people take turns; raise its priority to have it made sooner.")
        async with transaction(self._db) as db:
            if not await queue.move(db, task_id, other_id, after=after is not None):
                raise _gone()
        self._generation.changed()

    async def pause(self, project_id: str, actor: Actor, task_id: str, *, paused: bool) -> None:
        """Holds a job that waits, or lets it go. Raises Forbidden for another's, NotFound where it waits no longer."""
        await self._waiting(project_id, actor, task_id, "pause it" if paused else "let it go on")
        if not await queue.pause_one(self._db, task_id, actor.user_id if paused else None):
            raise _gone()
        self._generation.changed()

    async def pause_all(self, project_id: str, actor: Actor, *, film: bool, paused: bool) -> None:
        """Holds all that the actor queued and will queue here, or with `film` everybody's; or lets it go on."""
        require(actor, "owner" if film else "editor", "pause the film" if film else "pause your jobs")
        user_id = None if film else actor.user_id
        if paused:
            async with transaction(self._db) as db:
                await queue.pause(db, project_id, user_id, actor.user_id)
        else:
            await queue.resume(self._db, project_id, user_id)
        self._generation.changed()

    async def retry(self, project_id: str, actor: Actor, task_id: str) -> str:
        """A new execution of the very job that failed or was cancelled, seed and parameters included. Raises NotFound,
        Conflict where it did not fail, or the node is being made.
        """
        require(actor, "editor", "generate")
        old = await executions.get(self._db, task_id) if is_id(task_id) else None
        if old is None or old.project_id != project_id:
            raise NotFound("job", task_id[:64])
        if old.status not in {"error", "cancelled"}:
            raise Conflict("Only a job that failed or was cancelled is tried again.")
        first = await queue.latest_of_same_nodes(self._db, old.depends_on)
        if any(each["status"] in {"error", "cancelled"} for each in first):
            raise Conflict("What this one needs first was not made either; try that again before.")
        asked = await queue.asked(self._db, task_id)
        again = await executions.insert(
            self._db,
            execution_id=new_id(),
            project_id=project_id,
            node_id=old.node_id,
            user_id=actor.user_id,
            job=old.job,
            job_key=old.job_key,
            graph_version=old.graph_version,
            asks=Asks(**asked, depends_on=tuple(each["id"] for each in first)),
        )
        if again is None:
            raise Conflict(MADE_ALREADY)
        self._generation.tell_state(again, "queued")
        self._generation.changed()
        return again.id

    async def _waiting(self, project_id: str, actor: Actor, task_id: str, action: str) -> dict[str, Any]:
        require(actor, "editor", action)
        found = await queue.facts(self._db, task_id) if is_id(task_id) else None
        if found is None or found["project_id"] != project_id:
            raise NotFound("job", task_id[:64])
        if found["user_id"] != actor.user_id and RANKS[actor.role] < RANKS["owner"]:
            raise Forbidden(f"{action} though it is somebody else's job", actor.role, "owner")
        if found["status"] != "queued":
            raise _gone()
        return found


def _gone() -> NotFound:
    return NotFound("job waiting")
