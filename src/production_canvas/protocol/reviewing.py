"""The whole job of a take, and what differs between several."""

from __future__ import annotations

from typing import Any, Literal

from production_canvas.protocol.operations import Part
from production_canvas.protocol.rest import Span
from production_canvas.protocol.takes import TakeRecord


class TakeParameter(Part):
    """One value of the job in words: of a file only that there is one."""

    key: str
    title: str
    unit: str
    value: Any


class TakeInput(Part):
    """What a wire brought: `title` of the socket, `name` of what came, `asset_version` as it was then."""

    socket: str
    title: str
    kind: str
    name: str
    node_id: str
    asset_id: str | None
    asset_version: int | None
    weight: float


class TakeDetail(Part):
    """The whole job of a take. `seconds` of work, over all from `queued_at` on; `attempts`: how many a worker made.

    `registers`: what its node held then and a restore writes, `unset` what it held nothing in; `no_restore` and
    `no_remake`: why that cannot be, empty where it can.
    """

    take: TakeRecord
    kind: str
    backend: str
    pipeline_id: str
    pipeline_version: str
    node_type_version: int
    graph_version: int
    parameters: list[TakeParameter]
    inputs: list[TakeInput]
    worker: str | None
    attempts: int
    seconds: float | None
    queued_at: str
    finished_at: str | None
    registers: dict[str, Any]
    unset: list[str]
    no_restore: str
    no_remake: str


class DifferenceRow(Part):
    """`values`: one per side, null where a side has none. `what`: parameter, making (quality, seed, pipeline …), wire
    (who is wired, by name), version (of the wired asset), weight, take (of the wired shot), input (another value of the
    wired card); `subject`: whose, of what is wired. `spans` per side, against the first: word by word.
    """

    what: Literal["parameter", "making", "wire", "version", "weight", "take", "input"]
    path: list[str]
    title: str
    subject: str
    unit: str
    values: list[Any]
    spans: list[list[Span] | None]


class TakesDifference(Part):
    """`sides`: ids of takes, `now` for the node as it stands; `refusal`: why that makes nothing now, else empty."""

    sides: list[str]
    rows: list[DifferenceRow]
    refusal: str
