import { expect, test } from 'vitest';

import { between, listed } from '#lib/graph/elements.js';

import { joined } from './film.js';

test.each([
  [['a', 'b'], ['a', 'b', 'c'], { ins: [{ value: 'c', after: 'b' }], del: [] }],
  [
    ['a', 'b'],
    ['x', 'a', 'y', 'b'],
    {
      ins: [
        { value: 'x', after: null },
        { value: 'y', after: 'a' }
      ],
      del: []
    }
  ],
  [['a', 'b', 'c'], ['b'], { ins: [], del: ['a', 'c'] }],
  [['a', 'b'], ['b', 'a'], null],
  [['a'], ['a', 'a'], null],
  [undefined, ['a'], null],
  [['a'], [1], null]
])('from %j to %j', (before, after, edit) => {
  expect(between(before, after)).toEqual(edit);
  if (edit) expect(listed(before, edit)).toEqual(after);
});

test('a list of names travels as what came and went', () => {
  const { store, line } = joined();
  line.log([{ op: 'node.set', id: 'a', path: ['cast'], value: ['Anna'] }]);
  store.setData('a', 'cast', ['Anna', 'Ben']);
  expect(line.batch.ops).toEqual([{ op: 'node.list', id: 'a', path: ['cast'], ins: [{ value: 'Ben', after: 'Anna' }], del: [] }]);
  expect(store.graph.node('a')?.data.cast).toEqual(['Anna', 'Ben']);
  store.setData('b', 'cast', ['Cleo']);
  line.accept();
  expect(line.batch.ops).toEqual([{ op: 'node.list', id: 'b', path: ['cast'], ins: [{ value: 'Cleo', after: null }], del: [] }]);
});

test('an edit that had to wait says what its author had seen', () => {
  const { store, line } = joined();
  const seen = line.version;
  line.drop();
  store.setData('a', 'title', 'Mine');
  line.open();
  line.difference([{ version: seen + 1, user_id: 'ana', client_op_id: 'other:9', ops: [], result: 'void' }]);
  expect(line.batch).toMatchObject({ base_version: seen + 1, seen_version: seen });
  line.accept();
  store.setData('a', 'motion', 0.5);
  expect(line.batch).not.toHaveProperty('seen_version');
});
