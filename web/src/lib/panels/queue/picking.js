/**
 * What is selected of a long line, and which rows of it were read.
 *
 * @typedef {ReadonlySet<string>} Chosen
 */

/** @type {Chosen} */
export const NONE = new Set();

/** @param {Iterable<string>} ids @returns {Chosen} */
export const these = (ids) => new Set(ids);

/** @param {Chosen} chosen @param {readonly string[]} gone @returns {Chosen} the same where none of them was chosen */
export function without(chosen, gone) {
  const left = new Set(chosen);
  for (const id of gone) left.delete(id);
  return left.size === chosen.size ? chosen : left;
}

/** @param {Chosen} chosen @param {string} id @returns {Chosen} */
export const turned = (chosen, id) => (chosen.has(id) ? without(chosen, [id]) : new Set([...chosen, id]));

/**
 * Those that were read, by their place in the whole line.
 * @template T
 * @param {readonly T[]} rows @param {number} offset
 * @returns {ReadonlyMap<number, T>}
 */
export const byPlace = (rows, offset = 0) => new Map(rows.map((row, at) => [offset + at, row]));
