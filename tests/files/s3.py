"""A real S3 server on this machine, for as long as the tests run."""

from __future__ import annotations

import json
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from production_canvas.files.store import FileStore
from production_canvas.local.ports import free_port
from production_canvas.local.process import Process

KEY, SECRET, REGION = "canvas", "a key of the tests", "us-east-1"
PATIENCE = 60.0
TRIES = 3


def s3_settings(address: str) -> dict[str, str]:
    """Where a bucket of its own is, and the key to it."""
    bucket = f"films-{secrets.token_hex(4)}"
    return {"endpoint": address, "bucket": bucket, "region": REGION, "access_key": KEY, "secret_key": SECRET}


def s3_store(address: str) -> FileStore:
    return FileStore.s3(**s3_settings(address))


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Its address; a bucket is there as soon as something is put into it."""
    (folder / "data").mkdir(parents=True)
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "canvas", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": actions}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    for attempt in range(TRIES):
        port, process = _server(folder, attempt)
        process.start()
        try:
            if _answers(f"http://127.0.0.1:{port}", process):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            process.kill()
    raise TimeoutError((folder / f"log-{TRIES - 1}").read_text(errors="replace")[-2000:])


def _server(folder: Path, attempt: int) -> tuple[int, Process]:
    ports = {name: free_port() for name in ("s3", "master", "volume", "filer")}
    inner = {f"{name}.port.grpc": free_port() for name in ports}
    command: list[str | Path] = [
        Path(sys.executable).parent / "weed", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-dir={folder / 'data'}", "-s3", f"-s3.config={folder / 's3.json'}", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=200",
        *(f"-{name}.port={port}" for name, port in ports.items()), *(f"-{name}={port}" for name, port in inner.items()),
    ]  # fmt: skip
    return ports["s3"], Process("s3", command, folder / f"log-{attempt}", death_signal=signal.SIGKILL)


def _answers(address: str, process: Process) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.alive:
        try:
            # It refuses who has no key, and so it is there.
            httpx.get(address, timeout=2)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return True
    return False
