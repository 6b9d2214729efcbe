"""The library: folders, tags, versions, archive, search; and which takes are of something that has changed since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from production_canvas.store.searching import search_text

revision = "0005"
down_revision = "0004"

LIBRARY = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE asset_folders (
    id uuid PRIMARY KEY,
    project_id uuid NULL REFERENCES projects ON DELETE CASCADE,
    parent_id uuid NULL REFERENCES asset_folders ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    created_by uuid NULL REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX asset_folders_project ON asset_folders (project_id);
CREATE INDEX asset_folders_parent ON asset_folders (parent_id);

ALTER TABLE assets
    ADD COLUMN folder_id uuid NULL REFERENCES asset_folders ON DELETE SET NULL,
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
    ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN archived boolean NOT NULL DEFAULT false,
    ADD COLUMN reference_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN search text NOT NULL DEFAULT '',
    ADD COLUMN changed_by uuid NULL REFERENCES users ON DELETE SET NULL,
    ADD COLUMN changed_at timestamptz NULL;
CREATE INDEX assets_search ON assets USING gin (search gin_trgm_ops);
CREATE INDEX assets_references ON assets USING gin (reference_ids) WHERE reference_ids <> '{}';
CREATE INDEX assets_team ON assets (kind, id) WHERE project_id IS NULL;
CREATE INDEX takes_asset ON takes (asset_id);

CREATE TABLE asset_versions (
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    name text NOT NULL,
    data jsonb NOT NULL,
    reference_ids uuid[] NOT NULL,
    file jsonb NOT NULL,
    created_by uuid NULL REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (asset_id, version)
);

ALTER TABLE takes ADD COLUMN stale boolean NOT NULL DEFAULT false;
"""


def upgrade() -> None:
    op.execute(LIBRARY)
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name, data FROM assets")).all()
    for asset_id, name, data in rows:
        connection.execute(
            sa.text("UPDATE assets SET search = :search WHERE id = :id"),
            {"id": asset_id, "search": search_text(name, (), data)},
        )
