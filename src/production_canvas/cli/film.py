"""Makes a film on the canvas from the command line, with its screenplay broken down when there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from uuid_utils.compat import uuid7

from production_canvas.protocol.operations import Batch, NodeAdd, NodeRecord, Position

if TYPE_CHECKING:
    from production_canvas.services.accounts import Actor
    from production_canvas.store.users import User
    from production_canvas.wiring import Canvas

SAMPLE = Path(__file__).with_name("sample.fountain")
SAMPLE_NAME = "Low Tide"


@dataclass(frozen=True, slots=True)
class Screenplay:
    name: str
    content: bytes

    @classmethod
    def of(cls, file: Path) -> Self:
        return cls(file.name, file.read_bytes())


async def new_film(canvas: Canvas, user: User, name: str, screenplay: Screenplay | None) -> str:
    """The id of a new project of `user`."""
    project = await canvas.projects.create(user, name)
    if screenplay:
        await _break_down(canvas, await canvas.projects.actor(project.id, user), project.id, screenplay)
    return project.id


async def _break_down(canvas: Canvas, actor: Actor, project_id: str, screenplay: Screenplay) -> None:
    node = NodeRecord(id=str(uuid7()), type="script", position=Position(x=0, y=0))
    batch = Batch(client_op_id=f"cli:{uuid7()}", base_version=0, ops=[NodeAdd(node=node)])
    await canvas.sync.submit(project_id, actor, batch)
    await canvas.scripts.upload(project_id, actor, node.id, screenplay.name, screenplay.content)
    await canvas.scripts.break_down(project_id, actor, node.id)
