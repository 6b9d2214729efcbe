"""What a job makes stands beside its row: how long a transition takes says nothing of a shot."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

PACES = """
ALTER TABLE node_executions
    ADD COLUMN kind text NOT NULL GENERATED ALWAYS AS (coalesce(job ->> 'kind', 'shot')) STORED;
DROP INDEX node_executions_pace;
CREATE INDEX node_executions_pace ON node_executions (backend, kind, quality, finished_at DESC)
    WHERE status = 'success' AND started_at IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(PACES)
