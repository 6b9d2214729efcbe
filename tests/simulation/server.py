"""One web process: the server's own code on a journal and a broker in memory, killed or stopped at any moment."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from starlette.websockets import WebSocket, WebSocketDisconnect

from production_canvas.bus.valkey import Bus
from production_canvas.services.accounts import Actor
from production_canvas.services.pending import Pending
from production_canvas.services.steps import Steps
from production_canvas.services.sync import Sync
from production_canvas.store.database import SILENT
from production_canvas.store.graphs import Journal
from production_canvas.store.users import User
from production_canvas.web.connections import ConnectionManager
from production_canvas.web.sockets import serve
from tests.simulation.bus import Broker
from tests.simulation.clock import Mortal, VirtualLoop
from tests.simulation.journal import MemoryJournal, Store
from tests.simulation.transport import Socket, Wire

BROKEN = 1011
AT_ONCE = 0.001
ENDING = 0.01
_REACHES = re.compile(
    rb'\{"event":"server:(ops|delta_sync|full_sync)","payload":\{(?:"from_version":\d+,"to_version":|'
    rb'"graph":\{"id":"[^"]*","epoch":"[^"]*","version":)(\d+)'
)
_BORN = datetime(2026, 1, 1, tzinfo=UTC)


class Accounts:
    """Everybody is who they say they are."""

    async def authenticate(self, token: str) -> User:
        return User(token, f"{token}@crew.example", token.capitalize(), "#67d59a", is_owner=False, created_at=_BORN)


class Projects:
    """Everybody is an editor."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    async def actor(self, _project_id: str, user: User) -> Actor:
        await self._journal.reach()
        return Actor(user.id, user.name, user.color, "editor")


class Generation:
    """Nothing is being made."""

    async def runtime_by_node(self, _project_id: str) -> dict[str, Any]:
        return {}

    async def takes_by_node(self, _project_id: str) -> dict[str, Any]:
        return {}


class Database:
    """Takes the statements about sessions."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    async def execute(self, _statement: str, *_values: object) -> str:
        await self._journal.reach()
        return "UPDATE 0"


class WebProcess(Mortal):
    """`broke(what, error)` hears of errors that nobody foresaw."""

    def __init__(self, number: int, store: Store, broker: Broker, broke: Callable[[str, BaseException], None]) -> None:
        super().__init__(number)
        self._broker = broker
        self._broke = broke
        self.bus = broker.end(self)
        self.journal = MemoryJournal(store, self)
        journal, bus = cast("Journal", self.journal), cast("Bus", self.bus)
        self.sync = Sync(journal, bus)
        self.manager = ConnectionManager(bus)
        self.canvas = SimpleNamespace(
            sync=self.sync,
            steps=Steps(journal, self.sync),
            accounts=Accounts(),
            projects=Projects(self.journal),
            generation=Generation(),
            db=Database(self.journal),
            bus=self.bus,
        )
        self.taken: list[Pending] = []
        self.wires: list[Wire] = []
        self.late_frames: list[str] = []
        self._learned: dict[int, float] = {}
        self._project_id = store.project_id
        self._work: list[asyncio.Task[Any]] = []
        self._watch_inbox()

    def _watch_inbox(self) -> None:
        take_in = self.sync.take_in

        async def watched(*given: Any) -> Pending:
            pending = await take_in(*given)
            self.taken.append(pending)
            return pending

        self.sync.take_in = watched  # type: ignore[method-assign,assignment]  # an observer at the door

    def start(self) -> None:
        """Serves from now on."""
        self._work = [self._watched("commit loop", self.sync.run()), self._watched("presence", self.manager.run())]
        self._work.append(self.spawn(self._listen()))

    async def _listen(self) -> None:
        while True:
            try:
                await self.sync.listen(self._project_id, self._learns)
            except SILENT:
                await asyncio.sleep(0.2)
            else:
                return

    def _learns(self, body: bytes) -> None:
        found = _REACHES.match(body)
        if found is not None:
            self._learned[int(found[2])] = asyncio.get_running_loop().time()

    def _find(self, what: str, error: BaseException) -> None:
        if not self.dead:
            self._broke(what, error)

    def _watched(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[Any]:
        async def run() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001  # whatever ends a process's loop is a finding
                self._find(name, error)

        return self.spawn(run())

    def accept(self, wire: Wire) -> None:
        """Takes a connection."""
        self.wires = [known for known in self.wires if not known.socket.closed]
        self.wires.append(wire)
        wire.socket.leaves = self._leaves
        wire.socket.app.state.canvas = self.canvas
        wire.socket.app.state.connections = self.manager
        self._work.append(self.spawn(self._serve(wire.socket)))

    async def _serve(self, socket: Socket) -> None:
        try:
            await serve(cast("WebSocket", socket), self._project_id)
        except WebSocketDisconnect:
            pass
        except SILENT:
            await self._shut(socket)
        except BaseExceptionGroup as errors:
            rest = errors.split(SILENT)[1]
            if rest is not None and not isinstance(rest.exceptions[0], asyncio.CancelledError):
                self._find("socket", rest)
            await self._shut(socket)
        except Exception as error:  # noqa: BLE001  # a socket that ends with an error of its own is a finding
            self._find("socket", error)
        else:
            await self._shut(socket)

    async def _shut(self, socket: Socket) -> None:
        if not socket.closed:
            await socket.close(BROKEN)

    def _leaves(self, socket: Socket, body: bytes) -> None:
        found = _REACHES.match(body)
        if found is None:
            return
        version = int(found[2])
        known = self._learned.get(version)
        now = asyncio.get_running_loop().time()
        if found[1] != b"ops":
            # What follows a state may be as old as the state.
            socket.synced = now
        elif version > socket.told and known is not None and known > socket.synced:
            late = now - max(known, socket.wire.blocked_until)
            if late > AT_ONCE:
                self.late_frames.append(f"version {version} left {late:.3f} s late")
        socket.told = max(socket.told, version)

    def kill(self) -> None:
        """Ends it as SIGKILL does: memory is gone, nothing is said."""
        if self.dead:
            return
        cast("VirtualLoop", asyncio.get_running_loop()).kill(self)
        self._broker.forget(self)
        for wire in self.wires:
            wire.cut()

    async def stop(self) -> None:
        """Ends it in order, as a new release does."""
        for task in self._work:
            task.cancel()
        try:
            # Who is killed meanwhile never comes to an end of their own.
            while not (self.dead or all(task.done() for task in self._work)):
                await asyncio.sleep(ENDING)
            await asyncio.gather(*(task for task in self._work if task.done()), return_exceptions=True)
        finally:
            # Nobody waits for it any more, and its lines must not stay open for ever.
            self.kill()
