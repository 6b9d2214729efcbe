"""Steps of the log that are undone together, the way to one person's own, and to what a batch removed."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STEPS = """
ALTER TABLE graph_ops ADD COLUMN step text NULL;
ALTER TABLE graph_ops ADD COLUMN removed text[] NULL;
CREATE INDEX graph_ops_removed ON graph_ops USING gin (removed) WHERE removed IS NOT NULL;
UPDATE graph_ops o SET removed = found.ids
FROM (
    SELECT graph_id, version, array_agg(op ->> 'id') AS ids
    FROM graph_ops, jsonb_array_elements(ops) AS op
    WHERE op ->> 'op' IN ('node.remove', 'edge.remove')
    GROUP BY graph_id, version
) found
WHERE o.graph_id = found.graph_id AND o.version = found.version;
CREATE INDEX graph_ops_person ON graph_ops (graph_id, user_id, version DESC);
ALTER TABLE graph_states ADD COLUMN name text NULL CHECK (length(name) BETWEEN 1 AND 120);
"""


def upgrade() -> None:
    op.execute(STEPS)
