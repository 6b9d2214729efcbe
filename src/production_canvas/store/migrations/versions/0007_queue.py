"""The queue: priority, order by hand, pauses, dependencies, needs and retries of executions; workers and their runs."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

QUEUE = """
ALTER TABLE node_executions
    ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -2 AND 2),
    ADD COLUMN place double precision NULL,
    ADD COLUMN by_hand boolean NOT NULL DEFAULT false,
    ADD COLUMN paused_by uuid NULL REFERENCES users,
    ADD COLUMN depends_on uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN backend text NOT NULL DEFAULT 'previs',
    ADD COLUMN quality text NOT NULL DEFAULT 'standard',
    ADD COLUMN vram real NOT NULL DEFAULT 0 CHECK (vram >= 0),
    ADD COLUMN model text NOT NULL DEFAULT '',
    ADD COLUMN seconds real NOT NULL DEFAULT 10,
    ADD COLUMN spread real NOT NULL DEFAULT 5,
    ADD COLUMN faults integer NOT NULL DEFAULT 0,
    ADD COLUMN fault text NULL,
    ADD COLUMN not_before timestamptz NULL,
    ADD COLUMN cancel_at timestamptz NULL;
UPDATE node_executions SET place = extract(epoch FROM queued_at),
    worker = CASE status WHEN 'queued' THEN NULL ELSE worker END,
    backend = coalesce(job ->> 'backend', 'previs'), quality = coalesce(job ->> 'quality', 'standard');
ALTER TABLE node_executions
    ALTER COLUMN place SET NOT NULL, ALTER COLUMN place SET DEFAULT extract(epoch FROM clock_timestamp());
CREATE INDEX node_executions_finished ON node_executions (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX node_executions_pace ON node_executions (backend, quality, finished_at DESC) WHERE status = 'success';

CREATE TABLE queue_pauses (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id uuid NULL REFERENCES users ON DELETE CASCADE,
    paused_by uuid NOT NULL REFERENCES users,
    paused_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (project_id, user_id)
);

CREATE TABLE workers (
    name text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 200),
    backends text[] NOT NULL,
    qualities text[] NOT NULL,
    vram real NOT NULL DEFAULT 0 CHECK (vram >= 0),
    model text NOT NULL DEFAULT '',
    slots integer NOT NULL CHECK (slots > 0),
    joined_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz NULL
);

CREATE TABLE worker_runs (
    execution_id uuid NOT NULL REFERENCES node_executions ON DELETE CASCADE,
    attempt integer NOT NULL,
    worker text NOT NULL,
    model text NOT NULL DEFAULT '',
    loaded boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz NULL,
    outcome text NULL CHECK (outcome IN ('success', 'error', 'cancelled', 'retry', 'lost')),
    PRIMARY KEY (execution_id, attempt)
);
CREATE INDEX worker_runs_worker ON worker_runs (worker, started_at DESC);
"""


def upgrade() -> None:
    op.execute(QUEUE)
