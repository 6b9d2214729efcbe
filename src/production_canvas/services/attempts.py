"""How often somebody may fail."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from production_canvas.errors import TooMany


class Attempts:
    """At most `limit` failures per key in any `window` seconds; older keys are forgotten. `clock` gives seconds."""

    def __init__(
        self,
        limit: int = 10,
        window: float = 300.0,
        *,
        keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._window = window
        self._keys = keys
        self._clock = clock
        self._failures: dict[str, deque[float]] = {}

    def check(self, key: str) -> None:
        """Raises TooMany with the wait in its sentence."""
        failures = self._recent(key)
        if len(failures) >= self._limit:
            wait = int(failures[0] + self._window - self._clock()) + 1
            raise TooMany(f"Too many attempts. Try again in {wait} seconds.")

    def failed(self, key: str) -> None:
        self._recent(key).append(self._clock())
        while len(self._failures) > self._keys:
            self._failures.pop(next(iter(self._failures)))

    def succeeded(self, key: str) -> None:
        self._failures.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        # Put back at the end: the first key is the one that was quiet longest.
        failures = self._failures.pop(key, deque())
        since = self._clock() - self._window
        while failures and failures[0] <= since:
            failures.popleft()
        self._failures[key] = failures
        return failures
