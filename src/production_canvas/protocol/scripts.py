"""Bodies of the doors of scripts: breakdown, new drafts, the text and what of it is covered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from production_canvas.protocol.operations import Identifier, Part

ShotsPerPage = Annotated[float, Field(ge=1, le=30, allow_inf_nan=False)]


class BreakDown(Part):
    """Without a figure: the script node's own density."""

    shots_per_page: ShotsPerPage | None = None


class BringIn(Part):
    """`draft_id`: the draft that was looked at; another one that has come since is refused."""

    draft_id: Identifier | None = None
    shots_per_page: ShotsPerPage | None = None


class DiffLine(Part):
    kind: Literal["same", "inserted", "deleted"]
    text: str


class SceneEntry(Part):
    """One scene beside the new draft. `was`: its heading before; `rewritten`: its words are others, told in `lines`, of
    which there are more where `cut`. Shots that stay, whose words changed, that lost theirs, that are to come.
    `overwritten`: what somebody wrote and the draft changes as well.
    """

    fate: Literal["kept", "changed", "moved", "omitted", "new"]
    number: str
    heading: str
    was: str | None
    node_id: str | None
    rewritten: bool
    kept: int
    changed: int
    gone: int
    new: int
    overwritten: list[str]
    lines: list[DiffLine]
    cut: bool


class RevisionPreview(Part):
    """What the newest draft would do to the canvas. `pending`: scenes that are not as they were; `counts` by fate."""

    draft_id: str
    title: str
    pending: int
    counts: dict[str, int]
    shots: dict[str, int]
    scenes: list[SceneEntry]


class ScriptLine(Part):
    """`kind`: what the line is, empty between paragraphs."""

    line: int
    kind: str
    text: str


class ScriptPage(Part):
    """Lines of the draft on the canvas; `total` of them there are. `next`: the line to ask for next."""

    draft_id: str
    title: str
    format: str
    total: int
    lines: list[ScriptLine]
    next: int | None


class ShotLines(Part):
    """Which lines a shot shows, and what a new draft did to them; no lines where they are gone."""

    node_id: str
    scene_id: str
    number: str
    line_from: int
    line_to: int
    mark: str


class Coverage(Part):
    """Of the lines that can be filmed, how many a shot shows, and the runs that none does; shots by scene and order."""

    draft_id: str
    lines: int
    covered: int
    uncovered: list[tuple[int, int]]
    shots: list[ShotLines]


class NodeLines(Part):
    """The lines of one shot or scene, at most 500."""

    script_id: str
    draft_id: str
    line_from: int
    line_to: int
    lines: list[ScriptLine]
