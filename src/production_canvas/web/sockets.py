"""`/ws/{project_id}`: one socket's life, from handshake to farewell."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

import orjson
import structlog
from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, ValidationError
from starlette.websockets import WebSocketDisconnect

from production_canvas.errors import CanvasError, Forbidden, Invalid, NotFound, TooMany, Unauthenticated, Unavailable
from production_canvas.protocol.messages import (
    CancelGeneration,
    ErrorMessage,
    FullSyncMeta,
    Meta,
    Ping,
    Pong,
    Presence,
    Redo,
    Rejected,
    StartGeneration,
    SyncRequest,
    TaskFailed,
    Undo,
    UpdateNodeData,
    frame,
)
from production_canvas.graph.model import Node
from production_canvas.protocol.operations import Batch, Operation
from production_canvas.protocol.queue import SetPriority
from production_canvas.services.edits import merge_operations
from production_canvas.services.pending import Pending
from production_canvas.services.recent import Recent, ops_frame, ops_frames, spoken
from production_canvas.services.sync import ANSWER_LIMIT
from production_canvas.store import sessions
from production_canvas.store.database import SILENT
from production_canvas.web.auth import authenticate_socket
from production_canvas.web.connections import (
    SLOW_READER,
    SOCKETS_PER_USER,
    Connection,
    ConnectionManager,
)
from production_canvas.web.frames import read_frame
from production_canvas.web.line import Outgoing
from production_canvas.wiring import Canvas

log = structlog.get_logger()
router = APIRouter()

MESSAGES_PER_SECOND = 60
BURST = 240
OUTSTANDING_BATCHES = 256
SESSION_SILENT = 120.0
STATE_BEHIND = 200
TRY_LATER = 1013
CLOSE_CODES = {Unauthenticated: 4401, Forbidden: 4403, NotFound: 4404, TooMany: 4429}


class Pace:
    """Slows a sender of more than 60 messages a second; short bursts pass."""

    def __init__(self) -> None:
        self._allowance = float(BURST)
        self._last = time.monotonic()

    async def step(self) -> None:
        """Waits as long as the sender is ahead of the pace."""
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._last) * MESSAGES_PER_SECOND) - 1
        self._last = now
        if self._allowance < 0:
            await asyncio.sleep(-self._allowance / MESSAGES_PER_SECOND)


class Session:
    """One connected person: what they send is done in order, what they may not is refused in words."""

    def __init__(self, canvas: Canvas, manager: ConnectionManager, connection: Connection) -> None:
        self._canvas = canvas
        self._manager = manager
        self._connection = connection
        self._project_id = connection.project_id
        self._tasks: set[asyncio.Task[None]] = set()
        self._outstanding = asyncio.Semaphore(OUTSTANDING_BATCHES)
        self._latest: Pending | None = None

    async def live(self) -> None:
        """Serves the socket until either side ends it."""
        stop: Callable[[], None] | None = None
        try:
            async with asyncio.TaskGroup() as group:
                watched = {self._spawn(group, self._write()), self._spawn(group, self._connection.overflow())}
                stop = await self._open()
                watched.add(self._spawn(group, self._read(group)))
                watched.add(self._spawn(group, self._connection.expelled()))
                # A peer that stopped reading may never say goodbye.
                await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
                for task in tuple(self._tasks):
                    task.cancel()
            if self._connection.slow:
                log.info("socket.slow_reader", session_id=self._connection.session_id)
                self._connection.abort_soon()
                await self._close(SLOW_READER, "You read too slowly; connect again.")
            elif self._connection.outside:
                await self._close(CLOSE_CODES[NotFound], "You are no member of this film any more.")
        except ExceptionGroup as several:
            # What broke first says why; the rest broke with it.
            raise several.exceptions[0] from None
        finally:
            if stop is not None:
                stop()

    def _spawn(self, group: asyncio.TaskGroup, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _write(self) -> None:
        with contextlib.suppress(RuntimeError, OSError, WebSocketDisconnect):
            await self._connection.write()

    async def _close(self, code: int, reason: str) -> None:
        with contextlib.suppress(RuntimeError, OSError, WebSocketDisconnect):
            async with asyncio.timeout(1):
                await self._connection.socket.close(code, reason)

    async def _open(self) -> Callable[[], None]:
        asked = self._connection.socket.query_params
        since = asked.get("since_version", "")
        meta = Meta(epoch=asked.get("epoch"), since_version=int(since) if since.isdecimal() else None)
        told = await self._meta()
        await self._pack(meta)
        # From here to the release nothing else runs: what is sent first is the state that all later frames build on.
        stop = await self._canvas.sync.listen(self._project_id, self._hear)
        self._send_state(meta, told)
        self._connection.send(self._manager.presence.frame_of(self._project_id))
        self._connection.release()
        return stop

    def _hear(self, body: bytes) -> None:
        self._connection.queue(self._manager.shared(body))

    async def _meta(self) -> dict[str, Any]:
        told = FullSyncMeta(
            session_id=self._connection.session_id,
            user_id=self._connection.actor.user_id,
            role=self._connection.actor.role,
            runtime=await self._canvas.generation.runtime_by_node(self._project_id),
            takes=await self._canvas.generation.takes_by_node(self._project_id),
        )
        return told.model_dump(mode="json")

    async def _pack(self, asked: Meta) -> None:
        """Has the state compressed, aside, for who will get it whole."""
        room = await self._canvas.sync.room(self._project_id)
        if asked.epoch == room.graph.epoch and (asked.since_version or 0) > room.graph.version:
            # They were at another process, which is ahead of this one: an older state would take back what they saw.
            await self._canvas.sync.reach(room, asked.since_version or 0)
        if asked.epoch != room.graph.epoch or asked.since_version is None or not room.recent.reaches(asked.since_version):
            await self._manager.pack(self._project_id, room.state(behind=STATE_BEHIND)[1])

    def _send_state(self, asked: Meta, told: dict[str, Any]) -> None:
        room = self._canvas.sync.opened(self._project_id)
        meta = orjson.dumps(told)
        same = asked.epoch == room.graph.epoch and asked.since_version is not None
        missed = room.recent.since(asked.since_version) if same and asked.since_version is not None else None
        if missed is not None and asked.since_version is not None:
            difference = ops_frame("server:delta_sync", asked.since_version, missed, told)
            self._connection.send_state(Outgoing(difference))
            return
        # Who knows of epochs knows of operations too: an older state with the operations since will do.
        version, body = room.state(behind=STATE_BEHIND if asked.epoch is not None else 0)
        packed = self._manager.packed(self._project_id, body)
        head, tail = b'{"event":"server:full_sync","payload":{"graph":', b'},"meta":' + meta + b"}"
        self._connection.send_state(Outgoing.joined(head, body, packed, tail))
        for frame_since in ops_frames(version, room.recent.since(version) or ()):
            self._connection.send(frame_since)

    async def _read(self, group: asyncio.TaskGroup) -> None:
        pace = Pace()
        while True:
            try:
                text = await self._connection.socket.receive_text()
            except (WebSocketDisconnect, RuntimeError):
                return
            except KeyError:
                self._complain(Invalid("Frames are text here, not binary."))
                continue
            await pace.step()
            try:
                _, message, meta = read_frame(text)
                await self._take(group, message, meta)
            except CanvasError as error:
                self._complain(error)
            except SILENT as error:
                log.warning("socket.database_silent", error=type(error).__name__)
                self._complain(Unavailable("The database does not answer; try again in a moment."))

    def _complain(self, error: CanvasError) -> None:
        self._connection.send(frame(ErrorMessage(code=error.code, detail=str(error))))

    async def _take(self, group: asyncio.TaskGroup, message: BaseModel, meta: Meta) -> None:
        match message:
            case Presence():
                self._manager.show(self._connection, message)
            case Batch():
                await self._submit(group, message)
            case UpdateNodeData():
                await self._update(group, message, meta)
            case StartGeneration():
                await self._generate(message.node_id)
            case Undo() | Redo():
                await self._take_back(message.client_op_id, redo=isinstance(message, Redo))
            case CancelGeneration():
                await self._canvas.generation.cancel(self._project_id, self._connection.actor, message.task_id)
            case SetPriority():
                actor, task_id = self._connection.actor, message.task_id
                await self._canvas.queue.prioritise(self._project_id, actor, task_id, message.priority)
            case SyncRequest():
                told = await self._meta()
                await self._pack(meta)
                self._send_state(meta, told)
            case Ping():
                self._connection.send(frame(Pong()))

    async def _submit(self, group: asyncio.TaskGroup, batch: Batch) -> None:
        await self._outstanding.acquire()
        try:
            pending = await self._canvas.sync.enqueue(self._project_id, self._connection.actor, batch)
        except CanvasError as error:
            self._outstanding.release()
            self._refuse(batch.client_op_id, error)
            return
        self._latest = pending
        self._spawn(group, self._answer(pending))

    async def _answer(self, pending: Pending) -> None:
        # The acknowledgement travels as server:ops in the order of the log, like everybody else's edits. Only a batch
        # that was logged before it was sent (again) is answered by itself.
        try:
            row = await pending.answer
            if pending.again:
                self._connection.send(ops_frame("server:ops", row.version - 1, [spoken(row)]))
        except CanvasError as error:
            self._refuse(pending.client_op_id, error)
        finally:
            self._outstanding.release()

    def _refuse(self, client_op_id: str, error: CanvasError) -> None:
        if isinstance(error, Unavailable):
            self._complain(error)
        else:
            refusal = Rejected(client_op_id=client_op_id, code=error.code, detail=str(error))
            self._connection.send(frame(refusal))

    async def _update(self, group: asyncio.TaskGroup, message: UpdateNodeData, meta: Meta) -> None:
        room = await self._canvas.sync.room(self._project_id)
        node, version = room.graph.node(message.node_id), room.graph.version
        if node is None:
            raise NotFound("node", message.node_id)
        if not message.data:
            return
        seen = version if meta.base_version is None or not room.recent.reaches(meta.base_version) else meta.base_version
        batch = Batch.model_construct(
            client_op_id=meta.client_op_id or f"{self._connection.session_id}:{uuid.uuid4().hex}",
            base_version=seen,
            ops=_merged(node, message.data, room.recent, seen),
            label=None,
            step=None,
            seen_version=None,
        )
        await self._submit(group, batch)

    async def _take_back(self, client_op_id: str, *, redo: bool) -> None:
        await self._settled()
        try:
            done = await self._canvas.steps.take_back(self._project_id, self._connection.actor, client_op_id, redo=redo)
        except CanvasError as error:
            self._refuse(client_op_id, error)
            return
        if done.again:
            self._connection.send(ops_frame("server:ops", done.row.version - 1, [spoken(done.row)]))
        self._connection.send(frame(done.told))

    async def _settled(self) -> None:
        """Waits until what the same person edited just before has its answer."""
        if self._latest is not None:
            await asyncio.wait({self._latest.answer}, timeout=ANSWER_LIMIT)

    async def _generate(self, node_id: str) -> None:
        await self._settled()
        try:
            await self._canvas.batch.start(self._project_id, self._connection.actor, node_id)
        except CanvasError as error:
            self._connection.send(frame(TaskFailed(task_id="", node_id=node_id, error=str(error))))


def _merged(node: Node, data: dict[str, Any], recent: Recent, seen: int) -> list[Operation]:
    try:
        return merge_operations(node, data, recent, seen)
    except ValidationError as error:
        raise Invalid(f"The data names something that no node has: {error.errors()[0]['msg']}.") from None


@router.websocket("/ws/{project_id}")
async def serve(socket: WebSocket, project_id: str) -> None:
    """The PRD's endpoint. Refusals close the accepted socket with 4401, 4403, 4404 or 4429 and the sentence; where the
    database does not answer, with 1013: try again later.
    """
    await socket.accept()
    try:
        await _serve(socket, project_id)
    except CanvasError as error:
        await socket.close(CLOSE_CODES.get(type(error), 1011), str(error)[:120])
    except SILENT as error:
        log.warning("socket.database_away", error=type(error).__name__)
        with contextlib.suppress(RuntimeError, OSError, WebSocketDisconnect):
            await socket.close(TRY_LATER, "The database does not answer.")


async def _serve(socket: WebSocket, project_id: str) -> None:
    canvas: Canvas = socket.app.state.canvas
    manager: ConnectionManager = socket.app.state.connections
    user = await authenticate_socket(socket)
    actor = await canvas.projects.actor(project_id, user)
    if len(manager.of_user(project_id, user.id)) >= SOCKETS_PER_USER:
        raise TooMany(f"You have this film open {SOCKETS_PER_USER} times already; close one of them.")
    session_id = str(uuid.uuid4())
    connection = Connection(socket, project_id, session_id, actor)
    manager.join(connection)
    try:
        await sessions.close_silent(canvas.db, older_than_seconds=SESSION_SILENT)
        await sessions.open(canvas.db, session_id=session_id, project_id=project_id, user_id=user.id)
        await Session(canvas, manager, connection).live()
    finally:
        manager.leave(connection)
        await sessions.close(canvas.db, session_id)
