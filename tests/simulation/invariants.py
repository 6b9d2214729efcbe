"""The invariants of a history that has come to rest: each gives what breaks it, and its name is the invariant's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from production_canvas.graph.rules import ancestors, check_place, check_wire
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from tests.simulation.edits import WALL, texts_of
from tests.simulation.history import Letters, Register, apart, begin, last, plain, read_state, states, writes
from tests.simulation.journal import Row

if TYPE_CHECKING:
    from tests.simulation.world import World

Invariant = Callable[["World"], Iterator[str]]


def everybody_converges(world: World) -> Iterator[str]:
    """Clients, processes and the log hold the same graph."""
    wanted = plain(last(world.store))
    for person in world.people:
        if person.ledger.graph is not None and (told := apart(plain(person.ledger.graph), wanted)):
            yield f"{person.name} at {person.ledger.version}: {told}"
    for process in world.processes:
        for room in process.sync._rooms.values():
            if told := apart(plain(room.graph), wanted):
                yield f"process {process.number} at {room.graph.version}: {told}"


def versions_are_dense(world: World) -> Iterator[str]:
    """1, 2, 3 and so on."""
    versions = [row.version for row in world.store.rows]
    if versions != list(range(1, world.store.version + 1)):
        yield f"{versions} up to {world.store.version}"


def acknowledged_is_logged_once(world: World) -> Iterator[str]:
    """What an author was told is there, at that version and nowhere else."""
    places: dict[str, list[int]] = {}
    for row in world.store.rows:
        places.setdefault(row.client_op_id, []).append(row.version)
    for client_op_id, version in world.witness.acknowledged.items():
        if places.get(client_op_id) != [version]:
            yield f"{client_op_id} told at {version}, logged at {places.get(client_op_id)}"
    yield from (f"{key} logged at {at}" for key, at in places.items() if len(at) > 1)


def refused_leaves_no_trace(world: World) -> Iterator[str]:
    """What an author was told never happens is not in the log. Sent to two processes it may meet two judges."""
    for row in world.store.rows:
        if row.client_op_id in world.witness.refused and row.client_op_id not in world.witness.repeated:
            yield f"{row.client_op_id} refused as {world.witness.refused[row.client_op_id]}, logged at {row.version}"


def everything_logged_was_sent(world: World) -> Iterator[str]:
    """Nothing gets into the log by itself, and nothing under another name."""
    for row in world.store.rows:
        author = world.witness.authors.get(row.client_op_id)
        plain_session = row.client_op_id.partition(":")[0] in world.witness.sessions
        if author != row.user_id and not plain_session:
            yield f"{row.client_op_id} at {row.version} by {row.user_id}, sent by {author}"


def authors_keep_their_order(world: World) -> Iterator[str]:
    """One client's batches stand in the log in the order in which they were sent."""
    places = {row.client_op_id: row.version for row in world.store.rows}
    for author, sent in world.witness.order.items():
        logged = [places[each] for each in sent if each in places and each not in world.witness.refused]
        if logged != sorted(logged):
            yield f"{author}: {logged}"


def every_edit_is_answered(world: World) -> Iterator[str]:
    """What a process took in has an answer."""
    for process in world.processes:
        waiting = [pending.client_op_id for pending in process.taken if not pending.answer.done()]
        if waiting:
            yield f"process {process.number}: {waiting}"


def structure_holds_at_every_version(world: World) -> Iterator[str]:
    """No dangling wire, no parent cycle, single inputs single, every node and wire where it may be."""
    for row, graph in states(world.store):
        problem = _broken(graph)
        if problem is None and row.version % 25 in {0, 1}:
            problem = _refused(graph)
        if problem is not None:
            yield f"version {row.version}, {row.client_op_id}: {problem}"
            return
    if (problem := _refused(last(world.store))) is not None:
        yield f"at the end: {problem}"


def snapshots_are_true(world: World) -> Iterator[str]:
    """A snapshot of a version is the state at that version."""
    wanted = {at: texts for epoch, at, texts in world.store.written_snapshots if at and epoch == world.store.epoch}
    for row, graph in states(world.store):
        if row.version in wanted:
            kept = read_state(world.store, row.version, wanted.pop(row.version))
            if told := apart(plain(kept), plain(graph)):
                yield f"snapshot {row.version}: {told}"
    yield from (f"snapshot of version {version}, which was never reached" for version in wanted)


def an_undo_spares_what_others_wrote_later(world: World) -> Iterator[str]:
    """Registers that somebody else wrote since, and everybody else's letters."""
    rows = {row.version: row for row in world.store.rows}
    written: dict[Register, list[tuple[int, str]]] = {}
    letters = _first_letters(world)
    for version, row in rows.items():
        step = _step(row.new.undo_of, rows)
        for op in row.ops():
            taken = letters.take(op, row.user_id, version, step)
            alien = [letter for letter in taken if letter.writer != row.user_id and not letter.versions & {*step}]
            if step and alien:
                yield f"version {version} of {row.user_id} takes back {step} and letters {alien}"
            for register in writes(op):
                if step and (others := _others(op, register, written, step, row.user_id)):
                    yield f"version {version} of {row.user_id} takes back {step} over {register}, written at {others}"
                written.setdefault(register, []).append((version, row.user_id))


def letters_survive(world: World) -> Iterator[str]:
    """Where nobody deletes, nothing that anybody typed is lost or doubled, and every run keeps its order."""
    if world.letters_may_go:
        return
    wall = last(world.store).nodes[WALL].data["text"]
    never = world.witness.refused.keys() - {row.client_op_id for row in world.store.rows}
    lost = Counter("".join(run for key in never for run in _signed(world.witness.sent[key])))
    typed = Counter("".join(world.witness.typed)) - lost
    if Counter(wall) != typed:
        yield f"missing {typed - Counter(wall)}, too many {Counter(wall) - typed}"
    for client_op_id, payload in world.witness.sent.items():
        if client_op_id not in never:
            yield from (f"{run!r} is torn in {wall!r}" for run in _signed(payload) if not _within(run, wall))


def texts_are_what_was_typed(world: World) -> Iterator[str]:
    """Letter by letter, with an arithmetic of its own."""
    letters = _first_letters(world)
    for row in world.store.rows:
        for op in row.ops():
            letters.take(op, row.user_id, row.version)
    for node_id, key, value in texts_of(last(world.store)):
        if letters.text(node_id, key) != value:
            yield f"{node_id} {key}: {value!r} against {letters.text(node_id, key)!r}"


def a_delete_takes_nobody_unawares(world: World) -> Iterator[str]:
    """What somebody else put there after the author's last look is not taken along."""
    came: dict[str, tuple[int, str]] = {}
    for row in world.store.rows:
        payload = world.witness.sent.get(row.client_op_id, {})
        named = {op["id"] for op in payload.get("ops", ()) if op["op"] == "node.remove"}
        for op in row.ops():
            if op["op"] == "node.add":
                came[op["node"]["id"]] = (row.version, row.user_id)
            elif op["op"] == "node.reparent":
                came[op["id"]] = (row.version, row.user_id)
            elif op["op"] == "node.remove" and row.new.undo_of is None and op["id"] not in named:
                version, who = came.get(op["id"], (0, ""))
                if version > payload.get("base_version", 0) and who != row.user_id:
                    yield f"version {row.version} removes {op['id']}, which came with version {version}"


def a_stuck_reader_delays_nobody(world: World) -> Iterator[str]:
    """Every frame of the log leaves in the moment in which it is known to be durable."""
    for process in world.everyone:
        yield from process.late_frames


def nobody_is_a_ghost(world: World) -> Iterator[str]:
    """Everybody sees those who are here, and nobody else."""
    if world.unruly:
        # A farewell that is overtaken, as no real line overtakes, leaves a ghost behind.
        return
    here = {each.session_id for each in world.everybody() if each.session_id}
    for person in world.people:
        if person.present.keys() != here:
            yield f"{person.name} sees {sorted(person.present)}, here are {sorted(here)}"


INVARIANTS: tuple[Invariant, ...] = (
    everybody_converges,
    versions_are_dense,
    acknowledged_is_logged_once,
    refused_leaves_no_trace,
    everything_logged_was_sent,
    authors_keep_their_order,
    every_edit_is_answered,
    structure_holds_at_every_version,
    snapshots_are_true,
    an_undo_spares_what_others_wrote_later,
    letters_survive,
    texts_are_what_was_typed,
    a_delete_takes_nobody_unawares,
    a_stuck_reader_delays_nobody,
    nobody_is_a_ghost,
)


def _broken(graph: Graph) -> str | None:
    nodes = graph.nodes
    for edge in graph.edges.values():
        if edge.source not in nodes or edge.target not in nodes:
            return f"wire {edge.id} dangles"
    for node in nodes.values():
        if node.parent_id is not None and node.parent_id not in nodes:
            return f"node {node.id} stands in {node.parent_id}, which is gone"
        if node.id in ancestors(graph, node.parent_id):
            return f"node {node.id} stands in itself"
    return None


def _refused(graph: Graph) -> str | None:
    single: set[tuple[str, str, bool]] = set()
    try:
        for node in graph.nodes.values():
            check_place(graph, types(), node)
        for edge in list(graph.edges.values()):
            graph.drop_edge(edge.id)
            socket = check_wire(graph, types(), edge)
            graph.put_edge(edge)
            inside = graph.nodes[edge.source].parent_id == edge.target
            if not socket.many and (edge.target, edge.target_handle, inside) in single:
                return f"two wires arrive at {edge.target} {edge.target_handle}"
            if not socket.many:
                single.add((edge.target, edge.target_handle, inside))
    except Exception as error:  # noqa: BLE001  # whatever a rule raises is what is wrong
        return repr(error)
    return None


def _first_letters(world: World) -> Letters:
    letters = Letters()
    for node in begin(world.store).nodes.values():
        letters.take({"op": "node.add", "node": node.record()}, "nobody", 0)
    return letters


def _step(undo_of: int | None, rows: dict[int, Row]) -> list[int]:
    """The versions of the step that is taken back."""
    if undo_of is None:
        return []
    target = rows[undo_of].new
    step = [undo_of]
    if target.step is not None:
        own = [row for row in rows.values() if row.user_id == target.user_id and row.version < undo_of]
        for row in reversed(own):
            if row.new.step != target.step:
                break
            step.append(row.version)
    return step


def _others(
    op: dict[str, Any], register: Register, written: dict[Register, list[tuple[int, str]]], step: list[int], who: str
) -> list[int]:
    """The versions at which others wrote what an effect of an undo writes over or takes away."""
    if op["op"] == "node.text":
        # Texts are judged letter by letter.
        return []
    # Who removed a node has written the place at which it comes back.
    same = (register, ("text", *register[1:]), ("node", register[1]))
    own = [at for each in same for at, _ in written.get(each, ()) if at in step]
    since = max(own, default=min(step))
    there = list(written.get(register, ()))
    if op["op"] == "node.remove":
        there += [each for other, all_of_it in written.items() if other[1] == op["id"] for each in all_of_it]
    return [at for at, other in there if at > since and other != who]


def _signed(payload: dict[str, Any]) -> list[str]:
    return [
        part
        for op in payload.get("ops", ())
        if op["op"] == "node.text" and op["id"] == WALL
        for part in op["delta"]
        if isinstance(part, str)
    ]


def _within(run: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in run)
