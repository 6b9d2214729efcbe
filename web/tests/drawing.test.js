import { describe, expect, test } from 'vitest';

import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';
import { around, Boxes, meet } from '#lib/canvas/drawing/boxes.js';
import { fitting, seen } from '#lib/canvas/drawing/camera.js';
import { distance } from '#lib/canvas/drawing/ends.js';
import { Level } from '#lib/canvas/drawing/level.js';
import { bandOf, covered, MOST, reach, wantedOf } from '#lib/canvas/drawing/visible.js';

/** Numbers that look random and are the same every time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('an index of boxes', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('answers as a list that is searched whole would, seed %i', (seed) => {
    const random = numbers(seed);
    const boxes = new Boxes();
    /** @type {Map<string, import('#lib/canvas/drawing/boxes.js').Box>} */
    const plain = new Map();
    const box = () => {
      const wide = random(40) === 0 ? 12_000 : 400;
      return { x: random(9000) - 4500, y: random(9000) - 4500, width: random(wide), height: random(wide) };
    };
    for (let step = 0; step < 1500; step += 1) {
      const id = `n${random(200)}`;
      if (random(5) === 0) {
        boxes.drop(id);
        plain.delete(id);
      } else {
        const next = box();
        boxes.put(id, next);
        plain.set(id, next);
      }
      if (step % 10) continue;
      const area = { ...box(), width: random(6000), height: random(6000) };
      const wanted = [...plain].filter(([, own]) => meet(own, area)).map(([found]) => found);
      expect(boxes.within(area).sort()).toEqual(wanted.sort());
      expect(boxes.bounds()).toEqual(around(plain.values()));
    }
    expect([...boxes.ids()].sort()).toEqual([...plain.keys()].sort());
  });

  test('gives what lies at a point, what was put last first', () => {
    const boxes = new Boxes();
    boxes.put('under', { x: 0, y: 0, width: 100, height: 100 });
    boxes.put('over', { x: 50, y: 50, width: 100, height: 100 });
    boxes.put('aside', { x: 500, y: 500, width: 10, height: 10 });
    boxes.put('under', { x: 1, y: 1, width: 100, height: 100 });
    expect(boxes.at({ x: 60, y: 60 })).toEqual(['over', 'under']);
    expect(boxes.at({ x: 300, y: 300 })).toEqual([]);
    expect(boxes.bounds(['under', 'gone'])).toEqual({ x: 1, y: 1, width: 100, height: 100 });
    expect(new Boxes().bounds()).toBeNull();
  });
});

describe('what is in reach', () => {
  const size = { width: 1000, height: 500 };

  test('has to be looked up again only past the margin, in another band, or when it would no longer be sharp', () => {
    const region = reach({ x: 0, y: 0, zoom: 1 }, size);
    expect(region).toEqual({ x: -350, y: -175, width: 1700, height: 850, zoom: 1 });
    expect(covered(region, { x: 349, y: 174, zoom: 1 }, size)).toBe(true);
    expect(covered(region, { x: 351, y: 0, zoom: 1 }, size)).toBe(false);
    expect(covered(region, { x: 0, y: 0, zoom: 1.35 }, size)).toBe(false);
    expect(covered(region, { x: 0, y: 0, zoom: 0.41 }, size)).toBe(false);
    expect(covered(null, { x: 0, y: 0, zoom: 1 }, size)).toBe(false);
  });

  test('is a block, a small card or a whole card by the zoom', () => {
    expect([0.08, 0.19, 0.2, 0.41, 0.42, 2].map(bandOf)).toEqual(['far', 'far', 'mid', 'mid', 'near', 'near']);
  });

  test('is built of elements together with what somebody is busy with', () => {
    const has = (/** @type {string} */ id) => id !== 'gone';
    expect(wantedOf({ band: 'near', within: ['a', 'b'], pins: ['b', 'edited', 'gone'], has })).toEqual({
      wanted: new Set(['a', 'b', 'edited']),
      painted: false
    });
  });

  test('is painted from afar, and where there is too much of it, but for what somebody is busy with', () => {
    const has = () => true;
    const many = Array.from({ length: MOST + 1 }, (_, index) => `n${index}`);
    expect(wantedOf({ band: 'far', within: ['a'], pins: ['held'], has })).toEqual({ wanted: new Set(['held']), painted: true });
    expect(wantedOf({ band: 'mid', within: many, pins: ['n3'], has })).toEqual({ wanted: new Set(['n3']), painted: true });
    expect(wantedOf({ band: 'mid', within: many.slice(1), pins: [], has }).painted).toBe(false);
  });

  test('is all of a box when a view is fitted to it', () => {
    const box = { x: -400, y: 90, width: 5000, height: 700 };
    const view = seen(fitting(box, size), size);
    expect(view.x).toBeLessThanOrEqual(box.x);
    expect(view.x + view.width).toBeGreaterThanOrEqual(box.x + box.width);
    expect(fitting({ ...box, width: 10, height: 10 }, size).zoom).toBe(1.1);
  });
});

describe('a level', () => {
  const socket = (/** @type {string} */ name) => ({ name, types: ['image'], title: name, many: true, item: null, integer: false });
  const spec = (/** @type {string} */ kind, /** @type {string | null} */ container = null) => ({
    kind,
    title: kind,
    component: 'GenericNode',
    inputs: [socket('in')],
    outputs: [socket('out')],
    parameters: [],
    container,
    width: 240
  });
  const rules = rulesOf(
    /** @type {any} */ ({
      node_types: [spec('card'), spec('scene', 'scene')],
      socket_rules: { 'image>image': { verdict: 'yes', reason: '' } }
    })
  );
  const node = (/** @type {string} */ id, x = 0, y = 0, /** @type {string | null} */ parent_id = null) =>
    /** @type {any} */ ({ id, type: id.startsWith('scene') ? 'scene' : 'card', parent_id, position: { x, y }, data: {}, order: id });
  const edge = (/** @type {string} */ id, /** @type {string} */ source, /** @type {string} */ target) =>
    /** @type {any} */ ({ id, source, source_handle: 'out', target, target_handle: 'in', data: {} });
  const touched = (/** @type {string[]} */ nodes, /** @type {string[]} */ edges = []) => ({
    nodes: new Set(nodes),
    edges: new Set(edges),
    levels: new Set(),
    wirings: new Set(),
    settings: false
  });

  function film() {
    const graph = Graph.read({
      nodes: [node('a'), node('b', 4000), node('scene'), node('inside', 0, 0, 'scene')],
      edges: [edge('ab', 'a', 'b')],
      settings: {}
    });
    return { graph, level: new Level(() => graph, rules, null) };
  }

  test('feels a wire along its whole way, also where both ends are far, and nothing beside it', () => {
    const { level } = film();
    const ends = level.endsOf('ab');
    const middle = { x: ((ends?.source.x ?? 0) + (ends?.target.x ?? 0)) / 2, y: ends?.source.y ?? 0 };
    expect(level.strung.near(middle, 6)).toBe('ab');
    expect(level.strung.near({ x: middle.x, y: middle.y + 40 }, 6)).toBeUndefined();
    level.show('b', { x: 4000, y: 3000 });
    expect(level.strung.near(middle, 6)).toBeUndefined();
    expect(level.strung.within({ x: 3000, y: 2000, width: 900, height: 900 })).toEqual(['ab']);
  });

  test('names the cards that a change concerns, and is silent about other levels', () => {
    const { graph, level } = film();
    graph.putNode({ ...node('inside', 9, 9, 'scene') });
    expect(level.touched(touched(['inside']))).toBeNull();
    graph.putNode({ ...node('a'), data: { name: 'Anna' } });
    const changed = level.touched(touched(['a']));
    expect(changed).toMatchObject({ cards: new Set(['a']), beside: new Set(['a', 'b']), wires: new Set() });
    graph.putNode({ ...node('a'), data: { name: 'Anna', muted: true } });
    expect(level.touched(touched(['a']))?.wires).toEqual(new Set(['ab']));
    graph.dropEdge('ab');
    graph.dropNode('b');
    expect([...(level.touched(touched(['b'], ['ab']))?.gone ?? [])]).toEqual(['b']);
    expect([...level.boxes.ids()].sort()).toEqual(['a', 'scene']);
    expect(level.strung.near({ x: 2000, y: 60 }, 500)).toBeUndefined();
  });

  test('takes a card in that comes from another level, with its wires', () => {
    const { graph, level } = film();
    graph.putEdge(edge('ai', 'a', 'inside'));
    graph.putNode(node('inside', 700, 0, null));
    level.touched(touched(['inside'], ['ai']));
    expect(level.boxes.box('inside')).toMatchObject({ x: 700, y: 0 });
    expect([...level.wiresAt('inside')]).toEqual(['ai']);
  });

  /** A scene at 1000, 500 that stands open; in it two cards and a wire from In to the first. */
  function open() {
    const graph = Graph.read({
      nodes: [node('a'), node('scene', 1000, 500), node('s1', 300, 200, 'scene'), node('s2', 700, 200, 'scene')],
      edges: [edge('in', 'a', 'scene'), edge('s12', 's1', 's2'), { ...edge('door', 'scene', 's1'), source_handle: 'in' }],
      settings: {}
    });
    return { graph, level: new Level(() => graph, rules, null, new Set(['scene'])) };
  }

  test('shows what is in an open container in its place, within a border, and wires through the border', () => {
    const { level } = open();
    const border = level.boxes.box('scene');
    const [one, two] = [level.boxes.box('s1'), level.boxes.box('s2')];
    expect(one).toMatchObject({ x: 1040, y: 584 });
    expect(two).toMatchObject({ x: 1440, y: 584 });
    expect(border).toMatchObject({ x: 1000, y: 500, width: 400 + (two?.width ?? 0) + 80 });
    expect(level.boxes.at({ x: 1050, y: 600 })).toEqual(['s1', 'scene']);
    expect(level.endsOf('s12')).toBeDefined();
    expect(level.endsOf('door')?.source).toEqual(level.endsOf('in')?.target);
  });

  test('takes all that is in an open container along with it, and tells places as the graph has them', () => {
    const { level } = open();
    level.show('scene', { x: 1100, y: 400 });
    expect(level.boxes.box('s2')).toMatchObject({ x: 1540, y: 484 });
    expect([level.place('scene'), level.place('s2')]).toEqual([
      { x: 1100, y: 400 },
      { x: 700, y: 200 }
    ]);
    level.show('s1', { x: 1000, y: 484 });
    expect([level.place('s1'), level.home('s1')]).toEqual([
      { x: 160, y: 200 },
      { x: 1140, y: 484 }
    ]);
    expect(level.placeOn('scene', ['s1', 's2'])).toEqual({ x: 160, y: 200 });
    expect(level.placeOn(null, ['s1'])).toEqual({ x: 1000, y: 484 });
  });

  test('has the border of an open container follow what others do in it', () => {
    const { graph, level } = open();
    graph.putNode(node('s3', 300, 900, 'scene'));
    const changed = level.touched({ ...touched(['s3']), levels: new Set(['scene']) });
    expect(changed?.cards).toEqual(new Set(['s3', 'scene']));
    const [border, third] = [level.boxes.box('scene'), level.boxes.box('s3')];
    expect((border?.y ?? 0) + (border?.height ?? 0)).toBe((third?.y ?? 0) + (third?.height ?? 0) + 40);
    for (const id of ['s1', 's2', 's3', 'scene']) graph.dropNode(id);
    level.touched({ ...touched(['s1', 's2', 's3', 'scene']), levels: new Set(['scene', null]) });
    expect([...level.boxes.ids()]).toEqual(['a']);
  });

  test('tells how far a point is from a way', () => {
    expect(
      distance({ x: 5, y: 3 }, [
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 10 }
      ])
    ).toBe(3);
  });
});
