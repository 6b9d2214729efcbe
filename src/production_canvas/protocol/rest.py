"""Bodies of the REST doors, in and out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from production_canvas.protocol.messages import AssetRecord, NodeState, TakeRecord, Viewport
from production_canvas.protocol.operations import EdgeRecord, GraphRecord, Identifier, NodeRecord, Part, Version


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


class AssetChange(Part):
    """`data` is merged over the asset's own by top-level key."""

    name: Name | None = None
    data: dict[str, Any] | None = None


class NodeData(BaseModel):
    """The node to generate. What else a client sends of it is read from the stored graph instead."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    project_id: str
    node_id: Identifier


class GenerateShot(Part):
    node_data: NodeData


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
    """`total`: scenes that were put on the canvas."""

    total: int


class Problem(Part):
    code: str
    detail: str


class ErrorAnswer(Part):
    """What every door says when it refuses."""

    error: Problem
