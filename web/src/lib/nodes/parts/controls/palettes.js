/**
 * Colours of the film, to be chosen again: those of its styles and cards, then a set that reads well on both themes.
 *
 * @import { AssetRecord, NodeRecord } from '#lib/protocol/schema.js'
 */

const HEX = /^#[0-9a-f]{6}$/;
const SHOWN = 16;

/** Marks for cards, from cold to warm. */
export const MARKS = ['#6cb6e8', '#6fd0a5', '#a3c76d', '#e8c15a', '#ff9f5a', '#ef6f6c', '#e889b5', '#b892f2'];

/**
 * "#F3A" or "f3a0b1" as "#ff33aa"; null where it is no colour.
 * @param {any} text
 */
export function colorIn(text) {
  const digits = String(text).trim().toLowerCase().replace(/^#/, '');
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return HEX.test(`#${long}`) ? `#${long}` : null;
}

/**
 * The film's colours, the most used first, at most 16.
 * @param {Iterable<NodeRecord>} nodes
 * @param {readonly AssetRecord[]} assets
 * @returns {string[]}
 */
export function filmColors(nodes, assets) {
  /** @type {Map<string, number>} */
  const uses = new Map();
  const count = (/** @type {any} */ text) => {
    const color = typeof text === 'string' ? colorIn(text) : null;
    if (color) uses.set(color, (uses.get(color) ?? 0) + 1);
  };
  for (const { data } of [...nodes, ...assets]) {
    count(data.color);
    if (Array.isArray(data.palette)) data.palette.forEach(count);
  }
  return [...uses]
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(([color]) => color);
}
