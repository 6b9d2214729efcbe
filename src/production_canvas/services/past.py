"""What a room takes from the log and gives back to it: its state when it opens, what old edits need, its snapshots."""

from __future__ import annotations

from dataclasses import replace

from production_canvas.errors import Invalid, NotFound, TextMoved, Unavailable
from production_canvas.graph.apply import Applier, Op
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.registers import Register, Writers
from production_canvas.graph.removal import restorable
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from production_canvas.services.pending import RESTORES, Past, Pending
from production_canvas.services.recent import note_comings, typed_in
from production_canvas.services.room import Room
from production_canvas.store.database import SILENT
from production_canvas.store.graphs import Journal

SNAPSHOTS_KEPT = 3
SNAPSHOT_STRETCH = 5000
READ_BACK = 20_000
RESTORED_AT_ONCE = 10


async def open_room(journal: Journal, project_id: str, appliers: tuple[Applier, Applier]) -> Room:
    """The project's graph: its newest snapshot with the log since. Raises NotFound."""
    stored = await journal.load(project_id)
    if stored is None:
        raise NotFound("project", project_id)
    nodes, edges = map(Node.read, stored.nodes), map(Edge.read, stored.edges)
    graph = Graph(stored.graph_id, stored.epoch, stored.snapshot_version, nodes, edges, stored.settings)
    room = Room(project_id, graph, appliers)
    while rows := await journal.tail(graph.id, graph.version):
        for row in rows:
            replay(graph, row.ops)
        room.recent.remember(rows)
        graph.version = rows[-1].version
    return room


async def save_snapshot(journal: Journal, room: Room) -> None:
    """Keeps the state of this moment, and lets go of snapshots that nobody needs. Raises where the database is away."""
    version = room.graph.version
    await journal.snapshot(room.graph.id, version, *room.parts())
    room.snapshot_version = version
    await journal.prune(room.graph.id, newest=SNAPSHOTS_KEPT, stretch=SNAPSHOT_STRETCH)


async def read_past(journal: Journal, room: Room, pending: Pending) -> None:
    """Brings what the batch needs of the log where the room does not remember it. Raises NotFound, Unavailable."""
    try:
        pending.restorable_at = room.graph.version
        await _restorable(journal, room.graph.id, [op for op in pending.ops if op["op"] in RESTORES])
        registers = {register for register, _ in typed_in(pending.ops)}
        removes = any(op["op"] == "node.remove" for op in pending.ops)
        since = min(pending.base_version, pending.seen) if removes else pending.base_version
        if (registers or removes) and not room.recent.reaches(min(since, room.graph.version)):
            pending.past = await _past(journal, room, since, registers)
    except SILENT:
        raise Unavailable("The database does not answer; your edit waits with you.") from None


async def _restorable(journal: Journal, graph_id: str, restores: list[Op]) -> None:
    """Gives each restore the records of the latest removal."""
    if len(restores) > RESTORED_AT_ONCE or len({(op["op"], op["id"]) for op in restores}) != len(restores):
        raise Invalid(f"At most {RESTORED_AT_ONCE} things come back at once, each of them once.")
    for op in restores:
        kind = op["op"].partition(".")[0]
        inverse = await journal.removal(graph_id, kind, op["id"])
        op["records"] = restorable(inverse or (), kind, op["id"])
        if not op["records"]:
            raise NotFound(f"removed {kind}", op["id"])


async def _past(journal: Journal, room: Room, version: int, registers: set[Register]) -> Past:
    """The log from `version` to where the room's memory begins. Raises TextMoved where a text needs too much of it."""
    if room.graph.version - version > READ_BACK:
        if registers:
            raise TextMoved(room.graph.version - version)
        version = room.graph.version - READ_BACK
    found = Past(version, {}, Writers(), {})
    while not room.recent.reaches(found.version) and (rows := await journal.tail(room.graph.id, found.version)):
        for row in rows:
            found.writers.note(row.version, row.user_id, row.ops)
            note_comings(found.came, row.ops)
            for register, delta in typed_in(row.ops):
                if register in registers:
                    found.typed.setdefault(register, []).append(delta)
        found = replace(found, version=rows[-1].version)
    return found
