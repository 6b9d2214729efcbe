"""Puts a film of the gallery on a canvas, through the services: its library files, cards, wires and takes."""

from __future__ import annotations

import asyncio
import io
import math
import struct
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from uuid_utils.compat import uuid7

from production_canvas.protocol.operations import Batch, EdgeAdd, EdgeRecord, NodeAdd, NodeRecord, Position
from production_canvas.services.accounts import Actor
from production_canvas.store import assets
from production_canvas.wiring import Canvas
from tests.e2e.conftest import SCRIPT
from tests.e2e.gallery.cards import COLUMNS, PITCH, Card, Film

RATE, SECONDS, PEAKS = 8000, 8.0, 400
MADE_IN = 120.0


@dataclass(frozen=True, slots=True)
class Standing:
    """`nodes`: ids by the names of their cards."""

    project_id: str
    actor: Actor
    nodes: Mapping[str, str]


async def stand(canvas: Canvas, film: Film, *, takes: bool = True) -> Standing:
    """The film on a canvas of its own, with its takes made; without `takes`, with no picture that comes of them."""
    owner = await canvas.accounts.local_owner()
    project = await canvas.projects.create(owner, film.title)
    actor = await canvas.projects.actor(project.id, owner)
    cards = (*film.cards, *film.beside)
    nodes = {card.name: str(uuid7()) for card in cards}
    standing = Standing(project.id, actor, nodes)
    await _submit(canvas, standing, _placed(film, nodes))
    edges = [_edge(nodes, *wire) for wire in film.wires]
    await _submit(canvas, standing, edges)
    await _submit(canvas, standing, [op for card in cards for op in _layers(card, nodes[card.name], edges)])
    if "script" in nodes:
        await canvas.scripts.upload(project.id, actor, nodes["script"], SCRIPT.name, SCRIPT.read_bytes())
    for card in cards if takes else ():
        for _ in range(card.takes):
            await _make(canvas, standing, nodes[card.name])
    await _library(canvas, standing, cards)
    return standing


def _placed(film: Film, nodes: Mapping[str, str]) -> list[NodeAdd]:
    """The cards in rows; those beside them begin a row of their own below."""
    below = -(-len(film.cards) // COLUMNS) * COLUMNS
    places = [*enumerate(film.cards), *enumerate(film.beside, below)]
    return [_node(card, nodes, place) for place, card in places]


def _node(card: Card, nodes: Mapping[str, str], place: int) -> NodeAdd:
    row, column = divmod(place, COLUMNS)
    position = Position(x=column * PITCH[0], y=row * PITCH[1])
    parent = nodes[card.parent] if card.parent else None
    return NodeAdd(
        node=NodeRecord(id=nodes[card.name], type=card.kind, parent_id=parent, position=position, data=dict(card.data))
    )


def _edge(nodes: Mapping[str, str], source: str, source_handle: str, target: str, target_handle: str) -> EdgeAdd:
    return EdgeAdd(
        edge=EdgeRecord(
            id=str(uuid7()),
            source=nodes[source],
            source_handle=source_handle,
            target=nodes[target],
            target_handle=target_handle,
        )
    )


def _layers(card: Card, node_id: str, edges: list[EdgeAdd]) -> list[dict[str, Any]]:
    """The rows of its table of layers, by the wires that bring them."""
    wires = [edge.edge.id for edge in edges if edge.edge.target == node_id]
    return [
        {"op": "node.set", "id": node_id, "path": ["layers", wire, key], "value": value}
        for wire, row in zip(wires, card.layers, strict=False)
        for key, value in row.items()
    ]


async def _submit(canvas: Canvas, standing: Standing, ops: list[Any], *, trusted: bool = False) -> None:
    if not ops:
        return
    batch = Batch(client_op_id=f"gallery:{uuid7()}", base_version=0, ops=ops)
    await canvas.sync.submit(standing.project_id, standing.actor, batch, trusted=trusted)


async def _make(canvas: Canvas, standing: Standing, node_id: str) -> None:
    """One take, once a worker has made it."""
    before = len((await canvas.generation.takes_by_node(standing.project_id)).get(node_id, ()))
    await canvas.batch.start(standing.project_id, standing.actor, node_id)
    async with asyncio.timeout(MADE_IN):
        while len((await canvas.generation.takes_by_node(standing.project_id)).get(node_id, ())) == before:
            await asyncio.sleep(0.1)


async def _library(canvas: Canvas, standing: Standing, cards: tuple[Card, ...]) -> None:
    """Library files of the cards that stand for one, made from the film's own takes and from a drawn sound."""
    takes = await canvas.generation.takes_by_node(standing.project_id)
    made = {}
    for kind in {card.library for card in cards if card.library and (takes or card.library == "sound")}:
        first = await assets.get(canvas.db, next(iter(takes.values()))[0].asset_id) if takes else None
        made[kind] = await _asset(canvas, standing.project_id, kind, first)
    ops = [
        {"op": "node.set", "id": standing.nodes[card.name], "path": [key], "value": value}
        for card in cards
        for key, value in [*card.trusted.items(), *([("asset_id", made[card.library])] if card.library in made else [])]
    ]
    await _submit(canvas, standing, ops, trusted=True)


async def _asset(canvas: Canvas, project_id: str, kind: str, take: assets.Asset | None) -> str:
    asset_id = str(uuid7())
    of = partial(assets.insert, canvas.db, asset_id=asset_id, project_id=project_id)
    if kind == "sound":
        sound, peaks = foghorn()
        facts = {"duration": SECONDS, "sample_rate": RATE, "channels": 1, "codec": "PCM", "peaks": peaks}
        content = await canvas.files.put(sound)
        await of(kind="audio", name="Sea at the pier.wav", data=facts, object_hash=content, mime="audio/wav")
        return asset_id
    assert take is not None, "a picture of the library is taken from a take"
    size = {"width": 640, "height": 360}
    if kind == "picture":
        still = {**size, "format": "WebP", "bytes": 41_300}
        await of(kind="image", name="Storyboard 12.webp", data=still, object_hash=take.poster_hash, mime="image/webp")
    else:
        clip = {**size, "duration": 4.0, "rate": 24, "codec": "H.264"}
        still_of = partial(of, object_hash=take.object_hash, poster_hash=take.poster_hash)
        await still_of(kind="video", name="Harbour plate.mp4", data=clip, mime=take.mime)
    return asset_id


def foghorn() -> tuple[bytes, list[float]]:
    """Eight seconds of swell with a horn in it as a WAV file, and its peaks, 0 to 1."""
    samples = [
        _level(index / RATE) * math.sin(2 * math.pi * 110 * index / RATE) for index in range(int(RATE * SECONDS))
    ]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *(int(32_000 * sample) for sample in samples)))
    step = len(samples) // PEAKS
    peaks = [round(max(abs(sample) for sample in samples[at : at + step]), 3) for at in range(0, len(samples), step)]
    return file.getvalue(), peaks


def _level(time: float) -> float:
    swell = 0.22 + 0.16 * math.sin(time * 2.3) * math.sin(time * 0.9) + 0.06 * math.sin(time * 41)
    horn = max(0.0, math.sin((time - 2.2) * math.pi / 1.8)) * 0.6 if 2.2 < time < 4.0 else 0.0
    return min(1.0, abs(swell) + horn)
