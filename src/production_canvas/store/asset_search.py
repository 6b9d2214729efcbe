"""Which assets of a library are listed, and which are found as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from production_canvas.store.assets import COLUMNS, Asset
from production_canvas.store.database import Database
from production_canvas.store.searching import pattern

MISTYPED = 6
"""From so many letters on a word is looked for that is spelt a little differently."""
ALIKE = 0.4
"""From which likeness on, 0 to 1."""
COMPARED = 400
"""Assets whose likeness is looked at: to look at one costs as much as finding three."""
BY_SEARCH = 'search COLLATE "C"'
"""What is searched has no accents and capitals: no language has to be asked for its order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None where it does not matter. `folder_id` "" is the top of the library. `terms` as `terms_of`
    gives them: with any, a folder is looked through with all that is in it.
    """

    terms: Sequence[str] = ()
    kind: str | None = None
    tag: str | None = None
    folder_id: str | None = None
    archived: bool | None = None
    limit: int | None = None


async def listed(db: Database, project_id: str | None, wanted: Wanted) -> list[Asset]:
    """What the project sees, its own and the team's (of None the team's alone), by name; what begins with the first
    term comes first. The clips of takes stand with their takes, not here.
    """
    conditions, values = _conditions(project_id, wanted)
    for term in wanted.terms:
        values.append(pattern(term))
        place = f"${len(values)}::text"
        # One letter stands in nearly everything: words that begin with it are meant.
        begins = f"(search LIKE substr({place}, 2) OR search LIKE '% ' || substr({place}, 2))"
        conditions.append(begins if len(term) == 1 else f"search LIKE {place}")
    order = "lower(name), id"
    if wanted.terms:
        values.append(pattern(wanted.terms[0])[1:])
        # What is searched begins with the name.
        order = f"search LIKE ${len(values)} DESC, {BY_SEARCH}, id"
    return await _fetch(db, conditions, values, order, wanted.limit)


async def alike(db: Database, project_id: str | None, wanted: Wanted) -> list[Asset]:
    """What holds a word like the longest term, the most alike first: for who has mistyped one letter of it. Looked at
    are the first 400 by name that hold half of it.
    """
    term = max(wanted.terms, key=len)
    if len(term) < MISTYPED:
        return []
    conditions, values = _conditions(project_id, wanted)
    # One wrong letter leaves one half of the word as it is, and halves are in the index.
    middle = len(term) // 2
    values += [pattern(term[:middle]), pattern(term[middle:]), term]
    first, second, asked = (f"${len(values) - back}::text" for back in (2, 1, 0))
    conditions.append(f"(search LIKE {first} OR search LIKE {second})")
    values.append(wanted.limit)
    rows = await db.fetch(
        f"""
        WITH held AS MATERIALIZED (
            SELECT id, search AS words FROM assets WHERE {" AND ".join(conditions)} ORDER BY {BY_SEARCH}, id
            LIMIT {COMPARED}
        ), compared AS MATERIALIZED (
            SELECT id, words, word_similarity({asked}, words) AS likeness FROM held
        ), best AS (
            SELECT id, likeness FROM compared WHERE likeness >= {ALIKE}
            ORDER BY likeness DESC, words COLLATE "C", id LIMIT ${len(values)}::int
        )
        SELECT {COLUMNS} FROM assets JOIN best USING (id) ORDER BY likeness DESC, {BY_SEARCH}, id
        """,
        *values,
    )
    return [Asset(**row) for row in rows]


def _conditions(project_id: str | None, wanted: Wanted) -> tuple[list[str], list[object]]:
    values: list[object] = [project_id]
    conditions = [
        "(project_id = $1::uuid OR project_id IS NULL)",
        # Takes are clips: of all else nobody has to be asked.
        "(kind <> 'video' OR NOT EXISTS (SELECT FROM takes t WHERE t.asset_id = assets.id))",
    ]
    if wanted.kind is not None:
        values.append(wanted.kind)
        conditions.append(f"kind = ${len(values)}")
    if wanted.tag is not None:
        values.append([wanted.tag])
        conditions.append(f"tags @> ${len(values)}::text[]")
    if wanted.archived is not None:
        values.append(wanted.archived)
        conditions.append(f"archived = ${len(values)}")
    if wanted.folder_id == "":
        conditions.append("folder_id IS NULL")
    elif wanted.folder_id is not None:
        values.append(wanted.folder_id)
        own = f"folder_id = ${len(values)}::uuid"
        conditions.append(_within(len(values)) if wanted.terms else own)
    return conditions, values


def _within(place: int) -> str:
    return f"""folder_id IN (
        WITH RECURSIVE inside AS (
            SELECT id FROM asset_folders WHERE id = ${place}::uuid
            UNION SELECT f.id FROM asset_folders f JOIN inside ON f.parent_id = inside.id
        ) SELECT id FROM inside
    )"""


async def _fetch(
    db: Database, conditions: list[str], values: list[object], order: str, limit: int | None
) -> list[Asset]:
    values.append(limit)
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM assets WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ${len(values)}::int",
        *values,
    )
    return [Asset(**row) for row in rows]
