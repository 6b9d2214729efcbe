"""Which active takes are of something that has changed since: their job is another one now."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.errors import CanvasError
from production_canvas.graph.apply import Op
from production_canvas.graph.dependents import sources
from production_canvas.graph.state import Graph
from production_canvas.graph.touched import Touched, handed_on, reached
from production_canvas.nodes import types
from production_canvas.protocol.messages import NodeStateUpdated, frame
from production_canvas.services.generation import ENDED_WELL, node_state, state_of
from production_canvas.services.planning import Planner, is_current, job_key, planner_of
from production_canvas.services.sync import Sync
from production_canvas.store import asset_looks, assets, executions, takes
from production_canvas.store.database import SILENT, Database, Pool, transaction
from production_canvas.store.takes import Active

log = structlog.get_logger()

AT_ONCE = 100
FEW = 20
"""Takes that are compared without a copy of the film and a thread beside."""
QUIET = 0.15
PATIENCE = 1.5
"""Seconds: an edit is looked at when nothing followed it for the one, and never later than after the other."""
TICK = 0.05
REST = 9.0
"""After a look that took a while, so many times as long passes before the next at the same film."""
AGAIN = 1.0
LAST_WORK = 5.0
EDITED_LAST = 20
"""Films of which a process that ended may have left edits unlooked at."""
LOOK_EVERY = 2.0
SILENT_LOOK = 10.0
"""Seconds without a sign of life after which another process looks at what a changed asset was used for."""


@dataclass(slots=True)
class _Pending:
    """What was edited in one film since it was looked at: `first` and `last` when; `rests` until then."""

    first: float
    last: float
    rests: float = 0.0
    touched: Touched = field(default_factory=Touched)

    def is_due(self, now: float) -> bool:
        return now >= self.rests and (now - self.last >= QUIET or now - self.first >= PATIENCE)


class Staleness:
    def __init__(self, db: Pool, bus: Bus, sync: Sync) -> None:
        self._db = db
        self._bus = bus
        self._sync = sync
        self._pending: dict[str, _Pending] = {}
        self._rests: dict[str, float] = {}
        self._looking = asyncio.Lock()
        self._wake = asyncio.Event()
        self._wake_for_assets = asyncio.Event()
        sync.on_commit(self._heard)
        bus.subscribe("looks", lambda _project, _body: self._wake_for_assets.set())

    async def run(self) -> None:
        """Looks at what every edit and every changed asset may have changed, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_edits())
            group.create_task(self._follow_assets())

    def asset_changed(self) -> None:
        """Somebody has changed an asset: soon every shot that depends on it is looked at, in every film it is in; what
        is stale then, or no longer, is told to everybody.
        """
        self._bus.publish("looks", "all", b"")

    def _heard(self, project_id: str, before: Graph, ops: Sequence[Op]) -> None:
        touched = Touched()
        touched.note(before, ops)
        if touched:
            self._touch(project_id, touched)

    def _touch(self, project_id: str, touched: Touched) -> None:
        now = time.monotonic()
        pending = self._pending.setdefault(project_id, _Pending(now, now, self._rests.get(project_id, 0.0)))
        pending.last = now
        pending.touched.add(touched)
        self._wake.set()

    async def _follow_edits(self) -> None:
        await self._remember()
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._pending:
                    await asyncio.sleep(TICK)
                    now = time.monotonic()
                    await self._look_at_edits([each for each, held in self._pending.items() if held.is_due(now)])
        finally:
            # What was edited last would be looked at by nobody; the next process only finds what this one could not.
            if self._pending:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LAST_WORK):
                        await self._look_at_edits(list(self._pending))

    async def _remember(self) -> None:
        """A process that was killed may have left edits behind that nobody looks at."""
        try:
            for project_id in await takes.projects_edited_last(self._db, EDITED_LAST):
                self._touch(project_id, Touched(film=True))
        except SILENT as error:
            log.warning("staleness.not_remembered", error=type(error).__name__)

    async def _look_at_edits(self, project_ids: Sequence[str]) -> None:
        if not project_ids:
            return
        edits = {each: self._pending.pop(each).touched for each in project_ids}
        try:
            made = await takes.projects_with_any(self._db, project_ids)
        except SILENT as error:
            log.warning("staleness.not_looked", error=type(error).__name__)
            made = set()
            for project_id, touched in edits.items():
                self._try_again(project_id, touched)
        for project_id in made:
            await self._look_at_edit(project_id, edits[project_id])

    async def _look_at_edit(self, project_id: str, touched: Touched) -> None:
        began = time.monotonic()
        try:
            found = None if touched.film else reached(await self._sync.graph(project_id), types(), touched)
            await self.look(project_id, found)
        except SILENT as error:
            log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
            self._try_again(project_id, touched)
        except CanvasError as error:
            log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
        except Exception as error:
            # The loop looks at every film of the process: one that nobody foresaw costs its own marks alone.
            log.exception("staleness.broke", project_id=project_id, error=type(error).__name__)
        else:
            now = time.monotonic()
            self._rests = {each: until for each, until in self._rests.items() if until > now}
            self._rests[project_id] = now + REST * (now - began)

    def _try_again(self, project_id: str, touched: Touched) -> None:
        self._rests[project_id] = time.monotonic() + AGAIN
        self._touch(project_id, touched)

    async def _follow_assets(self) -> None:
        while True:
            self._wake_for_assets.clear()
            try:
                while (taken := await asset_looks.take(self._db, silent_seconds=SILENT_LOOK)) is not None:
                    await self._look_at_asset(*taken)
            except SILENT as error:
                log.warning("staleness.not_looked", error=type(error).__name__)
            try:
                # What a process has left that ended is found by and by, whoever may have told of it.
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake_for_assets.wait()
            except TimeoutError:
                pass

    async def _look_at_asset(self, asset_id: str, version: int) -> None:
        asset = await assets.get(self._db, asset_id)
        if asset is None:
            return
        shared = asset.project_id is None
        changed = frozenset([asset_id, *await assets.made_of(self._db, asset_id, asset.project_id, everywhere=shared)])
        own = [] if asset.project_id is None else [asset.project_id]
        for project_id in own or await takes.projects_made_with(self._db, list(changed)):
            try:
                graph = (await self._sync.graph(project_id)).copy()
                found = await asyncio.to_thread(_made_with, graph, changed)
                await self.look(project_id, found, lambda: asset_looks.live(self._db, asset_id, version))
            except CanvasError as error:
                log.warning("staleness.not_looked", project_id=project_id, error=type(error).__name__)
        await asset_looks.done(self._db, asset_id, version)

    async def made(self, project_id: str, node_id: str) -> None:
        """Looks at a new take of the node, and at what is made of its active one."""
        await self.look(project_id, handed_on(await self._sync.graph(project_id), types(), [node_id]))

    async def activated(self, project_id: str, node_ids: Sequence[str]) -> None:
        """Looks at takes that are the active ones of their nodes from now on, and at what is made of them; the state of
        those nodes is told.
        """
        await self.look(project_id, handed_on(await self._sync.graph(project_id), types(), node_ids))
        await self._tell(project_id, node_ids)

    async def look(
        self,
        project_id: str,
        node_ids: Collection[str] | None,
        live: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Looks at the active takes of those nodes, or of all, anew; `live` is called in between."""
        if node_ids is not None and not node_ids:
            return
        async with self._alone(project_id):
            active = await takes.active(self._db, project_id, None if node_ids is None else sorted(node_ids))
            if not active:
                return
            planner = await planner_of(self._db, self._sync, project_id)
            if len(active) > FEW:
                planner = planner.still()
            for start in range(0, len(active), AT_ONCE):
                some = active[start : start + AT_ONCE]
                stale = await self._stale(planner, some)
                changed = [each for each in some if (each.id in stale) != each.stale]
                for now in (True, False):
                    moved = [each.id for each in changed if each.stale != now]
                    if moved:
                        await takes.mark_stale(self._db, project_id, moved, stale=now)
                await self._tell(project_id, [each.node_id for each in changed])
                if live is not None:
                    await live()

    @contextlib.asynccontextmanager
    async def _alone(self, project_id: str) -> AsyncIterator[None]:
        """One look at a film at a time, in all processes: who looks last has read what everybody changed before."""
        # One connection of the pool at most waits for its turn while the look before needs others.
        async with self._looking, transaction(self._db) as db:
            await takes.look_alone(db, project_id)
            yield

    async def _stale(self, planner: Planner, active: Sequence[Active]) -> set[str]:
        """Those of the takes whose node has another job now; one that is gone has nothing to be stale."""
        wanted = [(each.node_id, each.seed) for each in active]
        # Between the reading of the film and this nothing is awaited where they are few: it has not moved on.
        keys = planner.keys(wanted) if len(active) <= FEW else await asyncio.to_thread(planner.keys, wanted)
        there = {each.id: key for each, key in zip(active, keys, strict=True) if key is not None}
        made_by = await keys_of(self._db, [each for each in active if each.id in there])
        return {take_id for take_id, key in there.items() if key != made_by[take_id]}

    async def _tell(self, project_id: str, node_ids: Sequence[str]) -> None:
        if not node_ids:
            return
        stale = await takes.stale(self._db, project_id, node_ids)
        for node_id, (execution_id, status) in (await executions.latest(self._db, project_id, node_ids)).items():
            if status in ENDED_WELL:
                state = NodeStateUpdated(node_id=node_id, state=node_state(state_of(status, stale=node_id in stale)))
                self._bus.publish("events", project_id, frame(state, meta={"task_id": execution_id}))
        await asyncio.sleep(0)


def _made_with(graph: Graph, asset_ids: frozenset[str]) -> set[str]:
    return handed_on(graph, types(), list(sources(graph, types(), asset_ids)))


async def keys_of(db: Database, active: Sequence[Active]) -> dict[str, str]:
    """By take the key of the job it was made by, as keys are made now."""
    jobs = await takes.jobs(db, [each.id for each in active if not is_current(each.job_key)])
    return {each.id: job_key(jobs[each.id]) if each.id in jobs else each.job_key for each in active}
