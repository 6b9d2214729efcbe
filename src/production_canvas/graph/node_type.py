"""What a node type is: sockets, parameters, levels, help, and the job it plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from production_canvas.graph.sockets import Socket


class Level(StrEnum):
    """Where a node may stand: in the film, in a scene, in a shot."""

    PROJECT = "project"
    SCENE = "scene"
    SHOT = "shot"


ALL_LEVELS = (Level.PROJECT, Level.SCENE, Level.SHOT)


class Merge(StrEnum):
    """How two people's edits of one parameter meet.

    scalar and atomic: the later write wins whole. object: each leaf is a register of its own.
    text: merged by characters. idlist: merged by elements.
    """

    SCALAR = "scalar"
    ATOMIC = "atomic"
    OBJECT = "object"
    TEXT = "text"
    IDLIST = "idlist"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One register of `node.data`. `schema` is JSON Schema of its value; `unit` is printed behind it.

    `control` names the inspector's widget; `server` marks values that only the server writes.
    """

    key: str
    title: str
    schema: Mapping[str, Any]
    default: Any = None
    merge: Merge = Merge.SCALAR
    unit: str = ""
    help: str = ""
    control: str = "field"
    server: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """What reaches a node when it runs: its own data, what its wires bring per socket, and the film's settings."""

    data: Mapping[str, Any]
    sockets: Mapping[str, tuple[Mapping[str, Any], ...]]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that determines an output: equal jobs give equal files. Seconds, frames per second. `version` and
    `take`: what its slate shows, 0 for none.
    """

    node_id: str
    kind: str
    backend: str
    pipeline_id: str
    pipeline_version: str
    quality: str
    seed: int
    parameters: Mapping[str, Any]
    inputs: Mapping[str, Any]
    node_type_version: int = 1
    version: int = 0
    take: int = 0


@dataclass(frozen=True, slots=True)
class NodeType:
    """One kind of node. `container` nodes hold a level; `runnable` nodes carry `plan`. `gives`: the values that a node
    hands on at one of its outputs, where it is more than that it stands for.
    """

    kind: str
    title: str
    help: str
    component: str
    category: str
    icon: str
    levels: tuple[Level, ...] = ALL_LEVELS
    inputs: tuple[Socket, ...] = ()
    outputs: tuple[Socket, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    container: Level | None = None
    width: int = 240
    version: int = 1
    plan: Callable[[str, Inputs], Job | None] | None = field(default=None, repr=False)
    gives: Callable[[str, Inputs], Iterable[Mapping[str, Any]]] | None = field(default=None, repr=False)
