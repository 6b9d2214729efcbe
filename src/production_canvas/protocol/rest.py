"""Bodies of the REST doors, in and out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from production_canvas.protocol.messages import AssetRecord, NodeState, Viewport
from production_canvas.protocol.operations import (
    ClientOpId,
    EdgeRecord,
    GraphRecord,
    Identifier,
    NodeRecord,
    Part,
    Position,
    Version,
)
from production_canvas.protocol.takes import TakeRecord


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("texts cannot hold the character NUL")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("texts cannot hold half a character")
    return text


Text = Annotated[str, AfterValidator(_storable)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Email = Annotated[Text, Field(min_length=3, max_length=254)]
Role = Literal["owner", "editor", "commenter", "viewer"]


# In


class TokenRequest(Part):
    username: Email
    password: Annotated[Text, Field(min_length=1, max_length=1024)]


class SignIn(Part):
    email: Email
    password: Annotated[Text, Field(min_length=1, max_length=1024)]


class NewProject(Part):
    name: Name


class PlaceBody(Part):
    """`level` is a container's node id, None the film."""

    level: Identifier | None = None
    viewport: Viewport


class NewMember(Part):
    email: Email
    role: Role


class NodeData(BaseModel):
    """The node to generate. What else a client sends of it is read from the stored graph instead."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    project_id: str
    node_id: Identifier


class GenerateShot(Part):
    node_data: NodeData


class RollBack(Part):
    """`version`: the one whose graph is wanted again. The same `client_op_id` again gives the same answer."""

    version: Version
    client_op_id: Annotated[ClientOpId, Field(max_length=64)] | None = None


class RestoreNode(Part):
    """Without a version: as the node was just before it was removed."""

    version: Version | None = None


class NameVersion(Part):
    """Without a version: the newest."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    version: Version | None = None


# Out


class TokenAnswer(Part):
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind of token, not one


class Ticket(Part):
    ticket: str


class UserRecord(Part):
    id: str
    email: str
    name: str
    color: str
    is_owner: bool


class SessionAnswer(Part):
    user: UserRecord


class ProjectLine(Part):
    """One project of the list; `updated_at` in ISO 8601."""

    id: str
    name: str
    role: Role
    scenes: int
    shots: int
    takes: int
    people: int
    updated_at: str
    poster_url: str | None


class ProjectMade(Part):
    id: str
    name: str


class GivenGraph(BaseModel):
    """What a client makes of a graph it has read; id, epoch and version of that one may come along."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    nodes: Annotated[list[NodeRecord], Field(max_length=20_000)]
    edges: Annotated[list[EdgeRecord], Field(max_length=60_000)]
    settings: dict[str, Any] = Field(default_factory=dict)


class ReplaceGraph(Part):
    """`version`: the one that the client has read and changed."""

    graph: GivenGraph
    version: Version


class Saved(Part):
    status: Literal["saved"] = "saved"


class ProjectGraph(Part):
    id: str
    graph: GraphRecord


class ProjectRecord(Part):
    """`rate` in frames per second, `aspect_ratio` as `16:9`."""

    id: str
    name: str
    rate: float
    aspect_ratio: str


class MemberRecord(Part):
    id: str
    name: str
    color: str
    role: Role


class NodeRuntime(Part):
    """How the last execution of a node stands; `progress` 0 to 100."""

    state: NodeState
    task_id: str | None = None
    progress: float | None = None
    step: str | None = None
    error: str | None = None


class Page(Part):
    """All that the canvas shows at first; `runtime` and `takes` by node id."""

    project: ProjectRecord
    user: UserRecord
    role: str
    graph: GraphRecord
    runtime: dict[str, NodeRuntime]
    takes: dict[str, list[TakeRecord]]
    assets: list[AssetRecord]
    members: list[MemberRecord]
    place: PlaceBody | None


class Takes(Part):
    """All takes of one node, oldest first."""

    takes: list[TakeRecord]


class Task(Part):
    task_id: str


class BrokenDown(Part):
    """`total`: scenes that were put on the canvas, or changed there."""

    total: int


class PersonMark(Part):
    """Somebody of the history; without name and colour where the account is gone."""

    id: str
    name: str | None
    color: str | None


class TouchedRecord(Part):
    """What a batch touched: node ids and keys of settings, at most 20 of a kind; `wires` and `counts` tell all.

    `counts` by kind: added, removed, moved, changed, settings.
    """

    added: list[str]
    removed: list[str]
    moved: list[str]
    changed: list[str]
    settings: list[str]
    wires: int
    counts: dict[str, int]


class HistoryEntry(Part):
    """One batch of the log; `created_at` in ISO 8601, `undo_of` the version it takes back, `name` its version's."""

    version: int
    user: PersonMark
    created_at: str
    label: str | None
    result: Literal["accepted", "adjusted", "void"]
    undo_of: int | None
    step: str | None
    name: str | None
    touched: TouchedRecord


class HistoryPage(Part):
    """Newest first. `before`: what to ask for next; null where nothing older is left."""

    entries: list[HistoryEntry]
    before: int | None


class VersionGraph(Part):
    graph: GraphRecord


class Span(Part):
    kind: Literal["same", "inserted", "deleted"]
    text: str


class RegisterChange(Part):
    """Without `before` the register was not set, without `after` it no longer is; `spans` for merged texts."""

    path: list[str]
    before: Any = None
    after: Any = None
    spans: list[Span] | None = None


class NodePlace(Part):
    parent_id: str | None
    position: Position
    order: str


class NodeMoved(Part):
    id: str
    type: str
    before: NodePlace
    after: NodePlace


class NodeChanged(Part):
    id: str
    type: str
    registers: list[RegisterChange]


class EdgeChanged(Part):
    id: str
    registers: list[RegisterChange]


class NodeChanges(Part):
    added: list[NodeRecord]
    removed: list[NodeRecord]
    moved: list[NodeMoved]
    changed: list[NodeChanged]


class EdgeChanges(Part):
    added: list[EdgeRecord]
    removed: list[EdgeRecord]
    changed: list[EdgeChanged]


class GraphChanges(Part):
    """What is different at version `to` from version `from`."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    start: Annotated[int, Field(alias="from")]
    to: int
    nodes: NodeChanges
    edges: EdgeChanges
    settings: list[RegisterChange]


class Reached(Part):
    """The version at which the graph holds what was asked for."""

    version: int


class NamedVersion(Part):
    """`user` is null where the account of who named it is gone; `created_at`: when it was named."""

    version: int
    name: str
    user: PersonMark | None
    created_at: str


class Problem(Part):
    code: str
    detail: str


class ErrorAnswer(Part):
    """What every door says when it refuses."""

    error: Problem
