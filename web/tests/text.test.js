import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import * as text from '#lib/graph/text.js';

/** @type {{ name: string, call: string, args: any[], named: Record<string, any>, gives: any }[]} */
const cases = JSON.parse(readFileSync(new URL('../../tests/data/text-vectors.json', import.meta.url), 'utf8'));

const calls = /** @type {Record<string, any>} */ ({ ...text, transform_cursor: text.transformCursor });

/** @param {typeof cases[number]} one */
function answer({ call, args, named }) {
  try {
    return calls[call](...args, ...(Object.keys(named).length ? [named] : []));
  } catch (error) {
    if (error instanceof text.TextMismatch) return error.name;
    throw error;
  }
}

test.each(cases.map((one) => /** @type {const} */ ([`${one.call}: ${one.name}`, one])))(
  'the server and the browser agree, %s',
  (_name, one) => {
    expect(answer(one)).toEqual(one.gives);
  }
);

describe('places in a text', () => {
  const family = '👩‍👩‍👧';

  test('are counted in code points on the wire and in UTF-16 in a text field', () => {
    const written = `a😀b${family}c`;
    const places = [...written].map((_letter, points) => [points, text.toUnits(written, points)]);
    expect(places).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 6],
      [5, 7],
      [6, 9],
      [7, 10],
      [8, 12]
    ]);
    for (const [points, units] of places) expect(text.toPoints(written, units)).toBe(points);
  });

  test('outside the text are its ends', () => {
    expect([
      text.toPoints('a😀', -1),
      text.toPoints('a😀', 9),
      text.toUnits('a😀', -1),
      text.toUnits('a😀', 9),
      text.toUnits('ab', 9)
    ]).toEqual([0, 2, 0, 3, 2]);
  });

  test('a caret that somebody typed with stands behind their last letter', () => {
    expect([text.endOf([3, '😀!']), text.endOf([3, { d: 'gone' }]), text.endOf(['x', 2, { d: 1 }]), text.endOf([])]).toEqual([5, 3, 3, 0]);
  });
});

test('a long text is edited as exactly as a short one', () => {
  const long = 'Fog 😀 rolls in. '.repeat(20_000);
  const delta = text.difference(long, `${long}x`);
  expect(text.apply(long, delta)).toBe(`${long}x`);
  expect(text.transform(delta, [5, 'y'], { left: false })).toEqual([320_001, 'x']);
});
