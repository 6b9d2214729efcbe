"""Undo and redo of one person's own steps, and the way back for what was removed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from production_canvas.errors import IdTaken, NothingToUndo, StepTaken
from production_canvas.graph.registers import Register
from production_canvas.graph.undo import Logged, Step, Target, stacks
from production_canvas.nodes import types
from production_canvas.protocol.messages import Skipped, Undone
from production_canvas.services.accounts import Actor, require
from production_canvas.services.pending import Pending, Undo
from production_canvas.services.room import Room
from production_canvas.services.sync import Sync
from production_canvas.store.graphs import Journal, LoggedRow

STEPS_KEPT = 2000
_TRIES = 5


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`row` as it was logged, `again` where that was before; `told` is for the person alone."""

    row: LoggedRow
    again: bool
    told: Undone


class Steps:
    def __init__(self, journal: Journal, sync: Sync) -> None:
        self._journal = journal
        self._sync = sync

    async def take_back(self, project_id: str, actor: Actor, client_op_id: str, *, redo: bool) -> TakenBack:
        """Undoes the person's last step, or with `redo` their last undo, as far as nobody else wrote there since.

        Raises NothingToUndo, Forbidden, Unavailable.
        """
        require(actor, "editor", "edit")
        room = await self._sync.room(project_id)
        logged = room.recent.answered(client_op_id) or await self._journal.find(room.graph.id, client_op_id)
        if logged is not None and logged.user_id != actor.user_id:
            raise IdTaken
        if logged is not None:
            return TakenBack(logged, again=True, told=_repeated(logged, redo=redo))
        for _ in range(_TRIES):
            try:
                pending, left = await self._pending(room, actor, client_op_id, redo=redo)
                await self._sync.take_in(room, actor, pending)
                row = await self._sync.answer(pending)
            except StepTaken:
                continue
            except NothingToUndo:
                # The same request over another line may have been first.
                logged = await self._journal.find(room.graph.id, client_op_id)
                if logged is None:
                    raise
                return TakenBack(logged, again=True, told=_repeated(logged, redo=redo))
            return TakenBack(row, pending.again, await self._told(room, pending, row, redo=redo, left=left))
        raise StepTaken

    async def _pending(self, room: Room, actor: Actor, client_op_id: str, *, redo: bool) -> tuple[Pending, bool]:
        """The batch to come, and whether there is more behind it."""
        graph_id = room.graph.id
        rows = await self._journal.steps(graph_id, actor.user_id, limit=STEPS_KEPT)
        steps = [Step(row.version, row.undo_of, row.step, row.result == "void") for row in reversed(rows)]
        undoable, redoable = stacks(steps)
        stack = redoable if redo else undoable
        if not stack:
            raise NothingToUndo(redo=redo)
        versions = stack[-1]
        inverses = await self._journal.inverses(graph_id, versions)
        rows_since = await self._since(room, versions[0] - 1)
        if any(row.undo_of == versions[-1] for row in rows_since):
            raise StepTaken
        own = {row.version: row.ops for row in rows_since}
        later = [
            Logged(row.version, row.user_id, row.ops, row.undo_of) for row in rows_since if row.version > versions[0]
        ]
        now = rows_since[-1].version
        targets = [Target(version, own[version], inverses[version]) for version in versions]
        labels = {row.version: row.label for row in rows}
        word = "Redo" if redo else "Undo"
        pending = Pending(
            user_id=actor.user_id,
            client_op_id=client_op_id,
            base_version=now,
            label=f"{word}: {labels[versions[-1]] or 'edit'}"[:120],
            ops=[],
            answer=asyncio.get_running_loop().create_future(),
            undo=Undo(targets, later, now),
        )
        return pending, len(stack) > 1

    async def _since(self, room: Room, version: int) -> list[LoggedRow]:
        """Every batch after `version`."""
        rows: list[LoggedRow] = []
        while not room.recent.reaches(version):
            page = await self._journal.tail(room.graph.id, version)
            if not page:
                break
            rows += page
            version = page[-1].version
        rows += room.recent.rows_since(version)
        # Another process may have logged what this one has not heard of yet.
        rows += await self._journal.tail(room.graph.id, rows[-1].version if rows else version)
        return rows

    async def _told(self, room: Room, pending: Pending, row: LoggedRow, *, redo: bool, left: bool) -> Undone:
        names = await self._journal.names([who for _, who in pending.skipped if who])
        skipped = [
            Skipped(
                node_id=register[1] if register[0] in {"node", "place", "data"} else None,
                path=list(register[2:]) if register[0] == "data" else [],
                user_id=who,
                name=names.get(who or "", "Somebody"),
            )
            for register, who in pending.skipped
        ]
        words = [
            f"{each.name} changed {_title(room, register)} since"
            for each, (register, _) in zip(skipped, pending.skipped, strict=True)
        ]
        undone = pending.units - len(skipped)
        return Undone(
            client_op_id=pending.client_op_id,
            version=row.version,
            redo=redo,
            undone=undone,
            of=pending.units,
            skipped=skipped,
            detail=_sentence(undone, pending.units, words, redo=redo),
            can_undo=redo or left,
            can_redo=not redo or left,
        )


def _repeated(row: LoggedRow, *, redo: bool) -> Undone:
    count = len(row.ops)
    return Undone(
        client_op_id=row.client_op_id,
        version=row.version,
        redo=redo,
        undone=count,
        of=count,
        skipped=[],
        detail="",
        can_undo=True,
        can_redo=True,
    )


def _sentence(undone: int, of: int, words: list[str], *, redo: bool) -> str:
    if not words:
        return ""
    done = "redone" if redo else "undone"
    count = f"{undone} of {of} {done}" if undone else f"Nothing {done}"
    return f"{count}; {'; '.join(dict.fromkeys(words))}."


def _title(room: Room, register: Register) -> str:
    kind, *rest = register
    node = room.graph.node(rest[0]) if kind in {"node", "place", "data"} else None
    if kind == "data" and node is not None and len(rest) > 1:
        titles: dict[str, Any] = {each.key: each.title for each in types()[node.type].parameters}
        return f"the {str(titles.get(rest[1], rest[1])).lower()}"
    words = {"place": "its place", "edge": "the wire", "setting": "the setting"}
    return words.get(kind, "the node")
