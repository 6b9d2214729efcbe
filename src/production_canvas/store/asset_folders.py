"""Folders of a project's library, and of the team's (`project_id` None)."""

from __future__ import annotations

from dataclasses import dataclass

from production_canvas.store.database import Database, only_row


@dataclass(frozen=True, slots=True)
class Folder:
    """`parent_id` None stands at the top."""

    id: str
    project_id: str | None
    parent_id: str | None
    name: str


_COLUMNS = "id, project_id, parent_id, name"


async def lock(db: Database, project_id: str | None) -> None:
    """Lets one at a time change this tree, until the transaction ends."""
    await db.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('folders ' || coalesce($1, 'team'), 0))", project_id
    )


async def of_project(db: Database, project_id: str | None) -> list[Folder]:
    """The project's folders by name; of None the team's."""
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM asset_folders WHERE project_id IS NOT DISTINCT FROM $1::uuid ORDER BY lower(name), id
        """,
        project_id,
    )
    return [Folder(**row) for row in rows]


async def insert(db: Database, folder: Folder, user_id: str) -> Folder:
    row = await only_row(
        db,
        f"""
        INSERT INTO asset_folders (id, project_id, parent_id, name, created_by)
        VALUES ($1, $2, $3, $4, $5) RETURNING {_COLUMNS}
        """,
        folder.id,
        folder.project_id,
        folder.parent_id,
        folder.name,
        user_id,
    )
    return Folder(**row)


async def update(db: Database, folder: Folder) -> None:
    """Gives the folder its name and its place."""
    await db.execute(
        "UPDATE asset_folders SET name = $2, parent_id = $3 WHERE id = $1", folder.id, folder.name, folder.parent_id
    )


async def remove(db: Database, folder: Folder) -> list[str]:
    """Removes the folder; what is in it moves to where it stood. The ids of the assets that moved."""
    await db.execute("UPDATE asset_folders SET parent_id = $2 WHERE parent_id = $1", folder.id, folder.parent_id)
    rows = await db.fetch(
        """
        UPDATE assets
        SET folder_id = $2, updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
        WHERE folder_id = $1 RETURNING id
        """,
        folder.id,
        folder.parent_id,
    )
    await db.execute("DELETE FROM asset_folders WHERE id = $1", folder.id)
    return [row["id"] for row in rows]
