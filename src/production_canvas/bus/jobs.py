"""The Celery app: how an execution's id reaches a worker. PostgreSQL keeps the queue; this only carries the news."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from celery import Celery
from celery.utils.nodenames import worker_direct

TASK = "generate"
INTAKE = "take_in"
HOURS = 3600


def celery_app(broker_url: str) -> Celery:
    """An app on that broker, with the task's name and no results of its own."""
    app = Celery("production_canvas", broker=broker_url)
    app.conf.update(
        # Each worker has a queue of its own besides the shared one.
        worker_direct=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        worker_prefetch_multiplier=1,
        worker_soft_shutdown_timeout=3,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            # A shorter one hands long jobs to a second worker while the first still runs.
            "visibility_timeout": 24 * HOURS,
            "unacked_restore_interval": 1,
            "socket_keepalive": True,
            "socket_connect_timeout": 2,
            "socket_timeout": 30,
            "health_check_interval": 10,
        },
    )
    return app


class Jobs:
    """Sends ids to the workers: of executions each to its own, of files that have arrived to whoever is free."""

    def __init__(self, broker_url: str) -> None:
        self._app = celery_app(broker_url)

    async def send(self, ids: Sequence[str], limit: float = 5.0, *, task: str = TASK) -> None:
        """Returns when the broker has them. Raises OSError, TimeoutError or OperationalError where it has not."""
        async with asyncio.timeout(limit):
            await asyncio.to_thread(self._send, ids, task)

    async def send_to(self, given: Sequence[tuple[str, str]], limit: float = 5.0) -> None:
        """Sends each execution's id to the queue of its worker. Raises as `send` does."""
        async with asyncio.timeout(limit):
            await asyncio.to_thread(self._send_to, given)

    async def kill(self, execution_id: str, worker: str, limit: float = 5.0) -> None:
        """Ends the process in which that worker makes that execution. Raises as `send` does."""
        async with asyncio.timeout(limit):
            await asyncio.to_thread(
                self._app.control.revoke, execution_id, terminate=True, signal="SIGKILL", destination=[worker]
            )

    def _send(self, ids: Sequence[str], task: str) -> None:
        with self._app.producer_pool.acquire(block=True, timeout=2) as producer:
            for each in ids:
                self._app.send_task(task, [each], producer=producer, retry=False)

    def _send_to(self, given: Sequence[tuple[str, str]]) -> None:
        with self._app.producer_pool.acquire(block=True, timeout=2) as producer:
            for each, worker in given:
                queue = worker_direct(worker)
                self._app.send_task(TASK, [each], task_id=each, queue=queue, producer=producer, retry=False)
