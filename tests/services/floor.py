"""A film with its people and its queue, on real servers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from production_canvas.backends.backend import Backends
from production_canvas.protocol.operations import Batch
from production_canvas.protocol.queue import QueueEntry
from production_canvas.services.accounts import Actor
from production_canvas.services.batches import ANEW
from production_canvas.services.rendering import Rendering
from production_canvas.store import executions, queue, workers
from production_canvas.wiring import Canvas

SHOT: dict[str, Any] = {"prompt": "Fog over the pier.", "quality": "low", "duration": 0.5}


@dataclass
class Floor:
    """A film with six shots, its owner, and two editors."""

    canvas: Canvas
    project_id: str
    owner: Actor
    ana: Actor
    ben: Actor
    events: list[dict[str, Any]] = field(default_factory=list)

    async def queue(self, actor: Actor, *shots: str) -> list[str]:
        plan = await self.canvas.batch.generate(self.project_id, actor, shots, ANEW)
        return [step.task_id for step in plan.steps if step.state == "run" and step.task_id]

    async def edit(self, *ops: dict[str, Any]) -> None:
        batch = {"client_op_id": f"test:{uuid.uuid4().hex}", "base_version": 0, "ops": list(ops)}
        await self.canvas.sync.submit(self.project_id, self.owner, Batch.model_validate(batch))

    async def worker(self, name: str = "one", *, vram: float = 0.0, slots: int = 1) -> None:
        await workers.beat(
            self.canvas.db, name, backends=["previs"], qualities=["low"], vram=vram, slots=slots, fresh=True
        )

    async def entries(self) -> list[QueueEntry]:
        return (await self.canvas.queue.page(self.project_id)).entries

    async def waiting(self) -> list[tuple[str, str]]:
        """Shots in their order with why they wait."""
        return [(each.node_id, each.reason.detail if each.reason else "") for each in await self.entries()]

    async def leased(self) -> list[tuple[str, str]]:
        """Shots that went to a worker, after one more decision."""
        await self.canvas.dispatch.step()
        rows = await queue.unfinished(self.canvas.db)
        return sorted((row["node_id"], row["worker"]) for row in rows if row["worker"])

    async def run(self, execution_id: str, backend: Any, worker: str = "one") -> None:
        canvas = self.canvas
        rendering = Rendering(canvas.db, canvas.files, canvas.generation, Backends(backend), canvas.staleness)
        await rendering.run(execution_id, worker, str(uuid.uuid4()))

    async def status(self, execution_id: str) -> str:
        found = await executions.get(self.canvas.db, execution_id)
        assert found is not None
        return found.status
