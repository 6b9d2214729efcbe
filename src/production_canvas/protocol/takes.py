"""A take on the wire."""

from __future__ import annotations

from typing import Literal

from production_canvas.protocol.operations import Part


class TakeRecord(Part):
    """`kind`: a clip, a picture or a sound; `mime` of its file. `duration` in seconds, `rate` in frames per second,
    `width` and `height` in pixels, each 0 where there is none. Urls without any path of the server.

    `name` as in `SHOT-010_v01_take01`: a version is one setup of its node, `take` counts within it, `number` over all.
    `identical_to`: the first take of the node with the very same file; `remake_of`: the take whose job was made again.
    """

    id: str
    node_id: str
    number: int
    kind: Literal["video", "image", "audio"]
    mime: str
    execution_id: str
    asset_id: str
    url: str
    poster_url: str
    duration: float
    frames: int
    rate: float
    width: int
    height: int
    quality: str
    seed: int
    active: bool
    created_at: str
    created_by: str
    name: str
    version: int
    take: int
    identical_to: str | None = None
    remake_of: str | None = None


class TakesUpdated(Part):
    """All takes of one node, oldest first."""

    node_id: str
    takes: list[TakeRecord]
