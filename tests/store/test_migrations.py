"""The tables."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from production_canvas.store.migrate import upgrade

TABLES = {
    "alembic_version",
    "asset_folders",
    "asset_looks",
    "asset_versions",
    "assets",
    "graph_ops",
    "graph_sessions",
    "graph_states",
    "graphs",
    "login_codes",
    "node_executions",
    "places",
    "project_members",
    "projects",
    "queue_pauses",
    "takes",
    "upload_parts",
    "uploads",
    "users",
    "worker_runs",
    "workers",
}


async def test_an_empty_database_gets_every_table(db):
    rows = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert {row["tablename"] for row in rows} == TABLES


async def test_two_processes_that_start_together_migrate_once(servers, database_url):
    async with asyncio.timeout(20):
        connection = await asyncpg.connect(servers.postgres.url)
        await connection.execute("CREATE DATABASE started_together")
        await connection.close()
        url = servers.database("started_together")
        await asyncio.gather(asyncio.to_thread(upgrade, url), asyncio.to_thread(upgrade, url))
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT version_num FROM alembic_version") == "0011"
    await connection.close()


async def test_a_second_start_changes_nothing(database_url):
    await asyncio.to_thread(upgrade, database_url)


async def test_a_node_has_one_active_take_at_most(db):
    index = await db.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'takes_one_active'")
    assert index.endswith("(project_id, node_id) WHERE active")
    with pytest.raises(asyncpg.CheckViolationError):
        await db.execute(
            "INSERT INTO users (id, email, name, color) VALUES (gen_random_uuid(), 'ana@film.test', 'Ana', 'green')"
        )
