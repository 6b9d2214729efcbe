/**
 * What a new node starts with.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 */

/**
 * The next number in a row of "SH010", "SH020" or "1", "2".
 * @param {string[]} taken
 * @param {string} prefix
 * @param {number} step
 * @param {number} digits
 */
function next(taken, prefix, step, digits) {
  const numbers = taken.map((number) => parseInt(number.slice(prefix.length), 10)).filter(Number.isFinite);
  const last = Math.floor(Math.max(0, ...numbers) / step) * step;
  return prefix + String(last + step).padStart(digits, '0');
}

/**
 * @param {string} kind
 * @param {NodeRecord[]} siblings
 * @param {number} seed
 * @returns {Record<string, any>}
 */
export function fresh(kind, siblings, seed) {
  const taken = siblings.filter((node) => node.type === kind).map((node) => String(node.data.number ?? ''));
  if (kind === 'shot') return { number: next(taken, 'SH', 10, 3), seed };
  return kind === 'scene_group' ? { number: next(taken, '', 1, 1) } : {};
}
