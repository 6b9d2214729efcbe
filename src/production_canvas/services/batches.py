"""Many shots at once: what of a selection, a scene or a film has to be made, in which order, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from production_canvas.errors import CanvasError, NotFound
from production_canvas.graph.batch import awaited, inside, line_up
from production_canvas.nodes import types
from production_canvas.protocol.queue import BatchPlan, BatchStep
from production_canvas.services.accounts import Actor, require
from production_canvas.services.estimates import Estimates
from production_canvas.services.generation import Generation
from production_canvas.services.planning import Planner, planner_of
from production_canvas.services.staleness import Staleness, keys_of
from production_canvas.services.sync import Sync
from production_canvas.store import executions, takes
from production_canvas.store.database import Pool
from production_canvas.store.takes import Active, Candidate

AT_ONCE = 50
"""Nodes that are planned before others are served."""
UNMADE = "0" * 64
"""Stands in a plan that only tells for a clip that is still to be made."""


@dataclass(slots=True)
class _Course:
    """What is known of a batch as it is gone through, node after node. `clips` of nodes, where they are not those of
    before; `ids` of the executions that make some of them, empty where nothing is begun.
    """

    planner: Planner
    takes: Mapping[str, Sequence[Candidate]]
    unfinished: Mapping[str, str]
    steps: list[BatchStep] = field(default_factory=list)
    clips: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


class Batches:
    def __init__(
        self, db: Pool, sync: Sync, generation: Generation, estimates: Estimates, staleness: Staleness
    ) -> None:
        self._db = db
        self._sync = sync
        self._generation = generation
        self._estimates = estimates
        self._staleness = staleness

    async def generate(
        self, project_id: str, actor: Actor, node_ids: Sequence[str], *, dry_run: bool = False
    ) -> BatchPlan:
        """What becomes of those nodes, or of the whole film, and of all they are made of; begun unless `dry_run`.
        Raises Forbidden, and NotFound for a node that is not there.
        """
        require(actor, "editor", "generate")
        planner = (await planner_of(self._db, self._sync, project_id)).still()
        for node_id in node_ids:
            if planner.graph.node(node_id) is None:
                raise NotFound("node", node_id[:64])
        top = node_ids or [each.id for each in planner.graph.nodes.values() if each.parent_id is None]
        order = line_up(planner.graph, types(), inside(planner.graph, types(), top))
        course = await self._course(planner, list(order))
        for number, (node_id, needs) in enumerate(order.items()):
            course.steps.append(await self._step(course, actor, node_id, needs, dry_run=dry_run))
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
        return _summed(course.steps)

    async def _course(self, planner: Planner, node_ids: Sequence[str]) -> _Course:
        found: dict[str, list[Candidate]] = {}
        every = await takes.candidates(self._db, planner.project_id, node_ids)
        keys = await keys_of(
            self._db, [Active(each.id, each.node_id, each.seed, stale=False, job_key=each.job_key) for each in every]
        )
        for each in every:
            found.setdefault(each.node_id, []).append(replace(each, job_key=keys[each.id]))
        latest = await executions.latest_of_project(self._db, planner.project_id, list(node_ids))
        return _Course(
            planner, found, {each.node_id: each.id for each in latest if each.status in {"queued", "generating"}}
        )

    async def _step(
        self, course: _Course, actor: Actor, node_id: str, needs: Sequence[str], *, dry_run: bool
    ) -> BatchStep:
        planner = course.planner.given({each: course.clips[each] for each in needs if each in course.clips})
        after = [each for each in needs if each in course.ids]
        node = planner.graph.nodes[node_id]
        told = BatchStep(
            node_id=node_id, number=str(node.data.get("number", "")), state="run", detail="", after=after,
            seconds=0.0, error=0.0, task_id=None,
        )  # fmt: skip
        if node_id in course.unfinished:
            running = course.unfinished[node_id]
            course.clips[node_id], course.ids[node_id] = awaited(running), running
            return told.model_copy(update={"state": "running", "task_id": running})
        try:
            asks = await self._estimates.asks(planner.job(node_id, 0))
        except CanvasError as error:
            return told.model_copy(update={"state": "refused", "detail": str(error)})
        had = None if after else self._as_it_would_be(planner, course.takes.get(node_id, ()))
        if had is not None:
            if not had.active and not dry_run:
                await self._generation.activate(planner.project_id, actor, had.id)
                await self._staleness.activated(planner.project_id, node_id)
            if not had.active:
                course.clips[node_id] = had.object_hash
            return told.model_copy(update={"state": "current" if had.active else "cached"})
        told = told.model_copy(update={"seconds": round(asks.seconds, 1), "error": round(asks.spread, 1)})
        if dry_run:
            course.clips[node_id], course.ids[node_id] = UNMADE, ""
            return told
        first = tuple(course.ids[each] for each in after)
        execution = await self._generation.queue(planner, actor, node_id, depends_on=first)
        if execution is None:
            return told.model_copy(update={"state": "running"})
        course.clips[node_id], course.ids[node_id] = awaited(execution.id), execution.id
        return told.model_copy(update={"task_id": execution.id})

    @staticmethod
    def _as_it_would_be(planner: Planner, had: Sequence[Candidate]) -> Candidate | None:
        """A take of the very job that the node has now, at best the active one."""
        keys = planner.keys([(each.node_id, each.seed) for each in had])
        return next((each for each, key in zip(had, keys, strict=True) if key == each.job_key), None)


def _summed(steps: list[BatchStep]) -> BatchPlan:
    states = [step.state for step in steps]
    return BatchPlan(
        steps=steps,
        run=states.count("run"),
        cached=states.count("cached"),
        current=states.count("current"),
        seconds=round(sum(step.seconds for step in steps), 1),
        error=round(sum(step.error**2 for step in steps) ** 0.5, 1),
    )
