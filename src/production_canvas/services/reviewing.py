"""Takes looked at again: the whole job of one, what differs between several, the very job made once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from production_canvas.backends.backend import named
from production_canvas.errors import CanvasError, Conflict, Invalid, NotFound
from production_canvas.files.store import FileStore
from production_canvas.graph.contrast import TITLES, called, contrast, given, told
from production_canvas.graph.model import Node
from production_canvas.graph.node_type import NodeType
from production_canvas.nodes import types
from production_canvas.nodes.parameters import COMMON
from production_canvas.protocol.rest import Span
from production_canvas.protocol.reviewing import DifferenceRow, TakeDetail, TakeInput, TakeParameter, TakesDifference
from production_canvas.services.accounts import Actor, require
from production_canvas.services.generation import MADE_ALREADY, Generation, take_record
from production_canvas.services.history import History
from production_canvas.services.planning import planner_of
from production_canvas.services.sync import Sync
from production_canvas.store import executions, queue, takes
from production_canvas.store.database import Pool, is_id, new_id
from production_canvas.store.executions import Asks, Execution
from production_canvas.store.takes import Take

NOW = "now"
MOST = 4
ITSELF = frozenset({"number", "title", "name", "source", "cast", *(each.key for each in COMMON)})
"""Parameters that say which node it is and how its card looks, not what a take is made of."""
GONE = "Its card is no longer in the film; bring that back first, from the history."


class Reviewing:
    def __init__(self, db: Pool, files: FileStore, sync: Sync, history: History, generation: Generation) -> None:
        self._db = db
        self._files = files
        self._sync = sync
        self._history = history
        self._generation = generation

    async def detail(self, project_id: str, take_id: str) -> TakeDetail:
        """The whole job of the take. Raises NotFound."""
        take, made_by = await self._made(project_id, take_id)
        job = made_by.job
        graph = await self._sync.graph(project_id)
        stands = graph.node(take.node_id) is not None
        registers, unset = await self._held(project_id, take, made_by) if stands else ({}, [])
        begun, ended = made_by.started_at, made_by.finished_at
        return TakeDetail(
            take=take_record(take),
            kind=str(job.get("kind", "")),
            backend=str(job.get("backend", "")),
            pipeline_id=str(job.get("pipeline_id", "")),
            pipeline_version=str(job.get("pipeline_version", "")),
            node_type_version=int(job.get("node_type_version", 1)),
            graph_version=made_by.graph_version,
            parameters=list(_parameters(job)),
            inputs=list(_inputs(job, graph.nodes)),
            worker=made_by.worker,
            attempts=made_by.attempt,
            seconds=round((ended - begun).total_seconds(), 2) if begun and ended else None,
            queued_at=made_by.queued_at.isoformat(),
            finished_at=ended.isoformat() if ended else None,
            registers=registers,
            unset=unset,
            no_restore="" if stands else GONE,
            no_remake=await self._no_remake(job, graph.nodes) if stands else GONE,
        )

    async def difference(self, project_id: str, sides: Sequence[str]) -> TakesDifference:
        """What differs between two to four takes of one node, or between them and the node as it stands (`now`). Raises
        NotFound, and Invalid where they are not of one node.
        """
        if not 1 < len(set(sides)) == len(sides) <= MOST:
            raise Invalid("Two to four different takes are compared.")
        found = {side: await self._made(project_id, side) for side in sides if side != NOW}
        of_nodes = {take.node_id for take, _ in found.values()}
        if len(of_nodes) != 1:
            raise Invalid("Takes of one card are compared, not of several.")
        jobs = {side: made_by.job for side, (_, made_by) in found.items()}
        if NOW in sides:
            try:
                jobs[NOW] = await self._job_now(project_id, next(iter(found.values()))[0])
            except CanvasError as error:
                return TakesDifference(sides=list(sides), rows=[], refusal=str(error))
        nodes = (await self._sync.graph(project_id)).nodes
        rows = contrast([jobs[side] for side in sides], types(), nodes)
        return TakesDifference(sides=list(sides), rows=[_row(row) for row in rows], refusal="")

    async def remake(self, project_id: str, actor: Actor, take_id: str) -> str:
        """The execution that makes the very job of the take again, its slate too. Raises Forbidden, NotFound, and
        Conflict where its files are gone, its node is, or that is being made.
        """
        require(actor, "editor", "generate")
        take, made_by = await self._made(project_id, take_id)
        graph = await self._sync.graph(project_id)
        refusal = await self._no_remake(made_by.job, graph.nodes) if graph.node(take.node_id) else GONE
        if refusal:
            raise Conflict(refusal)
        again = await executions.insert(
            self._db,
            execution_id=new_id(),
            project_id=project_id,
            node_id=take.node_id,
            user_id=actor.user_id,
            job=made_by.job,
            job_key=made_by.job_key,
            graph_version=made_by.graph_version,
            asks=Asks(**await queue.asked(self._db, made_by.id)),
            remake_of=take.id,
        )
        if again is None:
            raise Conflict(MADE_ALREADY)
        self._generation.tell_state(again, "queued")
        self._generation.changed()
        return again.id

    async def _made(self, project_id: str, take_id: str) -> tuple[Take, Execution]:
        take = await takes.get(self._db, project_id, take_id) if is_id(take_id) else None
        made_by = await executions.get(self._db, take.execution_id) if take else None
        if take is None or made_by is None:
            raise NotFound("take", take_id[:64])
        return take, made_by

    async def _job_now(self, project_id: str, take: Take) -> dict[str, Any]:
        planner = await planner_of(self._db, self._sync, project_id)
        if planner.graph.node(take.node_id) is None:
            raise Conflict(GONE)
        job: dict[str, Any] = orjson.loads(orjson.dumps(asdict(planner.job(take.node_id, take.seed))))
        return job

    async def _held(self, project_id: str, take: Take, made_by: Execution) -> tuple[dict[str, Any], list[str]]:
        """What the node held when the take was asked for, of what makes it; and in what it held nothing."""
        node = (await self._history.graph(project_id, made_by.graph_version)).node(take.node_id)
        kind = types().get(node.type) if node else None
        if node is None or kind is None:
            return {}, []
        keys = restorable(kind)
        held = {key: node.data[key] for key in keys if key in node.data}
        if "seed" in keys:
            held |= {"seed": take.seed, "seed_locked": True}
        return held, sorted(keys - held.keys())

    async def _no_remake(self, job: Mapping[str, Any], nodes: Mapping[str, Node]) -> str:
        """Why the job cannot be made again as it was: files of it are gone. Empty where all are there."""
        lost = [name for name in sorted(named({"inputs": {}, **job})) if not await self._kept(name)]
        if not lost:
            return ""
        whose = {
            called(value, types(), nodes) for _, _, value in given(job) if any(name in str(value) for name in lost)
        }
        of_whom = f" of {', '.join(sorted(whose))}" if whose else ""
        return f"It cannot be made exactly again: the files{of_whom} that it was made of are no longer kept."

    async def _kept(self, name: str) -> bool:
        try:
            await self._files.size(name)
        except NotFound:
            return False
        return True


def restorable(kind: NodeType) -> set[str]:
    """The parameters of a node type that a take gives back: what people may write and takes are made of."""
    return {each.key for each in kind.parameters if not each.server and each.key not in ITSELF}


def _parameters(job: Mapping[str, Any]) -> Sequence[TakeParameter]:
    kind = types().get(job.get("kind", ""))
    named_by = {each.key: each for each in kind.parameters} if kind else {}
    found = []
    for key, value in job["parameters"].items():
        spec = named_by.get(key)
        title = spec.title if spec else TITLES.get(key, key.replace("_", " ").capitalize())
        found.append(TakeParameter(key=key, title=title, unit=spec.unit if spec else "", value=told(value)))
    return found


def _inputs(job: Mapping[str, Any], nodes: Mapping[str, Node]) -> Sequence[TakeInput]:
    kind = types().get(job.get("kind", ""))
    titles = {socket.name: socket.title for socket in kind.inputs} if kind else {}
    return [
        TakeInput(
            socket=socket,
            title=titles.get(socket, socket),
            kind=value["kind"],
            name=called(value, types(), nodes),
            node_id=value["node_id"],
            asset_id=value["data"].get("asset_id"),
            asset_version=(value["asset"] or {}).get("version"),
            weight=value["weight"],
        )
        for socket, _, value in given(job)
    ]


def _row(row: Mapping[str, Any]) -> DifferenceRow:
    spans = [None if each is None else [Span(**span) for span in each] for each in row["spans"]]
    return DifferenceRow(**{**row, "spans": spans})
