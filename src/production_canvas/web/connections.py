"""Every socket of this process: who is connected to which project, and one bounded outbox each."""

from __future__ import annotations

import asyncio
from collections import deque

from fastapi import WebSocket

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.messages import Presence
from production_canvas.services.accounts import Actor
from production_canvas.web.line import COMPRESSED_FROM, Line, Outgoing, deflated
from production_canvas.web.presence import GONE_AFTER, PresenceBoard

OUTBOX_BYTES = 1024 * 1024
OUTBOX_MOST = 16 * 1024 * 1024
STALL = 1.0
OUTBOX_FRAMES = 2000
SEND_LIMIT = 6.0
SILENCE_CHECK = 0.5
SLOW_READER = 4008
SOCKETS_PER_USER = 5


class Connection:
    """One socket. Frames wait in an outbox bounded in bytes and count; a reader that stops is closed with 4008."""

    def __init__(self, socket: WebSocket, project_id: str, session_id: str, actor: Actor) -> None:
        self.socket = socket
        self.project_id = project_id
        self.session_id = session_id
        self.actor = actor
        self.shows = Presence()
        self._line: Line | None = socket.scope.get("line")
        self._outbox: deque[tuple[Outgoing, int]] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self._held: list[Outgoing] | None = []
        self._overflow = asyncio.Event()
        self._state_waits = False
        self._progress = _now()
        self._expelled = asyncio.Event()

    @property
    def outside(self) -> bool:
        """Whether the person is no member any more."""
        return self._expelled.is_set()

    def expel(self) -> None:
        """The person is no member any more."""
        self._expelled.set()

    async def expelled(self) -> None:
        """Returns when the person is no member any more."""
        await self._expelled.wait()

    @property
    def silent(self) -> float:
        """Seconds since the other end was heard, answers to pings included; 0 where the line does not tell."""
        return 0.0 if self._line is None else _now() - self._line.heard

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
        for frame in held:
            self._put(frame, counted=True)

    def send(self, body: bytes) -> None:
        """Queues one frame. Never waits."""
        self.queue(Outgoing(body))

    def queue(self, frame: Outgoing) -> None:
        """Queues one frame, whatever waits. Never waits itself."""
        self._put(frame, counted=True)

    def share(self, frame: Outgoing) -> None:
        """Queues a frame that many sockets share."""
        if self._held is not None:
            self._held.append(frame)
        else:
            self._put(frame, counted=True)

    def send_state(self, frame: Outgoing) -> None:
        """Queues a whole graph, which may be larger than what an outbox may hold; where one waits already, that one and
        the frames behind it lead to the same.
        """
        if not self._state_waits:
            self._state_waits = True
            self._put(frame, counted=False)

    def abort_soon(self) -> None:
        """Ends the line a moment later, whether its reader takes the farewell or not."""
        if self._line is not None:
            self._line.abort_soon()

    def _put(self, frame: Outgoing, *, counted: bool) -> None:
        if self.slow:
            return
        held = frame.size if counted else 0
        now = _now()
        if not self._outbox:
            self._progress = now
        if self._too_much(self._size + held, now):
            self._overflow.set()
            self._outbox.clear()
        else:
            self._outbox.append((frame, held))
            self._size += held
        self._wake.set()

    def _too_much(self, size: int, now: float) -> bool:
        # A burst is no slowness: a reader who keeps taking may be behind by more than one who has stopped.
        stalled = size > OUTBOX_BYTES and now - self._progress > STALL
        return stalled or size > OUTBOX_MOST or len(self._outbox) >= OUTBOX_FRAMES

    async def write(self) -> None:
        """Sends what waits, until cancelled or a frame finds no reader."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outbox:
                frame, held = self._outbox.popleft()
                self._size -= held
                self._state_waits = self._state_waits and held > 0
                try:
                    await self._transmit(frame)
                    self._progress = _now()
                except TimeoutError:
                    self._overflow.set()
                    return

    async def _transmit(self, frame: Outgoing) -> None:
        if self._line is None:
            async with asyncio.timeout(SEND_LIMIT):
                await self.socket.send({"type": "websocket.send", "text": frame.body.decode()})
        else:
            await self._line.put(frame)


class ConnectionManager:
    """Owns the life of every project's connections on this process."""

    def __init__(self, bus: Bus) -> None:
        self._projects: dict[str, dict[str, Connection]] = {}
        self._shared = Outgoing(b"")
        self._packed: dict[str, tuple[bytes, asyncio.Task[bytes]]] = {}
        self.presence = PresenceBoard(bus, self.broadcast)
        bus.subscribe("events", self.broadcast)
        bus.subscribe("team", self._broadcast_to_all)
        bus.subscribe("person", self._tell)

    def of_user(self, project_id: str, user_id: str) -> list[Connection]:
        """The user's sockets on that project, oldest first."""
        everyone = self._projects.get(project_id, {}).values()
        return [connection for connection in everyone if connection.actor.user_id == user_id]

    def everyone(self) -> list[Connection]:
        """Every socket of this process."""
        return [connection for everyone in self._projects.values() for connection in everyone.values()]

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
            self._packed.pop(connection.project_id, None)
        self.presence.leave(connection.project_id, connection.session_id)

    def shared(self, body: bytes) -> Outgoing:
        """The frame of a body that is handed to one socket after the other, built once."""
        if self._shared.body is not body:
            self._shared = Outgoing(body)
        return self._shared

    async def pack(self, project_id: str, body: bytes) -> None:
        """Has a project's state compressed in a thread, once for all who wait for it."""
        known = self._packed.get(project_id)
        if len(body) >= COMPRESSED_FROM and (known is None or known[0] is not body):
            known = self._packed[project_id] = (body, asyncio.create_task(asyncio.to_thread(deflated, body)))
        if known is not None and known[0] is body:
            await asyncio.shield(known[1])

    def packed(self, project_id: str, body: bytes) -> bytes | None:
        """The state compressed, where `pack` has done it."""
        known = self._packed.get(project_id)
        return known[1].result() if known is not None and known[0] is body and known[1].done() else None

    def broadcast(self, project_id: str, body: bytes) -> None:
        """One serialised frame to every socket of the project."""
        everyone = self._projects.get(project_id)
        if everyone:
            shared = Outgoing(body)
            for connection in tuple(everyone.values()):
                connection.share(shared)

    def _broadcast_to_all(self, _: str, body: bytes) -> None:
        for project_id in tuple(self._projects):
            self.broadcast(project_id, body)

    def _tell(self, project_id: str, body: bytes) -> None:
        user_id, _, told = body.partition(b"|")
        for connection in self.of_user(project_id, user_id.decode()):
            connection.share(Outgoing(told))

    def show(self, connection: Connection, seen: Presence) -> None:
        """Notes what a session shows of itself; everybody hears of it within 50 ms."""
        connection.shows = seen
        self.presence.show(connection.project_id, connection.session_id, connection.actor, seen)

    async def run(self) -> None:
        """Keeps presence true until cancelled: who is not heard of for 3.5 s is gone until they are heard again."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.presence.run())
            while True:
                await asyncio.sleep(SILENCE_CHECK)
                for project_id, everyone in self._projects.items():
                    for connection in tuple(everyone.values()):
                        self._look_at(project_id, connection)

    def _look_at(self, project_id: str, connection: Connection) -> None:
        seen = self.presence.of(project_id, connection.session_id) is not None
        if connection.silent > GONE_AFTER and seen:
            self.presence.leave(project_id, connection.session_id)
        elif connection.silent < GONE_AFTER and not seen:
            self.show(connection, connection.shows)


def _now() -> float:
    return asyncio.get_running_loop().time()
