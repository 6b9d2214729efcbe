"""Frames to every process: delivered here at once, and through Valkey to the others, as long as it answers.

Nothing depends on a frame arriving: the log and the tables are read where one is missing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import redis.asyncio as redis
import structlog
from redis.exceptions import RedisError

Handler: TypeAlias = Callable[[str, bytes], None]

log = structlog.get_logger()

WAITING_FRAMES = 10_000
FRAMES_AT_ONCE = 500
RETRY = 1.0


class Bus:
    """`origin` names this process, so that its own frames do not come back to it."""

    def __init__(self, url: str, origin: str) -> None:
        self._url = url
        self._origin = origin.encode()
        self._handlers: dict[str, list[Handler]] = {}
        self._returns: list[Callable[[], None]] = []
        self._waiting: deque[tuple[str, bytes]] = deque(maxlen=WAITING_FRAMES)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self.connected = False

    def subscribe(self, topic: str, handler: Handler) -> None:
        """`handler(project_id, body)` for every body of the topic: `events` for sockets, `team` for those of every
        project, `ops` for the log.
        """
        self._handlers.setdefault(topic, []).append(handler)

    def on_return(self, handler: Callable[[], None]) -> None:
        """Calls `handler` whenever the broker answers again: what it told meanwhile was missed."""
        self._returns.append(handler)

    def publish(self, topic: str, project_id: str, body: bytes) -> None:
        """Hands the body to this process at once and to the others soon. Never waits, never fails."""
        for handler in self._handlers.get(topic, ()):
            handler(project_id, body)
        self.send(topic, project_id, body)

    def send(self, topic: str, project_id: str, body: bytes) -> None:
        """To the other processes only."""
        self._waiting.append((f"canvas:{topic}:{project_id}", self._origin + b"|" + body))
        self._idle.clear()
        self._wake.set()

    async def run(self, *, listen: bool) -> None:
        """Sends, and receives where `listen`, until cancelled; connects again when the broker comes back."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep(self._send_waiting))
            if listen:
                group.create_task(self._keep(self._receive))

    async def drain(self, limit: float = 2.0) -> bool:
        """Whether everything published is out within `limit` seconds."""
        try:
            async with asyncio.timeout(limit):
                return await self._idle.wait()
        except TimeoutError:
            log.warning("bus.undelivered", frames=len(self._waiting))
            return False

    async def _keep(self, work: Callable[[redis.Redis], Awaitable[None]]) -> None:
        while True:
            client = redis.Redis.from_url(self._url, socket_connect_timeout=2, socket_keepalive=True)
            try:
                await work(client)
            except (RedisError, OSError, TimeoutError) as error:
                if self.connected:
                    log.warning("bus.lost", error=type(error).__name__)
                self.connected = False
                await asyncio.sleep(RETRY)
            finally:
                await client.aclose()

    async def _send_waiting(self, client: redis.Redis) -> None:
        while True:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), FRAMES_AT_ONCE))]
                try:
                    await self._send_batch(client, batch)
                except BaseException:
                    self._waiting.extendleft(reversed(batch))
                    raise
            self._idle.set()
            self._wake.clear()
            await self._wake.wait()

    async def _send_batch(self, client: redis.Redis, batch: list[tuple[str, bytes]]) -> None:
        pipe = client.pipeline(transaction=False)
        for channel, body in batch:
            pipe.publish(channel, body)
        async with asyncio.timeout(2):
            await pipe.execute()

    async def _receive(self, client: redis.Redis) -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.psubscribe("canvas:*")
            # redis-py swallows a cancellation that arrives while it connects here.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError
            self.connected = True
            for back in self._returns:
                back()
            async for message in channel.listen():
                topic, _, project_id = message["channel"].decode().removeprefix("canvas:").partition(":")
                origin, _, body = message["data"].partition(b"|")
                if origin != self._origin:
                    for handler in self._handlers.get(topic, ()):
                        handler(project_id, body)
