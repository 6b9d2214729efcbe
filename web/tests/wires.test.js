import { describe, expect, test } from 'vitest';

import { clear, fitsOf, passage } from '#lib/canvas/wires/fits.js';
import { cross, passing } from '#lib/canvas/wires/geometry.js';
import { arriving, moved } from '#lib/canvas/wires/order.js';
import { bridge, rewire, splice } from '#lib/canvas/wires/rewiring.js';
import { wireLook, wirePoints, wireShape } from '#lib/canvas/wires/shape.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';
import { tagsOf } from '#lib/nodes/tags.js';

import { catalogue, edge, graph, joined, node } from './film.js';

const rules = rulesOf(catalogue);
/** @param {string} kind */
const type = (kind) => /** @type {any} */ (rules.types.get(kind));
/** @param {string} kind @param {'inputs' | 'outputs'} side @param {string} name */
const socket = (kind, side, name) => type(kind)[side].find((/** @type {any} */ each) => each.name === name);

describe('the way of a wire', () => {
  test('forward is one curve between its sockets', () => {
    const ends = { source: { x: 0, y: 0 }, target: { x: 300, y: 120 } };
    expect(wireShape(ends)).toMatchObject({ path: expect.stringMatching(/^M0 0C.* 300 120$/), middle: { x: 150, y: 60 } });
    expect([wirePoints(ends)[0], wirePoints(ends).at(-1)]).toEqual([ends.source, ends.target]);
  });

  test('backward goes around both cards, between them where there is room', () => {
    const room = { above: 40, below: 100 };
    const beside = wirePoints({ source: { x: 300, y: 0 }, target: { x: 0, y: 10 }, room: { source: room, target: room } });
    const below = wirePoints({ source: { x: 300, y: 0 }, target: { x: 0, y: 400 }, room: { source: room, target: room } });
    expect([beside[2].y, below[2].y]).toEqual([-64, 230]);
  });

  test('is thicker the more a reference weighs, and broken where it converts', () => {
    expect([wireLook({ type: 'style', weight: 0.5, weighs: true }), wireLook({ converts: 'as is' })]).toEqual([
      { color: '--s-style', width: 2.5, dash: [] },
      { color: '--s-text', width: 2, dash: [7, 4] }
    ]);
  });
});

test('a knife meets what it crosses, a card what passes through it or lies in it', () => {
  const way = [
    { x: 0, y: 0 },
    { x: 100, y: 0 }
  ];
  expect(
    cross(way, [
      { x: 50, y: -5 },
      { x: 50, y: 5 }
    ])
  ).toBe(true);
  expect(
    cross(way, [
      { x: 50, y: 5 },
      { x: 50, y: 15 }
    ])
  ).toBe(false);
  expect(passing(way, { x: 40, y: -20, width: 20, height: 50 })).toBe(5);
  expect(passing(way, { x: -50, y: -50, width: 300, height: 100 })).toBe(0);
  expect(passing(way, { x: 0, y: 20, width: 50, height: 50 })).toBe(Infinity);
});

describe('the best socket', () => {
  /** @type {Record<string, any>} */
  const verdicts = { a: 'yes', b: 'converts', c: 'no', d: 'yes' };
  const judge = (/** @type {string} */ name) => ({ verdict: verdicts[name], reason: '' });
  const sockets = ['c', 'b', 'a', 'd'].map((name) => ({ name, title: name, types: ['text'] }));

  test('is free and fits as it is; what is refused is not offered', () => {
    const fits = fitsOf(sockets, judge, (name) => name === 'a');
    expect(fits.map(({ handle, free }) => [handle, free])).toEqual([
      ['d', true],
      ['a', false],
      ['b', true]
    ]);
    expect(clear(fits)?.handle).toBe('d');
  });

  test('is asked for where several are as good', () => {
    expect(clear(fitsOf(sockets, judge, () => false))).toBe(undefined);
  });

  test('a node stands on a wire where something of it fits each end', () => {
    const [from, to] = [socket('shot', 'outputs', 'sequence_out'), socket('shot', 'inputs', 'sequence_in')];
    expect(passage(rules, from, to, type('shot'))).toEqual({ input: 'sequence_in', output: 'sequence_out' });
    expect(passage(rules, from, to, type('character'))).toBe(undefined);
  });
});

test('wires of one input come in their order; moving one names only what changes', () => {
  const record = graph();
  record.nodes.push(node('pete', 'character', 'scene'), node('tom', 'character', 'scene'));
  record.edges.push(
    { ...edge('z-pete', 'pete', 'character', 'a', 'characters'), data: { order: '000' } },
    edge('tom-a', 'tom', 'character', 'a', 'characters')
  );
  const wires = arriving(Graph.read(record), 'a', 'characters');
  expect(wires.map(({ id }) => id)).toEqual(['z-pete', 'anna-a', 'tom-a']);
  expect(moved(wires, 2, 1)).toEqual([
    { id: 'tom-a', order: '001' },
    { id: 'anna-a', order: '002' }
  ]);
});

/** @param {any} store @param {(edge: any) => boolean} [wanted] */
const shown = (store, wanted = () => true) =>
  [...store.graph.edges.values()]
    .filter(wanted)
    .map(({ source, source_handle, target, target_handle, data }) => [`${source}.${source_handle}`, `${target}.${target_handle}`, data]);

test('a node put on a wire is one step: two wires, the weight at its end', () => {
  const record = graph();
  record.nodes.push(node('c', 'shot', 'scene'));
  const { store, line } = joined({ record });
  store.setWeight('ab', 0.4);
  line.accept();
  const ab = /** @type {any} */ (store.graph.edge('ab'));
  store.step('insert', () => splice(store, ab, 'c', { input: 'sequence_in', output: 'sequence_out' }));
  expect(shown(store, ({ source, target }) => [source, target].includes('c'))).toEqual([
    ['a.sequence_out', 'c.sequence_in', {}],
    ['c.sequence_out', 'b.sequence_in', { weight: 0.4 }]
  ]);
  expect(line.batch.ops.map((/** @type {any} */ op) => op.op)).toEqual(['edge.remove', 'edge.add', 'edge.add']);
});

test('what hangs on a wire behind In stays when its end is moved', () => {
  const record = graph();
  record.nodes.push(node('pier', 'environment', null));
  record.edges.push(edge('inner', 'scene', 'place-scene', 'b', 'environment'));
  const { store } = joined({ record });
  const before = /** @type {any} */ (store.graph.edge('place-scene'));
  rewire(store, before, { source: 'pier', source_handle: 'environment', target: 'scene', target_handle: 'assets' });
  const outer = [...store.graph.edges.values()].find(({ source }) => source === 'pier');
  expect(shown(store, ({ target_handle }) => target_handle === 'environment')).toEqual([[`scene.${outer?.id}`, 'b.environment', {}]]);
});

test('dots that go leave the wire they led', () => {
  const record = graph();
  record.nodes.push(node('one', 'reroute', 'scene'), node('two', 'reroute', 'scene'));
  record.edges = [
    edge('1', 'a', 'sequence_out', 'one', 'in'),
    edge('2', 'one', 'out', 'two', 'in'),
    { ...edge('3', 'two', 'out', 'b', 'sequence_in'), data: {} }
  ];
  const { store } = joined({ record });
  store.step('delete', () => {
    bridge(store, new Set(['one', 'two']));
    store.removeNodes(['one', 'two']);
  });
  expect(shown(store)).toEqual([['a.sequence_out', 'b.sequence_in', {}]]);
});

test('a wire that stands already is not drawn twice', () => {
  const { store } = joined({ record: graph() });
  const again = { source: 'anna', source_handle: 'character', target: 'a', target_handle: 'characters' };
  store.connect(again);
  store.connect({ source: 'a', source_handle: 'sequence_out', target: 'b', target_handle: 'sequence_in' });
  expect([...store.graph.edges.keys()].sort()).toEqual(['ab', 'anna-a', 'first', 'place-scene']);
});

test('who gives a shot two things is named on it once', () => {
  const record = graph();
  record.edges.push(edge('again', 'anna', 'other', 'a', 'characters'));
  expect(tagsOf(Graph.read(record), 'a').filter(({ id }) => id === 'anna')).toEqual([{ id: 'anna', type: 'character', text: 'Anna' }]);
});
