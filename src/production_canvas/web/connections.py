"""Every socket of this process: who is connected to which project, and one bounded outbox each."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable

import structlog
from fastapi import WebSocket

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.messages import Presence, PresenceFrame, PresenceLeft, PresenceOf, frame
from production_canvas.services.accounts import Actor

log = structlog.get_logger()

OUTBOX_BYTES = 1024 * 1024
OUTBOX_MOST = 16 * 1024 * 1024
STALL = 1.0
OUTBOX_FRAMES = 2000
SEND_LIMIT = 10.0
PRESENCE_TICK = 0.05
SLOW_READER = 4008
SOCKETS_PER_USER = 5


class Connection:
    """One socket. Frames wait in an outbox bounded in bytes and count; a reader that stops is closed with 4008."""

    def __init__(self, socket: WebSocket, project_id: str, session_id: str, actor: Actor) -> None:
        self.socket = socket
        self.project_id = project_id
        self.session_id = session_id
        self.actor = actor
        self._outbox: deque[tuple[str, int]] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self._held: list[tuple[str, int]] | None = []
        self._overflow = asyncio.Event()
        self._state_waits = False
        self._progress = time.monotonic()

    @property
    def slow(self) -> bool:
        """Whether the reader has fallen so far behind that it must come back by the difference."""
        return self._overflow.is_set()

    async def overflow(self) -> None:
        """Returns when the reader is too slow."""
        await self._overflow.wait()

    def release(self) -> None:
        """Lets go what came while the first state was gathered; it belongs behind that state."""
        held, self._held = self._held or [], None
        for text, size in held:
            self._put(text, size, counted=True)

    def send(self, body: bytes) -> None:
        """Queues one frame. Never waits."""
        self._put(body.decode(), len(body), counted=True)

    def send_text(self, text: str, size: int) -> None:
        """Queues a frame that many sockets share."""
        if self._held is not None:
            self._held.append((text, size))
        else:
            self._put(text, size, counted=True)

    def send_state(self, body: bytes) -> None:
        """Queues a whole graph, which may be larger than what an outbox may hold; where one waits already, that one and
        the frames behind it lead to the same.
        """
        if not self._state_waits:
            self._state_waits = True
            self._put(body.decode(), len(body), counted=False)

    def _put(self, text: str, size: int, *, counted: bool) -> None:
        if self.slow:
            return
        held = size if counted else 0
        now = time.monotonic()
        if not self._outbox:
            self._progress = now
        if self._too_much(self._size + held, now):
            self._overflow.set()
            self._outbox.clear()
        else:
            self._outbox.append((text, held))
            self._size += held
        self._wake.set()

    def _too_much(self, size: int, now: float) -> bool:
        # A burst is no slowness: a reader who keeps taking may be behind by more than one who has stopped.
        stalled = size > OUTBOX_BYTES and now - self._progress > STALL
        return stalled or size > OUTBOX_MOST or len(self._outbox) >= OUTBOX_FRAMES

    async def write(self) -> None:
        """Sends what waits, until cancelled or a frame finds no reader for ten seconds."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outbox:
                text, held = self._outbox.popleft()
                self._size -= held
                self._state_waits = self._state_waits and held > 0
                try:
                    async with asyncio.timeout(SEND_LIMIT):
                        await self.socket.send({"type": "websocket.send", "text": text})
                    self._progress = time.monotonic()
                except TimeoutError:
                    self._overflow.set()
                    return


class ConnectionManager:
    """Owns the life of every project's connections on this process."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._projects: dict[str, dict[str, Connection]] = {}
        self._present: dict[str, dict[str, PresenceOf]] = {}
        self._moved: dict[str, set[str]] = {}
        self._wake = asyncio.Event()
        bus.subscribe("events", self.broadcast)

    def of_user(self, project_id: str, user_id: str) -> list[Connection]:
        """The user's sockets on that project, oldest first."""
        everyone = self._projects.get(project_id, {}).values()
        return [connection for connection in everyone if connection.actor.user_id == user_id]

    def count(self) -> int:
        """Sockets of this process."""
        return sum(map(len, self._projects.values()))

    def join(self, connection: Connection) -> None:
        """Takes the connection in and shows it to the others."""
        self._projects.setdefault(connection.project_id, {})[connection.session_id] = connection
        self.show(connection, Presence())

    def leave(self, connection: Connection) -> None:
        """Lets the connection go; a late farewell of an old socket touches no newer one."""
        everyone = self._projects.get(connection.project_id, {})
        if everyone.get(connection.session_id) is not connection:
            return
        del everyone[connection.session_id]
        if not everyone:
            del self._projects[connection.project_id]
        self._present.get(connection.project_id, {}).pop(connection.session_id, None)
        self._moved.get(connection.project_id, set()).discard(connection.session_id)
        self._bus.publish("events", connection.project_id, frame(PresenceLeft(session_id=connection.session_id)))

    def broadcast(self, project_id: str, body: bytes) -> None:
        """One serialised frame to every socket of the project."""
        everyone = self._projects.get(project_id)
        if everyone:
            text, size = body.decode(), len(body)
            for connection in tuple(everyone.values()):
                connection.send_text(text, size)

    def show(self, connection: Connection, seen: Presence) -> None:
        """Notes what a session shows of itself; the next tick tells everybody."""
        who = connection.actor
        self._present.setdefault(connection.project_id, {})[connection.session_id] = PresenceOf(
            session_id=connection.session_id,
            user_id=who.user_id,
            name=who.name,
            color=who.color,
            **{key: getattr(seen, key) for key in Presence.model_fields},
        )
        self._moved.setdefault(connection.project_id, set()).add(connection.session_id)
        self._wake.set()

    def shown(self, connection: Connection) -> PresenceOf | None:
        """What the session shows of itself."""
        return self._present.get(connection.project_id, {}).get(connection.session_id)

    def present(self, project_id: str) -> Iterable[PresenceOf]:
        """Everybody who is here."""
        return self._present.get(project_id, {}).values()

    async def run(self) -> None:
        """Tells who moved, one frame per project every 50 ms, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            started = time.monotonic()
            moved, self._moved = self._moved, {}
            for project_id, sessions in moved.items():
                here = self._present.get(project_id, {})
                shown = [here[session_id] for session_id in sessions if session_id in here]
                if shown:
                    self._bus.publish("events", project_id, frame(PresenceFrame(sessions=shown)))
            await asyncio.sleep(max(0.0, PRESENCE_TICK - (time.monotonic() - started)))


def presence_frame(sessions: Iterable[PresenceOf]) -> bytes:
    """Everybody who is here, for somebody who just came."""
    return frame(PresenceFrame(sessions=list(sessions)))
