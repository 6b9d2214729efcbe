import { describe, expect, test } from 'vitest';

import { placed, read, written } from '#lib/canvas/commands/clipboard.js';
import { partOf } from '#lib/canvas/commands/copies.js';
import { madeOf } from '#lib/canvas/commands/subflow.js';
import { effectsOf, write } from '#lib/graph/effects.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf, targetSocket, verdictOf } from '#lib/graph/sockets.js';

import { catalogue, edge, graph, node } from './film.js';

const LEVELS = ['project', 'scene'];
const rules = rulesOf({ ...catalogue, node_types: catalogue.node_types.map((type) => ({ ...type, levels: LEVELS })) });

/** @param {string} start */
function ids(start) {
  let count = 0;
  return () => `${start}${(count += 1)}`;
}

/** @param {Graph} film @param {any[]} operations the film after them; every wire is judged as it is put */
function applied(film, operations) {
  for (const op of operations) {
    for (const effect of effectsOf(film, op, (all, wire) => !targetSocket(rules, all, wire)?.many)) write(film, effect);
    if (op.op === 'edge.add') expect(verdictOf(rules, film, op.edge).verdict).toMatch(/yes|converts/);
  }
  return film;
}

/** @param {Partial<import('#lib/canvas/commands/clipboard.js').Ground>} more @returns {any} */
const ground = (more) => ({
  graph: Graph.read(graph()),
  rules,
  level: null,
  levelKind: 'project',
  project: 'p',
  at: { x: 100, y: 200 },
  newId: ids('n'),
  fresh: (/** @type {string} */ _kind, /** @type {any} */ _siblings, /** @type {any} */ data) => data,
  ...more
});

const wires = (/** @type {Graph} */ film) =>
  [...film.edges.values()].map(({ source, source_handle, target }) => `${source}.${source_handle}>${target}`).sort();

describe('the clipboard', () => {
  test('holds a scene with all that is in it, and comes back the same', () => {
    const part = partOf(Graph.read(graph()), ['scene', 'place']);
    const back = read(written(part, 'p'));
    expect(back).toEqual({ ...part, project: 'p' });
    expect([back?.nodes.length, back?.edges.length, back?.incoming]).toEqual([5, 4, []]);
  });

  test.each([
    ['no JSON', 'gulls'],
    ['another JSON', '{"nodes":[]}'],
    [
      'another version',
      JSON.stringify({ format: 'production-canvas/cards', version: 9, project: 'p', nodes: [], edges: [], incoming: [] })
    ],
    ['no cards', JSON.stringify({ format: 'production-canvas/cards', version: 1, project: 'p', nodes: [], edges: [], incoming: [] })]
  ])('refuses %s', (_name, text) => {
    expect(read(text)).toBe(null);
  });

  /** @param {(clipping: any) => void} spoil */
  const spoilt = (spoil) => {
    const clipping = JSON.parse(written(partOf(Graph.read(graph()), ['scene']), 'p'));
    spoil(clipping);
    return read(JSON.stringify(clipping));
  };

  test.each(
    /** @type {[string, (clipping: any) => void][]} */ ([
      ['a place that is no number', (one) => (one.nodes[0].position.x = null)],
      ['a place beyond the canvas', (one) => (one.nodes[0].position.x = 1e9)],
      ['an id with a blank', (one) => (one.nodes[0].id = 'a b')],
      ['an id that stands twice', (one) => one.nodes.push(one.nodes[0])],
      ['a node inside itself', (one) => (one.nodes[0].parent_id = one.nodes[0].id)],
      ['a node before its container', (one) => one.nodes.reverse()],
      ['data that is a list', (one) => (one.nodes[0].data = [])],
      ['a wire to nobody', (one) => (one.edges[0].target = 'nobody')],
      ['a weight beyond 1', (one) => (one.edges[0].data.weight = 2)],
      ['a wire with more than a weight', (one) => (one.edges[0].data.shell = 'rm')]
    ])
  )('refuses %s', (_name, spoil) => {
    expect(spoilt(spoil)).toBe(null);
  });
});

describe('pasting', () => {
  test('puts everything anew with its wires, also those that go on inside', () => {
    const source = graph();
    source.edges.push(edge('on', 'scene', 'place-scene', 'a', 'environment'));
    const film = Graph.read(source);
    const clipping = { ...partOf(film, ['scene', 'place']), project: 'p' };
    const result = placed(clipping, ground({ graph: new Graph() }));
    expect([result.refused, result.lost, result.ids.length]).toEqual([[], 0, 2]);
    const after = applied(new Graph(), result.operations);
    expect([after.nodes.size, after.edges.size]).toEqual([film.nodes.size, film.edges.size]);
    expect([...after.nodes.keys()].filter((id) => film.nodes.has(id))).toEqual([]);
    const inner = [...after.edges.values()].find(
      ({ target_handle, source }) => target_handle === 'environment' && after.node(source)?.type === 'scene_group'
    );
    expect(after.edge(inner?.source_handle ?? '')?.target).toBe(inner?.source);
  });

  test('keeps incoming wires where that is asked for and their start is here', () => {
    const film = Graph.read(graph());
    const clipping = { ...partOf(film, ['scene']), project: 'p' };
    expect(clipping.incoming.map(({ id }) => id)).toEqual(['place-scene']);
    const without = placed(clipping, ground({ graph: film }));
    const kept = placed(clipping, ground({ graph: film, keepWires: true }));
    const elsewhere = placed(clipping, ground({ graph: film, keepWires: true, project: 'other' }));
    const added = (/** @type {any} */ { operations }) => operations.filter((/** @type {any} */ op) => op.edge?.source === 'place').length;
    expect([added(without), added(kept), added(elsewhere), elsewhere.lost]).toEqual([0, 1, 0, 1]);
  });

  test('leaves out what may not stand there, with all that is in it, and says so', () => {
    const strict = rulesOf({
      ...catalogue,
      node_types: catalogue.node_types.map((type) => ({ ...type, levels: type.kind === 'scene_group' ? ['project'] : LEVELS }))
    });
    const clipping = { ...partOf(Graph.read(graph()), ['scene', 'place']), project: 'p' };
    const result = placed(clipping, ground({ rules: strict, level: 'scene', levelKind: 'scene' }));
    expect([result.refused, result.operations.map((op) => op.op)]).toEqual([['scene_group'], ['node.add']]);
  });

  test('takes only data that the catalogue knows and people may write', () => {
    const clipping = { nodes: [node('x', 'shot', null, { note: 'kept', secret: 1 })], edges: [], incoming: [], project: 'p' };
    const [op] = placed(clipping, ground({})).operations;
    expect(op).toEqual({
      op: 'node.add',
      node: { id: 'n1', type: 'shot', parent_id: null, position: { x: 100, y: 200 }, order: expect.any(String), data: { note: 'kept' } }
    });
  });
});

describe('a scene of a selection', () => {
  const container = /** @type {any} */ (rules.types.get('scene_group'));

  test('leads what crosses its border through In and Out, one door for one source', () => {
    const film = Graph.read({
      nodes: ['a', 'b', 'c'].map((id) => node(id, 'shot', null)).concat(node('anna', 'character', null)),
      edges: [
        edge('n', 'anna', 'character', 'a', 'characters'),
        edge('m', 'anna', 'character', 'b', 'characters'),
        edge('ab', 'a', 'sequence_out', 'b', 'sequence_in'),
        edge('bc', 'b', 'sequence_out', 'c', 'sequence_in')
      ],
      settings: {}
    });
    const made = madeOf({ graph: film, rules, level: null, ids: ['a', 'b'], container, data: {}, at: { x: 0, y: 0 }, newId: ids('n') });
    expect([made.lost, made.outside]).toEqual([[], []]);
    const after = applied(film, made.operations);
    const door = [...after.edges.values()].find(({ source }) => source === 'anna')?.id;
    expect(wires(after)).toEqual(
      [
        `anna.character>${made.id}`,
        `${made.id}.${door}>a`,
        `${made.id}.${door}>b`,
        'a.sequence_out>b',
        `b.sequence_out>${made.id}`,
        `${made.id}.sequence_out>c`
      ].sort()
    );
  });

  test('tells of wires that may not cross', () => {
    const film = Graph.read({
      nodes: [node('p', 'image', null), node('q', 'image', null)],
      edges: [edge('pq', 'p', 'image', 'q', 'mask')],
      settings: {}
    });
    const made = madeOf({ graph: film, rules, level: null, ids: ['q'], container, data: {}, at: { x: 0, y: 0 }, newId: ids('n') });
    expect(made.lost.map(({ id }) => id)).toEqual(['pq']);
    expect(wires(applied(film, made.operations))).toEqual([]);
  });

  test('keeps what goes on inside a scene that goes along', () => {
    const source = graph();
    source.edges.push(edge('on', 'scene', 'place-scene', 'a', 'environment'));
    const film = Graph.read(source);
    const made = madeOf({ graph: film, rules, level: null, ids: ['scene'], container, data: {}, at: { x: 0, y: 0 }, newId: ids('n') });
    const after = applied(film, made.operations);
    const inner = [...after.edges.values()].find(({ source: from, target_handle }) => from === 'scene' && target_handle === 'environment');
    expect([made.lost, after.edge(inner?.source_handle ?? '')?.target]).toEqual([[], 'scene']);
  });
});
