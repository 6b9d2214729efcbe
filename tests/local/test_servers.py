"""PostgreSQL and Valkey from their wheels, for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psycopg
import pytest
import redis

from production_canvas.local import places
from production_canvas.local.postgres import Postgres
from production_canvas.local.valkey import Valkey

HOLDER = """
import sys, time
from pathlib import Path
from production_canvas.local.postgres import Postgres
from production_canvas.local.valkey import Valkey
postgres, valkey = Postgres(Path(sys.argv[1])), Valkey(Path(sys.argv[1]))
postgres.start()
valkey.start()
print(postgres.process.pid, valkey.process.pid, flush=True)
time.sleep(60)
"""


def runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("ascii")
    except FileNotFoundError:
        return False


def ended_within(seconds: float, *pids: int) -> bool:
    deadline = time.monotonic() + seconds
    while any(runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(runs(pid) for pid in pids)


async def test_postgresql_serves_both_drivers_and_keeps_what_was_written(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    first = postgres.process.pid
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE shots (number text)")
        connection.execute("INSERT INTO shots VALUES ('SH010')")
    postgres.stop()
    assert not runs(first)

    postgres.start()
    try:
        other = await asyncpg.connect(postgres.url)
        assert await other.fetchval("SELECT number FROM shots") == "SH010"
        await other.close()
    finally:
        postgres.stop()


def test_postgresql_comes_up_again_after_its_processes_were_killed(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    try:
        os.kill(postgres.process.pid, signal.SIGKILL)
        assert postgres.process.wait(10)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not _answers(postgres):
            if not postgres.process.alive:
                postgres.process.start()
            time.sleep(0.2)
        assert _answers(postgres)
    finally:
        postgres.stop()


def _answers(postgres: Postgres) -> bool:
    try:
        with psycopg.connect(postgres.url, connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_valkey_wants_its_password_and_keeps_what_was_queued(data: Path) -> None:
    valkey = Valkey(data)
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        client.rpush("jobs", "one")
    with (
        redis.Redis.from_url(f"redis://{valkey.url.partition('@')[2]}") as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    valkey.stop()

    valkey.start()
    try:
        with redis.Redis.from_url(valkey.url) as client:
            assert client.lrange("jobs", 0, -1) == [b"one"]
    finally:
        valkey.stop()


def test_servers_end_when_their_holder_is_killed_without_a_word(data: Path) -> None:
    data.parent.joinpath("holder.py").write_text(HOLDER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-P", data.parent / "holder.py", data], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        pids = [int(word) for word in holder.stdout.readline().split()]
        assert len(pids) == 2
        assert all(runs(pid) for pid in pids)
        holder.kill()
        assert ended_within(15, *pids)


def test_a_long_path_gets_a_short_socket(data: Path) -> None:
    deep = data.parent / ("a-folder-with-a-long-name/" * 5)
    deep.mkdir(parents=True)
    postgres = Postgres(deep / "data")
    postgres.start()
    try:
        sockets = Path(str(psycopg.conninfo.conninfo_to_dict(postgres.url)["host"]))
        assert _answers(postgres)
        assert len(os.fsencode(sockets / places.LONGEST_SOCKET)) <= places.SOCKET_PATH_LIMIT
    finally:
        postgres.stop()
    assert not sockets.exists()


def test_a_folder_behind_closed_doors_still_gets_its_servers(data: Path, *, as_root: bool) -> None:
    data.parent.chmod(0o700)
    postgres = Postgres(data)
    postgres.start()
    try:
        assert _answers(postgres)
        assert (data / "servers").is_symlink() == as_root
    finally:
        postgres.stop()
