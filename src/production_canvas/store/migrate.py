"""Brings a database to the newest tables."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from production_canvas.store.database import plain_url

# Any constant serves, as long as every process of every version uses the same one.
MIGRATION_LOCK = 7_310_220_954


def upgrade(url: str, revision: str = "head") -> None:
    """Applies every migration that `url` lacks, in one transaction.

    Processes that start together wait for each other. Blocks: from a coroutine call it by `asyncio.to_thread`.
    """
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(plain_url(url)), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
