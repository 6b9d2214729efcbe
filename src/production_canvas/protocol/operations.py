"""The graph on the wire, and the operations that change it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_:.-]+$")]
ClientOpId = Annotated[str, Field(min_length=3, max_length=80, pattern=r"^[!-~]+$")]
Version = Annotated[int, Field(ge=0, lt=2**53)]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
Path = Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(min_length=1, max_length=8)]
OPERATIONS_PER_BATCH = 500


class Part(BaseModel):
    """A piece of a message: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(Part):
    x: Coordinate
    y: Coordinate


class NodeRecord(Part):
    id: Identifier
    type: Annotated[str, Field(min_length=1, max_length=64)]
    parent_id: Identifier | None = None
    position: Position
    order: Annotated[str, Field(max_length=64)] = ""
    data: dict[str, Any] = Field(default_factory=dict)


class EdgeRecord(Part):
    id: Identifier
    source: Identifier
    source_handle: Identifier
    target: Identifier
    target_handle: Identifier
    data: dict[str, Any] = Field(default_factory=dict)


class GraphRecord(Part):
    id: str
    epoch: str
    version: int
    nodes: list[NodeRecord]
    edges: list[EdgeRecord]
    settings: dict[str, Any]


class NodeAdd(Part):
    op: Literal["node.add"] = "node.add"
    node: NodeRecord


class NodeRemove(Part):
    """`children`: what stands inside goes with it, or is lifted to its level."""

    op: Literal["node.remove"] = "node.remove"
    id: Identifier
    children: Literal["delete", "lift"] = "delete"


class Move(BaseModel):
    """`in`: the level (parent id) in whose coordinates x and y are meant."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)
    id: Identifier
    x: Coordinate
    y: Coordinate
    level: Identifier | None = Field(default=None, alias="in")


class NodeMove(Part):
    op: Literal["node.move"] = "node.move"
    moves: Annotated[list[Move], Field(min_length=1, max_length=10_000)]


class NodeReparent(Part):
    op: Literal["node.reparent"] = "node.reparent"
    id: Identifier
    parent_id: Identifier | None
    x: Coordinate
    y: Coordinate
    order: Annotated[str, Field(max_length=64)] | None = None


class NodeSet(Part):
    op: Literal["node.set"] = "node.set"
    id: Identifier
    path: Path
    value: Any


class NodeUnset(Part):
    op: Literal["node.unset"] = "node.unset"
    id: Identifier
    path: Path


class EdgeAdd(Part):
    op: Literal["edge.add"] = "edge.add"
    edge: EdgeRecord


class EdgeRemove(Part):
    op: Literal["edge.remove"] = "edge.remove"
    id: Identifier


class EdgeSet(Part):
    op: Literal["edge.set"] = "edge.set"
    id: Identifier
    path: Path
    value: Any


class GraphSet(Part):
    op: Literal["graph.set"] = "graph.set"
    path: Path
    value: Any


Operation = Annotated[
    NodeAdd | NodeRemove | NodeMove | NodeReparent | NodeSet | NodeUnset | EdgeAdd | EdgeRemove | EdgeSet | GraphSet,
    Field(discriminator="op"),
]


class Batch(Part):
    """One step: applied whole or refused whole, one version, one undo."""

    client_op_id: ClientOpId
    base_version: Version
    ops: Annotated[list[Operation], Field(min_length=1, max_length=OPERATIONS_PER_BATCH)]
    label: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None


class LoggedBatch(Part):
    """A batch as the log keeps it. `result`: accepted as sent, adjusted to what else had happened, or void."""

    version: int
    user_id: str
    client_op_id: str
    ops: list[Operation]
    result: Literal["accepted", "adjusted", "void"]
