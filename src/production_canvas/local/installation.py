"""A whole installation on this machine: database, queue, web, pages, workers, behind one port."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import psycopg

from production_canvas.local import node, places, readiness, runtime
from production_canvas.local.keys import key
from production_canvas.local.ports import claim, free_port
from production_canvas.local.postgres import Postgres
from production_canvas.local.problem import DidNotStart, NoDatabase
from production_canvas.local.process import Process
from production_canvas.local.runtime import Runtime
from production_canvas.local.supervisor import Supervisor
from production_canvas.local.valkey import Valkey
from production_canvas.store import migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
OPEN_FILES = 65_536
FRAME_LIMIT = 256 * 1024
SECONDS_TO_READY = 120.0
GLANCE = 0.25
DEATHS_AT_START = 4


def default_workers() -> int:
    """One core is left for the people on the canvas."""
    return max(1, (os.cpu_count() or 2) - 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """`database_url`, `broker_url`: servers started apart; empty: our own. `web_build`: the built web app."""

    data: Path
    port: int
    workers: int
    web_build: Path
    database_url: str = ""
    broker_url: str = ""


class Installation:
    """`with Installation(plan) as it: it.start(say); it.tend_until(stopping)`. Leaving ends all, last started first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.url = f"http://{HOST}:{plan.port}"
        self.data = places.data_folder(plan.data, places.account())
        self.is_new = not (self.data / "run").exists()
        self.database_url = plan.database_url
        self.broker_url = plan.broker_url
        self._logs = self.data / "logs"
        self._programs: list[Process] = []
        self._supervisor = Supervisor()
        self._ends = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self._ends.enter_context(runtime.Lock(self.data))
        self._ends.callback(runtime.forget, self.data)
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def start(self, say: Callable[[str], None]) -> None:
        """Returns when page, API, socket and every worker answer."""
        _allow_files()
        claim(HOST, self.plan.port)
        self._start_servers(say)
        say("bringing the database up to date")
        try:
            migrate.upgrade(self.database_url)
        except psycopg.OperationalError as error:
            raise NoDatabase(str(error)) from error
        say(f"starting the canvas and {self.plan.workers} worker{'s' if self.plan.workers > 1 else ''}")
        self._start_programs()
        self._write_runtime()
        self._wait()
        self._write_runtime()

    def tend(self) -> None:
        """Starts again what has died."""
        if self._supervisor.tend():
            self._write_runtime()

    def tend_until(self, stopping: Callable[[], bool]) -> None:
        while not stopping():
            self.tend()
            time.sleep(GLANCE)

    def _start_servers(self, say: Callable[[str], None]) -> None:
        postgres = None if self.database_url else Postgres(self.data)
        valkey = None if self.broker_url else Valkey(self.data)
        names = [name for name, server in (("PostgreSQL", postgres), ("Valkey", valkey)) if server]
        if names:
            say(f"starting {' and '.join(names)}")
        for server in (postgres, valkey):
            if server:
                self._ends.callback(server.stop)
                server.launch()
        for server in (postgres, valkey):
            if server:
                server.wait()
                self._supervisor.keep(server.process)
                self._ends.callback(self._supervisor.release, server.process.name)
        self.database_url = self.database_url or (postgres.url if postgres else "")
        self.broker_url = self.broker_url or (valkey.url if valkey else "")

    def _start_programs(self) -> None:
        pages_port = free_port()
        environment = self._environment(pages_port)
        workers = [self._worker(number, environment) for number in range(1, self.plan.workers + 1)]
        behind = [self._pages(pages_port), *workers]
        web = self._web(environment)
        self._ends.callback(_end_together, behind)
        self._ends.callback(web.end)
        self._programs = [web, *behind]
        for process in self._programs:
            process.start()
            self._supervisor.keep(process)
            self._ends.callback(self._supervisor.release, process.name)

    def _environment(self, pages_port: int) -> dict[str, str]:
        return {
            **os.environ,
            "CANVAS_DATA": str(self.data),
            "CANVAS_HOST": HOST,
            "CANVAS_PORT": str(self.plan.port),
            "CANVAS_PUBLIC_URL": self.url,
            "CANVAS_PAGES_URL": f"http://{HOST}:{pages_port}",
            "CANVAS_WEB_BUILD": str(self.plan.web_build),
            "CANVAS_SECRET_KEY": key(self.data, "secret"),
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
        }

    def _web(self, environment: dict[str, str]) -> Process:
        command = (
            sys.executable, "-P", "-m", "uvicorn", "production_canvas.web.app:create", "--factory",
            "--host", HOST, "--port", str(self.plan.port),
            "--loop", "uvloop", "--http", "httptools", "--ws", "production_canvas.web.line:Line",
            "--ws-max-size", str(FRAME_LIMIT), "--ws-ping-interval", "2", "--ws-ping-timeout", "7",
            "--timeout-graceful-shutdown", "15", "--no-server-header", "--no-access-log", "--log-level", "warning",
        )  # fmt: skip
        return Process("web", command, self._logs / "web.log", environment, stop=((signal.SIGTERM, 17.0),))

    def _pages(self, port: int) -> Process:
        environment = {
            **node.environment(),
            "HOST": HOST,
            "PORT": str(port),
            "ORIGIN": self.url,
            "CANVAS_API_URL": self.url,
            "SHUTDOWN_TIMEOUT": "3",
        }
        command = (node.node(), self.plan.web_build / "index.js")
        return Process("pages", command, self._logs / "pages.log", environment, stop=((signal.SIGTERM, 5.0),))

    def _worker(self, number: int, environment: dict[str, str]) -> Process:
        command = (
            sys.executable, "-P", "-m", "celery", "-A", "production_canvas.worker.app", "worker",
            "--prefetch-multiplier", "1", "-c", "1", "-n", f"previs{number}@%h",
            "--without-mingle", "--without-gossip", "--loglevel", "warning",
        )  # fmt: skip
        return Process(
            f"worker-{number}",
            command,
            self._logs / f"worker-{number}.log",
            environment,
            # TERM lets a shot finish; QUIT hands it back to the queue.
            stop=((signal.SIGTERM, 4.0), (signal.SIGQUIT, 5.0)),
            # Without its broker Celery never comes to the end of an orderly shutdown.
            death_signal=signal.SIGKILL,
        )

    def _wait(self) -> None:
        workers = readiness.Workers(self.broker_url)
        try:
            readiness.wait(
                (
                    ("API", lambda: readiness.api_answers(self.url)),
                    ("page", lambda: readiness.page_answers(self.url)),
                    ("socket", lambda: readiness.socket_answers(self.url)),
                    ("worker", lambda: workers.answer(self.plan.workers)),
                ),
                SECONDS_TO_READY,
                self._logs,
                meanwhile=self._tend_first,
            )
        finally:
            workers.close()

    def _tend_first(self) -> None:
        """`tend` while nothing has answered yet: what keeps dying then will not come up by itself."""
        self.tend()
        for process in self._programs:
            if self._supervisor.deaths[process.name] >= DEATHS_AT_START:
                raise DidNotStart(f"The {process.name} process", process.log, process.last_words())

    def _write_runtime(self) -> None:
        running = Runtime(
            url=self.url,
            database_url=self.database_url,
            broker_url=self.broker_url,
            data=str(self.data),
            pid=os.getpid(),
            processes=self._supervisor.pids,
        )
        runtime.write(self.data, running)


def _end_together(processes: list[Process]) -> None:
    """Asks all at once, then sees each to its end."""
    for process in processes:
        process.ask()
    for process in processes:
        process.end()


def _allow_files() -> None:
    """Every socket is an open file: 1,024, as many systems give at first, would be 400 films with two people each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
