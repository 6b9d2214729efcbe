"""What every node has that is rendered out of pictures and sounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from production_canvas.errors import NotRunnable
from production_canvas.graph.handing import file_of
from production_canvas.nodes.spec import Inputs, Job, NodeType


def wanted(inputs: Inputs, socket: str, sentence: str) -> tuple[Mapping[str, Any], ...]:
    """What is wired to that input and has a file or a value. Raises NotRunnable with the sentence where nothing is
    wired, and with another where something is that has nothing to give yet.
    """
    values = inputs.sockets.get(socket, ())
    if not values:
        raise NotRunnable(sentence)
    for value in values:
        if not ("value" in value or file_of(value)):
            raise NotRunnable(f"{_named(value)} has nothing to give yet: generate it, or choose its file.")
    return values


def job(kind: NodeType, node_id: str, inputs: Inputs, asked: Mapping[str, Any]) -> Job:
    """The job of the backend that renders pictures and sounds, at the film's rate; `asked` are its parameters."""
    return Job(
        node_id=node_id,
        kind=kind.kind,
        backend="media",
        pipeline_id="media",
        pipeline_version="1",
        quality=inputs.data.get("quality", "standard"),
        seed=0,
        parameters={**asked, "rate": inputs.settings.get("rate", 24.0)},
        inputs={name: [dict(value) for value in values] for name, values in inputs.sockets.items()},
        node_type_version=kind.version,
    )


def _named(value: Mapping[str, Any]) -> str:
    data = value["data"]
    name = data.get("number") or data.get("name") or (value["asset"] or {}).get("name")
    return f"“{name}”" if name else f"The {value['kind'].replace('_', ' ')} that is wired to it"
