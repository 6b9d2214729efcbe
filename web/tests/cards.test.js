import { describe, expect, it } from 'vitest';

import { BLENDS } from '#lib/nodes/layers.js';
import { DRAWN } from '#lib/nodes/wipes.js';
import { cardOf, COMPONENTS, handlesOf } from '#lib/nodes/cards.js';
import catalogue from '../../tests/data/catalogue.json' with { type: 'json' };

const nodeTypes = /** @type {any[]} */ (catalogue.node_types);

/** Data that changes the size of a card. @type {Record<string, any>[]} */
const SHAPES = [
  {},
  { collapsed: true },
  { source: 'voice' },
  { facts: { client: 'Harbour', format: 'DCP', rate: '24' } },
  { values: ['one', 'two', 'three', 'four', 'five'] },
  { exposed: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] },
  { width: 333, height: 251 },
  { output_type: 'image', item_type: 'audio' }
];

describe.each(nodeTypes.map((type) => [type.kind, type]))('the card of %s', (_kind, type) => {
  it.each(SHAPES.map((data) => [JSON.stringify(data), data]))('stands on the grid with its sockets on its edges: %s', (_words, data) => {
    const card = cardOf(type, data);
    const off = [card.width, card.height, card.picture].filter((length) => length % 8 !== 0);
    const out = card.sockets.filter(
      ({ x, y, side }) => x !== (side === 'in' ? 0 : card.width) || y < 8 || y > card.height - 8 || y % 4 !== 0
    );
    expect({ off, out }).toEqual({ off: [], out: [] });
  });

  it('keeps its sockets apart', () => {
    for (const data of SHAPES) {
      for (const side of ['in', 'out']) {
        const rows = cardOf(type, data).sockets.filter((socket) => socket.side === side);
        expect(rows.map(({ y }, index) => index && y - rows[index - 1].y).filter((step, index) => index > 0 && step < 16)).toEqual([]);
      }
    }
  });

  it('has a component of its own and each of its sockets once', () => {
    const card = cardOf(type);
    expect(COMPONENTS.has(type.component) && type.component !== 'GenericNode').toBe(true);
    expect(card.sockets.map(({ side, name }) => `${side} ${name}`)).toEqual([
      ...type.inputs.map((/** @type {any} */ { name }) => `in ${name}`),
      ...type.outputs.map((/** @type {any} */ { name }) => `out ${name}`)
    ]);
    expect(handlesOf(card.sockets).map(({ x, width }) => x + width / 2)).toEqual(card.sockets.map(({ x }) => x));
  });

  it('is smaller when it is collapsed, or a dot', () => {
    expect(cardOf(type, { collapsed: true }).height).toBeLessThanOrEqual(cardOf(type).height);
  });
});

describe('a card', () => {
  const kind = (/** @type {string} */ name) => /** @type {any} */ (nodeTypes.find((type) => type.kind === name));

  it('is worked out once for all nodes of its shape', () => {
    expect(cardOf(kind('shot'), { prompt: 'a' })).toBe(cardOf(kind('shot'), { prompt: 'b' }));
    expect(cardOf(kind('shot'), { collapsed: true })).not.toBe(cardOf(kind('shot')));
  });

  it('has the type of socket that its parameter says', () => {
    expect(cardOf(kind('composite'), { output_type: 'image' }).sockets.at(-1)?.type).toBe('image');
    expect(cardOf(kind('composite')).sockets.at(-1)?.type).toBe('video');
  });

  it('takes the size that a person gave it, on the grid and between its limits', () => {
    expect(cardOf(kind('note'), { width: 301, height: 5 })).toMatchObject({ width: 304, height: 80 });
    expect(cardOf(kind('frame'), { width: 1200, height: 640 })).toMatchObject({ width: 1200, height: 640 });
  });
});

describe('what a catalogue offers to choose from', () => {
  /** @param {string} name @param {string} key */
  const schema = (name, key) =>
    nodeTypes.find((type) => type.kind === name)?.parameters.find((/** @type {any} */ each) => each.key === key)?.schema;

  it('is drawn as itself: every transition and every blend mode', () => {
    expect(schema('transition', 'transition').enum.filter((/** @type {string} */ name) => !DRAWN.has(name))).toEqual([]);
    const blends = schema('composite', 'layers').additionalProperties.properties.blend.enum;
    expect(blends.filter((/** @type {string} */ name) => !BLENDS.has(name))).toEqual([]);
  });
});
