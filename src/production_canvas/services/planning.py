"""The jobs of a film as it stands: planned one after the other on one reading of its library."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import orjson

from production_canvas.errors import CanvasError, NotFound
from production_canvas.graph.fingerprint import EDITION, fingerprint, setup
from production_canvas.graph.node_type import Job
from production_canvas.graph.plan import plan, taken
from production_canvas.graph.state import Graph
from production_canvas.nodes import types
from production_canvas.services.content import Content, content_of
from production_canvas.services.sync import Sync
from production_canvas.store import projects
from production_canvas.store.assets import Asset
from production_canvas.store.database import Database


@dataclass(frozen=True, slots=True)
class Planner:
    """`graph` moves on while somebody waits; `content` is the library as it was read."""

    project_id: str
    graph: Graph
    content: Content
    settings: Mapping[str, Any]

    def still(self) -> Planner:
        """The planner of this moment, for a thread beside: its graph does not move on."""
        return replace(self, graph=self.graph.copy())

    def given(self, clips: Mapping[str, str]) -> Planner:
        """The planner of the film in which those nodes have these clips."""
        return replace(self, content=self.content | {taken(each): {"object_hash": clips[each]} for each in clips})

    def job(self, node_id: str, seed: int) -> Job:
        """The whole job; `seed` where the node has none of its own locked. Raises NotFound, NotRunnable."""
        node = self.graph.node(node_id)
        if node is None:
            raise NotFound("node", node_id)
        own = int(node.data.get("seed", 0)) if node.data.get("seed_locked") else seed
        settings = {**self.settings, **self.graph.settings}
        return plan(self.graph, node_id, types(), self.content, settings=settings, seed=own)

    def jobs(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Job | None]:
        """Those jobs, by node and seed; None of a node that is gone or has nothing to make."""
        return (self._job(node_id, seed) for node_id, seed in wanted)

    def keys(self, wanted: Iterable[tuple[str, int]]) -> list[str | None]:
        """The keys of those jobs."""
        return [None if job is None else key_of(job) for job in self.jobs(wanted)]

    def _job(self, node_id: str, seed: int) -> Job | None:
        try:
            return self.job(node_id, seed)
        except CanvasError:
            return None


_PARTS = tuple(each.name for each in fields(Job))
"""Of a job; unlike `asdict` nothing is copied that is only looked at."""


async def planner_of(db: Database, sync: Sync, project_id: str, *, instead: Asset | None = None) -> Planner:
    """The planner of the film, where wanted with an asset as it would be after a change. Raises NotFound."""
    project = await projects.get(db, project_id)
    if project is None:
        raise NotFound("project", project_id)
    room = await sync.room(project_id)
    # What another process has logged before this was asked belongs to it.
    await sync.reach(room, sys.maxsize)
    graph = room.graph
    content = await content_of(db, project_id, graph, instead=instead)
    settings = {"rate": project.rate, "aspect_ratio": project.aspect_ratio}
    return Planner(project_id, graph, content, settings)


def key_of(job: Job) -> str:
    """The key of a job that is planned."""
    return job_key({name: getattr(job, name) for name in _PARTS})


def job_key(job: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of everything that determines the output, behind the edition of what that is; which node asked does
    not.
    """
    return _digest(fingerprint(job, types()))


def setup_key(job: Mapping[str, Any]) -> str:
    """The same of all but the seed and the slate: equal keys are takes of one version."""
    return _digest(setup(job, types()))


def _digest(told: Mapping[str, Any]) -> str:
    return f"{EDITION}:{hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()}"


def is_current(key: str) -> bool:
    """Whether the key was made by the rules of now, and so tells by itself whether a job is another one."""
    return key.startswith(f"{EDITION}:")
