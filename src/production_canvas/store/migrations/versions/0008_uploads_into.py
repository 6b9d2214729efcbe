"""Where a file on its way belongs: the folder it comes into, or the asset whose file it becomes."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

INTO = """
ALTER TABLE uploads
    ADD COLUMN folder_id uuid NULL REFERENCES asset_folders ON DELETE SET NULL,
    ADD COLUMN replaces uuid NULL REFERENCES assets ON DELETE CASCADE;
"""


def upgrade() -> None:
    op.execute(INTO)
