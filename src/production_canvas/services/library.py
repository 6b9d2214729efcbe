"""People, places and looks of a script in its project's library: what is there is used, what is missing is added."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

from production_canvas.bus.valkey import Bus
from production_canvas.film.breakdown import Breakdown
from production_canvas.film.headings import key
from production_canvas.film.hierarchy import look_facts, person_facts, place_facts
from production_canvas.film.prompts import named
from production_canvas.protocol.messages import AssetUpdated, frame
from production_canvas.services.accounts import Actor
from production_canvas.services.assets import publish, record
from production_canvas.services.merging import Library
from production_canvas.store import assets
from production_canvas.store.assets import Asset, Kind
from production_canvas.store.database import Database, new_id

NAME = 200
Row: TypeAlias = tuple[str, Kind, str, dict[str, Any]]


async def library_of(db: Database, bus: Bus, project_id: str, breakdown: Breakdown, actor: Actor | None) -> Library:
    """Assets by name; what the library lacks is added and told, without an actor only thought of."""
    owned = await assets.of_project(db, project_id)
    people = [(name, person_facts(person)) for name, person in breakdown.people.items()]
    places = [(name, place_facts(place)) for name, place in breakdown.places.items()]
    characters, new_people = _match("character", people, owned)
    environments, new_places = _match("environment", places, owned)
    looks = [(name, look_facts(each.look)) for name, each in breakdown.looks.items()]
    styles, new_styles = _match("style", looks, owned)
    if actor is not None:
        new = [*new_people, *new_places, *new_styles]
        await assets.insert_many(db, project_id, actor.user_id, new)
        await _tell(db, bus, project_id, {row[0] for row in new})
    return Library(characters, environments, styles)


async def _tell(db: Database, bus: Bus, project_id: str, new: Collection[str]) -> None:
    if not new:
        return
    for asset in await assets.of_project(db, project_id):
        if asset.id in new:
            publish(bus, project_id, frame(AssetUpdated(asset=record(asset))))


def _match(
    kind: Kind, wanted: Sequence[tuple[str, Mapping[str, Any]]], owned: Sequence[Asset]
) -> tuple[dict[str, str], list[Row]]:
    known = {key(asset.name): asset.id for asset in owned if asset.kind == kind}
    found: dict[str, str] = {}
    new: list[Row] = []
    for name, facts in wanted:
        shown = named(name)[:NAME]
        if key(shown) not in known:
            known[key(shown)] = new_id()
            new.append((known[key(shown)], kind, shown, dict(facts)))
        found[name] = known[key(shown)]
    return found, new
