import { describe, expect, test } from 'vitest';

import { NONE, byPlace, these, turned, without } from '#lib/panels/queue/picking.js';
import { stretchesOf } from '#lib/panels/queue/runs.js';
import { busyScenes, inside } from '#lib/panels/queue/scenes.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const MINUTE = 60_000;

/** @param {number} from minutes ago @param {number | null} to @param {string | null} outcome */
const run = (from, to, outcome = 'success') => ({
  task_id: `${from}`,
  node_id: 'a',
  number: 'SH010',
  attempt: 1,
  model: '',
  loaded: false,
  peak: null,
  started_at: new Date(NOW - from * MINUTE).toISOString(),
  ended_at: to === null ? null : new Date(NOW - to * MINUTE).toISOString(),
  outcome
});

describe('What a worker did', () => {
  test('stands where it was in the time shown; what ended before is left out', () => {
    const { stretches, lanes } = stretchesOf([run(60, 20), run(20, 5), run(5, null, null)], 10 * MINUTE, NOW);
    expect(lanes).toBe(1);
    expect(stretches.map(({ left, width, outcome }) => [left, width, outcome])).toEqual([
      [0, 50, 'success'],
      [50, 50, 'running']
    ]);
    expect(stretches[0].seconds).toBe(15 * 60);
  });

  test('stands in lanes where jobs ran beside each other', () => {
    const { stretches, lanes } = stretchesOf([run(9, 3), run(8, 6), run(5, 1)], 10 * MINUTE, NOW);
    expect([lanes, ...stretches.map(({ lane }) => lane)]).toEqual([2, 0, 1, 1]);
    expect(stretchesOf([], 10 * MINUTE, NOW)).toEqual({ stretches: [], lanes: 1 });
  });
});

describe('What is selected', () => {
  test('is turned, and loses what is over; the same set where nothing was lost', () => {
    const chosen = turned(turned(NONE, 'a'), 'b');
    expect([...turned(chosen, 'a')]).toEqual(['b']);
    expect([...without(chosen, ['b', 'x'])]).toEqual(['a']);
    expect(without(chosen, ['x'])).toBe(chosen);
    expect([...byPlace(['r', 's'], 40)]).toEqual([
      [40, 'r'],
      [41, 's']
    ]);
    expect(these(['a', 'a']).size).toBe(1);
  });
});

describe('Jobs of a scene', () => {
  const parents = /** @type {Record<string, string | null>} */ ({ act: null, two: 'act', ten: 'act', a: 'two', b: 'ten', c: 'two' });
  const titles = /** @type {Record<string, string>} */ ({ act: 'Act', two: '2', ten: '10' });
  const states = new Map([
    ['a', { state: 'queued' }],
    ['b', { state: 'generating' }],
    ['c', { state: 'success' }],
    ['gone', { state: 'queued' }]
  ]);
  const store = /** @type {any} */ ({
    runtime: (/** @type {string} */ id) => ({ get: () => states.get(id) ?? { state: 'idle' } }),
    graph: {
      node: (/** @type {string} */ id) =>
        id in parents ? { id, type: 'shot', parent_id: parents[id], data: { title: titles[id] ?? '' } } : undefined,
      children: (/** @type {string} */ id) => new Set(Object.keys(parents).filter((each) => parents[each] === id))
    }
  });

  test('are those that wait or are made in it, at any depth', () => {
    expect(inside(store, 'two')).toEqual(['a']);
    expect(inside(store, 'act').sort()).toEqual(['a', 'b']);
    expect(inside(store, 'c')).toEqual([]);
  });

  test('make their scenes the ones to choose from, in the order of their numbers', () => {
    expect([...busyScenes(store, states)]).toEqual([
      ['two', '2'],
      ['ten', '10'],
      ['act', 'Act']
    ]);
  });
});
