"""The files benchmark: how fast files come in, what that costs the web process and everybody else, and how long a file
takes from its last byte until all see it with what was made of it. All through the doors of a running installation.
"""

from __future__ import annotations

import asyncio
import base64
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from bench.report import Row, machine, report
from bench.workloads import media
from bench.workloads.films import make_films
from production_canvas.cli.options import say, settings_of
from production_canvas.local.started import started

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = TUS | {"Content-Type": "application/offset+octet-stream"}
PIECE = 8 * media.MEGABYTE
LIMIT = 600.0
TEN_MINUTES = 600 * 4 * media.RATE
MEMORY = 150.0
"""Megabytes that the web process may grow by while four files come in."""


class Sender:
    """One person's tus client in one film."""

    def __init__(self, client: httpx.AsyncClient, project_id: str) -> None:
        self._client = client
        self._door = f"/api/v1/projects/{project_id}"

    async def send(self, name: str, size: int, pieces: Iterator[bytes]) -> str:
        """The id of the asset that the file becomes."""
        told = "filename " + base64.b64encode(name.encode()).decode()
        headers = TUS | {"Upload-Metadata": told, "Upload-Length": str(size)}
        begun = await self._client.post(f"{self._door}/uploads", headers=headers)
        place = begun.raise_for_status().headers["Location"]
        sent, answer = 0, begun
        for content in _joined(pieces):
            answer = await self._client.patch(place, headers=OCTETS | {"Upload-Offset": str(sent)}, content=content)
            answer.raise_for_status()
            sent += len(content)
        return str(answer.headers["Canvas-Asset"])

    async def ready(self, asset_id: str) -> dict[str, Any]:
        """The asset, once its file has been opened. Raises RuntimeError where it cannot be."""
        while True:
            found = (await self._client.get(f"{self._door}/assets")).raise_for_status().json()
            asset: dict[str, Any] = next(each for each in found if each["id"] == asset_id)
            if asset["status"] == "ready":
                return asset
            if asset["status"] == "failed":
                raise RuntimeError(asset["problem"])
            await asyncio.sleep(0.02)

    async def seconds_until_ready(self, name: str, content: bytes) -> float:
        """From the last byte's answer until the asset is ready."""
        asset_id = await self.send(name, len(content), iter([content]))
        began = time.perf_counter()
        await self.ready(asset_id)
        return time.perf_counter() - began


def main(*, quick: bool, json: bool) -> int:
    """Measures all and prints one table; 1 where a bar does not hold."""
    state = machine()
    size = (64 if quick else 256) * media.MEGABYTE
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's own account has to reach its files.
        Path(folder).chmod(0o755)
        with started(Path(folder) / "data", "--empty") as it:
            (film,) = asyncio.run(make_films(settings_of(it.now()), 1, nodes=1, seats=1))
            token = film.token(0)
            rows = asyncio.run(_measure(it.url, it.now().processes["web"], film.project_id, token, size, Path(folder)))
    return report("files", state, {"MB a file": size // media.MEGABYTE, "MB a request": 8}, rows, as_json=json)


async def _measure(url: str, web: int, project_id: str, token: str, size: int, folder: Path) -> list[Row]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=LIMIT) as client:
        sender = Sender(client, project_id)
        say("one file")
        began = time.perf_counter()
        asset_id = await sender.send("one.wav", size, media.sound(size))
        took = time.perf_counter() - began
        await sender.ready(asset_id)
        rows = [Row("one file: comes in at", size / took / media.MEGABYTE, "MB/s")]
        say("four files at once")
        rows += await _at_once(sender, client, web, size)
        say("what is made of files")
        return rows + await _made(sender, folder)


async def _at_once(sender: Sender, client: httpx.AsyncClient, web: int, size: int) -> list[Row]:
    part = size // 4
    before, began = _memory(web), time.perf_counter()
    # Each a little longer than the one before: equal ones would be one.
    sizes = [part + 4 * number for number in range(4)]
    sending = [asyncio.create_task(sender.send(f"{each}.wav", each, media.sound(each))) for each in sizes]
    waited = []
    while not all(each.done() for each in sending):
        asked = time.perf_counter()
        (await client.get("/livez")).raise_for_status()
        waited.append((time.perf_counter() - asked) * 1000)
        await asyncio.sleep(0.05)
    took, grown = time.perf_counter() - began, _memory(web) - before
    for asset_id in [await each for each in sending]:
        await sender.ready(asset_id)
    return [
        Row("four files at once: come in at", sum(sizes) / took / media.MEGABYTE, "MB/s"),
        Row("four files at once: somebody else's answer, median", median(waited), "ms"),
        Row("four files at once: somebody else's answer, p95", quantiles([*waited, *waited], n=20)[-1], "ms"),
        Row("four files at once: the web process grows by", grown, "MB", MEMORY),
    ]


async def _made(sender: Sender, folder: Path) -> list[Row]:
    ten = b"".join(media.sound(TEN_MINUTES + 400))
    small = media.photograph(1280, 720)
    large = media.photograph(6000, 4000)
    plays = media.clip(folder / "a", codec="libx264", form="mp4", size=(1920, 1080), seconds=10)
    other = media.clip(folder / "b", codec="mpeg4", form="mov", size=(1920, 1080), seconds=10)
    return [
        Row("picture, 0.9 megapixels: ready", await sender.seconds_until_ready("a.jpg", small), "s"),
        Row("picture, 24 megapixels: ready", await sender.seconds_until_ready("b.jpg", large), "s"),
        Row("sound, 10 min WAV: ready with its peaks", await sender.seconds_until_ready("c.wav", ten), "s"),
        Row("clip, 10 s 1080p H.264: ready", await sender.seconds_until_ready("d.mp4", plays), "s"),
        Row("clip, 10 s 1080p MPEG-4: ready with its proxy", await sender.seconds_until_ready("e.mov", other), "s"),
    ]


def _joined(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in requests' sizes."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def _memory(pid: int) -> float:
    """Resident megabytes of a process."""
    told = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) / 1000
