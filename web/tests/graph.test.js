import { describe, expect, test } from 'vitest';

import { effectsOf, write } from '#lib/graph/effects.js';
import { Graph } from '#lib/graph/model.js';
import { outlineOf } from '#lib/graph/outline.js';
import { dropAt, getAt, putAt, same } from '#lib/graph/paths.js';
import { rulesOf, verdictOf } from '#lib/graph/sockets.js';

import { catalogue, graph, node } from './film.js';

const rules = rulesOf(catalogue);

/** @param {string} source @param {string} source_handle @param {string} target @param {string} target_handle */
const verdict = (source, source_handle, target, target_handle) => {
  const record = graph();
  record.nodes.push(node('still', 'image', 'scene'), node('other', 'image', 'scene'), node('outside', 'character', null));
  return verdictOf(rules, Graph.read(record), { source, source_handle, target, target_handle });
};

describe('what may connect', () => {
  test.each([
    ['a character to a shot', ['anna', 'character', 'b', 'characters'], 'yes', ''],
    ['a shot to the scene’s Out', ['b', 'sequence_out', 'scene', 'sequence_out'], 'yes', ''],
    ['what arrives at the scene to a shot inside', ['scene', 'place-scene', 'a', 'environment'], 'yes', ''],
    [
      'a place that arrives to a character socket',
      ['scene', 'place-scene', 'a', 'characters'],
      'no',
      'Environment does not connect to Character.'
    ],
    ['a picture to a mask', ['still', 'image', 'other', 'mask'], 'converts', "The picture's luminance becomes the mask."],
    ['a node to itself', ['a', 'sequence_out', 'a', 'sequence_in'], 'no', 'A node cannot be wired to itself.'],
    ['a loop', ['b', 'sequence_out', 'a', 'sequence_in'], 'no', 'That wire would close a loop.'],
    ['levels', ['outside', 'character', 'a', 'characters'], 'no', 'Wires join nodes of one level; use In and Out to cross into a scene.'],
    ['an unknown socket', ['a', 'smell', 'b', 'sequence_in'], 'no', 'A shot node has no socket “smell”.'],
    ['a node that is gone', ['nobody', 'x', 'b', 'y'], 'no', 'One end of the wire is gone.']
  ])('%s', (_name, [source, source_handle, target, target_handle], expected, reason) => {
    expect(verdict(source, source_handle, target, target_handle)).toEqual({ verdict: expected, reason });
  });
});

describe('values at a path', () => {
  test('are put, found and dropped without touching the original', () => {
    const data = { camera: { move: 'static', amount: 0 } };
    const put = putAt(data, ['camera', 'move'], 'dolly_in');
    expect(put).toEqual({ camera: { amount: 0, move: 'dolly_in' } });
    expect(data.camera.move).toBe('static');
    expect(getAt(put, ['camera', 'move'])).toBe('dolly_in');
    expect(getAt(put, ['camera', 'move', 'deeper'])).toBe(undefined);
    expect(dropAt(put, ['camera', 'amount'])).toEqual({ camera: { move: 'dolly_in' } });
  });

  test('a key that JavaScript treats specially is a key like any other', () => {
    const put = putAt({}, ['__proto__', 'polluted'], true);
    expect(/** @type {any} */ ({}).polluted).toBe(undefined);
    expect(Object.hasOwn(put, '__proto__')).toBe(true);
    expect(getAt({}, ['constructor'])).toBe(undefined);
  });

  test('equal JSON is the same value, whatever its order of keys', () => {
    expect(same({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toBe(true);
    expect(same({ a: undefined }, { b: undefined })).toBe(false);
    expect(same([1], { 0: 1 })).toBe(false);
  });
});

test('a wire behind In goes with the wire that arrives at the container', () => {
  const record = graph();
  record.edges.push({ id: 'inner', source: 'scene', source_handle: 'place-scene', target: 'a', target_handle: 'environment', data: {} });
  const film = Graph.read(record);
  for (const effect of effectsOf(film, { op: 'edge.remove', id: 'place-scene' }, () => true)) write(film, effect);
  expect([...film.edges.keys()].sort()).toEqual(['ab', 'anna-a', 'first']);
  expect([...film.wires('scene')]).toEqual(['first']);
});

test('the outline nests shots in scenes with their prompts', () => {
  expect(outlineOf(graph(), (kind) => kind)).toMatchObject([
    { id: 'place', title: 'Lighthouse' },
    {
      id: 'scene',
      title: 'EXT. LIGHTHOUSE',
      inside: [{ id: 'a', title: 'Coast', text: 'Wide.' }, { id: 'anna' }, { id: 'b', text: 'Close.' }]
    }
  ]);
});

test('a graph whose parents go round does not hang the outline', () => {
  const nodes = [node('x', 'scene_group', 'y'), node('y', 'scene_group', 'x')];
  expect(outlineOf({ nodes }, (kind) => kind)).toEqual([]);
});
