"""From Generate to take: the whole job as a row, a worker under a lease, an end that is always told."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Conflict, NotFound
from production_canvas.files.signing import Signer
from production_canvas.protocol.messages import (
    NodeState,
    NodeStateUpdated,
    TakeRecord,
    TakesUpdated,
    TaskFailed,
    TaskSuccess,
    frame,
)
from production_canvas.services.accounts import Actor, require
from production_canvas.services.estimates import Estimates
from production_canvas.services.planning import Planner, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.store import executions, takes
from production_canvas.store.database import Pool, is_id, new_id, transaction
from production_canvas.store.executions import Execution
from production_canvas.store.takes import Take

SEED_LIMIT = 2**32
MADE_ALREADY = "This shot is being made already; cancel that first, or wait for its take."


class Generation:
    def __init__(self, db: Pool, bus: Bus, sync: Sync, signer: Signer, estimates: Estimates) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._signer = signer
        self._estimates = estimates

    async def start(self, project_id: str, actor: Actor, node_id: str) -> str:
        """The execution's id, once the whole job is durable. Raises Forbidden, NotFound, NotRunnable, or Conflict where
        the node is being made already.
        """
        require(actor, "editor", "generate")
        planner = await planner_of(self._db, self._sync, project_id)
        execution = await self.queue(planner, actor, node_id)
        if execution is None:
            raise Conflict(MADE_ALREADY)
        return execution.id

    async def start_all(self, project_id: str, actor: Actor, node_ids: Sequence[str]) -> list[str]:
        """The executions of all those that are not being made already, in their order."""
        require(actor, "editor", "generate")
        planner = await planner_of(self._db, self._sync, project_id)
        queued = [await self.queue(planner, actor, node_id) for node_id in node_ids]
        return [execution.id for execution in queued if execution is not None]

    async def queue(
        self, planner: Planner, actor: Actor, node_id: str, *, depends_on: tuple[str, ...] = ()
    ) -> Execution | None:
        """The new execution, or None where the node is being made already. `depends_on`: executions whose clips
        stand in the job by `awaited` until they are made.
        """
        job = planner.job(node_id, secrets.randbelow(SEED_LIMIT))
        execution = await executions.insert(
            self._db,
            execution_id=new_id(),
            project_id=planner.project_id,
            node_id=node_id,
            user_id=actor.user_id,
            job=asdict(job),
            job_key=job_key(asdict(job)),
            graph_version=planner.graph.version,
            asks=await self._estimates.asks(job, depends_on=depends_on),
        )
        if execution is not None:
            self.tell_state(execution, "queued")
            self.changed()
        return execution

    async def cancel(self, project_id: str, actor: Actor, task_id: str) -> None:
        """Stops a waiting job at once and a running one within seconds. Raises NotFound where there is none to stop."""
        require(actor, "editor", "cancel")
        found = await executions.cancel(self._db, project_id, task_id) if is_id(task_id) else None
        if found is None:
            raise NotFound("running job", "to stop")
        if found.status == "cancelled":
            await self.tell_end(found)
            self.changed()

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
                "state": "stale" if each.status == "success" and each.node_id in stale else each.status,
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
        self.tell_state(execution, "stale" if execution.status == "success" and is_stale else execution.status)
        self.changed()
        if execution.finished_at is not None and await self._bus.drain():
            await executions.mark_told(self._db, execution.id)

    def tell(self, execution: Execution, message: Any) -> None:
        """One event of an execution to everybody on its project."""
        self._bus.publish("events", execution.project_id, frame(message))

    def tell_state(self, execution: Execution, state: str) -> None:
        """Tells everybody the state of the node; the execution in it rides in `meta`, so that it can be stopped."""
        update = NodeStateUpdated(node_id=execution.node_id, state=_state(state))
        self._bus.publish("events", execution.project_id, frame(update, meta={"task_id": execution.id}))

    async def _tell_takes(self, project_id: str, node_id: str) -> list[TakeRecord]:
        records = [take_record(take) for take in await takes.of_node(self._db, project_id, node_id)]
        self._bus.publish("events", project_id, frame(TakesUpdated(node_id=node_id, takes=records)))
        return records


def _state(status: str) -> NodeState:
    states: Sequence[NodeState] = ("queued", "generating", "success", "error", "cancelled", "stale")
    return next((state for state in states if state == status), "idle")


def take_record(take: Take) -> TakeRecord:
    """The take as it stands on the wire; its links open for members of the project."""
    return TakeRecord(
        id=take.id,
        node_id=take.node_id,
        number=take.number,
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
    )
