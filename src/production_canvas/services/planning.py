"""The jobs of a film as it stands: planned one after the other on one reading of its library."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from production_canvas.errors import NotFound
from production_canvas.graph.fingerprint import fingerprint
from production_canvas.graph.node_type import Job
from production_canvas.graph.plan import plan
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

    def job(self, node_id: str, seed: int, content: Content | None = None) -> Job:
        """The whole job; `seed` where the node has none of its own locked. Raises NotFound, NotRunnable."""
        node = self.graph.node(node_id)
        if node is None:
            raise NotFound("node", node_id)
        own = int(node.data.get("seed", 0)) if node.data.get("seed_locked") else seed
        settings = {**self.settings, **self.graph.settings}
        return plan(self.graph, node_id, types(), content or self.content, settings=settings, seed=own)

    def key(self, node_id: str, seed: int, content: Content | None = None) -> str:
        """The key of that job."""
        return job_key(asdict(self.job(node_id, seed, content)))


async def planner_of(db: Database, sync: Sync, project_id: str, *, instead: Asset | None = None) -> Planner:
    """The planner of the film, where wanted with an asset as it would be after a change. Raises NotFound."""
    project = await projects.get(db, project_id)
    if project is None:
        raise NotFound("project", project_id)
    graph = await sync.graph(project_id)
    content = await content_of(db, project_id, graph, instead=instead)
    return Planner(project_id, graph, content, {"rate": project.rate, "aspect_ratio": project.aspect_ratio})


def job_key(job: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of everything that determines the output; which node asked does not."""
    return hashlib.sha256(orjson.dumps(fingerprint(job), option=orjson.OPT_SORT_KEYS)).hexdigest()
