"""Builders of what most rows need."""

from __future__ import annotations

from production_canvas.store import projects, users
from production_canvas.store.database import Database, new_id
from production_canvas.store.projects import Project
from production_canvas.store.users import User


async def user(db: Database, email: str = "ana@film.test") -> User:
    made = await users.insert(db, user_id=new_id(), email=email, name="Ana", color="#67d59a", password_hash=None)
    assert made is not None
    return made


async def project(db: Database, owner: User) -> Project:
    return await projects.create(
        db,
        project_id=new_id(),
        name="Nightfall",
        user_id=owner.id,
        graph_id=new_id(),
        epoch=new_id(),
        state_id=new_id(),
    )
