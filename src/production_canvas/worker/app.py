"""The Celery app of the workers: `celery -A production_canvas.worker.app worker`."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import structlog

from production_canvas.backends.backend import Backends
from production_canvas.backends.media.backend import MediaBackend
from production_canvas.backends.previs.backend import Previs
from production_canvas.bus.jobs import INTAKE, TASK, celery_app
from production_canvas.services.intake import Intake
from production_canvas.services.rendering import Rendering
from production_canvas.settings import Settings
from production_canvas.wiring import open_canvas
from production_canvas.worker.membership import Membership, join

log = structlog.get_logger()

settings = Settings()
backends = Backends(Previs(), MediaBackend())
app = celery_app(settings.broker_url)
join(app, Membership(settings, backends))


@app.task(name=TASK, bind=True)
def generate(task: Any, execution_id: str) -> None:
    """Makes one take. Sending an id twice makes one take."""
    asyncio.run(_generate(execution_id, task.request.hostname))


@app.task(name=INTAKE)
def take_in(upload_id: str) -> None:
    """Opens one file that has arrived. Sending an id twice opens it once."""
    asyncio.run(_take_in(upload_id))


async def _take_in(upload_id: str) -> None:
    async with open_canvas(settings) as canvas:
        await Intake(canvas.db, canvas.bus, canvas.files, canvas.assets).run(upload_id)


async def _generate(execution_id: str, worker: str) -> None:
    lease = str(uuid.uuid4())
    async with open_canvas(settings) as canvas:
        rendering = Rendering(canvas.db, canvas.files, canvas.generation, backends, canvas.staleness)
        try:
            await rendering.run(execution_id, worker, lease)
        except Exception:
            # A process boundary: whatever it was, the people who wait are told.
            log.exception("worker.broke", execution_id=execution_id)
            await rendering.broke(execution_id, lease)
