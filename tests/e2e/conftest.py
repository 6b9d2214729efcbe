"""The product as a person starts it, once for all of these tests."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from production_canvas.cli.options import settings_of
from production_canvas.local.runtime import Runtime
from production_canvas.local.started import Started, started
from production_canvas.wiring import Canvas, open_canvas

Answer = TypeVar("Answer")
PASSWORD = "the lamp turns at dusk"
SCRIPT = Path(__file__).parents[1] / "data" / "the-last-ferry.fountain"


@pytest.fixture(scope="session")
def installation() -> Iterator[Started]:
    """A ready installation with one worker and no sample film; its processes may be killed, they come back."""
    folder = Path(tempfile.mkdtemp(prefix="canvas-e2e-"))
    folder.chmod(0o755)
    try:
        with started(folder / "data", "--empty") as it:
            yield it
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Told(Protocol):
    """An installation that tells where it is and how its servers are reached."""

    @property
    def url(self) -> str: ...

    def now(self) -> Runtime: ...


def ask(it: Told, question: Callable[[Canvas], Coroutine[None, None, Answer]]) -> Answer:
    """What the services of the running installation answer, from beside it."""

    async def run() -> Answer:
        async with open_canvas(settings_of(it.now())) as canvas:
            return await question(canvas)

    # In a thread of its own: the browser's driver keeps a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


async def crew(canvas: Canvas, *emails: str) -> None:
    """Accounts with the tests' password, where there are none yet."""
    known = {user.email for user in await canvas.accounts.list()}
    for email in emails:
        if email not in known:
            await canvas.accounts.add(email, email.partition("@")[0].title(), PASSWORD)


async def film(canvas: Canvas, name: str, *emails: str) -> tuple[str, list[str]]:
    """A new film of the owner with these people as editors; its id and a token for each of them."""
    await crew(canvas, *emails)
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, name)
    actor = await canvas.projects.actor(project.id, owner)
    for email in emails:
        await canvas.projects.put_member(project.id, actor, email, "editor")
    return project.id, [await canvas.accounts.token_for(email) for email in emails]
