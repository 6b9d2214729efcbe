import { describe, expect, test } from 'vitest';

import { placed } from '#lib/canvas/commands/clipboard.js';
import { partOf } from '#lib/canvas/commands/copies.js';
import { Level } from '#lib/canvas/drawing/level.js';
import { foldedOn, withHeld } from '#lib/graph/folds.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';

import { catalogue } from './film.js';

const frames = {
  ...catalogue.node_types[0],
  kind: 'frame',
  levels: ['project'],
  inputs: [],
  outputs: [],
  parameters: ['title', 'collapsed', 'holds'].map((key) => ({ key, title: key, merge: 'atomic' }))
};
const types = catalogue.node_types.map((type) => ({ ...type, levels: ['project'] }));
const rules = rulesOf(/** @type {any} */ ({ ...catalogue, node_types: [...types, frames] }));
const node = (/** @type {string} */ id, /** @type {string} */ type, x = 0, y = 0, data = {}) =>
  /** @type {any} */ ({ id, type, parent_id: null, position: { x, y }, order: id, data });
/** @param {string} id @param {string[]} holds */
const frame = (id, holds, collapsed = true) => node(id, 'frame', 100, 100, { title: id, collapsed, holds });
/** @param {string} id @param {string} source @param {string} source_handle @param {string} target @param {string} target_handle */
const edge = (id, source, source_handle, target, target_handle) => ({ id, source, source_handle, target, target_handle, data: {} });
const touched = (/** @type {string[]} */ nodes, /** @type {string[]} */ edges = []) => ({
  nodes: new Set(nodes),
  edges: new Set(edges),
  levels: new Set(),
  wirings: new Set(),
  settings: false
});
/** Two shots folded into a frame, a third one wired to both, a character wired to the first. */
function film() {
  return Graph.read({
    nodes: [
      frame('f', ['s1', 's2']),
      node('s1', 'shot', 140, 160),
      node('s2', 'shot', 540, 160),
      node('s3', 'shot', 1400, 100),
      node('c', 'character', -400, 100)
    ],
    edges: [
      edge('cut', 's1', 'sequence_out', 's2', 'sequence_in'),
      edge('on', 's2', 'sequence_out', 's3', 'sequence_in'),
      edge('cast', 'c', 'character', 's1', 'characters')
    ],
    settings: {}
  });
}

describe('a folded frame', () => {
  test('hides what it holds, and the wires out of it end at its side', () => {
    const now = film();
    const level = new Level(() => now, rules, null);
    expect([...level.boxes.ids()].sort()).toEqual(['c', 'f', 's3']);
    expect(level.endsOf('cut')).toBeUndefined();
    const box = /** @type {any} */ (level.boxes.box('f'));
    const middle = box.y + box.height / 2;
    expect(level.endsOf('on')?.source).toMatchObject({ x: box.x + box.width, y: middle });
    expect(level.endsOf('cast')?.target).toMatchObject({ x: box.x, y: middle });
    expect(level.wire('on')?.source).toBe('fold:f');
    expect([...level.strung.among(new Set(['c', 'f', 's3']), [], 9)]).toEqual([]);
  });

  test('gives back what it held when it is opened, and when somebody takes it away', () => {
    for (const open of [true, false]) {
      const now = film();
      const level = new Level(() => now, rules, null);
      if (open) now.putNode(frame('f', [], false));
      else now.dropNode('f');
      const changed = level.touched(touched(['f']));
      expect(changed?.cards).toEqual(new Set(open ? ['f', 's1', 's2'] : ['s1', 's2']));
      expect(changed?.wires).toEqual(new Set(['cut', 'on', 'cast']));
      expect(level.boxes.box('s2')).toMatchObject({ x: 540, y: 160 });
      expect(level.wire('on')?.source).toBe('s2');
    }
  });

  test('takes away what it holds as soon as somebody else folds it', () => {
    const now = film();
    now.putNode(frame('f', [], false));
    const level = new Level(() => now, rules, null);
    expect(level.boxes.has('s1')).toBe(true);
    now.putNode(frame('f', ['s1', 's2', 'gone']));
    expect(level.touched(touched(['f']))?.gone).toEqual(new Set(['s1', 's2']));
    expect(level.wire('cut')).toBeUndefined();
    now.dropEdge('on');
    level.touched(touched([], ['on']));
    expect(level.wire('on')).toBeUndefined();
  });

  test('leads a wire on when it is moved', () => {
    const now = film();
    const level = new Level(() => now, rules, null);
    level.strung.within({ x: -1e6, y: -1e6, width: 2e6, height: 2e6 });
    level.show('f', { x: 100, y: 5000 });
    expect(level.strung.within({ x: 0, y: 4900, width: 400, height: 400 }).sort()).toEqual(['cast', 'on']);
  });

  test('moves what it holds, in frames that it holds as well', () => {
    const now = film();
    now.putNode(frame('outer', ['f']));
    expect(withHeld(now, [{ id: 'outer', x: 110, y: 90 }])).toEqual([
      { id: 'outer', x: 110, y: 90 },
      { id: 'f', x: 110, y: 90 },
      { id: 's1', x: 150, y: 150 },
      { id: 's2', x: 550, y: 150 }
    ]);
    expect(withHeld(now, [{ id: 's3', x: 0, y: 0 }])).toEqual([{ id: 's3', x: 0, y: 0 }]);
  });

  test('is never folded into itself, and a card stands in one frame only', () => {
    const now = film();
    now.putNode(frame('f', ['s1', 'g', 'f']));
    now.putNode(frame('g', ['f', 's1', 's2']));
    const into = foldedOn(now, null);
    expect(into).toEqual(
      new Map([
        ['s1', 'f'],
        ['g', 'f'],
        ['s2', 'g']
      ])
    );
    const level = new Level(() => now, rules, null);
    expect(level.folds.frameOf('s2')).toBe('f');
    expect(level.endsOf('on')?.source.x).toBeGreaterThan(100);
  });

  test('is copied with what it holds, and the copy holds the copies', () => {
    const now = film();
    const part = partOf(now, ['f']);
    expect(part.nodes.map(({ id }) => id).sort()).toEqual(['f', 's1', 's2']);
    let count = 0;
    const made = placed(
      { ...part, project: 'p' },
      {
        graph: now,
        rules,
        level: null,
        levelKind: 'project',
        project: 'p',
        at: { x: 0, y: 0 },
        newId: () => `n${(count += 1)}`,
        fresh: (_kind, _siblings, data) => data
      }
    );
    const copies = /** @type {any[]} */ (made.operations.filter(({ op }) => op === 'node.add')).map(({ node: record }) => record);
    const copied = copies.find(({ type }) => type === 'frame');
    expect(copied.data.holds.toSorted()).toEqual(
      copies
        .filter(({ type }) => type === 'shot')
        .map(({ id }) => id)
        .toSorted()
    );
  });
});
