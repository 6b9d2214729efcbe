"""Films with libraries for the library benchmark: many assets, and one that very many shots use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from production_canvas.protocol.library import NewAsset
from production_canvas.protocol.operations import OPERATIONS_PER_BATCH, Batch
from production_canvas.services.planning import job_key, planner_of
from production_canvas.settings import Settings
from production_canvas.store import assets
from production_canvas.store.database import new_id
from production_canvas.store.places import Place
from production_canvas.wiring import Canvas, open_canvas

SHOTS_A_SCENE = 10
FIRST = (
    "Anna",
    "Béatrice",
    "Çelik",
    "Dmitri",
    "Élodie",
    "Fatou",
    "Günther",
    "Håkon",
    "Ines",
    "Jürgen",
    "Kōji",
    "Łucja",
)
LAST = (
    "Almeida",
    "Brandt",
    "Čapek",
    "Durand",
    "Eriksen",
    "Fujimoto",
    "Gonçalves",
    "Hübner",
    "Ibsen",
    "Jansen",
    "Kádár",
)
TRAITS = ("stubborn", "gentle", "quick-tempered", "melancholic", "loyal", "vain", "curious", "tired", "witty", "proud")
_batches = count(1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A film whose style is used by that many shots, each with a take; `library` characters beside it, one of them, the
    hero, on a card.
    """

    project_id: str
    asset_id: str
    hero_id: str
    token: str
    other_token: str
    shots: int
    library: int


async def make_shelf(settings: Settings, *, shots: int, library: int) -> Shelf:
    """The film, of the owner and a second editor."""
    async with open_canvas(settings) as canvas:
        owner = await canvas.accounts.local_owner()
        other = next((each for each in await canvas.accounts.list() if each.email == "two@bench.example"), None)
        other = other or await canvas.accounts.add("two@bench.example", "Two")
        project = await canvas.projects.create(owner, f"{shots:,} usages")
        actor = await canvas.projects.actor(project.id, owner)
        await canvas.projects.put_member(project.id, actor, other.email, "editor")
        style = await canvas.assets.create(project.id, actor, NewAsset(kind="style", name="Zz Noir"))
        rows: list[tuple[str, assets.Kind, str, dict[str, Any]]] = [
            (new_id(), "character", _name(at), _held(at)) for at in range(library)
        ]
        await assets.insert_many(canvas.db, project.id, owner.id, rows)
        ops = [*_film(style.id, shots), _node("hero", "character", None, 0, {"asset_id": rows[0][0]}, y=-400)]
        for start in range(0, len(ops), OPERATIONS_PER_BATCH):
            told = {"client_op_id": f"shelf:{next(_batches)}", "base_version": 0}
            batch = Batch.model_validate({**told, "ops": ops[start : start + OPERATIONS_PER_BATCH]})
            await canvas.sync.submit(project.id, actor, batch)
        for user in (owner, other):
            seat = await canvas.projects.actor(project.id, user)
            await canvas.projects.leave_at(project.id, seat, Place(None, {"x": 500.0, "y": 500.0, "zoom": 0.8}))
        await _take_all(canvas, project.id, owner.id, shots)
        # What autovacuum does within a minute.
        await canvas.db.execute("ANALYZE")
        tokens = [await canvas.accounts.token_for(user.email) for user in (owner, other)]
        return Shelf(project.id, style.id, rows[0][0], tokens[0], tokens[1], shots, library)


def _name(at: int) -> str:
    return f"{FIRST[at % len(FIRST)]} {LAST[at // len(FIRST) % len(LAST)]} {at}"


def _held(at: int) -> dict[str, Any]:
    return {"traits": [TRAITS[at % 10], TRAITS[at // 10 % 10]], "role": f"Role {at % 97}", "look": "Grey coat, scarf."}


def _film(asset_id: str, shots: int) -> list[dict[str, Any]]:
    """Scenes of ten shots, each scene wired to one card of the style."""
    ops = [_node("card", "style", None, 0, {"asset_id": asset_id, "name": "Noir"})]
    for scene in range(-(-shots // SHOTS_A_SCENE)):
        ops.append(_node(f"scene{scene}", "scene_group", None, scene, {"number": str(scene + 1)}))
        inside = range(scene * SHOTS_A_SCENE, min(shots, (scene + 1) * SHOTS_A_SCENE))
        ops += [
            _node(f"shot{at}", "shot", f"scene{scene}", at, {"number": f"SH{at}", "prompt": "Rain."}) for at in inside
        ]
        ends = {"source": "card", "source_handle": "style", "target": f"scene{scene}", "target_handle": "assets"}
        ops.append({"op": "edge.add", "edge": {"id": f"wire{scene}", **ends, "data": {}}})
    return ops


def _node(node_id: str, kind: str, parent: str | None, at: int, data: dict[str, Any], *, y: int = 0) -> dict[str, Any]:
    position = {"x": at % 40 * 340, "y": y + at // 40 * 480}
    record = {"id": node_id, "type": kind, "parent_id": parent, "position": position, "order": "", "data": data}
    return {"op": "node.add", "node": record}


async def _take_all(canvas: Canvas, project_id: str, user_id: str, shots: int) -> None:
    """A take of every shot, made by the job that it has now."""
    clip = await assets.insert(canvas.db, asset_id=new_id(), project_id=project_id, kind="video", name="Take")
    planner = await planner_of(canvas.db, canvas.sync, project_id)
    jobs = [asdict(planner.job(f"shot{at}", at)) for at in range(shots)]
    ids = [new_id() for _ in jobs]
    await canvas.db.execute(
        """
        INSERT INTO node_executions (id, project_id, node_id, user_id, status, job, job_key, graph_version, parameters,
                                     results, started_at, finished_at, told_at)
        SELECT r.id, $1, r.job ->> 'node_id', $2, 'success', r.job, r.key, 1, '{}', '{"duration": 4.0}',
               now() - interval '5 seconds', now(), now()
        FROM unnest($3::uuid[], $4::jsonb[], $5::text[]) AS r (id, job, key)
        """,
        project_id,
        user_id,
        ids,
        jobs,
        [job_key(job) for job in jobs],
    )
    await canvas.db.execute(
        """
        INSERT INTO takes (id, project_id, node_id, number, execution_id, asset_id, media, quality, seed, active)
        SELECT gen_random_uuid(), $1, r.job ->> 'node_id', 1, r.id, $2,
               '{"duration": 4.0, "frames": 96, "rate": 24, "width": 1280, "height": 720}', 'standard',
               (r.job ->> 'seed')::bigint, true
        FROM unnest($3::uuid[], $4::jsonb[]) AS r (id, job)
        """,
        project_id,
        clip.id,
        ids,
        jobs,
    )
