"""From Generate to take: the whole job as a row, a worker under a lease, an end that is always told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import asyncpg

from production_canvas.backends.backend import KINDS
from production_canvas.bus.valkey import Bus
from production_canvas.errors import NotFound
from production_canvas.files.signing import Signer
from production_canvas.graph.node_type import Job
from production_canvas.protocol.messages import (
    NodeState,
    NodeStateUpdated,
    TaskFailed,
    TaskProgressMeta,
    TaskSuccess,
    frame,
)
from production_canvas.protocol.takes import TakeRecord, TakesUpdated
from production_canvas.services.accounts import Actor, require
from production_canvas.services.planning import job_key
from production_canvas.store import executions, takes
from production_canvas.store.database import Database, Pool, is_id, transaction
from production_canvas.store.executions import Asks, Execution
from production_canvas.store.takes import Take

CLIP = "video/mp4"
"""What takes are that tell nothing of it: they were made before there were others."""
ENDED_WELL = ("success", "cancelled")
"""Behind which a node shows how its active take stands; a failure is told until somebody has tried again."""
MADE_ALREADY = "This shot is being made already; cancel that first, or wait for its take."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An execution to be: the whole job and what it asks for."""

    execution_id: str
    job: Job
    asks: Asks


class _MadeAlready(Exception):
    """The node has an execution that is not finished."""


class Generation:
    def __init__(self, db: Pool, bus: Bus, signer: Signer) -> None:
        self._db = db
        self._bus = bus
        self._signer = signer

    async def queue(self, project_id: str, actor: Actor, graph_version: int, wanted: Sequence[Wanted]) -> bool:
        """Whether all of them wait now; none does where one of the nodes is being made already. What a job awaits by
        `awaited` are executions its own asks depend on.
        """
        try:
            async with transaction(self._db) as db:
                queued = [await self._insert(db, project_id, actor, graph_version, each) for each in wanted]
        except (_MadeAlready, asyncpg.DeadlockDetectedError):
            return False
        for execution in queued:
            self.tell_state(execution, "queued")
        if queued:
            self.changed()
        return True

    @staticmethod
    async def _insert(db: Database, project_id: str, actor: Actor, graph_version: int, wanted: Wanted) -> Execution:
        job = asdict(wanted.job)
        execution = await executions.insert(
            db,
            execution_id=wanted.execution_id,
            project_id=project_id,
            node_id=wanted.job.node_id,
            user_id=actor.user_id,
            job=job,
            job_key=job_key(job),
            graph_version=graph_version,
            asks=wanted.asks,
        )
        if execution is None:
            raise _MadeAlready
        return execution

    async def cancel(self, project_id: str, actor: Actor, task_id: str) -> None:
        """Stops a waiting job at once and a running one within seconds. Raises NotFound where there is none to stop."""
        if not await self.cancel_all(project_id, actor, [task_id]):
            raise NotFound("running job", "to stop")

    async def cancel_all(self, project_id: str, actor: Actor, task_ids: Sequence[str]) -> int:
        """How many of the jobs were stopped, or asked to where they run: all at once, so that none fails because
        another was stopped before it.
        """
        require(actor, "editor", "cancel")
        found = await executions.cancel(self._db, project_id, [each for each in task_ids if is_id(each)])
        for execution in found:
            if execution.status == "cancelled":
                await self.tell_end(execution)
        if found:
            self.changed()
        return len(found)

    def changed(self) -> None:
        """Has whoever decides about the queue look at it."""
        self._bus.publish("dispatch", "", b"")

    async def project_of(self, task_id: str) -> str:
        """The project of an execution. Raises NotFound."""
        found = await executions.project_of(self._db, task_id) if is_id(task_id) else None
        if found is None:
            raise NotFound("job", task_id[:64])
        return found

    async def activate(self, project_id: str, actor: Actor, take_id: str) -> list[TakeRecord]:
        """The takes of the node whose active take this is now; everybody is told. Raises NotFound."""
        require(actor, "editor", "choose the take")
        async with transaction(self._db) as db:
            node_id = await takes.activate(db, project_id, take_id) if is_id(take_id) else None
        if node_id is None:
            raise NotFound("take", take_id[:64])
        return await self._tell_takes(project_id, node_id)

    async def takes_by_node(self, project_id: str) -> dict[str, list[TakeRecord]]:
        """Every node's takes, oldest first."""
        found: dict[str, list[TakeRecord]] = {}
        for take in await takes.of_project(self._db, project_id):
            found.setdefault(take.node_id, []).append(take_record(take))
        return found

    async def runtime_by_node(self, project_id: str) -> dict[str, dict[str, Any]]:
        """The last execution of every node: state, task_id, progress in percent, step, error."""
        stale = await takes.stale(self._db, project_id)
        return {
            each.node_id: {
                "state": state_of(each.status, stale=each.node_id in stale),
                "task_id": each.id,
                "progress": 100.0 if each.status == "success" else 0.0,
                "step": "",
                "error": each.error,
            }
            for each in await executions.latest_of_project(self._db, project_id)
        }

    async def tell_end(self, execution: Execution) -> None:
        """Tells everybody the state an execution is in: the take that came of it, or why it failed."""
        if execution.status == "error":
            self.tell(
                execution, TaskFailed(task_id=execution.id, node_id=execution.node_id, error=execution.error or "")
            )
        if execution.results is not None:
            await self._tell_takes(execution.project_id, execution.node_id)
            made = {key: execution.results[key] for key in ("take_id", "asset_id", "duration")}
            made["output_url"] = self._signer.url(made["asset_id"], time.time())
            self.tell(execution, TaskSuccess(task_id=execution.id, node_id=execution.node_id, result=made))
        is_stale = execution.node_id in await takes.stale(self._db, execution.project_id)
        self.tell_state(execution, state_of(execution.status, stale=is_stale))
        self.changed()
        if execution.finished_at is not None and await self._bus.drain():
            await executions.mark_told(self._db, execution.id)

    def tell(self, execution: Execution, message: Any, meta: TaskProgressMeta | None = None) -> None:
        """One event of an execution to everybody on its project."""
        beside = None if meta is None else meta.model_dump(mode="json")
        self._bus.publish("events", execution.project_id, frame(message, meta=beside))

    def tell_state(self, execution: Execution, state: str) -> None:
        """Tells everybody the state of the node; the execution in it rides in `meta`, so that it can be stopped."""
        update = NodeStateUpdated(node_id=execution.node_id, state=node_state(state))
        self._bus.publish("events", execution.project_id, frame(update, meta={"task_id": execution.id}))

    async def _tell_takes(self, project_id: str, node_id: str) -> list[TakeRecord]:
        records = [take_record(take) for take in await takes.of_node(self._db, project_id, node_id)]
        self._bus.publish("events", project_id, frame(TakesUpdated(node_id=node_id, takes=records)))
        return records


def state_of(status: str, *, stale: bool) -> str:
    """The state of a node whose last execution is in that status, and whose active take is stale or not."""
    return "stale" if stale and status in ENDED_WELL else status


def node_state(status: str) -> NodeState:
    states: Sequence[NodeState] = ("queued", "generating", "success", "error", "cancelled", "stale")
    return next((state for state in states if state == status), "idle")


def take_record(take: Take) -> TakeRecord:
    """The take as it stands on the wire; its links open for members of the project."""
    mime = take.media.get("mime", CLIP)
    return TakeRecord(
        id=take.id,
        node_id=take.node_id,
        number=take.number,
        kind=KINDS[mime.partition("/")[0]],
        mime=mime,
        execution_id=take.execution_id,
        asset_id=take.asset_id,
        url=f"/files/{take.asset_id}",
        poster_url=f"/files/{take.asset_id}/poster",
        duration=take.media["duration"],
        frames=take.media["frames"],
        rate=take.media["rate"],
        width=take.media["width"],
        height=take.media["height"],
        quality=take.quality,
        seed=take.seed,
        active=take.active,
        created_at=take.created_at.isoformat(),
        created_by=take.author,
        name=take.name or f"take{take.number:02d}",
        version=take.version,
        take=take.take or take.number,
        identical_to=take.identical_to,
        remake_of=take.remake_of,
    )
