/**
 * Edits of an ordered list of distinct texts: the browser's twin of `production_canvas.graph.elements`.
 *
 * @typedef {{ ins: { value: string, after: string | null }[], del: string[] }} ListEdit deletions first, then each insertion behind its `after`
 */

/**
 * A list after an edit. An element that is there already moves; behind an unknown one means at the end.
 * @param {any} before
 * @param {Partial<import('#lib/protocol/schema.js').NodeList>} edit
 */
export function listed(before, { ins = [], del = [] }) {
  /** @type {string[]} */
  let values = (Array.isArray(before) ? before : []).filter((value) => !del.includes(value));
  for (const { value, after = null } of ins) {
    values = values.filter((one) => one !== value);
    const behind = after === null ? 0 : values.indexOf(after) + 1 || values.length;
    values.splice(behind, 0, value);
  }
  return values;
}

/**
 * The edit from one list to the other.
 * @param {any} before
 * @param {any} after
 * @returns {ListEdit | null} null where elements change their order, stand twice, or are no texts
 */
export function between(before, after) {
  if (!Array.isArray(before) || !Array.isArray(after) || !after.every((value) => typeof value === 'string')) return null;
  const kept = after.filter((value) => before.includes(value));
  const order = before.filter((value) => after.includes(value));
  if (new Set(after).size !== after.length || kept.some((value, place) => value !== order[place])) return null;
  const ins = after.map((value, place) => ({ value, after: place ? after[place - 1] : null }));
  return { ins: ins.filter(({ value }) => !before.includes(value)), del: before.filter((value) => !after.includes(value)) };
}
