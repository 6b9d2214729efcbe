import { describe, expect, test } from 'vitest';

import { Level } from '#lib/canvas/drawing/level.js';
import { paintWires } from '#lib/canvas/drawing/painter.js';
import { Bright } from '#lib/canvas/wires/bright.svelte.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';

import { catalogue, edge, node } from './film.js';

describe('wires of what is selected', () => {
  const level = () => {
    const film = Graph.read({
      nodes: ['a', 'b', 'c', 'lone'].map((id) => node(id, 'shot', null)),
      edges: ['ab', 'bc'].map((id) => edge(id, id[0], 'sequence_out', id[1], 'sequence_in')),
      settings: {}
    });
    return new Level(() => film, rulesOf(catalogue), null);
  };
  const NONE = new Set();

  /** @param {Level} lies @param {Set<string>} cards @param {Set<string>} [wires] */
  function back(lies, cards, wires = NONE) {
    const bright = new Bright(lies);
    bright.look(cards, wires);
    return ['ab', 'bc'].filter((id) => bright.aside(/** @type {any} */ (lies.wire(id))));
  }

  test('stay bright and the others step back; a card without wires sends none back', () => {
    const lies = level();
    expect(back(lies, new Set(['a']))).toEqual(['bc']);
    expect(back(lies, new Set(['b']))).toEqual([]);
    expect(back(lies, new Set(['a', 'c']))).toEqual([]);
    expect(back(lies, new Set(['lone']))).toEqual([]);
    expect(back(lies, NONE, new Set(['bc']))).toEqual(['ab']);
    expect(back(lies, new Set(['elsewhere']), new Set(['gone']))).toEqual([]);
  });

  test('stay bright while the pointer rests on another card, whose wires come forward too', () => {
    const lies = level();
    const bright = new Bright(lies);
    const ask = (/** @type {string | null} */ card) => ['ab', 'bc'].filter((id) => bright.aside(/** @type {any} */ (lies.wire(id)), card));
    expect([ask(null), ask('a')]).toEqual([[], ['bc']]);
    bright.look(new Set(['a']), NONE);
    expect([ask(null), ask('a'), ask('c')]).toEqual([['bc'], ['bc'], []]);
  });
});

test('painted wires of what is selected lie bright over those that step back', () => {
  /** @type {[number, number][]} */
  const strokes = [];
  let from = 0;
  const pen = /** @type {any} */ ({
    globalAlpha: 1,
    setLineDash() {},
    beginPath() {},
    moveTo: (/** @type {number} */ x) => (from = x),
    lineTo() {},
    bezierCurveTo() {},
    stroke() {
      strokes.push([from, this.globalAlpha]);
    }
  });
  const strand = (/** @type {number} */ x, /** @type {object} */ more) => ({
    ends: { source: { x, y: 0 }, target: { x: x + 900, y: 0 } },
    color: '--s-text',
    width: 2,
    dash: [],
    dim: false,
    bright: false,
    selected: false,
    ...more
  });
  paintWires(pen, [strand(1, { bright: true }), strand(2, { dim: true })], 0.1, () => 'black');
  paintWires(pen, [strand(3, {})], 0.1, () => 'black');
  expect(strokes).toEqual([
    [2, 0.3],
    [1, 1],
    [3, 0.5]
  ]);
});
