"""Which version of its node a take is of, and the how manieth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from production_canvas.graph.fingerprint import EDITION
from production_canvas.graph.naming import named, stem
from production_canvas.nodes import types
from production_canvas.services.planning import setup_key
from production_canvas.store import executions, takes
from production_canvas.store.database import Database
from production_canvas.store.executions import Execution
from production_canvas.store.takes import Place


async def place_of(db: Database, project_id: str, node_id: str, job: Mapping[str, Any]) -> Place:
    """The place of a take of that job, were it kept now: the next of the version that is of its setup, or the first of
    a new one.
    """
    setup = setup_key(job)
    version, take = 1, 1
    for each in await takes.versions(db, project_id, node_id, f"{EDITION}:"):
        if setup == (each.setup if each.job is None else setup_key(each.job)):
            version, take = each.version, each.last + 1
            break
        version = max(version, each.version + 1)
    kind = types().get(job.get("kind", "shot"))
    return Place(version, take, setup, named(stem(job, kind.title if kind else ""), version, take))


async def slated(db: Database, execution: Execution, lease: str) -> Execution:
    """The execution with its take's version and number on its slate, in its row as well. What is made again keeps the
    slate it had: else it would be another picture.
    """
    if execution.remake_of is not None:
        return execution
    place = await place_of(db, execution.project_id, execution.node_id, execution.job)
    job = {**execution.job, "version": place.version, "take": place.take}
    if job == execution.job:
        return execution
    await executions.slate(db, execution.id, lease, job)
    return replace(execution, job=job)
