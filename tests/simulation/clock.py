"""Virtual time: an event loop whose clock jumps to the next timer as soon as nothing is ready."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import heapq
import itertools
import random
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

START = 1000.0
OWNER: contextvars.ContextVar[Mortal | None] = contextvars.ContextVar("owner", default=None)

_H = TypeVar("_H", bound=asyncio.Handle)


def moment(seed: int, *names: object) -> random.Random:
    """Chance for what happens now under these names. The order in which the server goes through a set within one moment
    is nobody's to foresee: so the same chance for all of them.
    """
    return random.Random(f"{seed} {asyncio.get_running_loop().time():.9f} {names}")


class Stuck(Exception):
    """Nothing is left that could ever happen."""


class Mortal:
    """Owns tasks that stop for good, wherever they stand and without a farewell, once it is killed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.dead = False
        self.context = contextvars.copy_context()
        self.context.run(OWNER.set, self)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """The work as a task of this owner."""
        return asyncio.get_running_loop().create_task(work, context=self.context)


class Timer(asyncio.TimerHandle):
    """Of two timers of one moment the one that was set first comes first."""

    order = 0

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Timer):
            return (self.when(), self.order) < (other.when(), other.order)
        return NotImplemented


class VirtualLoop(asyncio.BaseEventLoop):
    """`thread_delay` gives the seconds after which a piece of work handed to a thread is done."""

    def __init__(self) -> None:
        super().__init__()
        self._now = START
        self._orders = itertools.count()
        self._selector = self
        # Held here: a killed owner's tasks would else be found unfinished whenever memory is freed.
        self._unfinished: set[asyncio.Task[Any]] = set()
        self.thread_delay: Callable[[], float] = lambda: 0.0
        self.set_task_factory(self._start)

    def _start(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return task

    def time(self) -> float:
        return self._now

    def select(self, timeout: float | None) -> list[Any]:
        """Lets the time pass that the loop would have waited for."""
        if timeout is None:
            raise Stuck
        self._now += max(0.0, timeout)
        return []

    def _process_events(self, _events: list[Any]) -> None:
        """Nothing comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody wakes the loop from outside."""

    def call_soon(  # type: ignore[override]  # the loop's own signature names type variables that Python 3.11 cannot spell
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        context = contextvars.copy_context() if context is None else context
        return _unless_dead(super().call_soon(callback, *args, context=context), context)

    def call_at(  # type: ignore[override]  # as above
        self, when: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        context = contextvars.copy_context() if context is None else context
        timer = Timer(when, callback, args, self, context)
        timer.order = next(self._orders)
        heapq.heappush(vars(self)["_scheduled"], timer)
        timer._scheduled = True  # type: ignore[attr-defined]  # as the loop itself does
        return _unless_dead(timer, context)

    def run_in_executor(  # type: ignore[override]  # as above
        self, _executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Runs the function here, later: what it reads may have moved on by then, as under a real thread."""
        done = self.create_future()

        def run() -> None:
            if not done.done():
                done.set_result(func(*args))

        self.call_later(self.thread_delay(), run)
        return done

    def kill(self, mortal: Mortal) -> None:
        """Ends everything that the mortal had under way; not even a `finally` of it runs."""
        mortal.dead = True
        waiting: list[Any] = [*vars(self)["_ready"], *vars(self)["_scheduled"]]
        for handle in waiting:
            if handle._context.get(OWNER) is mortal:
                handle.cancel()

    def bury(self) -> None:
        """Closes whatever the killed left unfinished."""
        for task in self._unfinished - {asyncio.current_task(self)}:
            close(task)


def close(task: asyncio.Task[Any]) -> None:
    """Ends the coroutine of a task that will never run again."""
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # asyncio's own switch
    work = task.get_coro()
    for _ in range(50):
        # A `finally` that waits refuses to end at once.
        with contextlib.suppress(BaseException):
            work.close()
            return


def _unless_dead(handle: _H, context: contextvars.Context) -> _H:
    owner = context.get(OWNER)
    if owner is not None and owner.dead:
        handle.cancel()
    return handle
