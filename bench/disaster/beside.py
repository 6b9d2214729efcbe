"""A second web process on the same installation: the same program with the same surroundings, on another port."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from production_canvas.local.ports import free_port
from production_canvas.local.process import Process
from production_canvas.local.started import Started

GLANCE = 0.2
START_LIMIT = 60.0


class Beside:
    """`url` as that of the installation. It is started again whenever it dies."""

    def __init__(self, process: Process, url: str) -> None:
        self.url = url
        self._process = process

    @property
    def pid(self) -> int:
        """Number of the process; another one after a death."""
        return self._process.pid

    async def tend(self) -> None:
        """Starts it again what has died, until cancelled."""
        while True:
            if not self._process.alive:
                self._process.start()
            await asyncio.sleep(GLANCE)


@asynccontextmanager
async def beside(it: Started) -> AsyncIterator[Beside]:
    """A second web process, ready."""
    pid = it.now().processes["web"]
    command = _told(pid, "cmdline")
    surroundings = dict(line.split("=", 1) for line in _told(pid, "environ") if "=" in line)
    port = free_port()
    command[command.index("--port") + 1] = str(port)
    process = Process("web-beside", command, it.data / "logs" / "web-beside.log", surroundings)
    one = Beside(process, f"http://127.0.0.1:{port}")
    tending = asyncio.create_task(one.tend())
    try:
        await _until_ready(one.url)
        yield one
    finally:
        tending.cancel()
        await asyncio.gather(tending, return_exceptions=True)
        process.end()


def _told(pid: int, what: str) -> list[str]:
    return Path(f"/proc/{pid}/{what}").read_bytes().decode().split("\0")[:-1]


async def _until_ready(url: str) -> None:
    async with asyncio.timeout(START_LIMIT), httpx.AsyncClient() as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(f"{url}/livez")).is_success:
                    return
            await asyncio.sleep(0.05)
