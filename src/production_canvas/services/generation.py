"""From Generate to take: the whole job as a row, a worker under a lease, an end that is always told."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import structlog
from kombu.exceptions import OperationalError

from production_canvas.bus.jobs import Jobs
from production_canvas.bus.valkey import Bus
from production_canvas.errors import Conflict, NotFound
from production_canvas.files.signing import Signer
from production_canvas.files.store import FileStore
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
from production_canvas.services.planning import Planner, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.store import executions, takes
from production_canvas.store.database import SILENT, Pool, is_id, new_id, transaction
from production_canvas.store.executions import Execution
from production_canvas.store.takes import Take

log = structlog.get_logger()

ATTEMPTS = 3
LOOK_EVERY = 2.0
LOST_BY_BROKER = 120.0
UNHEARD = 5.0
SEED_LIMIT = 2**32
DIED = "The worker died three times at this shot. Try a lower quality, or look at the worker's log."


class Generation:
    """`lease`: seconds without a sign of life after which a worker's job goes to another."""

    def __init__(
        self, db: Pool, bus: Bus, jobs: Jobs, sync: Sync, files: FileStore, signer: Signer, *, lease: float
    ) -> None:
        self._db = db
        self._bus = bus
        self._jobs = jobs
        self._sync = sync
        self._files = files
        self._signer = signer
        self._lease = lease
        self._wake = asyncio.Event()

    async def start(self, project_id: str, actor: Actor, node_id: str) -> str:
        """The execution's id, once the whole job is durable. Raises Forbidden, NotFound, NotRunnable, or Conflict where
        the node is being made already.
        """
        require(actor, "editor", "generate")
        planner = await planner_of(self._db, self._sync, project_id)
        execution = await self._queue(planner, actor, node_id)
        if execution is None:
            raise Conflict("This shot is being made already; cancel that first, or wait for its take.")
        return execution.id

    async def start_all(self, project_id: str, actor: Actor, node_ids: Sequence[str]) -> list[str]:
        """The executions of all those that are not being made already, in their order."""
        require(actor, "editor", "generate")
        planner = await planner_of(self._db, self._sync, project_id)
        queued = [await self._queue(planner, actor, node_id) for node_id in node_ids]
        return [execution.id for execution in queued if execution is not None]

    async def _queue(self, planner: Planner, actor: Actor, node_id: str) -> Execution | None:
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
        )
        if execution is not None:
            self.tell_state(execution, "queued")
            self._wake.set()
        return execution

    async def cancel(self, project_id: str, actor: Actor, task_id: str) -> None:
        """Stops a waiting job at once and a running one within seconds. Raises NotFound where there is none to stop."""
        require(actor, "editor", "cancel")
        found = await executions.cancel(self._db, project_id, task_id) if is_id(task_id) else None
        if found is None:
            raise NotFound("running job", "to stop")
        if found.status == "cancelled":
            await self.tell_end(found)

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

    async def reconcile_forever(self) -> None:
        """Sends what waits as soon as it waits, and brings back what was lost, until cancelled."""
        while True:
            try:
                await self.reconcile()
            except (*SILENT, OperationalError) as error:
                log.warning("generation.not_reconciled", error=type(error).__name__)
                await asyncio.sleep(LOOK_EVERY / 2)
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()

    async def reconcile(self) -> None:
        """One pass: jobs of silent workers go back or fail with a sentence, ends that nobody may have heard of are
        told, waiting jobs are sent.
        """
        lost = await executions.requeue_lost(self._db, silent_seconds=self._lease, attempts=ATTEMPTS, sentence=DIED)
        for execution in lost:
            log.warning("generation.worker_lost", execution_id=execution.id, now=execution.status)
            await self.tell_end(execution)
        for execution in await executions.untold(self._db, older_than_seconds=UNHEARD):
            await self.tell_end(execution)
        waiting = await executions.unsent(self._db, older_than_seconds=LOST_BY_BROKER)
        if waiting:
            await self._jobs.send(waiting)
            await executions.mark_sent(self._db, waiting)

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
