import { describe, expect, test } from 'vitest';

import { Graph } from '#lib/graph/model.js';
import { ROOT, rowsOf, searched, typedTo, walked } from '#lib/panels/tree.js';

import { node } from './film.js';

const SCENES = 250;
const SHOTS = 19;

/** A film of 5,000 scenes and shots. */
function long() {
  const graph = new Graph();
  for (let scene = 0; scene < SCENES; scene += 1) {
    graph.putNode({
      ...node(`s${scene}`, 'scene_group', null, { number: String(scene + 1), title: `INT. ROOM ${scene + 1}` }),
      order: `a${String(scene).padStart(5, '0')}`
    });
    for (let shot = 0; shot < SHOTS; shot += 1) {
      const data = { number: `SH${(shot + 1) * 10}`, title: shot === 7 ? 'Lamp turns' : 'Fog' };
      graph.putNode({ ...node(`s${scene}-${shot}`, 'shot', `s${scene}`, data), order: `a${String(shot).padStart(5, '0')}` });
    }
  }
  graph.putNode(node('anna', 'character', null, { name: 'Anna' }));
  return graph;
}

const none = () => [];
const keys = (/** @type {import('#lib/panels/tree.js').Row[]} */ rows) => rows.map((row) => row.key);
const take = (/** @type {string} */ id) => /** @type {any} */ ({ id, number: 1, active: true });

/** A film of two scenes, the first unfolded, its first shot with a take. */
function small() {
  const graph = new Graph();
  graph.putNode({ ...node('two', 'scene_group', null, { number: '2', title: 'EXT. PIER' }), order: 'b' });
  graph.putNode({ ...node('one', 'scene_group', null, { number: '1', title: 'INT. KITCHEN' }), order: 'a' });
  graph.putNode(node('door', 'shot', 'one', { number: 'SH010', title: 'Door' }));
  graph.putNode(node('boat', 'shot', 'two', { number: 'SH010', title: 'Boat' }));
  return graph;
}

const rowsOfSmall = () =>
  rowsOf({ graph: small(), open: (id) => ['one', 'door'].includes(id), takes: (id) => (id === 'door' ? [take('t1')] : []) });

describe('the rows of the tree', () => {
  test('are scenes in order, shots in them, takes in those, as far as they are unfolded', () => {
    expect(rowsOfSmall().map(({ key, depth, open, place, size }) => [key, depth, open, place, size])).toEqual([
      [ROOT, 0, true, 1, 1],
      ['one', 1, true, 1, 2],
      ['door', 2, true, 1, 1],
      ['door/t1', 3, undefined, 1, 1],
      ['two', 1, false, 2, 2]
    ]);
  });

  test('of 5,000 scenes and shots are found within a frame', () => {
    const graph = long();
    const started = performance.now();
    const folded = rowsOf({ graph, open: () => false, takes: none });
    const unfolded = rowsOf({ graph, open: () => true, takes: none });
    expect([folded.length, unfolded.length]).toEqual([1 + SCENES, 1 + SCENES * (SHOTS + 1)]);
    expect(performance.now() - started).toBeLessThan(100);
  });

  test('that fit a query stand with all they stand in, the rest is gone', () => {
    const found = searched(small(), 'boat');
    expect(found?.hits).toBe(1);
    expect(keys(rowsOf({ graph: small(), open: () => false, takes: none, found }))).toEqual([ROOT, 'two', 'boat']);
    expect(searched(small(), '  ')).toBe(null);
    expect(searched(long(), 'lamp SH80')?.hits).toBe(SCENES);
  });
});

describe('keys in the tree', () => {
  test.each([
    ['ArrowDown', 'one', { to: 'door' }],
    ['ArrowUp', ROOT, { to: ROOT }],
    ['End', ROOT, { to: 'two' }],
    ['Home', 'two', { to: ROOT }],
    ['ArrowRight', 'two', { unfold: 'two' }],
    ['ArrowRight', 'one', { to: 'door' }],
    ['ArrowLeft', 'one', { fold: 'one' }],
    ['ArrowLeft', 'door/t1', { to: 'door' }],
    ['x', 'one', null]
  ])('%s on %s', (key, at, expected) => expect(walked(rowsOfSmall(), at, key)).toEqual(expected));

  test('letters go to the next row whose words begin with them', () => {
    const rows = rowsOfSmall();
    const words = (/** @type {import('#lib/panels/tree.js').Row} */ row) =>
      ({ one: '1 INT. KITCHEN', two: '2 EXT. PIER', door: 'SH010 Door' })[row.key] ?? row.key;
    expect([
      typedTo(rows, ROOT, 'p', words),
      typedTo(rows, 'one', 'do', words),
      typedTo(rows, 'two', '1', words),
      typedTo(rows, ROOT, 'q', words)
    ]).toEqual(['two', 'door', 'one', undefined]);
  });
});
