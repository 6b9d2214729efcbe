"""Who gave a version its name, and when."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

HISTORY = """
ALTER TABLE graph_states
    ADD COLUMN named_by uuid NULL REFERENCES users ON DELETE SET NULL,
    ADD COLUMN named_at timestamptz NULL;
CREATE INDEX graph_states_named ON graph_states (project_id, version DESC) WHERE name IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(HISTORY)
