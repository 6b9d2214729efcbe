/**
 * Rows of a list of any length, of which only those in sight are drawn.
 *
 * @typedef {{ key: string, heading?: string, off?: boolean, [more: string]: any }} Row a heading, or an entry
 */

const HEADING = 28;
const ENTRY = 34;
/** Pixels that are drawn above and below what is seen. */
const SPARE = 200;

/**
 * Where each row begins, and at the end how high all of them are.
 * @param {readonly Row[]} rows
 */
export function tops(rows) {
  const found = [0];
  for (const row of rows) found.push(found[found.length - 1] + (row.heading === undefined ? ENTRY : HEADING));
  return found;
}

/**
 * From which row to before which one is in sight.
 * @param {readonly number[]} edges
 * @param {number} scroll
 * @param {number} height
 */
export function seen(edges, scroll, height) {
  const first = (/** @type {number} */ line) => {
    let [low, high] = [0, edges.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle] < line) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { from: Math.max(0, first(scroll - SPARE) - 1), to: Math.min(edges.length - 1, first(scroll + height + SPARE)) };
}
