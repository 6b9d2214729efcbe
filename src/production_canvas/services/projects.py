"""Projects, who works on them, and where each of them left off."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from production_canvas.errors import Conflict, Invalid, NotFound
from production_canvas.graph.state import Graph
from production_canvas.services.accounts import Actor, require
from production_canvas.services.sync import Sync
from production_canvas.store import places, projects, users
from production_canvas.store.database import Database, is_id, new_id, transaction
from production_canvas.store.places import Place
from production_canvas.store.projects import Member, Project, Role, Summary
from production_canvas.store.users import User

NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One project in the list of them. `poster_asset_id`: the asset whose still picture stands for the film."""

    id: str
    name: str
    role: Role
    scenes: int
    shots: int
    takes: int
    people: int
    nodes: int
    version: int
    updated_at: datetime
    poster_asset_id: str | None


@dataclass(frozen=True, slots=True)
class _Count:
    version: int
    nodes: int
    scenes: int
    shots: int


class Projects:
    def __init__(self, db: Database, sync: Sync) -> None:
        self._db = db
        self._sync = sync
        self._counts: dict[str, _Count] = {}

    async def actor(self, project_id: str, user: User) -> Actor:
        """The user at work in that project. Raises NotFound for an outsider, as for no project at all."""
        role = await projects.role_of(self._db, project_id, user.id) if is_id(project_id) else None
        if role is None:
            raise NotFound("project", project_id[:64])
        return Actor(user.id, user.name, user.color, role)

    async def roles(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """By project and user, the role they have there; outsiders are missing."""
        return dict(await projects.roles(self._db, pairs))

    async def create(self, user: User, name: str) -> Project:
        """A new project with the user as its owner and an empty graph at version 0."""
        name = name.strip()
        if not 1 <= len(name) <= NAME_LENGTH or "\x00" in name:
            raise Invalid(f"A project's name has 1 to {NAME_LENGTH} characters.")
        return await projects.create(
            self._db,
            project_id=new_id(),
            name=name,
            user_id=user.id,
            graph_id=new_id(),
            epoch=str(uuid.uuid4()),
            state_id=new_id(),
        )

    async def get(self, project_id: str) -> Project:
        """The project itself. Ask `actor` first whether its reader may know of it. Raises NotFound."""
        project = await projects.get(self._db, project_id) if is_id(project_id) else None
        if project is None:
            raise NotFound("project", project_id[:64])
        return project

    async def list(self, user: User) -> Sequence[Listed]:
        """The user's projects, latest change first."""
        return [await self._listed(summary) for summary in await projects.of_user(self._db, user.id)]

    async def members(self, project_id: str) -> Sequence[Member]:
        """Everybody of the project, first come first."""
        return await projects.members(self._db, project_id)

    async def put_member(self, project_id: str, actor: Actor, email: str, role: Role) -> Sequence[Member]:
        """The members once the account of that mail has that role. For owners; the last owner stays one."""
        require(actor, "owner", "change who works on the project")
        user = await users.by_email(self._db, email.strip())
        if user is None:
            raise NotFound("account", email.strip()[:254])
        async with transaction(self._db) as db:
            # Two owners who demote each other at once must not both succeed.
            await projects.lock(db, project_id)
            if not await projects.put_member(db, project_id, user.id, role):
                raise Conflict("A project keeps at least one owner.")
        return await self.members(project_id)

    async def place(self, project_id: str, actor: Actor) -> Place | None:
        """Where the actor left the project; None on a first visit."""
        return await places.get(self._db, project_id, actor.user_id)

    async def leave_at(self, project_id: str, actor: Actor, place: Place) -> None:
        """Keeps where the actor is, for the next visit."""
        await places.put(self._db, project_id, actor.user_id, place)

    async def _listed(self, summary: Summary) -> Listed:
        count = await self._count(summary)
        return Listed(
            id=summary.id,
            name=summary.name,
            role=summary.role,
            scenes=count.scenes,
            shots=count.shots,
            takes=summary.takes,
            people=summary.people,
            nodes=count.nodes,
            version=summary.version,
            updated_at=summary.updated_at,
            poster_asset_id=summary.poster_asset_id,
        )

    async def _count(self, summary: Summary) -> _Count:
        # A graph is opened only when it moved since it was last counted: the list is read far more often.
        known = self._counts.get(summary.id)
        if known is None or known.version < summary.version:
            known = _count(await self._sync.graph(summary.id))
            self._counts[summary.id] = known
        return known


def _count(graph: Graph) -> _Count:
    kinds = [node.type for node in graph.nodes.values()]
    return _Count(graph.version, len(kinds), kinds.count("scene_group"), kinds.count("shot"))
