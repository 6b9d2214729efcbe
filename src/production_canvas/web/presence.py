"""Who is here, in this process and in the others, and what each session shows of itself. Never in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from production_canvas.bus.valkey import Bus
from production_canvas.protocol.messages import Presence, PresenceFrame, PresenceLeft, PresenceOf, frame
from production_canvas.services.accounts import Actor

TICK = 0.05
HEARTBEAT = 1.0
GONE_AFTER = 3.5
_EVERYWHERE = "*"


@dataclass(slots=True)
class Elsewhere:
    """A session that another process holds; `heard` by the loop's clock."""

    shown: dict[str, Any]
    heard: float


class PresenceBoard:
    """Tells who moved, one frame per project every 50 ms, and lets go who has not been heard of for 3.5 s.

    `broadcast(project_id, frame)` reaches the sockets of this process. Processes tell each other every second which
    sessions they hold; a session that nobody names any more is gone.
    """

    def __init__(self, bus: Bus, broadcast: Callable[[str, bytes], None]) -> None:
        self._bus = bus
        self._broadcast = broadcast
        self._here: dict[str, dict[str, PresenceOf]] = {}
        self._elsewhere: dict[str, dict[str, Elsewhere]] = {}
        self._moved: dict[str, set[str]] = {}
        self._wake = asyncio.Event()
        bus.subscribe("presence", self._seen_elsewhere)
        bus.subscribe("presence_left", self._left_elsewhere)
        bus.subscribe("presence_ask", self._asked)
        bus.subscribe("presence_held", self._held_elsewhere)

    def of(self, project_id: str, session_id: str) -> PresenceOf | None:
        """What a session of this process shows of itself."""
        return self._here.get(project_id, {}).get(session_id)

    def show(self, project_id: str, session_id: str, who: Actor, seen: Presence) -> None:
        """Notes what a session shows of itself; the next tick tells everybody."""
        here = self._here.get(project_id)
        if here is None:
            here = self._here[project_id] = {}
            self._bus.send("presence_ask", project_id, b"")
        here[session_id] = PresenceOf.model_construct(
            session_id=session_id, user_id=who.user_id, name=who.name, color=who.color, **dict(seen)
        )
        self._moved.setdefault(project_id, set()).add(session_id)
        self._wake.set()

    def leave(self, project_id: str, session_id: str) -> None:
        """Lets a session of this process go and tells everybody at once."""
        here = self._here.get(project_id, {})
        if here.pop(session_id, None) is None:
            return
        if not here:
            del self._here[project_id]
            self._elsewhere.pop(project_id, None)
        self._moved.get(project_id, set()).discard(session_id)
        self._broadcast(project_id, frame(PresenceLeft(session_id=session_id)))
        self._bus.send("presence_left", project_id, session_id.encode())

    def frame_of(self, project_id: str) -> bytes:
        """Everybody who is here, in one frame."""
        return _frame([*self._told(project_id), *(each.shown for each in self._elsewhere.get(project_id, {}).values())])

    async def run(self) -> None:
        """Tells until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat())
            while True:
                await self._wake.wait()
                self._wake.clear()
                started = _now()
                self._tell_moved()
                await asyncio.sleep(max(0.0, TICK - (_now() - started)))

    def _tell_moved(self) -> None:
        moved, self._moved = self._moved, {}
        for project_id, sessions in moved.items():
            here = self._here.get(project_id, {})
            shown = [here[session_id] for session_id in sessions if session_id in here]
            if shown:
                told = frame(PresenceFrame.model_construct(sessions=shown))
                self._broadcast(project_id, told)
                self._bus.send("presence", project_id, told)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            held = {project_id: list(sessions) for project_id, sessions in self._here.items()}
            if held:
                self._bus.send("presence_held", _EVERYWHERE, orjson.dumps(held))
            self._let_go(_now() - GONE_AFTER)

    def _let_go(self, horizon: float) -> None:
        for project_id, sessions in self._elsewhere.items():
            for session_id in [key for key, each in sessions.items() if each.heard < horizon]:
                del sessions[session_id]
                self._broadcast(project_id, frame(PresenceLeft(session_id=session_id)))

    def _told(self, project_id: str) -> Iterable[dict[str, Any]]:
        return (each.model_dump(mode="json", by_alias=True) for each in self._here.get(project_id, {}).values())

    def _seen_elsewhere(self, project_id: str, body: bytes) -> None:
        if project_id not in self._here:
            return
        known = self._elsewhere.setdefault(project_id, {})
        for session in orjson.loads(body)["payload"]["sessions"]:
            known[session["session_id"]] = Elsewhere(session, _now())
        self._broadcast(project_id, body)

    def _left_elsewhere(self, project_id: str, body: bytes) -> None:
        if self._elsewhere.get(project_id, {}).pop(body.decode(), None) is not None:
            self._broadcast(project_id, frame(PresenceLeft(session_id=body.decode())))

    def _asked(self, project_id: str, _body: bytes) -> None:
        if project_id in self._here:
            self._bus.send("presence", project_id, _frame(list(self._told(project_id))))

    def _held_elsewhere(self, _project_id: str, body: bytes) -> None:
        for project_id, session_ids in orjson.loads(body).items():
            known = self._elsewhere.get(project_id, {})
            for session_id in session_ids:
                if (session := known.get(session_id)) is not None:
                    session.heard = _now()
            if project_id in self._here and not known.keys() >= set(session_ids):
                # Somebody came while the bus was away.
                self._bus.send("presence_ask", project_id, b"")


def _frame(sessions: list[dict[str, Any]]) -> bytes:
    return orjson.dumps({"event": "server:presence", "payload": {"sessions": sessions}})


def _now() -> float:
    return asyncio.get_running_loop().time()
