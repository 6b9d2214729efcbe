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


class TextDeletion(Part):
    """`d`: the letters that go, or how many."""

    d: Annotated[int, Field(strict=True, ge=1, lt=2**31)] | Annotated[str, Field(min_length=1)]


Delta = Annotated[
    list[Annotated[int, Field(strict=True, ge=1, lt=2**31)] | Annotated[str, Field(min_length=1)] | TextDeletion],
    Field(max_length=5000),
]


class NodeText(Part):
    """`delta`: `[skip, "inserted", {"d": …}]` in code points, made for the text at the batch's `base_version`."""

    op: Literal["node.text"] = "node.text"
    id: Identifier
    path: Path
    delta: Delta


class Insertion(Part):
    """`after`: the element it goes behind; null puts it first. An element that is there already moves."""

    value: Annotated[str, Field(min_length=1, max_length=200)]
    after: Annotated[str, Field(max_length=200)] | None = None


class NodeList(Part):
    """Takes `del` out of an ordered list of distinct texts and puts `ins` into it, one after the other."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)
    op: Literal["node.list"] = "node.list"
    id: Identifier
    path: Path
    ins: Annotated[list[Insertion], Field(max_length=2000)] = Field(default_factory=list)
    gone: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=2000, alias="del")] = Field(
        default_factory=list
    )


class NodeRestore(Part):
    """Brings a removed node back with what stood in it and the wires whose other ends still stand."""

    op: Literal["node.restore"] = "node.restore"
    id: Identifier


class EdgeRestore(Part):
    op: Literal["edge.restore"] = "edge.restore"
    id: Identifier


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
    NodeAdd
    | NodeRemove
    | NodeMove
    | NodeReparent
    | NodeSet
    | NodeUnset
    | NodeText
    | NodeList
    | NodeRestore
    | EdgeAdd
    | EdgeRemove
    | EdgeSet
    | EdgeRestore
    | GraphSet,
    Field(discriminator="op"),
]


class Batch(Part):
    """Applied whole or refused whole, one version. Batches of one person with equal `step` are undone together.

    Texts are meant for `base_version`. `seen_version`: what the author had seen, where that is less: an edit that had
    to wait was moved past what came meanwhile, and nobody has looked at that.
    """

    client_op_id: ClientOpId
    base_version: Version
    ops: Annotated[list[Operation], Field(min_length=1, max_length=OPERATIONS_PER_BATCH)]
    label: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None
    seen_version: Version | None = None
    step: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")] | None = None


class LoggedBatch(Part):
    """A batch as the log keeps it. `result`: accepted as sent, adjusted to what else had happened, or void.

    `undo_of`: the version that it takes back; of an undo, that is a redo.
    """

    version: int
    user_id: str
    client_op_id: str
    ops: list[Operation]
    result: Literal["accepted", "adjusted", "void"]
    undo_of: int | None = None
