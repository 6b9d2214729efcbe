/**
 * Questions to the catalogue of node types.
 *
 * @import { NodeType, SocketSpec } from '#lib/net/api.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 */

import { answer } from '#lib/graph/sockets.js';

/**
 * The first pair of sockets by which `from` can feed `to`.
 * @param {Rules} rules
 * @param {SocketSpec[]} from
 * @param {SocketSpec[]} to
 */
export function fitting(rules, from, to) {
  for (const output of from) {
    const input = to.find((socket) => answer(rules, output, socket).verdict === 'yes');
    if (input) return { source_handle: output.name, target_handle: input.name };
  }
  return undefined;
}

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
