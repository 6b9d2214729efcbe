"""Takes have names: the version of their setup, the take within it; what is the same file, what was made again."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

# A worker of before, still at work, keeps takes without a name (take 0) rather than failing.
NAMES = """
ALTER TABLE takes
    ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN take integer NOT NULL DEFAULT 0 CHECK (take >= 0),
    ADD COLUMN setup text NOT NULL DEFAULT '',
    ADD COLUMN name text NOT NULL DEFAULT '',
    ADD COLUMN identical_to uuid NULL REFERENCES takes ON DELETE SET NULL,
    ADD COLUMN remake_of uuid NULL REFERENCES takes ON DELETE SET NULL;
ALTER TABLE node_executions ADD COLUMN remake_of uuid NULL REFERENCES takes ON DELETE SET NULL;
"""
SEPARATORS, UNFIT = r"[\s_.-]*", r"([^\w.]|_)+"
BACKFILL = f"""
WITH asked AS (
    SELECT t.id, t.project_id, t.node_id, t.number, t.asset_id, coalesce(e.job ->> 'kind', 'shot') AS kind,
           md5(((e.job - ARRAY['seed', 'take', 'node_id']) #- '{{parameters,number}}'
                #- '{{parameters,scene,number}}')::text) AS setup,
           trim(BOTH '-.' FROM regexp_replace(regexp_replace(coalesce(e.job #>> '{{parameters,number}}', ''),
                '^(shot|sh)?{SEPARATORS}(?=[0-9])', '', 'i'), '{UNFIT}', '-', 'g')) AS shot,
           trim(BOTH '-.' FROM regexp_replace(coalesce(e.job #>> '{{parameters,title}}', ''), '{UNFIT}', '-', 'g'))
               AS title
    FROM takes t JOIN node_executions e ON e.id = t.execution_id
), first AS (
    SELECT *, min(number) OVER (PARTITION BY project_id, node_id, setup) AS since FROM asked
), placed AS (
    SELECT *, dense_rank() OVER (PARTITION BY project_id, node_id ORDER BY since) AS version,
           row_number() OVER (PARTITION BY project_id, node_id, since ORDER BY number) AS take
    FROM first
), called AS (
    SELECT *, coalesce(CASE WHEN kind = 'shot' AND shot <> '' THEN 'SHOT-' || shot END, nullif(left(title, 48), ''),
                       upper(replace(kind, '_', '-')))
               || '_v' || lpad(version::text, greatest(2, length(version::text)), '0')
               || '_take' || lpad(take::text, greatest(2, length(take::text)), '0') AS called
    FROM placed
)
UPDATE takes SET version = called.version, take = called.take, name = called.called,
    setup = '0:' || called.setup
FROM called WHERE called.id = takes.id;
UPDATE assets SET name = takes.name FROM takes WHERE takes.asset_id = assets.id AND takes.name <> '';
UPDATE takes SET identical_to = same.id FROM (
    SELECT t.id AS take_id,
           first_value(t.id) OVER (PARTITION BY t.project_id, t.node_id, a.object_hash ORDER BY t.number) AS id
    FROM takes t JOIN assets a ON a.id = t.asset_id WHERE a.object_hash IS NOT NULL
) same WHERE same.take_id = takes.id AND same.id <> takes.id;
"""
ONCE = "CREATE UNIQUE INDEX takes_place ON takes (project_id, node_id, version, take) WHERE take > 0;"


def upgrade() -> None:
    for step in (NAMES, BACKFILL, ONCE):
        op.execute(step)
