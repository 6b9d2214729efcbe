"""Every message of the wire. `payload` of the eight Table 4 events is exact; what is extra rides in `meta`.

The browser's types are generated from this module (`./canvas schema`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from production_canvas.protocol.operations import (
    Batch,
    ClientOpId,
    Coordinate,
    GraphRecord,
    Identifier,
    LoggedBatch,
    Move,
    Part,
    Path,
    Position,
    Version,
)
from production_canvas.protocol.queue import QueueUpdated, Resources, SetPriority, WorkersUpdated
from production_canvas.protocol.takes import TakeRecord, TakesUpdated

NodeState = Literal["idle", "queued", "generating", "success", "error", "cancelled", "stale"]
"""`stale`: made, but what it was made of has changed since."""


class UpdateNodeData(Part):
    """JSON-merge of `data` into the node's data; a null removes the key."""

    node_id: Identifier
    data: dict[str, Any]


class StartGeneration(Part):
    node_id: Identifier


class SyncRequest(Part):
    pass


class CancelGeneration(Part):
    task_id: Identifier


class Viewport(Part):
    x: Coordinate
    y: Coordinate
    zoom: Annotated[float, Field(gt=0, le=16, allow_inf_nan=False)]


class Drag(Part):
    moves: Annotated[list[Move], Field(max_length=200)]


class Editing(Part):
    """The field a session writes in. `anchor` and `head` of its selection in code points of the text at `version`;
    `client` is what its batches' ids begin with.
    """

    node_id: Identifier
    path: Path
    anchor: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    head: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    version: Version | None = None
    client: Annotated[str, Field(max_length=64)] | None = None


class Presence(Part):
    """What one session shows of itself. Canvas coordinates; `level` is the container it looks into, None the film;
    `asset` is the one of the library whose uses it has lit.
    """

    cursor: Position | None = None
    selection: Annotated[list[Identifier], Field(max_length=200)] = Field(default_factory=list)
    level: Identifier | None = None
    viewport: Viewport | None = None
    drag: Drag | None = None
    editing: Editing | None = None
    asset: Identifier | None = None


class Undo(Part):
    """Takes back the sender's own last step, as far as nobody else wrote there since."""

    client_op_id: ClientOpId


class Redo(Part):
    """Takes back the sender's own last undo."""

    client_op_id: ClientOpId


class Ping(Part):
    pass


class Meta(BaseModel):
    """What a client of ours adds to a message. A client that sends none is served as well."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    client_op_id: ClientOpId | None = None
    base_version: Version | None = None
    epoch: str | None = None
    since_version: Version | None = None


# Server to client


class NodeStateUpdated(Part):
    node_id: str
    state: NodeState


class TaskProgress(Part):
    """`progress` 0 to 100, at most ten a second per task."""

    task_id: str
    node_id: str
    progress: float
    step: str


class TaskSuccess(Part):
    """`result`: output_url (short-lived, no path), take_id, asset_id, duration in seconds."""

    task_id: str
    node_id: str
    result: dict[str, Any]


class TaskFailed(Part):
    """`error`: a sentence a person can act on."""

    task_id: str
    node_id: str
    error: str


class FullSync(Part):
    graph: GraphRecord


class Ops(Part):
    """Versions `from_version`+1 to `to_version`, none missing. The sender gets it too: that is the answer."""

    from_version: int
    to_version: int
    batches: list[LoggedBatch]


class Rejected(Part):
    client_op_id: str
    code: str
    detail: str


class Skipped(Part):
    """What an undo left alone, as `name` wrote there since. `path` within the node is empty for its being or place."""

    node_id: str | None
    path: list[str]
    user_id: str | None
    name: str


class Undone(Part):
    """To who undid or redid: `undone` of `of` changes, in batch `version`; `detail` says it in a sentence."""

    client_op_id: str
    version: int
    redo: bool
    undone: int
    of: int
    skipped: list[Skipped]
    detail: str
    can_undo: bool
    can_redo: bool


class ConflictNotice(Part):
    """To whose edit was lost: `overwritten` by somebody who had not seen it, or `deleted` with the node it was made in.

    `node_id` null: a setting of the film. `yours` is what was lost, `theirs` what stands now; `name` wrote that.
    """

    kind: Literal["overwritten", "deleted"]
    node_id: str | None
    title: str
    path: list[str]
    yours: Any
    theirs: Any
    user_id: str | None
    name: str
    version: int


class PresenceOf(Part):
    session_id: str
    user_id: str
    name: str
    color: str
    level: str | None = None
    cursor: Position | None = None
    selection: list[str] = Field(default_factory=list)
    viewport: Viewport | None = None
    drag: Drag | None = None
    editing: Editing | None = None
    asset: str | None = None


class PresenceFrame(Part):
    """Sessions that changed since the last tick, each whole."""

    sessions: list[PresenceOf]


class PresenceLeft(Part):
    session_id: str


class AssetRecord(Part):
    """`project_id` null: the team's. `status`: of its file; `problem`: why there is none, in a sentence. `facts`: mime,
    bytes, and of what applies width, height, duration in seconds, rate as a fraction, frames, codec, sound, channels,
    sample_rate. `thumb`: a picture of at most 512 pixels, of a character, style or place that of its portrait; `proxy`:
    a clip that every browser plays; `waveform`: peaks as JSON. `reference_ids`: its pictures, the portrait first.
    `version` counts changes of name, data, pictures and file; `updated_at`, ISO 8601, grows with every change: of two
    records the later one holds.
    """

    id: str
    project_id: str | None
    kind: str
    name: str
    data: dict[str, Any]
    url: str | None = None
    status: Literal["processing", "ready", "failed"] = "ready"
    problem: str | None = None
    facts: dict[str, Any] | None = None
    thumb: str | None = None
    proxy: str | None = None
    waveform: str | None = None
    folder_id: str | None = None
    tags: list[str] = Field(default_factory=list)
    version: int = 1
    archived: bool = False
    reference_ids: list[str] = Field(default_factory=list)
    created_at: str = ""
    updated_at: str = ""


class AssetUpdated(Part):
    asset: AssetRecord


class AssetRemoved(Part):
    """`instead`: the asset that already has the same file."""

    asset_id: str
    instead: str | None = None


class AssetFolder(Part):
    """`parent_id` null: at the top; `project_id` null: the team's."""

    id: str
    project_id: str | None
    parent_id: str | None
    name: str


class AssetFoldersUpdated(Part):
    """All folders of the project, or of the team where `project_id` is null, by name."""

    project_id: str | None
    folders: list[AssetFolder]


class ScriptProgress(Part):
    """`done` of `total` scenes stand on the canvas."""

    node_id: str
    done: int
    total: int
    step: str


class ErrorMessage(Part):
    code: str
    detail: str


class Pong(Part):
    pass


CLIENT_EVENTS: dict[str, type[BaseModel]] = {
    "client:update_node_data": UpdateNodeData,
    "client:start_generation": StartGeneration,
    "client:sync_request": SyncRequest,
    "client:ops": Batch,
    "client:undo": Undo,
    "client:redo": Redo,
    "client:cancel_generation": CancelGeneration,
    "client:set_priority": SetPriority,
    "client:presence": Presence,
    "client:ping": Ping,
}

SERVER_EVENTS: dict[str, type[BaseModel]] = {
    "server:node_state_updated": NodeStateUpdated,
    "server:task_progress": TaskProgress,
    "server:task_success": TaskSuccess,
    "server:task_failed": TaskFailed,
    "server:full_sync": FullSync,
    "server:ops": Ops,
    "server:delta_sync": Ops,
    "server:rejected": Rejected,
    "server:undone": Undone,
    "server:conflict": ConflictNotice,
    "server:presence": PresenceFrame,
    "server:presence_left": PresenceLeft,
    "server:takes_updated": TakesUpdated,
    "server:queue_updated": QueueUpdated,
    "server:workers_updated": WorkersUpdated,
    "server:asset_updated": AssetUpdated,
    "server:asset_removed": AssetRemoved,
    "server:asset_folders_updated": AssetFoldersUpdated,
    "server:script_progress": ScriptProgress,
    "server:error": ErrorMessage,
    "server:pong": Pong,
}

_EVENT_OF = {model: event for event, model in SERVER_EVENTS.items() if event != "server:delta_sync"}


class FullSyncMeta(BaseModel):
    """Beside `server:full_sync`: who this connection is, and what the server alone writes.

    `runtime` by node id: {state, task_id, progress, step, error}; `takes` by node id, oldest first.
    """

    session_id: str
    user_id: str
    role: str
    runtime: dict[str, dict[str, Any]]
    takes: dict[str, list[TakeRecord]]


class TaskProgressMeta(BaseModel):
    """Beside `server:task_progress`, at most once a second per task: what the job uses of its worker's machine."""

    model_config = ConfigDict(frozen=True)
    resources: Resources


def frame(payload: BaseModel, *, event: str | None = None, meta: dict[str, Any] | None = None) -> bytes:
    """One JSON text frame of `payload`, encoded once for every reader."""
    body: dict[str, Any] = {
        "event": event or _EVENT_OF[type(payload)],
        "payload": payload.model_dump(mode="json", by_alias=True),
    }
    if meta is not None:
        body["meta"] = meta
    return orjson.dumps(body)
