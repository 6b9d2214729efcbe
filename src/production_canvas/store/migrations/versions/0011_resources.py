"""What workers use of their machines, and what each run used at most."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

RESOURCES = """
ALTER TABLE workers ADD COLUMN resources jsonb NULL;
ALTER TABLE worker_runs ADD COLUMN peak jsonb NULL;
"""


def upgrade() -> None:
    op.execute(RESOURCES)
