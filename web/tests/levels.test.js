import { describe, expect, test } from 'vitest';

import { orderBetween, orders } from '#lib/canvas/levels/order.js';
import { moveInto, putAt } from '#lib/canvas/levels/moving.js';
import { refusal } from '#lib/canvas/levels/standing.js';

import { catalogue, graph, joined, node } from './film.js';

const LEVELS = {
  shot: ['project', 'scene'],
  scene_group: ['project', 'scene'],
  character: ['project', 'scene', 'shot'],
  environment: ['project']
};
/** A store whose catalogue says what may stand where, with two more scenes. */
function film() {
  const record = graph();
  record.nodes.push(node('other', 'scene_group', null, { title: 'INT. ROOM' }), node('inner', 'scene_group', 'scene', { title: 'INNER' }));
  for (const type of catalogue.node_types) type.levels = LEVELS[/** @type {keyof typeof LEVELS} */ (type.kind)] ?? [];
  return joined({ record });
}

test('orders sort between their neighbours, down to where there is no room', () => {
  for (const [before, after] of [
    ['', ''],
    ['V', ''],
    ['', 'V'],
    ['a00001', 'a00002'],
    ['a', 'aV'],
    ['zzz', ''],
    ['', '01']
  ]) {
    const made = orderBetween(before, after);
    expect(made !== null && made > before && (after === '' || made < after), `${before}…${after}: ${made}`).toBe(true);
  }
  expect([orderBetween('b', 'a'), orderBetween('a', 'a'), orderBetween('a', 'a0')]).toEqual([null, null, null]);
  let last = 'V';
  for (let count = 0; count < 300; count += 1) {
    const made = /** @type {string} */ (orderBetween('', last));
    if (made === null) break;
    expect(made < last).toBe(true);
    last = made;
  }
  expect(orders(100)).toEqual([...orders(100)].sort());
});

describe('where a card may stand', () => {
  test.each([
    ['a', 'other', ''],
    ['place', 'other', 'environment cards do not stand in a scene.'],
    ['scene', 'scene', 'A scene cannot stand inside itself.'],
    ['scene', 'inner', 'A scene cannot stand inside itself.'],
    ['a', 'anna', 'Anna holds no other cards.'],
    ['a', 'gone', 'That scene is gone.'],
    ['a', null, '']
  ])('%s on %s', (id, level, expected) => {
    const { store } = film();
    expect(refusal(store.graph, store.rules, id, level)).toBe(expected);
  });
});

test('cards moved into a scene keep how they stand to one another, in one step', () => {
  const { store, line } = film();
  store.moveNodes([
    { id: 'a', x: 100, y: 50 },
    { id: 'b', x: 400, y: 90 }
  ]);
  line.accept();
  moveInto(store, ['b', 'a'], 'other');
  const [a, b] = ['a', 'b'].map((id) => store.graph.node(id));
  expect([a?.parent_id, b?.parent_id]).toEqual(['other', 'other']);
  expect([(b?.position.x ?? 0) - (a?.position.x ?? 0), (b?.position.y ?? 0) - (a?.position.y ?? 0)]).toEqual([300, 40]);
  expect(line.batch.ops.map((/** @type {any} */ op) => op.op)).toEqual(['node.reparent', 'node.reparent']);
});

test('a shot put between siblings without an order numbers them all, one with room only itself', () => {
  const { store, line } = film();
  putAt(store, 'b', 'scene', ['a', 'inner'], 0);
  expect(
    store
      .level('scene')
      .get()
      .filter((id) => id !== 'anna')
  ).toEqual(['b', 'a', 'inner']);
  expect(line.batch.ops.length).toBe(3);
  line.accept();
  putAt(store, 'b', 'scene', ['a', 'inner'], 1);
  expect(
    store
      .level('scene')
      .get()
      .filter((id) => id !== 'anna')
  ).toEqual(['a', 'b', 'inner']);
  expect(line.batch.ops.length).toBe(1);
});
