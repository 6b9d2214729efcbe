"""What a room takes from the log and gives back to it: its state when it opens, what old edits need, its snapshots."""

from __future__ import annotations

from production_canvas.errors import Invalid, NotFound, TextMoved, Unavailable
from production_canvas.graph.apply import Applier
from production_canvas.graph.model import Edge, Node
from production_canvas.graph.registers import Register, Writers
from production_canvas.graph.replay import replay
from production_canvas.graph.state import Graph
from production_canvas.graph.undo import restorable
from production_canvas.services.pending import Past, Pending
from production_canvas.services.recent import typed_in
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
        restored = [(op["op"], op["id"]) for op in pending.ops if op["op"] in {"node.restore", "edge.restore"}]
        if len(restored) > RESTORED_AT_ONCE or len(set(restored)) != len(restored):
            raise Invalid(f"At most {RESTORED_AT_ONCE} things come back at once, each of them once.")
        for op in pending.ops:
            if op["op"] in {"node.restore", "edge.restore"}:
                kind = op["op"].partition(".")[0]
                inverse = await journal.removal(room.graph.id, kind, op["id"])
                op["records"] = restorable(inverse or (), kind, op["id"])
                if not op["records"]:
                    raise NotFound(f"removed {kind}", op["id"])
        registers = {register for register, _ in typed_in(pending.ops)}
        removes = any(op["op"] == "node.remove" for op in pending.ops)
        since = min(pending.base_version, pending.seen) if removes else pending.base_version
        if (registers or removes) and not room.recent.reaches(min(since, room.graph.version)):
            pending.past = await _past(journal, room, since, registers)
    except SILENT:
        raise Unavailable("The database does not answer; your edit waits with you.") from None


async def _past(journal: Journal, room: Room, version: int, registers: set[Register]) -> Past:
    """The log from `version` to where the room's memory begins. Raises TextMoved where a text needs too much of it."""
    if room.graph.version - version > READ_BACK:
        if registers:
            raise TextMoved(room.graph.version - version)
        version = room.graph.version - READ_BACK
    found = Past(version, {}, Writers())
    while not room.recent.reaches(found.version) and (rows := await journal.tail(room.graph.id, found.version)):
        for row in rows:
            found.writers.note(row.version, row.user_id, row.ops)
            for register, delta in typed_in(row.ops):
                if register in registers:
                    found.typed.setdefault(register, []).append(delta)
        found = Past(rows[-1].version, found.typed, found.writers)
    return found
