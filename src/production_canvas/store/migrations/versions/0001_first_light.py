"""People, projects, the graph and its log, executions, assets, takes."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

PEOPLE = """
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    color text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
    password_hash text NULL,
    is_owner boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE login_codes (
    code_hash text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('link', 'ticket')),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz NULL
);
CREATE INDEX login_codes_expiry ON login_codes (expires_at);
"""

PROJECTS = """
CREATE TABLE projects (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '',
    rate double precision NOT NULL DEFAULT 24 CHECK (rate > 0 AND rate <= 240),
    aspect_ratio text NOT NULL DEFAULT '16:9' CHECK (aspect_ratio ~ '^[0-9.]+:[0-9.]+$'),
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE project_members (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'editor', 'commenter', 'viewer')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_members_user ON project_members (user_id);

CREATE TABLE places (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    level text NULL,
    viewport jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, user_id)
);
"""

# graph_ops.user_id refers to no table on purpose: it is the hottest insert, and the log outlives an account.
GRAPH = """
CREATE TABLE graphs (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL UNIQUE REFERENCES projects ON DELETE CASCADE,
    epoch uuid NOT NULL,
    version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE graph_ops (
    graph_id uuid NOT NULL REFERENCES graphs ON DELETE CASCADE,
    version bigint NOT NULL CHECK (version > 0),
    user_id uuid NOT NULL,
    client_op_id text NOT NULL,
    base_version bigint NOT NULL,
    label text NULL,
    ops jsonb NOT NULL,
    inverse jsonb NOT NULL,
    result text NOT NULL CHECK (result IN ('accepted', 'adjusted', 'void')),
    undo_of bigint NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (graph_id, version),
    UNIQUE (graph_id, client_op_id)
);

CREATE TABLE graph_states (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    graph_id uuid NOT NULL REFERENCES graphs ON DELETE CASCADE,
    version bigint NOT NULL CHECK (version >= 0),
    nodes jsonb NOT NULL,
    edges jsonb NOT NULL,
    settings jsonb NOT NULL DEFAULT '{}',
    viewport jsonb NOT NULL DEFAULT '{}',
    created_by uuid NULL REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (graph_id, version)
);
CREATE INDEX graph_states_project ON graph_states (project_id);

CREATE TABLE graph_sessions (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    viewport jsonb NOT NULL DEFAULT '{}',
    selected_nodes jsonb NOT NULL DEFAULT '[]',
    active_subflow text NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz NULL
);
CREATE INDEX graph_sessions_open ON graph_sessions (project_id) WHERE closed_at IS NULL;
"""

MAKING = """
CREATE TABLE node_executions (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    node_id text NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    status text NOT NULL DEFAULT 'queued'
        CHECK (status IN ('queued', 'generating', 'success', 'error', 'cancelled')),
    job jsonb NOT NULL,
    job_key text NOT NULL,
    graph_version bigint NOT NULL,
    parameters jsonb NOT NULL,
    results jsonb NULL,
    error text NULL,
    attempt integer NOT NULL DEFAULT 0,
    worker text NULL,
    lease uuid NULL,
    heartbeat_at timestamptz NULL,
    cancel_requested boolean NOT NULL DEFAULT false,
    celery_task_id text NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz NULL,
    started_at timestamptz NULL,
    finished_at timestamptz NULL,
    told_at timestamptz NULL
);
CREATE INDEX node_executions_untold ON node_executions (finished_at) WHERE told_at IS NULL;
CREATE INDEX node_executions_node ON node_executions (project_id, node_id, queued_at DESC);
CREATE UNIQUE INDEX node_executions_one_at_a_time ON node_executions (project_id, node_id)
    WHERE status IN ('queued', 'generating');
CREATE INDEX node_executions_unfinished ON node_executions (status, queued_at)
    WHERE status IN ('queued', 'generating');
CREATE INDEX node_executions_job ON node_executions (job_key) WHERE status = 'success';

CREATE TABLE assets (
    id uuid PRIMARY KEY,
    project_id uuid NULL REFERENCES projects ON DELETE CASCADE,
    kind text NOT NULL
        CHECK (kind IN ('character', 'style', 'environment', 'video', 'image', 'audio', 'script')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    data jsonb NOT NULL DEFAULT '{}',
    object_hash text NULL CHECK (object_hash ~ '^[0-9a-f]{64}$'),
    poster_hash text NULL CHECK (poster_hash ~ '^[0-9a-f]{64}$'),
    mime text NULL,
    bytes bigint NULL CHECK (bytes >= 0),
    created_by uuid NULL REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX assets_project ON assets (project_id, kind, id);

CREATE TABLE takes (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    node_id text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    execution_id uuid NOT NULL UNIQUE REFERENCES node_executions ON DELETE CASCADE,
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
    media jsonb NOT NULL,
    quality text NOT NULL,
    seed bigint NOT NULL,
    active boolean NOT NULL DEFAULT false,
    created_by uuid NULL REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project_id, node_id, number)
);
CREATE UNIQUE INDEX takes_one_active ON takes (project_id, node_id) WHERE active;
"""


def upgrade() -> None:
    for tables in (PEOPLE, PROJECTS, GRAPH, MAKING):
        op.execute(tables)
