"""What is made of a shot, a selection, a scene or a film: which takes, in which order, and for how long."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from production_canvas.errors import CanvasError, Conflict, NotFound, NotRunnable
from production_canvas.graph.batch import awaited, inside, line_up, runnable
from production_canvas.graph.model import Node
from production_canvas.nodes import types
from production_canvas.protocol.queue import BatchPlan, BatchStep
from production_canvas.scheduling.outlook import lasts
from production_canvas.services.accounts import Actor, require
from production_canvas.services.estimates import Estimates
from production_canvas.services.generation import MADE_ALREADY, Generation, Wanted
from production_canvas.services.planning import Planner, planner_of
from production_canvas.services.staleness import Staleness, keys_of
from production_canvas.services.sync import Sync
from production_canvas.store import executions, queue, takes, workers
from production_canvas.store.database import Pool, new_id
from production_canvas.store.takes import Active, Candidate

AT_ONCE = 50
"""Nodes that are planned before others are served."""
ATTEMPTS = 3
SEED_LIMIT = 2**32


@dataclass(frozen=True, slots=True)
class How:
    """What GenerateMany asks for besides nodes; `anew` and `quality` are for the nodes that were asked for alone."""

    anew: bool = False
    priority: int = 0
    quality: str | None = None


PLAIN = How()
ANEW = How(anew=True)


@dataclass(slots=True)
class _Course:
    """What is known of a batch as it is gone through, node after node. `clips` of nodes, where they are not those of
    before; `ids` of the executions that make some of them; `refused`: what cannot be made, with the
    sentence for who needs it.
    """

    planner: Planner
    how: How
    asked: frozenset[str]
    takes: Mapping[str, Sequence[Candidate]]
    unfinished: Mapping[str, str]
    steps: list[BatchStep] = field(default_factory=list)
    clips: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    chosen: list[Candidate] = field(default_factory=list)


class Batches:
    def __init__(
        self, db: Pool, sync: Sync, generation: Generation, estimates: Estimates, staleness: Staleness
    ) -> None:
        self._db = db
        self._sync = sync
        self._generation = generation
        self._estimates = estimates
        self._staleness = staleness

    async def start(self, project_id: str, actor: Actor, node_id: str) -> str:
        """The execution of the node's new take, once it and those of all that is stale upstream are durable. Raises
        Forbidden, NotFound, NotRunnable with the reason, or Conflict where the node is being made already.
        """
        require(actor, "editor", "generate")
        for _ in range(ATTEMPTS):
            planner = (await planner_of(self._db, self._sync, project_id)).still()
            if not runnable(planner.graph, types(), node_id):
                # Raises with the reason; what a node is made of may itself be made first.
                planner.job(node_id, 0)
            course = await self._planned(planner, [node_id], ANEW)
            step = course.steps[-1]
            if step.state == "refused":
                raise NotRunnable(step.detail)
            if step.state == "running":
                break
            if step.task_id and await self._begun(course, actor):
                return step.task_id
        raise Conflict(MADE_ALREADY)

    async def generate(
        self, project_id: str, actor: Actor, node_ids: Sequence[str], how: How = PLAIN, *, dry_run: bool = False
    ) -> BatchPlan:
        """What becomes of those nodes, or of the whole film, and of all they are made of; begun unless `dry_run`.
        Raises Forbidden, and NotFound for a node that is not there.
        """
        require(actor, "editor", "generate")
        for _ in range(ATTEMPTS):
            planner = (await planner_of(self._db, self._sync, project_id)).still()
            for node_id in node_ids:
                if planner.graph.node(node_id) is None:
                    raise NotFound("node", node_id[:64])
            course = await self._planned(planner, node_ids, how)
            ahead = await queue.length(self._db)
            if dry_run:
                steps = [step.model_copy(update={"task_id": None}) if step.state == "run" else step
                         for step in course.steps]  # fmt: skip
                return await self._summed(steps, ahead)
            if await self._begun(course, actor):
                return await self._summed(course.steps, ahead)
        raise Conflict("Others queue the same shots at this very moment; try again.")

    async def _planned(self, planner: Planner, node_ids: Sequence[str], how: How) -> _Course:
        top = node_ids or [each.id for each in planner.graph.nodes.values() if each.parent_id is None]
        asked = inside(planner.graph, types(), top)
        if how.quality is not None:
            _set_quality(planner, asked, how.quality)
        order = line_up(planner.graph, types(), asked)
        latest = await executions.latest_of_project(self._db, planner.project_id, list(order))
        unfinished = {each.node_id: each.id for each in latest if each.status in {"queued", "generating"}}
        course = _Course(planner, how, frozenset(asked), await self._takes(planner, list(order)), unfinished)
        for number, (node_id, needs) in enumerate(order.items()):
            course.steps.append(await self._step(course, planner.graph.nodes[node_id], needs))
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
        return course

    async def _takes(self, planner: Planner, node_ids: Sequence[str]) -> Mapping[str, Sequence[Candidate]]:
        """The takes of those nodes, with the keys of their jobs as keys are made now."""
        found: dict[str, list[Candidate]] = {}
        every = await takes.candidates(self._db, planner.project_id, node_ids)
        keys = await keys_of(
            self._db, [Active(each.id, each.node_id, each.seed, stale=False, job_key=each.job_key) for each in every]
        )
        for each in every:
            found.setdefault(each.node_id, []).append(replace(each, job_key=keys[each.id]))
        return found

    async def _step(self, course: _Course, node: Node, needs: Sequence[str]) -> BatchStep:
        planner = course.planner.given({each: course.clips[each] for each in needs if each in course.clips})
        after = [each for each in needs if each in course.ids]
        told = BatchStep(
            node_id=node.id, number=str(node.data.get("number", "")), quality="", state="run", detail="", after=after,
            seconds=0.0, error=0.0, task_id=None,
        )  # fmt: skip
        if node.id in course.unfinished:
            running = course.unfinished[node.id]
            course.clips[node.id], course.ids[node.id] = awaited(running), running
            return told.model_copy(update={"state": "running", "task_id": running})
        missing = next((each for each in needs if each in course.refused), None)
        try:
            if missing is not None:
                raise NotRunnable(course.refused[missing])
            job = planner.job(node.id, secrets.randbelow(SEED_LIMIT))
        except CanvasError as error:
            if not any(each.active for each in course.takes.get(node.id, ())):
                first = f"{_named(planner, node.id)} is needed first: {error}"
                course.refused[node.id] = course.refused[missing] if missing else first
            return told.model_copy(update={"state": "refused", "detail": str(error)})
        told = told.model_copy(update={"quality": job.quality})
        fits = None if after else self._as_it_would_be(planner, course.takes.get(node.id, ()))
        if fits is not None and not (course.how.anew and node.id in course.asked):
            if not fits.active:
                course.clips[node.id] = fits.object_hash
                course.chosen.append(fits)
            return told.model_copy(update={"state": "current" if fits.active else "cached"})
        asks = await self._estimates.asks(job, depends_on=tuple(course.ids[each] for each in after))
        execution_id = new_id()
        course.wanted.append(Wanted(execution_id, job, replace(asks, priority=course.how.priority)))
        course.clips[node.id], course.ids[node.id] = awaited(execution_id), execution_id
        return told.model_copy(
            update={"seconds": round(asks.seconds, 1), "error": _told(asks.spread), "task_id": execution_id}
        )

    async def _begun(self, course: _Course, actor: Actor) -> bool:
        """Whether all that has to be made waits now, and earlier takes that fit are the active ones."""
        planner = course.planner
        if not await self._generation.queue(planner.project_id, actor, planner.graph.version, course.wanted):
            return False
        for each in course.chosen:
            await self._generation.activate(planner.project_id, actor, each.id)
        if course.chosen:
            await self._staleness.activated(planner.project_id, [each.node_id for each in course.chosen])
        return True

    @staticmethod
    def _as_it_would_be(planner: Planner, had: Sequence[Candidate]) -> Candidate | None:
        """A take of the very job that the node has now, at best the active one."""
        keys = planner.keys([(each.node_id, each.seed) for each in had])
        return next((each for each, key in zip(had, keys, strict=True) if key == each.job_key), None)

    async def _summed(self, steps: list[BatchStep], ahead: int) -> BatchPlan:
        states = [step.state for step in steps]
        slots = sum(each.slots for each in await workers.connected(self._db))
        errors = [step.error for step in steps if step.state == "run"]
        work = [(step.node_id, step.seconds, step.after) for step in steps if step.state == "run"]
        return BatchPlan(
            steps=steps,
            run=states.count("run"),
            cached=states.count("cached"),
            current=states.count("current"),
            seconds=round(sum(step.seconds for step in steps), 1),
            error=_told(math.hypot(*errors) if all(errors) else 0.0),
            slots=slots,
            lasts=round(lasts(work, slots), 1) if slots else None,
            ahead=ahead,
        )


def _set_quality(planner: Planner, node_ids: Sequence[str], quality: str) -> None:
    """Has the planner's own graph say that those nodes are made in that quality."""
    for node_id in node_ids:
        node = planner.graph.nodes[node_id]
        if any(each.key == "quality" for each in types()[node.type].parameters):
            planner.graph.put_node(replace(node, data={**node.data, "quality": quality}))


def _told(error: float) -> float:
    """To a tenth of a second; what is known is never told as 0."""
    return math.ceil(error * 10) / 10


def _named(planner: Planner, node_id: str) -> str:
    node = planner.graph.nodes[node_id]
    names = (node.data.get(key) for key in ("number", "title", "name"))
    return next((str(name) for name in names if name), types()[node.type].title)
