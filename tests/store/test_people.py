"""Accounts, codes, members, places and sessions as rows."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from production_canvas.bus.valkey import Bus
from production_canvas.errors import Conflict, NotFound
from production_canvas.services.accounts import Actor
from production_canvas.services.projects import Projects
from production_canvas.services.sync import Sync
from production_canvas.store import login_codes, places, projects, sessions, users
from production_canvas.store.database import is_id, new_id, plain_url, transaction
from production_canvas.store.graphs import Journal
from production_canvas.store.places import Place
from production_canvas.store.sessions import Looked
from tests.store import crew


async def test_a_mail_address_is_one_account_in_any_case_of_letters(db):
    ana = await crew.user(db, "Ana@Film.test")
    again = await users.insert(
        db, user_id=new_id(), email="ana@film.TEST", name="B", color="#67d59a", password_hash=None
    )
    assert again is None
    assert await users.by_email(db, "ANA@FILM.TEST") == ana
    assert await users.get(db, ana.id) == ana
    assert await users.with_password(db, "ana@film.test") == (ana, None)
    await users.set_password(db, ana.id, "hash")
    assert await users.with_password(db, "ana@film.test") == (ana, "hash")
    assert await users.colors_in_use(db) == {"#67d59a": 1}
    assert await users.owner(db) is None


async def test_a_code_is_used_once_in_time_and_for_its_own_door(db):
    ana = await crew.user(db)
    for code, seconds in (("young", 60), ("old", -1), ("ancient", -7200)):
        await login_codes.insert(db, code_hash=code, kind="link", user_id=ana.id, seconds=seconds)
    assert await login_codes.use(db, code_hash="young", kind="ticket") is None
    used = await asyncio.gather(*(login_codes.use(db, code_hash="young", kind="link") for _ in range(6)))
    assert sorted(used, key=str) == sorted([ana.id, *[None] * 5], key=str)
    assert await login_codes.use(db, code_hash="old", kind="link") is None
    await login_codes.insert(db, code_hash="another", kind="link", user_id=ana.id, seconds=60)
    left = {row["code_hash"] for row in await db.fetch("SELECT code_hash FROM login_codes")}
    assert left == {"young", "old", "another"}


async def test_a_project_is_made_whole_or_not_at_all(db):
    ana = await crew.user(db)
    film = await crew.project(db, ana)
    assert await projects.role_of(db, film.id, ana.id) == "owner"
    state = await db.fetchrow("SELECT version, nodes, edges FROM graph_states WHERE project_id = $1", film.id)
    assert dict(state) == {"version": 0, "nodes": [], "edges": []}
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await crew.project(db, replace(ana, id=new_id()))
    counts = await db.fetchrow(
        "SELECT (SELECT count(*) FROM projects), (SELECT count(*) FROM graphs), (SELECT count(*) FROM graph_states)"
    )
    assert tuple(counts) == (1, 1, 1)


async def test_a_block_that_raises_leaves_nothing_behind(db):
    async def stop_halfway() -> None:
        async with transaction(db) as connection:
            await crew.user(connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await stop_halfway()
    assert await users.everyone(db) == []


async def test_two_owners_who_demote_each_other_at_once_leave_one(db):
    ana, bob = await crew.user(db), await crew.user(db, "bob@film.test")
    film = await crew.project(db, ana)
    await projects.put_member(db, film.id, bob.id, "owner")
    service = Projects(db, Sync(Journal(db), Bus("redis://127.0.0.1:9", origin="test")))
    done = await asyncio.gather(
        service.put_member(film.id, Actor(ana.id, "Ana", "", "owner"), "bob@film.test", "viewer"),
        service.put_member(film.id, Actor(bob.id, "Bob", "", "owner"), "ana@film.test", "viewer"),
        return_exceptions=True,
    )
    assert [type(each) for each in done].count(Conflict) == 1
    assert sorted(member.role for member in await projects.members(db, film.id)) == ["owner", "viewer"]
    with pytest.raises(NotFound):
        await service.actor(film.id, await crew.user(db, "stranger@other.test"))


async def test_a_place_is_kept_per_user_and_project(db):
    ana = await crew.user(db)
    film = await crew.project(db, ana)
    assert await places.get(db, film.id, ana.id) is None
    await places.put(db, film.id, ana.id, Place(None, {"x": 0, "y": 0, "zoom": 1}))
    await places.put(db, film.id, ana.id, Place("scene", {"x": 1.5, "y": 2, "zoom": 0.25}))
    assert await places.get(db, film.id, ana.id) == Place("scene", {"x": 1.5, "y": 2, "zoom": 0.25})


async def test_sessions_that_a_killed_process_left_open_are_closed(db):
    ana = await crew.user(db)
    film = await crew.project(db, ana)
    ids = [new_id() for _ in range(3)]
    for session_id in ids:
        await sessions.open(db, session_id=session_id, project_id=film.id, user_id=ana.id)
    await sessions.close(db, ids[0])
    await db.execute("UPDATE graph_sessions SET last_seen_at = now() - interval '1 minute'")
    await sessions.seen(db, [Looked(ids[1], {"x": 0}, ["shot"], "scene")])
    assert await sessions.close_silent(db, older_than_seconds=30) == 1
    rows = await db.fetch("SELECT id, selected_nodes, active_subflow FROM graph_sessions WHERE closed_at IS NULL")
    assert [tuple(row.values()) for row in rows] == [(ids[1], ["shot"], "scene")]


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgresql+asyncpg://a@h/d", "postgresql://a@h/d"),
        ("postgres://a@h/d?host=/run", "postgresql://a@h/d?host=/run"),
        ("postgresql://a@h/d", "postgresql://a@h/d"),
    ],
)
def test_a_database_url_may_name_a_driver(url, plain):
    assert plain_url(url) == plain


def test_ids_sort_by_the_moment_they_were_made():
    made = [new_id() for _ in range(50)]
    assert made == sorted(made)
    assert all(map(is_id, made))
    assert not any(
        map(is_id, ("", "1", f"{{{made[0]}}}", f"urn:uuid:{made[0]}", made[0].replace("-", ""), f"{made[0]}\n"))
    )
