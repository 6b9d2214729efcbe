import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { give, time } from '#lib/messages/when.js';
import { parts, qualities } from '#lib/panels/batch/telling.js';
import { batchStore } from '#lib/stores/batchStore.js';
import { dirtyNodesStore } from '#lib/stores/dirtyNodesStore.js';
import { projectStore } from '#lib/stores/projectStore.js';

/** @param {string} node_id @param {any} more */
const step = (node_id, more = {}) => ({
  node_id,
  number: node_id,
  quality: 'low',
  state: 'run',
  detail: '',
  after: [],
  seconds: 10,
  error: 2,
  task_id: `task-${node_id}`,
  ...more
});
/** @param {any[]} steps */
const plan = (steps) => ({ steps, run: steps.length, cached: 0, current: 0, seconds: 0, error: 0, slots: 2, lasts: 10, ahead: 0 });

describe('a batch in words', () => {
  test('tells first what cannot be made, then what is, and last what needs nothing', () => {
    const steps = [step('a', { state: 'current' }), step('b'), step('c', { state: 'refused' }), step('d')];
    expect(parts(plan(steps)).map(({ state, steps: found }) => [state, found.map(({ node_id }) => node_id)])).toEqual([
      ['refused', ['c']],
      ['run', ['b', 'd']],
      ['current', ['a']]
    ]);
  });

  test('sums each quality with what it may be off by, the cheapest first', () => {
    const steps = [step('a', { quality: 'high', seconds: 40, error: 3 }), step('b', { error: 3 }), step('c', { error: 4 })];
    expect(qualities(plan(steps))).toEqual([
      { quality: 'low', count: 2, seconds: 20, error: 5 },
      { quality: 'high', count: 1, seconds: 40, error: 3 }
    ]);
    expect(qualities(plan([step('a'), step('b', { error: 0 })]))[0].error).toBe(0);
  });

  test('gives times as people read them', () => {
    expect([0.2, 42, 600, 9000].map(time)).toEqual(['1 s', '42 s', '10 min', '2.5 h']);
    expect([give(42, 0.4), give(42, 0)]).toEqual(['42 s ± 1 s', '42 s']);
  });
});

const record = (/** @type {string} */ id, /** @type {string} */ type, /** @type {string | null} */ parent_id = null) => ({
  id,
  type,
  parent_id,
  position: { x: 0, y: 0 },
  order: '',
  data: {}
});

describe('in an open film', () => {
  /** @type {() => void} */
  let leave = () => {};
  beforeEach(() => {
    vi.useFakeTimers();
    leave = projectStore.load(
      /** @type {any} */ ({
        project: { id: 'film', name: 'Film', rate: 24, aspect_ratio: '16:9' },
        catalogue: { node_types: [], tiers: [], socket_rules: {} },
        user: { id: 'u', name: 'Ana', color: '#fff', email: '' },
        role: 'editor',
        members: [],
        assets: [],
        place: null,
        graph: {
          id: 'g',
          epoch: 'e',
          version: 1,
          settings: {},
          edges: [],
          nodes: [
            record('act', 'scene_group'),
            record('scene', 'scene_group', 'act'),
            record('a', 'shot', 'scene'),
            record('b', 'shot', 'scene')
          ]
        },
        runtime: { a: { state: 'stale', task_id: 'old-a' }, b: { state: 'success', task_id: 'old-b' } },
        takes: {}
      })
    );
    vi.advanceTimersByTime(100);
  });
  afterEach(() => {
    leave();
    vi.useRealTimers();
  });

  test('what is stale is known, and how many in what', () => {
    expect([...dirtyNodesStore.get()]).toEqual(['a']);
    expect([...dirtyNodesStore.inside.get()]).toEqual([
      ['scene', 1],
      ['act', 1]
    ]);
  });

  test('a batch is followed to its end by its own tasks', () => {
    batchStore.begun(plan([step('a'), step('b')]), 'Scene 1');
    const [batch] = batchStore.running.get();
    expect(batchStore.progress(batch)).toMatchObject({ all: 2, made: 0, seconds: 10 });
    batchStore.ask(['scene']);
    expect(batchStore.asked.get()).toMatchObject({ nodes: ['scene'], front: false });
    batchStore.close();
    // Nobody tells of them any more: they are taken as stopped, and the line goes.
    vi.advanceTimersByTime(11_000);
    expect(batchStore.running.get()).toEqual([]);
    expect(projectStore.notices.get().at(-1)).toMatchObject({ kind: 'info', text: '2 were stopped.' });
  });
});
