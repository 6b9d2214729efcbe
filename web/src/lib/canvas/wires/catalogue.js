/**
 * Questions to the catalogue of node types.
 *
 * @import { NodeType } from '#lib/net/api.js'
 */

/**
 * Node types by category, for a menu.
 * @param {NodeType[]} types
 * @returns {[string, NodeType[]][]}
 */
export function byCategory(types) {
  /** @type {Map<string, NodeType[]>} */
  const found = new Map();
  for (const type of types) found.set(type.category, [...(found.get(type.category) ?? []), type]);
  return [...found];
}
