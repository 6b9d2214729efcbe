"""Files that people bring: what has arrived of each, and what was made of it."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

MADE = """
ALTER TABLE assets
    ADD COLUMN status text NOT NULL DEFAULT 'ready' CHECK (status IN ('processing', 'ready', 'failed')),
    ADD COLUMN problem text NULL,
    ADD COLUMN facts jsonb NULL,
    ADD COLUMN source_hash text NULL CHECK (source_hash ~ '^[0-9a-f]{64}$'),
    ADD COLUMN thumb_hash text NULL CHECK (thumb_hash ~ '^[0-9a-f]{64}$'),
    ADD COLUMN proxy_hash text NULL CHECK (proxy_hash ~ '^[0-9a-f]{64}$'),
    ADD COLUMN waveform_hash text NULL CHECK (waveform_hash ~ '^[0-9a-f]{64}$');
CREATE INDEX assets_source ON assets (project_id, source_hash) WHERE source_hash IS NOT NULL;
"""

ARRIVING = """
CREATE TABLE uploads (
    id uuid PRIMARY KEY,
    project_id uuid NULL REFERENCES projects ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    bytes bigint NOT NULL CHECK (bytes > 0),
    received bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
    asset_id uuid NULL REFERENCES assets ON DELETE SET NULL,
    attempt integer NOT NULL DEFAULT 0,
    lease uuid NULL,
    lease_until timestamptz NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    touched_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uploads_user ON uploads (user_id) WHERE received < bytes;
CREATE INDEX uploads_arrived ON uploads (lease_until) WHERE received = bytes;
CREATE INDEX uploads_touched ON uploads (touched_at);

CREATE TABLE upload_parts (
    upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
    start bigint NOT NULL CHECK (start >= 0),
    bytes bigint NOT NULL CHECK (bytes > 0),
    object text NOT NULL,
    PRIMARY KEY (upload_id, start)
);
"""


def upgrade() -> None:
    for tables in (MADE, ARRIVING):
        op.execute(tables)
