"""Whether the parts of an installation answer, asked from outside as a browser would."""

from __future__ import annotations

import http.client
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import kombu.exceptions
from celery import Celery

from production_canvas.local.problem import LocalProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "Y2FudmFzLXJlYWRpbmVzcw==",
}
# 101: open; the others: the socket's own door says that it wants a ticket.
SOCKET_ANSWERS = frozenset({101, 401, 403, 404})
OK = 200


class NotReady(LocalProblem):
    def __init__(self, part: str, seconds: float, logs: Path) -> None:
        super().__init__(f"The {part} did not answer within {seconds:.0f} seconds: its log is in {logs}.")


def page_answers(url: str) -> bool:
    return _status(url, "/login") == OK


def api_answers(url: str) -> bool:
    return _status(url, "/readyz") == OK


def socket_answers(url: str) -> bool:
    return _status(url, f"/ws/{secrets.token_hex(8)}", HANDSHAKE) in SOCKET_ANSWERS


class Workers:
    """Asks the workers by the queue itself."""

    def __init__(self, broker_url: str) -> None:
        self._celery = Celery("readiness", broker=broker_url, set_as_current=False)

    def answer(self, at_least: int) -> bool:
        try:
            return len(self._celery.control.ping(timeout=1.0, limit=at_least) or []) >= at_least
        except (kombu.exceptions.OperationalError, OSError):
            return False

    def close(self) -> None:
        self._celery.close()


def wait(
    checks: Sequence[tuple[str, Callable[[], bool]]], seconds: float, logs: Path, meanwhile: Callable[[], object]
) -> None:
    """Returns once every check holds, or raises NotReady with the first that does not. `meanwhile` runs between."""
    deadline = time.monotonic() + seconds
    for part, answers in checks:
        while not answers():
            if time.monotonic() > deadline:
                raise NotReady(part, seconds, logs)
            meanwhile()
            time.sleep(0.1)


def _status(url: str, path: str, headers: dict[str, str] | None = None) -> int:
    """0 when nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=5)
    try:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
