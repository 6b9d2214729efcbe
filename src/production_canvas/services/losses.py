"""Tells people which edit of theirs lost, to whom, and both values."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from production_canvas.bus.valkey import Bus
from production_canvas.graph.model import Node
from production_canvas.protocol.messages import ConflictNotice, frame
from production_canvas.services.pending import Lost
from production_canvas.services.room import named
from production_canvas.store.database import SILENT
from production_canvas.store.graphs import Journal

log = structlog.get_logger()


async def tell_losses(
    journal: Journal, bus: Bus, project_id: str, graph_id: str, lost: Sequence[tuple[int, Lost]]
) -> None:
    """One `server:conflict` to every socket of the person who lost, whatever process holds it."""
    try:
        names = await journal.names([each.writer for _, each in lost if each.writer])
    except SILENT as error:
        log.warning("losses.no_names", error=type(error).__name__)
        names = {}
    for version, each in lost:
        kind, *rest = each.register
        notice = ConflictNotice(
            kind="deleted" if each.kind == "deleted" else "overwritten",
            node_id=rest[0] if kind == "data" else None,
            title=each.title or await _title_of(journal, graph_id, rest[0]),
            path=rest[1:] if kind == "data" else rest,
            yours=each.yours,
            theirs=each.theirs,
            user_id=each.writer,
            name=names.get(each.writer or "", "Somebody"),
            version=version,
        )
        bus.publish("person", project_id, each.owner.encode() + b"|" + frame(notice))


async def _title_of(journal: Journal, graph_id: str, node_id: str) -> str:
    """What a removed node was called."""
    try:
        inverse = await journal.removal(graph_id, "node", node_id) or ()
    except SILENT:
        return ""
    found = (op["node"] for op in inverse if op["op"] == "node.add" and op["node"]["id"] == node_id)
    return next((named(Node.read(record)) for record in found), "")
