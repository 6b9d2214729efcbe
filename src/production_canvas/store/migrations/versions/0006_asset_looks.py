"""Changed assets whose shots have still to be looked at."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

LOOKS = """
CREATE TABLE asset_looks (
    asset_id uuid PRIMARY KEY REFERENCES assets ON DELETE CASCADE,
    version integer NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    taken_at timestamptz NULL
);
"""


def upgrade() -> None:
    op.execute(LOOKS)
