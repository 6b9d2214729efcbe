"""Projects and who works on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from production_canvas.store.database import Database, only_row

Role = Literal["owner", "editor", "commenter", "viewer"]

_COLUMNS = "id, name, description, rate, aspect_ratio, created_by, created_at, updated_at"


@dataclass(frozen=True, slots=True)
class Project:
    """`rate` in frames per second, `aspect_ratio` as `16:9`."""

    id: str
    name: str
    description: str
    rate: float
    aspect_ratio: str
    created_by: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    user_id: str
    email: str
    name: str
    color: str
    role: Role


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of projects. `poster_asset_id` is the newest active take that has a poster."""

    id: str
    name: str
    role: Role
    version: int
    takes: int
    people: int
    updated_at: datetime
    poster_asset_id: str | None


async def create(
    db: Database, *, project_id: str, name: str, user_id: str, graph_id: str, epoch: str, state_id: str
) -> Project:
    """The new project, with its creator as owner, its graph at version 0 and the empty snapshot of it."""
    row = await only_row(
        db,
        f"""
        WITH project AS (
            INSERT INTO projects (id, name, created_by) VALUES ($1, $2, $3) RETURNING {_COLUMNS}
        ), member AS (
            INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $3, 'owner')
        ), graph AS (
            INSERT INTO graphs (id, project_id, epoch) VALUES ($4, $1, $5)
        ), state AS (
            INSERT INTO graph_states (id, project_id, graph_id, version, nodes, edges, created_by)
            VALUES ($6, $1, $4, 0, '[]'::jsonb, '[]'::jsonb, $3)
        )
        SELECT * FROM project
        """,
        project_id,
        name,
        user_id,
        graph_id,
        epoch,
        state_id,
    )
    return Project(**row)


async def get(db: Database, project_id: str) -> Project | None:
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM projects WHERE id = $1", project_id)
    return Project(**row) if row else None


async def role_of(db: Database, project_id: str, user_id: str) -> Role | None:
    """What the user may do in the project; None for an outsider and where there is no such project."""
    role: Role | None = await db.fetchval(
        "SELECT role FROM project_members WHERE project_id = $1 AND user_id = $2", project_id, user_id
    )
    return role


async def roles(db: Database, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Role]:
    """By project and user, what they may do there; outsiders are missing."""
    rows = await db.fetch(
        """
        SELECT m.project_id, m.user_id, m.role
        FROM unnest($1::uuid[], $2::uuid[]) AS p(project_id, user_id)
        JOIN project_members m USING (project_id, user_id)
        """,
        [project_id for project_id, _ in pairs],
        [user_id for _, user_id in pairs],
    )
    return {(str(row["project_id"]), str(row["user_id"])): row["role"] for row in rows}


async def members(db: Database, project_id: str) -> list[Member]:
    """Everybody of the project, first come first."""
    rows = await db.fetch(
        """
        SELECT u.id AS user_id, u.email, u.name, u.color, m.role
        FROM project_members m JOIN users u ON u.id = m.user_id
        WHERE m.project_id = $1
        ORDER BY m.created_at, u.id
        """,
        project_id,
    )
    return [Member(**row) for row in rows]


async def lock(db: Database, project_id: str) -> None:
    """Lets nobody else change the project or its people until the transaction ends."""
    await db.execute("SELECT FROM projects WHERE id = $1 FOR UPDATE", project_id)


async def put_member(db: Database, project_id: str, user_id: str, role: Role) -> bool:
    """Gives the user that role. False where that would leave the project without an owner."""
    changed = await db.fetchval(
        """
        INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, $3)
        ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role
        WHERE excluded.role = 'owner' OR EXISTS (
            SELECT FROM project_members other
            WHERE other.project_id = $1 AND other.user_id <> $2 AND other.role = 'owner'
        )
        RETURNING true
        """,
        project_id,
        user_id,
        role,
    )
    return bool(changed)


async def best_role(db: Database, user_id: str) -> Role:
    """The highest role the user has anywhere; of who works on no project yet, a viewer's."""
    found: Role | None = await db.fetchval(
        """
        SELECT role FROM project_members WHERE user_id = $1
        ORDER BY array_position(ARRAY['owner', 'editor', 'commenter', 'viewer'], role) LIMIT 1
        """,
        user_id,
    )
    return found or "viewer"


async def names_for(db: Database, user_id: str) -> dict[str, str]:
    """By id the names of the projects that the user works on."""
    rows = await db.fetch(
        """
        SELECT p.id, p.name FROM project_members m JOIN projects p ON p.id = m.project_id
        WHERE m.user_id = $1 ORDER BY lower(p.name), p.id
        """,
        user_id,
    )
    return {row["id"]: row["name"] for row in rows}


async def of_user(db: Database, user_id: str) -> list[Summary]:
    """The projects the user works on, latest change first."""
    rows = await db.fetch(
        """
        SELECT p.id, p.name, m.role, g.version,
            (SELECT count(*) FROM takes t WHERE t.project_id = p.id) AS takes,
            (SELECT count(*) FROM project_members o WHERE o.project_id = p.id) AS people,
            greatest(p.updated_at, last.created_at) AS updated_at,
            poster.asset_id AS poster_asset_id
        FROM project_members m
        JOIN projects p ON p.id = m.project_id
        JOIN graphs g ON g.project_id = p.id
        LEFT JOIN graph_ops last ON last.graph_id = g.id AND last.version = g.version
        LEFT JOIN LATERAL (
            SELECT t.asset_id FROM takes t JOIN assets a ON a.id = t.asset_id
            WHERE t.project_id = p.id AND t.active AND a.poster_hash IS NOT NULL
            ORDER BY t.created_at DESC, t.id DESC LIMIT 1
        ) poster ON true
        WHERE m.user_id = $1
        ORDER BY updated_at DESC, p.id DESC
        """,
        user_id,
    )
    return [Summary(**row) for row in rows]
