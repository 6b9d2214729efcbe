import { expect, test } from 'vitest';
import { foundIn } from '../src/lib/panels/library/finding.js';

/** @param {string} name @param {Record<string, any>} [data] */
const asset = (name, data = {}) => /** @type {any} */ ({ id: name, name, kind: 'character', data, tags: [], archived: false });

test('a search finds what is told of an asset, accents and capitals apart', () => {
  const all = [
    asset('Łucja Čapek', { traits: ['stubborn', 'loyal'] }),
    asset('Jürgen'),
    asset('Pier', { type: 'Harbour', angles: ['reverse'] })
  ];
  const names = (/** @type {string} */ q) => foundIn(all, { q }).map(({ name }) => name);
  expect(names('lucja capek')).toEqual(['Łucja Čapek']);
  expect(names('LOYAL')).toEqual(['Łucja Čapek']);
  expect(names('jurgen')).toEqual(['Jürgen']);
  expect(names('harbour reverse')).toEqual(['Pier']);
  expect(names('nobody')).toEqual([]);
});
