"""Many nodes made at once: which of them run, and which come before which because one is made of the other's take."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from production_canvas.graph.carried import ARRIVALS, Types
from production_canvas.graph.plan import arriving, origin
from production_canvas.graph.state import View


def runnable(view: View, types: Types, node_id: str) -> bool:
    """Whether the node makes something itself."""
    node = view.node(node_id)
    kind = types.get(node.type) if node else None
    return kind is not None and kind.plan is not None


def inside(view: View, types: Types, node_ids: Collection[str]) -> list[str]:
    """Those of the nodes that make something, and all that do in those that hold a level, at any depth; no node twice.
    A node that makes something itself stands for what is in it.
    """
    found: dict[str, None] = {}
    ahead = list(reversed(list(node_ids)))
    while ahead:
        node_id = ahead.pop()
        if runnable(view, types, node_id):
            found[node_id] = None
        elif view.node(node_id):
            ahead += sorted(view.children(node_id), key=lambda each: _rank(view, each), reverse=True)
    return list(found)


def made_of(view: View, types: Types, node_id: str) -> list[str]:
    """The nodes whose takes the node is made of: over its wires, through dots, In and cards that hand on what they get,
    but for the sequence.
    """
    found: dict[str, None] = {}
    ahead, seen = [node_id], {node_id}
    while ahead:
        for edge in arriving(view, ahead.pop()):
            given = origin(view, types, edge) if edge.target_handle != ARRIVALS else None
            if given is None or given[0].data.get("muted") or given[0].id in seen:
                continue
            seen.add(given[0].id)
            if runnable(view, types, given[0].id):
                found[given[0].id] = None
            elif types[given[0].type].gives is not None:
                ahead.append(given[0].id)
    return list(found)


def line_up(view: View, types: Types, node_ids: Sequence[str]) -> dict[str, list[str]]:
    """The nodes and all that they are made of, each after what it is made of, with those."""
    needs: dict[str, list[str]] = {}
    order: dict[str, list[str]] = {}
    ahead = [(node_id, False) for node_id in reversed(node_ids)]
    while ahead:
        node_id, done = ahead.pop()
        if done:
            order[node_id] = needs[node_id]
        elif node_id not in needs:
            needs[node_id] = made_of(view, types, node_id)
            ahead.append((node_id, True))
            ahead += [(each, False) for each in reversed(needs[node_id])]
    return order


def awaited(execution_id: str) -> str:
    """What stands in a job for the clip that this execution will make."""
    return f"execution:{execution_id}"


def fulfilled(job: Mapping[str, Any], clips: Mapping[str, str]) -> dict[str, Any]:
    """The job with the clips, by execution, in place of what stood for them; all else is as it was asked for."""
    told = {awaited(execution_id): clip for execution_id, clip in clips.items()}
    return {key: _put(value, told) for key, value in job.items()}


def _put(value: Any, told: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(each, told) for key, each in value.items()}
    if isinstance(value, list):
        return [_put(each, told) for each in value]
    return told.get(value, value) if isinstance(value, str) else value


def _rank(view: View, node_id: str) -> tuple[str, str]:
    node = view.node(node_id)
    return (node.order if node else "", node_id)
